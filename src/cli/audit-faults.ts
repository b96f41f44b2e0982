/** @module What the audit chain shows, one sentence a fault. */
import { JOB_LABELS, labelOf } from '../batch/report/labels.ts'
import { count } from '../domain/counted.ts'
import type { LinkKind } from '../store/audit-link.ts'
import type { AuditFault } from '../store/audit-verify.ts'
import { actLabel } from './audit-log.ts'

export function faultSentence(fault: AuditFault): string {
  switch (fault.code) {
    case 'LINK_MISSING':
      return fault.seq === fault.upTo
        ? `anello n. ${fault.seq}: manca`
        : `anelli dal n. ${fault.seq} al n. ${fault.upTo}: mancano`
    case 'LINK_ALTERED':
      return `anello n. ${fault.seq} (${named(fault)}): è stato cambiato, oppure non segue quello che lo precede`
    case 'EVENTS_ALTERED':
      return fault.expected === fault.found
        ? `anello n. ${fault.seq} (${named(fault)}): fra i suoi eventi (${count(fault.found)}) qualcuno è stato cambiato`
        : `anello n. ${fault.seq} (${named(fault)}): eventi sigillati ${count(fault.expected)}, trovati ${count(fault.found)}`
    case 'ROW_ALTERED':
      return `anello n. ${fault.seq}: la riga che descrive ${named(fault, 'il', 'l’')} è stata cambiata`
    case 'ROW_MISSING':
      return `anello n. ${fault.seq}: la riga che descrive ${named(fault, 'il', 'l’')} non c’è più`
    case 'UNSEALED':
      return fault.kind === 'run'
        ? `lavoro n. ${fault.id} (${labelOf(JOB_LABELS, fault.what)}): è finito e nessun anello lo sigilla`
        : `atto n. ${fault.id} (${actLabel(fault.what)}): nessun anello lo sigilla`
    case 'STRAY_EVENTS':
      return fault.id === null
        ? `eventi che non sono di alcun lavoro o atto: ${count(fault.found)}`
        : `eventi del n. ${fault.id}, che non è né un lavoro né un atto: ${count(fault.found)}`
    case 'PURGE_ALTERED':
      return `eliminazione n. ${fault.id}: non corrisponde a quella registrata`
    case 'PURGE_MISSING':
      return `eliminazione n. ${fault.id}: il registro la nomina, ma non c’è`
    case 'ANCHOR_MISSING':
      return `l’impronta ${fault.hash} non è nella catena: la fine è stata tagliata, o l’impronta è di un altro registro`
  }
}

function named({ kind, id }: { kind: LinkKind; id: number }, run = '', act = ''): string {
  return kind === 'act' ? `${act}atto n. ${id}` : `${run} lavoro n. ${id}`.trimStart()
}
