/** @module What a failed file operation means to the person who must act on it. */

/** The disk is full: nothing is lost, the same command goes on once there is room (exit 75). */
export class NoSpace extends Error {
  readonly exitCode = 75
  constructor(path: string, cause: unknown) {
    super(`${path}: il disco è pieno: liberare spazio e ripetere lo stesso comando`, { cause })
    this.name = 'NoSpace'
  }
}

/** A folder or file that must be there or be writable is not (exit 2). */
export class FolderRefused extends Error {
  readonly exitCode = 2
  constructor(path: string, problem: string, cause: unknown) {
    super(`${path}: ${problem}`, { cause })
    this.name = 'FolderRefused'
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  ENOENT: 'qui serve un file o una cartella, e non c’è: crearla, o correggere l’impostazione che la indica',
  ENOTDIR: 'in questo percorso serve una cartella, e c’è un file: spostarlo, o correggere l’impostazione',
  EACCES: 'accesso negato: dare all’utente del servizio lettura e scrittura (cartelle 0700)',
  EPERM: 'operazione non permessa: l’utente del servizio deve essere proprietario di questo percorso',
  EROFS: 'il file system è in sola lettura: montarlo in scrittura o scegliere un’altra cartella',
  EXDEV: 'la cartella di lavoro e quella di arrivo sono su file system diversi: tenere output/ su uno solo',
}

/** Wraps a Node error of a file operation; anything unknown comes back as it was. */
export function fileFailure(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return new NoSpace(path, error)
  const refusal = REFUSALS[code]
  return refusal === undefined ? error : new FolderRefused(path, refusal, error)
}
