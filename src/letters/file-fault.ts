/**
 * What is wrong with a file that staff edit: where, and in Italian what to do.
 *
 * @module
 */
export interface FileFault {
  /** Below the templates folder, or the setting that is at fault. */
  readonly file: string
  /** As an editor counts; none where the fault is what the file lacks. */
  readonly line?: number
  readonly message: string
}

/** Begins the place of a fault that is not in a file: `impostazione institute.name`. */
export const SETTING = 'impostazione '

/** Within a file that the reader of the list knows. */
export type LineFault = Omit<FileFault, 'file'>

export function faultSentence({ file, line, message }: FileFault): string {
  return `${file}${line === undefined ? '' : `, riga ${line}`}: ${message}`
}

export function inFile(file: string, faults: readonly LineFault[]): FileFault[] {
  return faults.map((fault) => ({ file, ...fault }))
}

/** Why a file or folder cannot be read, from the error of Node. */
export function unreadable(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'sconosciuto'
  return code === 'ENOENT' ? 'non c’è' : `non si può leggere (${code})`
}

/** A length as it is written in Italian, to a tenth at most. */
export function mm(length: number | string): string {
  return `${decimal(length)} mm`
}

export function decimal(number: number | string): string {
  return String(Math.round(Number(number) * 10) / 10).replace('.', ',')
}
