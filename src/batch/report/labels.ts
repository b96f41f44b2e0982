/** @module What states, jobs, counts and reasons are called where back-office staff read of them. */
import { counted } from '../../domain/counted.ts'
import type { Finding, FindingCode } from '../../domain/finding.ts'
import {
  CORRECT_ADDRESS,
  FINDING_TEXTS,
  fieldLabel,
  SAME_NUMBER,
  sentenceOf,
} from '../../domain/finding-texts.ts'
import type { HeldKind } from '../../store/report/waiting.ts'

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

/** Of several. */
export const BUNDLES_LABELS: Labels = {
  planned: 'da stampare',
  sealed: 'stampati, da completare',
  published: 'pronti per la consegna',
  delivered: 'consegnati al postalizzatore',
  acknowledged: 'confermati dal postalizzatore',
  cancelled: 'annullati',
}

/** How a version stands (`CertificateStanding`). */
export const CERTIFICATE_LABELS: Labels = {
  READY: 'valide',
  HELD: 'sospese',
  ANNULMENT: 'annullamenti in vigore',
  CORRECTED: 'rettificate',
  ANNULLED: 'annullate',
  SUPERSEDED: 'superate prima di uscire',
}

export const CERTIFICATE_KIND_LABELS: Labels = {
  ORIGINAL: 'originale',
  CORRECTION: 'rettifica',
  ANNULMENT: 'annullamento',
}

export const CERTIFICATE_REQUEST_LABELS: Labels = {
  RECEIVED: 'da evadere o in attesa',
  SERVED: 'evase',
  REJECTED: 'respinte',
  CANCELLED: 'annullate',
}

export const RELEASE_LABELS: Labels = {
  PLANNED: 'da scrivere',
  WRITTEN: 'da mettere in elenco',
  PREPARED: 'preparati, da confermare',
  CONFIRMED: 'confermati',
  WITHDRAWN: 'ritirati',
}

const CHANNEL_LABELS: Labels = {
  WEB: 'Sito web',
  PEC: 'PEC',
  SPORTELLO: 'Sportello',
  CAF: 'CAF',
  PATRONATO: 'Patronato',
  PROFESSIONISTA: 'Professionista',
  COMUNE: 'Comune',
  SPORTELLO_AMICO: 'Sportello Amico',
  DELEGATO: 'Delegato',
  EREDE: 'Eredi',
  SPORTELLO_MOBILE: 'Sportello mobile',
  DOMICILIO: 'Spedizione al domicilio',
}

export const FEED_KIND_LABELS: Labels = {
  'pin-requests': 'richieste di PIN',
  'pin-events': 'eventi',
  'certificate-data': 'dati delle certificazioni',
  'certificate-requests': 'richieste di certificazione',
}

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
  'given-up': 'abbandonato dal personale',
}

export const JOB_LABELS: Labels = {
  intake: 'Acquisizione dei flussi',
  'issue-pins': 'Decisione e generazione dei PIN',
  'send-first-halves': 'Invio delle prime parti',
  'print-pin-letters': 'Stampa delle lettere',
  'release-certificates': 'Rilascio delle certificazioni',
  'print-certificates': 'Stampa delle certificazioni',
  'export-certificates': 'Esportazione delle certificazioni',
  'expire-pins': 'Scadenze',
  report: 'Rapporto',
  housekeeping: 'Pulizia e scadenze dei dati',
  'hand-over': 'Consegna al postalizzatore',
}

/** Where these follow a number: for one, for many. */
const COUNT_LABELS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  files: ['file', 'file'],
  known: ['file già noto', 'file già noti'],
  refusedFiles: ['file rifiutato', 'file rifiutati'],
  waiting: ['in attesa', 'in attesa'],
  rows: ['riga', 'righe'],
  entered: ['entrata', 'entrate'],
  rejected: ['respinta', 'respinte'],
  repeated: ['ripetuta', 'ripetute'],
  eventsApplied: ['evento applicato', 'eventi applicati'],
  eventsRefused: ['evento respinto', 'eventi respinti'],
  superseded: ['richiesta superata da una più recente', 'richieste superate da una più recente'],
  issued: ['PIN generato', 'PIN generati'],
  registered: ['busta di sportello registrata', 'buste di sportello registrate'],
  calledBack: ['mandata alla richiamata', 'mandate alla richiamata'],
  refused: ['rifiutata', 'rifiutate'],
  held: ['sospesa', 'sospese'],
  replaced: ['PIN mai usato sostituito', 'PIN mai usati sostituiti'],
  sent: ['messaggio', 'messaggi'],
  EMAIL: ['e-mail', 'e-mail'],
  letters: ['lettera', 'lettere'],
  pages: ['pagina', 'pagine'],
  bundles: ['lotto', 'lotti'],
  inspectionFaults: ['difetto nei PDF', 'difetti nei PDF'],
  carriedOver: ['rimandata alla prossima notte', 'rimandate alla prossima notte'],
  delivered: ['lotto consegnato', 'lotti consegnati'],
  recalled: ['lotto rifatto', 'lotti rifatti'],
  unapproved: ['lotto da approvare', 'lotti da approvare'],
  acknowledged: ['lotto confermato', 'lotti confermati'],
  reopened: ['richiesta riaperta per una rettifica', 'richieste riaperte per una rettifica'],
  served: ['richiesta evasa', 'richieste evase'],
  certificateLetters: ['lettera con certificazioni', 'lettere con certificazioni'],
  automatic: ['inviata alla PEC', 'inviate alla PEC'],
  different: ['copia diversa dalla prima', 'copie diverse dalla prima'],
  stray: ['conferma di un lotto sconosciuto', 'conferme di lotti sconosciuti'],
  erased: ['lotto cancellato per scadenza', 'lotti cancellati per scadenza'],
  suspensionOver: ['revocato per decesso', 'revocati per decesso'],
  expiredUnused: ['PIN mai usato scaduto', 'PIN mai usati scaduti'],
  changeDue: ['PIN da cambiare', 'PIN da cambiare'],
  deactivated: ['PIN disattivato', 'PIN disattivati'],
  callList: ['persona da richiamare', 'persone da richiamare'],
  purged: ['eliminazione a scadenza', 'eliminazioni a scadenza'],
  purgedFiles: ['file eliminato', 'file eliminati'],
  purgedEvents: ['evento eliminato dal registro', 'eventi eliminati dal registro'],
  keptForLegalHold: ['conservato per divieto di eliminazione', 'conservati per divieto di eliminazione'],
  certificates: ['certificazione', 'certificazioni'],
  containers: ['contenitore', 'contenitori'],
  unprintable: ['certificazione non stampabile', 'certificazioni non stampabili'],
  bytes: ['byte', 'byte'],
  quarantined: ['lotto messo da parte da esaminare', 'lotti messi da parte da esaminare'],
  unsentMessages: ['messaggio che nessuno ha ritirato', 'messaggi che nessuno ha ritirato'],
}

/** `1 lotto`, `1.200 righe`: one of the counts that a job answers. */
export function countedAs(name: string, n: number): string {
  return counted(n, ...(COUNT_LABELS[name] ?? ([name, name] as const)))
}

/** The Italian label of a value, or the value itself: a new state must never disappear from the report. */
export function labelOf(labels: Labels, value: string): string {
  return labels[value] ?? value
}

const PRODUCT_LABELS: Labels = {
  PIN_IT: 'PIN, Italia',
  PIN_EXT: 'PIN, estero',
  CUD_IT: 'CUD e CU, Italia',
  CUD_EXT: 'CUD e CU, estero',
}

/** By which channel certificates are asked for and released. */
export function certificateChannelLabel(channel: string): string {
  return labelOf(CHANNEL_LABELS, channel)
}

export function productLabel(product: string): string {
  const name = product.replace(/^TEST_/, '')
  const label = PRODUCT_LABELS[name] ?? name
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
  ANNULLATA_DAL_PERSONALE:
    'L’ufficio ha annullato la richiesta; chi e perché è nel registro degli atti (recapito audit log). Se serve ancora, la persona può presentarne una nuova.',
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

const CORRECT_ARCHIVE = `Far correggere l’indirizzo in archivio. ${SAME_NUMBER}`
const CORRECT_DATA = 'Correggerlo all’origine e ripresentare la riga della certificazione.'

/**
 * The sentence for what waits. Certificates go to the archive's address alone, which no event of ours corrects, and say
 * what their own feed says.
 */
export function heldSentence(kind: HeldKind, code: string, field = '', detail = ''): string {
  const sentence = reasonSentence(code, field, detail)
  if (kind === 'certificate_request') return sentence.replace(CORRECT_ADDRESS, CORRECT_ARCHIVE)
  return kind === 'certificate_letter' ? sentence.replace(SAME_NUMBER, CORRECT_DATA) : sentence
}

/** The column's Italian name, `''` where a finding is about no column. */
export function columnLabel(field: string | null): string {
  return field ? fieldLabel(field) : ''
}

/** Whether {@link reasonSentence} has more to say than the code. */
export function isExplained(code: string): boolean {
  return isFindingCode(code) || Object.hasOwn(REASONS, code)
}

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(FINDING_TEXTS, code)
}
