/** @module Which job takes up what staff released. */
import { counted } from '../domain/counted.ts'
import type { Target } from '../store/staff-target.ts'
import { jobLabel } from './story/now-pin.ts'

/** Undefined for a request that waits for the contact centre: no job takes it up. */
export function nextJob({ table, about, state, credential, isRecalled }: Target): string | undefined {
  if (table === 'certificate_request' || table === 'certificate') return 'release-certificates'
  if (table === 'request') {
    if (state === 'CALLBACK') return undefined
    return credential === undefined ? 'issue-pins' : 'send-first-halves'
  }
  if (isRecalled) return 'hand-over'
  return about === 'PIN' ? 'print-pin-letters' : 'print-certificates'
}

/** A sentence for each job, with how much it takes up. */
export function nextLines(released: readonly Target[]): string[] {
  const groups = Map.groupBy(released, (target) => `${nextJob(target)} ${target.table === 'certificate'}`)
  return [...groups.values()].map(({ length, 0: first }) => {
    const job = first && nextJob(first)
    const one = length === 1
    if (first?.table !== 'letter') {
      const what =
        first?.table === 'certificate'
          ? counted(length, 'certificazione per PEC', 'certificazioni per PEC')
          : counted(length, 'richiesta', 'richieste')
      if (job !== undefined) return `  ${what}: la prossima notte, se non prima, con ${jobLabel(job)}`
      return `  ${what}: ${one ? 'resta' : 'restano'} nella lista delle persone da richiamare`
    }
    const what = counted(length, 'lettera', 'lettere')
    if (job !== 'hand-over') return `  ${what}: la prossima notte, con ${jobLabel(job ?? '')}`
    const taken = `${one ? 'tolta' : 'tolte'} da un lotto già stampato`
    return `  ${what}, ${taken}: già con la prossima ${jobLabel(job)}, in un lotto nuovo`
  })
}
