/** @module `recapito audit log`: what people did by hand, newest first. */
import { labelOf } from '../batch/report/labels.ts'
import type { Flags } from '../config.ts'
import { italianDate, italianInstant } from '../domain/civil-date.ts'
import { count } from '../domain/counted.ts'
import { type ManualActRow, manualActs } from '../store/manual-act.ts'
import { answer } from './answer.ts'
import { withApp } from './session.ts'

export function auditLog(flags: Flags, options: { since?: string; json?: boolean }): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const acts = await manualActs(app.store.db, options.since ?? '')
    answer(options.json, acts, acts.length === 0 ? [noneSince(options.since)] : acts.map(actLine))
  })
}

const VERBS: Readonly<Record<string, string>> = {
  hold: 'fermo del personale',
  release: 'liberazione',
  cancel: 'annullamento',
  reprint: 'ristampa',
  correct: 'correzione',
  abandon: 'abbandono di un’esecuzione',
  approve: 'approvazione',
  proofs: 'bozze preparate',
  acknowledge: 'conferma del postalizzatore',
  confirm: 'conferma di rilasci',
  adopt: 'lotto ripreso dal disco',
  rebuild: 'file di un lotto ricostruiti',
  'legal-hold': 'divieto di eliminazione',
  'legal-hold-end': 'fine del divieto di eliminazione',
}

export function actLabel(verb: string): string {
  return labelOf(VERBS, verb)
}

function actLine({ at, verb, by_whom, reason, subject }: ManualActRow): string {
  const why = reason === '' ? '' : ` · «${reason}»`
  return `${italianInstant(new Date(at))} · ${by_whom} · ${actLabel(verb)} · ${shownSubject(subject)}${why}`
}

/** A list may have hundreds; `--json` has all. */
const SHOWN = 5

function shownSubject(subject: string): string {
  const names = subject.replace(/^run (?=\d+$)/, 'esecuzione\u00a0').split(' ')
  const rest = names.length - SHOWN
  const shown = names.slice(0, SHOWN).join(' ')
  return rest > 0 ? `${shown} … e altri ${count(rest)} (tutti con --json)` : shown
}

function noneSince(since: string | undefined): string {
  return since === undefined
    ? 'Nessun atto compiuto a mano finora.'
    : `Nessun atto compiuto a mano dal ${italianDate(since)}.`
}
