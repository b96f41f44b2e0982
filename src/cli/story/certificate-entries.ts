/** @module What a person's certificates, the requests for them and their releases went through, in the words of staff. */
import { certificateChannelLabel, heldSentence, reasonSentence } from '../../batch/report/labels.ts'
import { maskContact, maskedIn } from '../../domain/masked-contact.ts'
import { STAFF_CANCEL, STAFF_HOLD } from '../../domain/step-in.ts'
import type {
  StoryCertificate,
  StoryCertificateRequest,
  StoryRelease,
} from '../../store/find/certificate-story.ts'
import type { HistoryRow, Story } from '../../store/find/story.ts'
import { historyWith, isUntold, liftedText, stoppedText, type TimelineEntry, told } from './timeline.ts'

type Texts = Readonly<Record<string, string>>

const KINDS: Texts = { ORIGINAL: '', CORRECTION: ', rettifica', ANNULMENT: ', annullamento' }

const CERTIFICATE_MOVES: Texts = {
  CORRECTED: 'è rettificata da una versione più recente',
  ANNULLED: 'è annullata',
  SUPERSEDED: 'è superata prima di uscire',
}

const RELEASE_ACTIONS: Texts = {
  confirmed: 'confermato: il destinatario lo ha.',
  withdrawn: 'ritirato.',
  'letter-withdrawn': 'resta senza lettera, che viene rifatta.',
}

export function certificateEntries(story: Story): TimelineEntry[] {
  return [
    ...story.certificates.flatMap((certificate) => takenIn(story, certificate)),
    ...story.certificateRequests.flatMap((request) => asked(story, request)),
    ...historyWith(story, 'certificate', story.certificates).flatMap(({ happened, row }) =>
      told(happened, certificateText(happened, row)),
    ),
    ...historyWith(story, 'certificate_request', story.certificateRequests).flatMap(({ happened, row }) =>
      told(happened, requestText(happened, row)),
    ),
    ...historyWith(story, 'certificate_release', story.releases).flatMap(({ happened, row }) =>
      told(happened, releaseText(happened, row, story)),
    ),
  ]
}

export function certificateName({
  income_year,
  version,
}: Pick<StoryCertificate, 'income_year' | 'version'>): string {
  return `Certificazione dei redditi ${income_year}${version > 1 ? `, versione ${version}` : ''}`
}

function takenIn(story: Story, certificate: StoryCertificate): TimelineEntry[] {
  const { received_on: on, file_name, line, kind, hold, hold_on, hold_field, hold_detail } = certificate
  const named = certificateName(certificate)
  const entries = [
    { on, order: -2, text: `${named}${KINDS[kind] ?? ''}: dati acquisiti da ${file_name}, riga ${line}.` },
  ]
  if (!isUntold(story, 'certificate', certificate)) return entries
  const why = heldSentence('certificate', hold ?? '', hold_field ?? '', hold_detail ?? '')
  return [...entries, { on: hold_on ?? on, order: -1, text: `${named} sospesa. ${why}` }]
}

function certificateText({ action, to_state: to, code }: HistoryRow, certificate: StoryCertificate): string {
  const named = certificateName(certificate)
  if (action === 'overtaken') return `${named} ${CERTIFICATE_MOVES[to ?? ''] ?? to}.`
  if (action === 'released') return liftedText(named, code)
  if (action !== 'held' || code === null) return ''
  const [field, detail] =
    certificate.hold === code ? [certificate.hold_field ?? '', certificate.hold_detail ?? ''] : ['', '']
  return `${named} sospesa. ${heldSentence('certificate', code, field, detail)}`
}

function asked(story: Story, request: StoryCertificateRequest): TimelineEntry[] {
  const { request_key: key, submitted_on, received_on, channel, income_years, file_name, line } = request
  const years = income_years === 'TUTTI' ? 'di tutti gli anni' : income_years.replaceAll('|', ', ')
  const who = request.requester_name ? ` da ${request.requester_name}` : ''
  const by = certificateChannelLabel(channel)
  const entries = [
    {
      on: submitted_on,
      order: -3,
      text: `Certificazioni ${years} richieste${who} (canale: ${by}): richiesta ${key}.`,
    },
    { on: received_on, order: -2, text: `Richiesta ${key} acquisita da ${file_name}, riga ${line}.` },
  ]
  if (!isUntold(story, 'certificate_request', request)) return entries
  return [...entries, { on: request.hold_on ?? received_on, order: -1, text: heldText(request) }]
}

export function heldText(request: StoryCertificateRequest): string {
  const { request_key, hold, hold_field, hold_detail } = request
  const why = heldSentence('certificate_request', hold ?? '', hold_field ?? '', hold_detail ?? '')
  return `Richiesta ${request_key} sospesa. ${why}`
}

function requestText(happened: HistoryRow, request: StoryCertificateRequest): string {
  const { action, to_state: to, code } = happened
  const named = `Richiesta ${request.request_key}`
  if (action === 'held' && code === STAFF_HOLD) {
    return stoppedText(named, happened, request.hold === code ? request.hold_detail : null)
  }
  if (action === 'held' && code !== null) {
    return code === request.hold ? heldText(request) : `${named} sospesa. ${reasonSentence(code)}`
  }
  if (action === 'released') return liftedText(named, code)
  if (action === 'corrected') return `${named} corretta: ${maskedIn(code ?? '')}`
  if (action === 'reopened') return `${named} riaperta: la certificazione è cambiata o la lettera va rifatta.`
  if (code === STAFF_CANCEL) return `${named} annullata dall’ufficio.`
  if (to === 'SERVED') return `${named} evasa.`
  const why = code === null ? '' : ` ${reasonSentence(code)}`
  if (to === 'REJECTED') return `${named} respinta.${why}`
  return to === 'CANCELLED' ? `${named} annullata.${why}` : ''
}

function releaseText(happened: HistoryRow, release: StoryRelease, story: Story): string {
  const named = `Rilascio ${release.public_id}`
  if (happened.action === 'cancelled') {
    return `${named}: ${certificateName(release).toLowerCase()}, ${releasedTo(release, story)}: annullato dal personale, non parte.`
  }
  if (happened.action === 'registered') {
    const copy = release.copy_no > 1 ? `, copia ${release.copy_no}` : ''
    return `${named}: ${certificateName(release).toLowerCase()}${copy}, ${releasedTo(release, story)}.`
  }
  if (happened.action === 'letter-handed-over') return `${named} consegnato al postalizzatore con la lettera.`
  const text = RELEASE_ACTIONS[happened.action]
  return text ? `${named} ${text}` : ''
}

function releasedTo(release: StoryRelease, story: Story): string {
  if (release.pec !== '') return `per PEC a ${maskContact(release.pec)}`
  if (release.file_name !== null) return `come file per il canale ${certificateChannelLabel(release.channel)}`
  const letter = story.letters.find(({ id }) => id === release.letter_id)
  return letter ? `su carta nella lettera ${letter.public_id}` : 'su carta'
}
