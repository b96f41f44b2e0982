/** @module One line on a terminal that counts what is being done; nothing where nobody looks. */
import { count } from '../domain/counted.ts'

export interface ProgressLine {
  add(done: number, unit: string): void
  clear(): void
}

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { add() {}, clear() {} }
  const totals = new Map<string, number>()
  let shownAt = 0
  return {
    add(done, unit) {
      totals.set(unit, (totals.get(unit) ?? 0) + done)
      const now = Date.now()
      if (now - shownAt < 100) return
      shownAt = now
      const text = [...totals].map(([name, n]) => `${name} ${count(n)}`).join(' · ')
      stream.write(`\r\u001b[K${text}`)
    },
    clear() {
      if (shownAt > 0) stream.write('\r\u001b[K')
    },
  }
}
