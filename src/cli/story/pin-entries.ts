/** @module What a person's requests for a PIN, its halves and its letters went through, in the words of staff. */
import { heldSentence, reasonSentence } from '../../batch/report/labels.ts'
import { italianDate } from '../../domain/civil-date.ts'
import type { LetterSnapshot } from '../../domain/letter-snapshot.ts'
import { maskContact, maskedIn } from '../../domain/masked-contact.ts'
import { STAFF_CANCEL, STAFF_HOLD } from '../../domain/step-in.ts'
import type { HistoryRow, Story, StoryEvent, StoryLetter, StoryRequest } from '../../store/find/story.ts'
import { historyWith, isUntold, liftedText, stoppedText, type TimelineEntry, told } from './timeline.ts'

type Texts = Readonly<Record<string, string>>

const ASKED: Texts = {
  WEB: 'sul sito web',
  CONTACT_CENTER: 'tramite il Contact Center',
  SPORTELLO: 'allo sportello',
}

/** Where a request goes. */
const REQUEST_MOVES: Texts = {
  CALLBACK: 'passa al Contact Center',
  APPROVED: 'è approvata',
  REJECTED: 'è respinta',
  CANCELLED: 'è annullata',
  SUPERSEDED: 'è superata',
  FULFILLED: 'è evasa',
}

const CREDENTIAL_MOVES: Texts = {
  'expired-unused': 'Il PIN scade senza essere stato usato.',
  'change-due': 'Il PIN va cambiato: è passato il periodo di validità.',
  deactivated: 'Il PIN è disattivato perché non viene usato.',
  'suspension-over': 'Il PIN è revocato: nessuno ha annullato la notizia del decesso.',
  replaced: 'Il PIN è revocato: un altro prende il suo posto.',
  cancelled: 'Il PIN è revocato.',
}

const PIN_EVENTS: Texts = {
  FIRST_ACCESS: 'Primo accesso con il PIN',
  PIN_CHANGED: 'Il PIN è cambiato',
  LAST_USE: 'Ultimo uso del PIN comunicato',
  REVOKED: 'Il PIN è revocato',
  RESTORED: 'Il PIN è ripristinato',
  DECEASED: 'Notizia del decesso',
  DEATH_CANCELLED: 'La notizia del decesso è annullata',
  ADDRESS_CORRECTED: 'Indirizzo corretto',
  CALLBACK_CONFIRMED: 'Il Contact Center conferma identità e indirizzo',
  CALLBACK_REFUSED: 'Il Contact Center non ha potuto confermare identità e indirizzo',
  REQUEST_CANCELLED: 'La persona annulla la richiesta',
}

const LETTER_KINDS: Texts = {
  PIN_HALF2: 'con la seconda parte del PIN',
  CERTIFICATE: 'con le certificazioni',
}

export function pinEntries(story: Story): TimelineEntry[] {
  return [
    ...story.requests.flatMap((request) => asked(story, request)),
    ...story.rejections.map(({ received_on: on, file_name, line, request_key, field, code, detail }) => ({
      on,
      order: -1,
      text: `${file_name}, riga ${line} (${request_key}): ${reasonSentence(code, field, detail)}`,
    })),
    ...historyWith(story, 'request', story.requests).flatMap(({ happened, row }) =>
      told(happened, requestText(happened, row)),
    ),
    ...historyWith(story, 'credential', story.credentials).flatMap(({ happened }) =>
      told(happened, credentialText(story, happened)),
    ),
    ...story.pinEvents.map(reported),
    ...letterEntries(story),
  ]
}

function asked(story: Story, request: StoryRequest): TimelineEntry[] {
  const { id, request_key: key, submitted_on, received_on, channel, file_name, line } = request
  const again = story.requests.some((other) => other.request_key === key && other.id < id)
  const from = `acquisita da ${file_name}, riga ${line}`
  const entries = again
    ? [{ on: received_on, order: -2, text: `Richiesta ${key} corretta dal mittente: ${from}.` }]
    : [
        {
          on: submitted_on,
          order: -3,
          text: `Chiede un PIN ${ASKED[channel] ?? channel}: richiesta ${key}.`,
        },
        { on: received_on, order: -2, text: `Richiesta ${key} ${from}.` },
      ]
  if (!isUntold(story, 'request', request)) return entries
  const on = request.hold_on ?? received_on
  const text = heldSentence(
    'request',
    request.hold ?? '',
    request.hold_field ?? '',
    request.hold_detail ?? '',
  )
  return [...entries, { on, order: -1, text: `Richiesta ${key} sospesa. ${text}` }]
}

function requestText(happened: HistoryRow, request: StoryRequest): string {
  const { action, to_state: to, code } = happened
  const named = `Richiesta ${request.request_key}`
  if (action === 'corrected') return `${named} corretta: ${maskedIn(code ?? '')}`
  if (action === 'released') return liftedText(named, code)
  if (action === 'held') return held(named, request, happened)
  if (to === null) return ''
  if (code === STAFF_CANCEL) return `${named} annullata dall’ufficio.`
  const move = `${named} ${REQUEST_MOVES[to] ?? to}`
  return code === null ? `${move}.` : `${move}. ${reasonSentence(code)}`
}

/** What is held still has its field and detail; of an earlier hold the log keeps the code alone. */
function held(
  named: string,
  now: Pick<StoryRequest, 'hold' | 'hold_field' | 'hold_detail'>,
  happened: HistoryRow,
): string {
  const { code } = happened
  if (code === null) return ''
  const [field, detail] = now.hold === code ? [now.hold_field ?? '', now.hold_detail ?? ''] : ['', '']
  if (code === STAFF_HOLD) return stoppedText(named, happened, detail)
  return `${named} sospesa. ${reasonSentence(code, field, detail)}`
}

function credentialText(story: Story, { action, object_id: id, code, to_state: to }: HistoryRow): string {
  const credential = story.credentials.find((row) => row.id === id)
  if (action === 'issued') {
    const until = credential?.expires_on
    const valid = until ? `, valido fino al ${italianDate(until)} se non viene usato` : ''
    return to === 'AWAITING_FIRST_USE'
      ? `Il PIN consegnato in busta allo sportello è registrato${valid}.`
      : `PIN generato${valid}.`
  }
  if (action === 'first-half-sent') return `Prima parte inviata ${sentTo(story, id)}.`
  // Its letter, or what was reported of it, has a line of its own.
  if (action === 'letter-handed-over' || action === 'event') return ''
  const text = CREDENTIAL_MOVES[action] ?? `PIN: ${action}.`
  return code === 'DECEDUTO' && action === 'cancelled' ? `${text} ${reasonSentence(code)}` : text
}

/** `per e-mail a m***@example.com`. */
function sentTo(story: Story, credentialId: number): string {
  const request = story.requests.find(
    ({ id }) => id === story.credentials.find((row) => row.id === credentialId)?.request_id,
  )
  const message = story.messages.find((row) => row.credential_id === credentialId)
  switch (message?.channel) {
    case 'SMS':
      return `per SMS al numero ${maskContact(request?.mobile ?? '')}`
    case 'EMAIL':
      return `per e-mail a ${maskContact(request?.email ?? '')}`
    case 'PEC':
      return `per PEC a ${maskContact(request?.pec ?? '')}`
    default:
      return 'per via elettronica'
  }
}

function reported({ occurred_on: on, type, operator, request_key, state, outcome }: StoryEvent) {
  const about = request_key ? ` (richiesta ${request_key})` : ''
  const who = operator ? `, operatore ${operator}` : ''
  const text = `${PIN_EVENTS[type] ?? type}${about}${who}`
  if (state === 'refused') {
    return {
      on,
      order: -1,
      text: `${text}: evento non applicato. ${reasonSentence(outcome ?? '', 'type', '')}`,
    }
  }
  return {
    on,
    order: -1,
    text: state === 'pending' ? `${text}: ${reasonSentence('DA_APPLICARE')}` : `${text}.`,
  }
}

/** Letters of both kinds, from the day they are made to the vendor's answer. */
function letterEntries(story: Story): TimelineEntry[] {
  const made = story.letters.map((letter) => {
    const { addressLines } = JSON.parse(letter.snapshot) as LetterSnapshot
    const text = `Lettera ${letter.public_id} ${LETTER_KINDS[letter.kind] ?? ''} preparata per: ${addressLines.join(' / ')}.`
    return { on: letter.created_on, order: madeAfter(story, letter) + 0.5, text }
  })
  return [
    ...made,
    ...historyWith(story, 'letter', story.letters).flatMap(({ happened, row }) => {
      const stopped = ANOTHER_STOPPED[happened.verb ?? '']
      if (stopped === undefined || !isForAnother(story, happened)) {
        return told(happened, letterText(story, happened, row))
      }
      const text = `Lettera ${row.public_id} tolta dal lotto, che viene rifatto perché un’altra sua lettera è stata ${stopped}.`
      return told({ ...happened, by_whom: null }, text)
    }),
  ]
}

const ANOTHER_STOPPED: Texts = { hold: 'fermata', cancel: 'annullata' }

/** Staff stopped somebody else's letter of the same bundle: their reason is not this person's. */
function isForAnother(
  { history }: Story,
  { id, object_id, run_id, from_state, to_state }: HistoryRow,
): boolean {
  return (
    from_state === 'published' &&
    to_state === 'pending' &&
    !history.some(
      (row) =>
        row.object_type === 'letter' && row.object_id === object_id && row.run_id === run_id && row.id !== id,
    )
  )
}

/** What comes just before it in the log: its first half has gone, or its certificates are registered. */
function madeAfter(story: Story, { id, kind, source_id }: StoryLetter): number {
  const inside = story.releases.filter((release) => release.letter_id === id).map((release) => release.id)
  const before = story.history.findLast(({ action, object_id }) =>
    kind === 'PIN_HALF2'
      ? action === 'first-half-sent' && object_id === source_id
      : action === 'registered' && inside.includes(object_id),
  )
  return before?.id ?? 0
}

function letterText(story: Story, happened: HistoryRow, letter: StoryLetter): string {
  const { action, to_state: to, from_state: from, code } = happened
  const named = `Lettera ${letter.public_id}`
  if (action === 'corrected') return `${named} corretta: ${maskedIn(code ?? '')}`
  if (action === 'released') return liftedText(named, code)
  if (action === 'held') return held(named, letter, happened)
  const bundle = bundleAt(story, happened, letter)
  switch (to) {
    case 'published':
      return `${named} stampata${bundle && ` nel lotto ${bundle}`}.`
    case 'handed_over':
      return `${named} consegnata al postalizzatore${bundle && ` con il lotto ${bundle}`}.`
    case 'acknowledged':
      return letter.kind === 'PIN_HALF2'
        ? `Il postalizzatore conferma la lettera ${letter.public_id}: la seconda parte è cancellata.`
        : `Il postalizzatore conferma la lettera ${letter.public_id}.`
    case 'withdrawn':
      return `${named} ritirata prima della consegna.`
    case 'pending':
      return from === 'published' ? `${named} tolta dal lotto, che viene rifatto.` : ''
    default:
      return ''
  }
}

/** The bundle it was in then: one that was recalled since, or the one it is in. */
function bundleAt(story: Story, { id, object_id }: HistoryRow, letter: StoryLetter): string {
  const recalled = story.history.some(
    (row) =>
      row.object_type === 'letter' &&
      row.object_id === object_id &&
      row.id > id &&
      row.to_state === 'pending',
  )
  return (recalled ? letter.recalled_from : letter.bundle) ?? ''
}
