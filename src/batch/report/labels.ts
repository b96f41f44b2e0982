/** @module What states, jobs, counts and reasons are called where back-office staff read of them. */
import type { Finding, FindingCode } from '../../domain/finding.ts'
import { FINDING_TEXTS, fieldLabel, sentenceOf } from '../../domain/finding-texts.ts'

type Labels = Readonly<Record<string, string>>

export const REQUEST_LABELS: Labels = {
  RECEIVED: 'ricevute, da lavorare o in attesa',
  VALIDATING: 'in verifica',
  CALLBACK: 'da richiamare',
  APPROVED: 'approvate, PIN in preparazione o in spedizione',
  REJECTED: 'respinte',
  CANCELLED: 'annullate',
  SUPERSEDED: 'superate da una più recente',
  FULFILLED: 'evase',
}

export const PIN_EVENT_LABELS: Labels = {
  pending: 'da applicare',
  applied: 'applicati',
  refused: 'respinti',
}

export const CREDENTIAL_LABELS: Labels = {
  GENERATED: 'generati, prima parte da inviare',
  PARTIAL: 'prima parte inviata, lettera in lavorazione',
  AWAITING_FIRST_USE: 'in attesa del primo accesso',
  ACTIVE: 'in uso',
  CHANGE_DUE: 'da cambiare',
  RESTORING: 'ripristino in corso',
  DEACTIVATED: 'disattivati per inutilizzo',
  SUSPENDED: 'sospesi per decesso da verificare',
  REVOKED: 'revocati',
  EXPIRED_UNUSED: 'scaduti senza essere usati',
  DISMISSED: 'dismessi per legge',
}

export const LETTER_LABELS: Labels = {
  pending: 'da stampare o sospese',
  in_bundle: 'in un lotto, da completare',
  published: 'pronte per la consegna',
  handed_over: 'consegnate al postalizzatore',
  acknowledged: 'confermate dal postalizzatore',
  withdrawn: 'ritirate prima della consegna',
}

export const BUNDLE_LABELS: Labels = {
  planned: 'da completare',
  sealed: 'da completare',
  published: 'pronto',
  delivered: 'consegnato',
  acknowledged: 'confermato',
  cancelled: 'annullato',
}

export const FEED_KIND_LABELS: Labels = { 'pin-requests': 'richieste', 'pin-events': 'eventi' }

export const FEED_STATE_LABELS: Labels = {
  accepted: 'acquisito',
  known: 'già acquisito prima',
  refused: 'rifiutato',
}

export const RUN_STATE_LABELS: Labels = {
  running: 'in corso',
  completed: 'finito',
  failed: 'fallito',
  stopped: 'fermato',
  abandoned: 'interrotto',
}

export const JOB_LABELS: Labels = {
  intake: 'Acquisizione dei flussi',
  'issue-pins': 'Decisione e generazione dei PIN',
  'send-first-halves': 'Invio delle prime parti',
  'print-pin-letters': 'Stampa delle lettere',
  'expire-pins': 'Scadenze',
  report: 'Rapporto',
  'hand-over': 'Consegna al postalizzatore',
}

export const COUNT_LABELS: Labels = {
  files: 'file',
  known: 'file già noti',
  refusedFiles: 'file rifiutati',
  waiting: 'in attesa',
  rows: 'righe',
  entered: 'entrate',
  rejected: 'respinte',
  repeated: 'ripetute',
  eventsApplied: 'eventi applicati',
  eventsRefused: 'eventi respinti',
  superseded: 'richieste superate da una più recente',
  issued: 'PIN generati',
  registered: 'buste di sportello registrate',
  calledBack: 'mandate alla richiamata',
  refused: 'rifiutate',
  held: 'sospese',
  replaced: 'PIN mai usati sostituiti',
  sent: 'messaggi',
  EMAIL: 'e-mail',
  letters: 'lettere',
  pages: 'pagine',
  bundles: 'lotti',
  inspectionFaults: 'difetti nei PDF',
  delivered: 'lotti consegnati',
  recalled: 'lotti rifatti',
  acknowledged: 'lotti confermati',
  stray: 'conferme di lotti sconosciuti',
  erased: 'lotti cancellati per scadenza',
  suspensionOver: 'revocati per decesso',
  expiredUnused: 'PIN mai usati scaduti',
  changeDue: 'PIN da cambiare',
  deactivated: 'PIN disattivati',
  callList: 'persone da richiamare',
}

/** The Italian label of a value, or the value itself: a new state must never disappear from the report. */
export function labelOf(labels: Labels, value: string): string {
  return labels[value] ?? value
}

export function productLabel(product: string): string {
  const name = product.replace(/^TEST_/, '')
  const label = { PIN_IT: 'PIN, Italia', PIN_EXT: 'PIN, estero' }[name] ?? name
  return product === name ? label : `${label} (prova)`
}

const LANGUAGES = new Intl.DisplayNames('it', { type: 'language' })

/** `tedesco`; `italiano e tedesco` for two on one letter, joined with `+`. */
export function languageLabel(codes: string): string {
  const names = codes.split('+').map((code) => LANGUAGES.of(code) ?? code)
  return names.join(' e ')
}

/** Why a request ended or waits, where that is no finding of a validation. */
const REASONS: Labels = {
  RICHIESTA_PIU_RECENTE:
    'La persona ha presentato una richiesta più recente, che prende il posto di questa. Non occorre fare nulla.',
  CORRETTA_DAL_MITTENTE:
    'È arrivata una versione corretta di questa richiesta, che ne prende il posto. Non occorre fare nulla.',
  ANNULLATA_DAL_RICHIEDENTE: 'La persona ha annullato la richiesta. Non occorre fare nulla.',
  PIN_CESSATO:
    'Il PIN è cessato prima che la lettera partisse. Se serve ancora, la persona può presentare una nuova richiesta.',
  RICHIAMATA_NEGATIVA:
    'Il Contact Center non ha potuto confermare identità e indirizzo. La persona può presentare una nuova richiesta.',
  RICHIAMATA_CONFERMATA: 'Il Contact Center ha confermato identità e indirizzo.',
  INDIRIZZO_DA_VERIFICARE:
    'L’indirizzo indicato non risulta dall’archivio. Il Contact Center richiama la persona per verificarlo.',
  INDIRIZZO_DA_VERIFICARE_SENZA_TELEFONO:
    'L’indirizzo indicato non risulta dall’archivio e manca un telefono. Il Contact Center scrive alla persona.',
  DA_APPLICARE: 'L’evento è stato acquisito e sarà applicato con la prossima acquisizione.',
  FLUSSO_RIFIUTATO: 'Il file non può essere letto: nessuna delle sue righe è entrata.',
  FLUSSO_GIA_ACQUISITO:
    'Lo stesso file, byte per byte, era già stato acquisito. Nessuna riga viene lavorata una seconda volta.',
}

/** The sentence for a code of either kind; a code that nobody described is shown as it is. */
export function reasonSentence(code: string, field = '', detail = ''): string {
  if (isFindingCode(code)) {
    const finding: Finding = { code, field, detail }
    // Without a field the sentence speaks of one field among others.
    return sentenceOf(finding).replace('Il campo «»', 'Un campo').replace('Il recapito «»', 'Un recapito')
  }
  return REASONS[code] ?? `Codice ${code}: si veda docs/operations.md.`
}

/** The column's Italian name, `''` where a finding is about no column. */
export function columnLabel(field: string | null): string {
  return field ? fieldLabel(field) : ''
}

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(FINDING_TEXTS, code)
}
