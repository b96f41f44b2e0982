/** @module `recapito audit log`: what people did by hand, newest first. */
import { labelOf } from '../batch/report/labels.ts'
import type { Flags } from '../config.ts'
import { italianDate } from '../domain/civil-date.ts'
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
  hold: 'sospensione',
  release: 'sblocco',
  cancel: 'annullamento',
  reprint: 'ristampa',
  correct: 'correzione',
  abandon: 'abbandono',
  resume: 'ripresa',
  approve: 'approvazione',
  proofs: 'prove di stampa',
  acknowledge: 'conferma del postalizzatore',
  confirm: 'conferma di rilasci',
  adopt: 'lotto riconosciuto',
  rebuild: 'lotto rifatto',
  'legal-hold': 'divieto di eliminazione',
  'legal-hold-end': 'fine del divieto di eliminazione',
}

export function actLabel(verb: string): string {
  return labelOf(VERBS, verb)
}

const MOMENT = new Intl.DateTimeFormat('it-IT', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Europe/Rome',
})

function actLine({ at, verb, by_whom, reason, subject }: ManualActRow): string {
  const why = reason === '' ? '' : ` · «${reason}»`
  return `${MOMENT.format(new Date(at))} · ${by_whom} · ${actLabel(verb)} · ${subject}${why}`
}

function noneSince(since: string | undefined): string {
  return since === undefined
    ? 'Nessun atto compiuto a mano finora.'
    : `Nessun atto compiuto a mano dal ${italianDate(since)}.`
}
