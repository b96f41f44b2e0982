/**
 * Who may ask for a PIN, and who may have one at all, by date.
 *
 * @module
 */
import { addMonths, type CivilDate } from './civil-date.ts'
import type { Finding } from './finding.ts'
import { type IssueRule, parameter } from './parameters.ts'
import type { LegalStatus, PinRequest, RequesterRole } from './pin-request.ts'

/** What decides whether a person may have a PIN (`domain.md` §1.8). */
export interface PinHolder {
  readonly birthDate: CivilDate
  readonly legalStatus: LegalStatus
  readonly residence: 'ITALIA' | 'ESTERO'
  readonly hasItalianId: boolean
}

const PROTECTED: readonly LegalStatus[] = ['TUTELA', 'CURATELA', 'AMM_SOSTEGNO']

const ROLE_NAMES: Readonly<Record<RequesterRole, string>> = {
  TITOLARE: 'interessato',
  DELEGATO: 'delegato',
  TUTORE: 'tutore',
  CURATORE: 'curatore',
  AMMINISTRATORE_SOSTEGNO: 'amministratore di sostegno',
  GENITORE: 'genitore',
}

/**
 * Whether the requester may ask for this person through this channel (INPS messaggio 4590/2016). Says nothing of the
 * papers that prove a role: the operator at the counter has seen them.
 */
export function judgeRequester(
  request: Pick<PinRequest, 'requesterRole' | 'channel' | 'legalStatus' | 'birthDate'>,
  on: CivilDate,
): Finding[] {
  const role = request.requesterRole
  const atCounter = request.channel === 'SPORTELLO'
  if (role === 'TITOLARE' && (atCounter || actsAlone(request, on))) return []
  const detail = `richiedente: ${ROLE_NAMES[role]}`
  if (role !== 'DELEGATO' && !atCounter) return [{ code: 'SOLO_SPORTELLO', field: 'channel', detail }]
  if (represents(role, request, on) || parameter('delegatesAdmitted', on)) return []
  return [{ code: 'DELEGA_NON_AMMESSA', field: 'requester_role', detail }]
}

/**
 * Minors and people under tutela have no capacity of their own (artt. 2, 357, 424 c.c.), so their request on the web is
 * somebody else's. Under curatela or amministrazione di sostegno they keep it for everyday acts (artt. 394, 409 c.c.),
 * and messaggio 4590/2016 lets the administrator ask without forbidding the person to: their request goes on.
 */
function actsAlone(person: Pick<PinRequest, 'legalStatus' | 'birthDate'>, on: CivilDate): boolean {
  return !isMinor(person, on) && person.legalStatus !== 'TUTELA'
}

/** A guardian may also be a minor's (art. 343 c.c.). Which of the three offices goes with which status is not judged. */
function represents(
  role: RequesterRole,
  person: Pick<PinRequest, 'legalStatus' | 'birthDate'>,
  on: CivilDate,
): boolean {
  if (role === 'DELEGATO') return false
  const minor = isMinor(person, on)
  if (role === 'GENITORE') return minor
  return PROTECTED.includes(person.legalStatus) || (role === 'TUTORE' && minor)
}

/** PIN_DISMESSO where no new PIN may be issued to the person on that day; nothing while `phaseOut` is off (§1.8). */
export function mayHoldPin(
  person: PinHolder,
  on: CivilDate,
  rules: { readonly phaseOut: boolean },
): Finding[] {
  if (!rules.phaseOut || admits(parameter('issueRule', on), person, on)) return []
  return [{ code: 'PIN_DISMESSO', field: 'submitted_at' }]
}

function admits(rule: IssueRule, person: PinHolder, on: CivilDate): boolean {
  if (rule === 'ANYONE') return true
  if (rule === 'ABROAD_WITHOUT_ID') return person.residence === 'ESTERO' && !person.hasItalianId
  return isMinor(person, on) || PROTECTED.includes(person.legalStatus) || !person.hasItalianId
}

/** An unreadable birth date, `''`, is the row's own fault and is reported as such; here it says nothing. */
function isMinor(person: Pick<PinHolder, 'legalStatus' | 'birthDate'>, on: CivilDate): boolean {
  if (person.legalStatus === 'MINORE') return true
  return person.birthDate !== '' && addMonths(person.birthDate, 18 * 12) > on
}
