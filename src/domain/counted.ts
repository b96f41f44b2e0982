/** @module Numbers of things as Italians write them. */

const WHOLE = new Intl.NumberFormat('it-IT', { maximumFractionDigits: 0, useGrouping: 'always' })

/** `1.200` */
export function count(n: number): string {
  return WHOLE.format(n)
}

/** `1 lettera`, `1.200 lettere`. */
export function counted(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`
}
