/** @module How it stands with a person's PIN, and what to do: one sentence for each thing that is open. */
import { heldSentence, JOB_LABELS, reasonSentence } from '../../batch/report/labels.ts'
import { italianDate } from '../../domain/civil-date.ts'
import { ENDED_CREDENTIAL_STATES } from '../../domain/credential-state.ts'
import { OPEN_REQUEST_STATES } from '../../domain/request-state.ts'
import { STAFF_HOLD } from '../../domain/step-in.ts'
import { ADDRESS_COLUMNS } from '../../feeds/columns.ts'
import type { Credential } from '../../store/credential.ts'
import type { Story, StoryLetter, StoryRequest } from '../../store/find/story.ts'

const NEW_REQUEST = 'se serve ancora, la persona può presentare una nuova richiesta'

export function nowOfPin(story: Story): string[] {
  const open = story.requests.filter(({ state }) => OPEN_REQUEST_STATES.includes(state))
  if (open.length > 0) return open.map((request) => nowOfRequest(story, request))
  const credential =
    story.credentials.findLast(({ state }) => !ENDED_CREDENTIAL_STATES.includes(state)) ??
    story.credentials.at(-1)
  if (credential) return [nowOfCredential(story, credential)]
  const last = story.requests.at(-1)
  return last?.reason ? [`Richiesta ${last.request_key}: ${reasonSentence(last.reason)}`] : []
}

function nowOfRequest(story: Story, request: StoryRequest): string {
  const { id, request_key: key, state, hold, hold_field, hold_detail, reason } = request
  if (hold !== null) {
    const why = heldSentence('request', hold, hold_field ?? '', hold_detail ?? '')
    return `La richiesta ${key} è sospesa. ${why}${stepIn(hold, hold_field, 'request', key)}`
  }
  if (state === 'CALLBACK') {
    return `La richiesta ${key} è nella lista delle persone da richiamare. ${reasonSentence(reason ?? 'INDIRIZZO_DA_VERIFICARE')}`
  }
  const credential = story.credentials.findLast((row) => row.request_id === id)
  if (!credential) return `La richiesta ${key} aspetta ${jobLabel('issue-pins')}: non occorre fare nulla.`
  if (credential.state === 'SUSPENDED') return nowOfCredential(story, credential)
  if (credential.state === 'GENERATED') {
    return `La prima parte aspetta ${jobLabel('send-first-halves')}: non occorre fare nulla.`
  }
  const letter = letterOf(story, credential)
  return letter ? nowOfLetter(letter) : `La lettera aspetta ${jobLabel('send-first-halves')}.`
}

export function nowOfLetter(letter: StoryLetter): string {
  const { public_id: id, kind, state, hold, hold_field, hold_detail, bundle, posting_on } = letter
  if (hold !== null) {
    const heldKind = kind === 'CERTIFICATE' ? 'certificate_letter' : 'letter'
    const why = heldSentence(heldKind, hold, hold_field ?? '', hold_detail ?? '')
    return `La lettera ${id} è sospesa. ${why}${stepIn(hold, kind === 'CERTIFICATE' ? null : hold_field, 'letter', id)}`
  }
  const job = kind === 'CERTIFICATE' ? 'print-certificates' : 'print-pin-letters'
  if (state === 'pending') {
    return letter.recalled_from === null
      ? `La lettera ${id} aspetta ${jobLabel(job)}: non occorre fare nulla.`
      : `La lettera ${id} aspetta la prossima ${jobLabel('hand-over')} o ${jobLabel(job)}, che la mette in un lotto nuovo: non occorre fare nulla.`
  }
  if (state === 'in_bundle') {
    return `La lettera ${id} è nel lotto ${bundle}, da completare con ${jobLabel(job)}.`
  }
  const from = posting_on ? `, prevista per il ${italianDate(posting_on)}` : ''
  return `La lettera ${id} è stampata nel lotto ${bundle} e aspetta ${jobLabel('hand-over')}${from}.`
}

function nowOfCredential(story: Story, credential: Credential): string {
  const { state, expires_on, suspended_on } = credential
  const until = expires_on ? ` entro il ${italianDate(expires_on)}` : ''
  switch (state) {
    case 'GENERATED':
    case 'PARTIAL':
      return `Il PIN è in preparazione o in spedizione.`
    case 'AWAITING_FIRST_USE': {
      const letter = letterOf(story, credential)
      const gone = letter
        ? ` Se la lettera ${letter.public_id} non arriva, la persona chieda un nuovo PIN: una lettera con lo stesso codice non si ristampa.`
        : ''
      return `Il PIN aspetta il primo accesso${until}.${gone}`
    }
    case 'ACTIVE':
      return 'Il PIN è in uso: non occorre fare nulla.'
    case 'CHANGE_DUE':
      return 'Il PIN va cambiato: lo chiede il sistema al prossimo accesso.'
    case 'RESTORING':
      return 'Il ripristino del PIN è in corso.'
    case 'DEACTIVATED':
      return `Il PIN è disattivato per inutilizzo: si ripristina, oppure la persona presenta una nuova richiesta.`
    case 'SUSPENDED': {
      const since = suspended_on ? ` dal ${italianDate(suspended_on)}` : ''
      return `Il PIN è sospeso${since}. ${reasonSentence('DECEDUTO')}`
    }
    case 'EXPIRED_UNUSED':
      return `Il PIN è scaduto senza essere usato: ${NEW_REQUEST}.`
    default:
      return `Il PIN non vale più: ${NEW_REQUEST}.`
  }
}

function letterOf(story: Story, { id }: Credential): StoryLetter | undefined {
  return story.letters.findLast(({ kind, source_id }) => kind === 'PIN_HALF2' && source_id === id)
}

export function jobLabel(job: string): string {
  return `«${JOB_LABELS[job] ?? job}»`
}

/** The command that helps, where one does. */
export function stepIn(
  hold: string,
  field: string | null,
  kind: 'request' | 'letter',
  named: string,
): string {
  if (hold === STAFF_HOLD) return ` Il comando: recapito release --${kind} ${named} --reason "…".`
  const option = optionFor(hold, field)
  return option === undefined
    ? ''
    : ` Si corregge anche con: recapito correct ${named} ${option} "…" --reason "…".`
}

function optionFor(hold: string, field: string | null): string | undefined {
  if (hold === 'EMAIL_OBBLIGATORIA') return '--email'
  if (hold === 'CONTATTO_MANCANTE') return '--mobile'
  if (field === null) return undefined
  if (field === 'surname' || field === 'name' || field === 'postal_name') return '--postal-name'
  // Measured after the lines were composed, of which the first is the name.
  if (field.startsWith('riga ')) return field.startsWith('riga 1 ') ? '--postal-name' : '--street'
  const columns: readonly string[] = ADDRESS_COLUMNS
  return columns.includes(field) ? `--${field.replaceAll('_', '-')}` : undefined
}
