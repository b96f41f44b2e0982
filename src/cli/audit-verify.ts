/** @module `recapito audit verify`: whether the log is what was sealed. */

import { JOB_LABELS, labelOf } from '../batch/report/labels.ts'
import type { Flags } from '../config.ts'
import { counted } from '../domain/counted.ts'
import { type AuditFault, type AuditVerdict, verifyAudit } from '../store/audit-verify.ts'
import { inSnapshot } from '../store/report/snapshot.ts'
import { answer } from './answer.ts'
import { faultSentence } from './audit-faults.ts'
import { withApp } from './session.ts'
import { WrongArguments } from './wrong-arguments.ts'

export async function auditVerify(flags: Flags, options: { anchor?: string; json?: boolean }): Promise<void> {
  const anchor = options.anchor?.trim().toLowerCase()
  if (anchor !== undefined && !/^[0-9a-f]{64}$/.test(anchor)) {
    throw new WrongArguments([
      `--anchor ${anchor}: non è un’impronta; servono le 64 cifre esadecimali che un rapporto mostra sotto «Registro degli atti»`,
    ])
  }
  await withApp(flags, { mustExist: true }, async ({ app }) => {
    const verdict = await inSnapshot(app.store.db, (db) => verifyAudit(db, anchor))
    if (verdict.faults.length > 0) process.exitCode = 5
    answer(options.json, verdict, verdictLines(verdict, anchor))
  })
}

function verdictLines(verdict: AuditVerdict, anchor: string | undefined): string[] {
  const { links, events, purged, last, open, older, faults } = verdict
  return [
    `Registro degli atti: ${counted(links, 'anello', 'anelli')}, ${counted(events, 'evento', 'eventi')}`,
    ...(purged > 0
      ? [`  ${counted(purged, 'anello', 'anelli')} di eventi eliminati a scadenza: restano le loro impronte`]
      : []),
    ...(older > 0
      ? [`  non sigillati, perché più vecchi della catena: ${counted(older, 'lavoro', 'lavori')}`]
      : []),
    ...open.map(({ id, job }) => `  in corso, non ancora sigillato: ${labelOf(JOB_LABELS, job)} (n. ${id})`),
    ...(last ? [`  ultimo anello: n. ${last.seq}, impronta ${last.hash}`] : []),
    ...(faults.length === 0 ? soundLines(anchor) : faultyLines(faults)),
  ]
}

function soundLines(anchor: string | undefined): string[] {
  return [
    'Tutto torna: nessuna riga è stata cambiata, tolta o aggiunta.',
    anchor === undefined
      ? 'Per provare che la fine non è stata tagliata, indicare con --anchor l’impronta di un rapporto già stampato.'
      : 'L’impronta indicata è nella catena: quanto c’era a quella data c’è ancora tutto, com’era.',
  ]
}

/** Faults named one by one; beyond that the total says how many there are. */
const NAMED = 50

function faultyLines(faults: readonly AuditFault[]): string[] {
  const more = faults.length - NAMED
  return [
    `NON tutto torna: ${counted(faults.length, 'differenza', 'differenze')}.`,
    ...faults.slice(0, NAMED).map((fault) => `  ${faultSentence(fault)}`),
    ...(more > 0 ? [`  … e ${counted(more, 'altra', 'altre')}: si vedono tutte con --json`] : []),
    'Che cosa fare: non eliminare nulla, conservare una copia della base dati com’è ora e avvisare il responsabile della',
    'sicurezza. Il confronto con l’ultima copia di riserva dice che cosa è cambiato (docs/operations.md, «Audit»).',
  ]
}
