/**
 * What is odd and yet good, or good after a phone call: rare codes, rare places, contacts of one kind, addresses that
 * the archive does not confirm (`domain.md` §1.3 A6–A9, §3.3, §4.2, §4.3).
 *
 * @module
 */
import { addDays } from '../domain/civil-date.ts'
import { omocodeOf } from '../domain/codice-fiscale.ts'
import { computeCodiceFiscale, lettersOf, surnameCode } from '../domain/codice-fiscale-computed.ts'
import { mobileOf } from './contacts.ts'
import type { RequestRow } from './feed-rows.ts'
import { greekAddress } from './foreign-addresses.ts'
import { italianSurname, numericCode } from './people.ts'
import { UNLISTED_COMUNI } from './street-lists.ts'
import type { Trouble, TroubleContext } from './trouble.ts'

/** Address not confirmed: the operator may say so at the counter, so only the web goes to the call list. */
const CALLBACKS: readonly Trouble[] = [
  {
    id: 'archive-differs',
    share: 32,
    outcome: 'call-back',
    outline: { channel: 'WEB' },
    apply: (row, context) => withPhone(row, 'DIFF', context),
  },
  {
    id: 'archive-unknown',
    share: 14,
    outcome: 'call-back',
    outline: { channel: 'WEB' },
    apply: (row, context) => withPhone(row, 'UNKNOWN', context),
  },
  {
    id: 'archive-differs-no-phone',
    share: 7,
    outcome: 'call-back',
    outline: { channel: 'WEB', residence: 'ESTERO' },
    apply: (row) => withoutPhone(row, 'DIFF'),
  },
  {
    id: 'archive-unknown-no-phone',
    share: 3,
    outcome: 'call-back',
    outline: { channel: 'WEB', residence: 'ESTERO' },
    apply: (row) => withoutPhone(row, 'UNKNOWN'),
  },
  {
    id: 'operator-not-sure',
    share: 4,
    outcome: 'call-back',
    outline: { channel: 'CONTACT_CENTER' },
    apply: (row, context) => {
      withPhone(row, 'DIFF', context)
      row.operator_validated = 'N'
    },
  },
]

function withPhone(row: RequestRow, match: string, { random }: TroubleContext): void {
  row.archive_match = match
  if (row.phone === '' && row.mobile === '') {
    row.phone =
      row.residence === 'ESTERO'
        ? mobileOf(undefined, random).replace(/^(?!\+|00)/, '+39 ')
        : mobileOf(undefined, random)
  }
}

function withoutPhone(row: RequestRow, match: string): void {
  row.archive_match = match
  row.phone = ''
  row.mobile = ''
}

export const ACCEPTED_TROUBLES: readonly Trouble[] = [
  ...CALLBACKS,
  {
    id: 'omocodia',
    share: 10,
    outcome: 'accepted',
    apply: (row, { random }) => {
      // Mostly one letter; all seven are allowed.
      const letters = random.chance(0.8) ? random.between(1, 2) : random.between(3, 7)
      row.codice_fiscale = omocodeOf(row.codice_fiscale, letters)
    },
  },
  {
    id: 'numeric-code',
    share: 3,
    outcome: 'accepted',
    code: 'WARN_CF_NUMERICO',
    apply: (row, { random }) => {
      row.codice_fiscale = numericCode(random)
    },
  },
  {
    // The married surname in the place of the maiden one.
    id: 'codice-fiscale-other-name',
    share: 3,
    outcome: 'accepted',
    code: 'WARN_CF_NOME',
    apply: (row, { world, random }) => {
      const other = italianSurname(world, random).toUpperCase()
      const letters = surnameCode(lettersOf(other, '2011'))
      row.surname = row.codice_fiscale.startsWith(letters) ? 'ZUCCHELLI' : other
    },
  },
  {
    id: 'codice-fiscale-other-birth',
    share: 2,
    outcome: 'accepted',
    code: 'WARN_CF_NASCITA',
    apply: (row) => {
      const person = {
        surname: row.surname,
        name: row.name,
        sex: row.sex === 'F' ? ('F' as const) : ('M' as const),
        birthPlace: row.birth_place,
      }
      row.codice_fiscale = computeCodiceFiscale({ ...person, birthDate: addDays(row.birth_date, -1) })
    },
  },
  {
    id: 'cap-of-another-region',
    share: 3,
    outcome: 'accepted',
    code: 'WARN_CAP_REGION',
    outline: { channel: 'WEB', place: 'ZONE' },
    apply: (row, context) => {
      row.cap = otherCap(context, (cap) => cap[0] !== row.cap[0]) ?? '95024'
    },
  },
  {
    id: 'cap-of-another-comune',
    share: 4,
    outcome: 'accepted',
    code: 'WARN_CAP_LOCALITY',
    outline: { channel: 'WEB', place: 'ZONE' },
    apply: (row, context) => {
      const near = (cap: string) => cap[0] === row.cap[0] && cap.slice(0, 3) !== row.cap.slice(0, 3)
      row.cap = otherCap(context, near) ?? row.cap
    },
  },
  {
    id: 'comune-not-listed',
    share: 3,
    outcome: 'accepted',
    code: 'WARN_LOCALITY_UNKNOWN',
    outline: { channel: 'WEB', place: 'ZONE' },
    apply: (row, { random }) => {
      const [locality, cap, province] = random.pick(UNLISTED_COMUNI)
      Object.assign(row, { locality, cap, province })
    },
  },
  {
    id: 'second-contact-invalid',
    share: 3,
    outcome: 'accepted',
    code: 'WARN_CONTATTO_NON_VALIDO',
    outline: { channel: 'WEB' },
    apply: (row, { random }) => {
      row.email ||= 'posta@example.org'
      row.email_2 = random.pick(['mario rossi@example.com', 'example.com', 'ROSSI@', 'non ho'])
    },
  },
  {
    // Asked for a PEC by people who have none: `domain.md` §6, row 23.
    id: 'pec-invalid',
    share: 2,
    outcome: 'accepted',
    code: 'WARN_CONTATTO_NON_VALIDO',
    outline: { channel: 'WEB' },
    apply: (row, { random }) => {
      row.email ||= 'posta@example.org'
      row.pec = random.pick(['NON CE L’HO', 'pec', 'rossi@pec'])
    },
  },
  {
    id: 'sms-only',
    share: 20,
    outcome: 'accepted',
    code: 'WARN_CONTATTO_UNICO',
    outline: { residence: 'ITALIA', channel: 'WEB' },
    apply: (row, { random }) => only(row, 'mobile', mobileOf(undefined, random)),
  },
  {
    id: 'pec-only',
    share: 3,
    outcome: 'accepted',
    code: 'WARN_CONTATTO_UNICO',
    outline: { residence: 'ITALIA', channel: 'CONTACT_CENTER' },
    apply: (row, { random }) => only(row, 'pec', `utente${random.fill('####')}@pec.example`),
  },
  {
    id: 'minor-at-counter',
    share: 4,
    outcome: 'accepted',
    outline: { residence: 'ITALIA', channel: 'SPORTELLO', minor: true },
    apply: (row, context) => represented(row, 'MINORE', 'GENITORE', context),
  },
  {
    id: 'protected-person-at-counter',
    share: 4,
    outcome: 'accepted',
    outline: { residence: 'ITALIA', channel: 'SPORTELLO' },
    apply: (row, context) => {
      const [status, role] = context.random.pick([
        ['TUTELA', 'TUTORE'],
        ['CURATELA', 'CURATORE'],
        ['AMM_SOSTEGNO', 'AMMINISTRATORE_SOSTEGNO'],
      ] as const)
      represented(row, status, role, context)
    },
  },
  {
    id: 'name-of-88-characters',
    share: 1,
    outcome: 'accepted',
    outline: { channel: 'WEB', place: 'ZONE', nameOf88: true },
  },
  { id: 'san-marino', share: 3, outcome: 'accepted', outline: { channel: 'WEB', place: 'SAN_MARINO' } },
  { id: 'vatican-city', share: 1, outcome: 'accepted', outline: { channel: 'WEB', place: 'VATICANO' } },
  { id: 'campione-d-italia', share: 2, outcome: 'accepted', outline: { channel: 'WEB', place: 'CAMPIONE' } },
  { id: 'south-tyrol', share: 5, outcome: 'accepted', outline: { channel: 'WEB', place: 'ALTO_ADIGE' } },
  { id: 'civic-colour', share: 4, outcome: 'accepted', outline: { channel: 'WEB', place: 'COLORE' } },
  {
    id: 'greek-letters',
    share: 1,
    outcome: 'accepted',
    outline: { residence: 'ESTERO', country: 'GR' },
    apply: (row, { random }) => {
      Object.assign(row, greekAddress(random))
    },
  },
  {
    // Asked in August, read in November: the letter must print the true date (`domain.md` §6, row 4).
    id: 'asked-months-ago',
    share: 3,
    outcome: 'accepted',
    apply: (row, { date, random }) => {
      row.submitted_at = addDays(date, -random.between(70, 110))
    },
  },
  {
    id: 'institutional-intermediary',
    share: 8,
    outcome: 'accepted',
    outline: { residence: 'ITALIA' },
    apply: (row) => {
      row.user_class = 'INTERMEDIARIO_ISTITUZIONALE'
    },
  },
  {
    id: 'no-italian-document',
    share: 8,
    outcome: 'accepted',
    outline: { residence: 'ESTERO' },
    apply: (row) => {
      row.has_italian_id = 'N'
    },
  },
]

/** The CAP of some other comune. */
function otherCap({ world, random }: TroubleContext, fits: (cap: string) => boolean): string | undefined {
  for (let attempt = 0; attempt < 500; attempt++) {
    const [cap = ''] = world.places.anywhere(random).caps
    if (fits(cap)) return cap
  }
  return undefined
}

function only(row: RequestRow, column: 'mobile' | 'pec', value: string): void {
  Object.assign(row, { mobile: '', email: '', email_2: '', pec: '', [column]: value })
}

function represented(
  row: RequestRow,
  status: string,
  role: string,
  { world, random, date }: TroubleContext,
): void {
  row.legal_status = status
  row.requester_role = role
  row.requester_codice_fiscale = computeCodiceFiscale({
    surname: role === 'GENITORE' ? row.surname : italianSurname(world, random),
    name: random.pick(['ANNA', 'PAOLO', 'LUCIA', 'MARCO']),
    sex: random.pick(['M', 'F'] as const),
    birthDate: addDays(date, -random.between(11_000, 22_000)),
    birthPlace: world.places.anywhere(random).belfiore,
  })
}
