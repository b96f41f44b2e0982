/** @module What a failed file operation means to the person who must act on it. */

/** The disk is full: nothing is lost, the same command goes on once there is room (exit 75). */
export class NoSpace extends Error {
  readonly exitCode = 75
  constructor(path: string, cause: unknown) {
    super(`no space left on the disk while writing ${path}: free some space and run the same command again`, {
      cause,
    })
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
  ENOENT: 'expected a file or folder here and found none: create it or correct the setting that names it',
  ENOTDIR: 'expected a folder in this path and found a file: move the file away or correct the setting',
  EACCES: 'permission denied: give the service user read and write access (folders 0700)',
  EPERM: 'operation not permitted: give the service user ownership of this path',
  EROFS: 'the file system is read-only: mount it writable or choose another folder',
  EXDEV: 'the staging folder and its target are on different file systems: keep output/ on one',
}

/** Wraps a Node error of a file operation; anything unknown comes back as it was. */
export function fileFailure(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return new NoSpace(path, error)
  const refusal = REFUSALS[code]
  return refusal === undefined ? error : new FolderRefused(path, refusal, error)
}
