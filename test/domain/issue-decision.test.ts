import { expect, test } from 'vitest'
import { CREDENTIAL_STATES, type CredentialState } from '../../src/domain/credential-state.ts'
import {
  decideIssue,
  type IssueDecision,
  type PersonFacts,
  type RequestToDecide,
} from '../../src/domain/issue-decision.ts'
import { withOverrides } from '../../src/domain/parameters.ts'

const REQUEST: RequestToDecide = {
  state: 'RECEIVED',
  channel: 'WEB',
  archiveMatch: 'MATCH',
  operatorValidated: false,
  hasPhone: true,
  birthDate: '1950-03-12',
  legalStatus: 'PIENA',
  residence: 'ITALIA',
  hasItalianId: true,
}
const PERSON: PersonFacts = { deceased: false, credentials: [], issuedLastMonth: 0 }
const USED: PersonFacts['credentials'] = [{ state: 'ACTIVE', firstUsedOn: '2026-01-07' }]

const ISSUE: IssueDecision = { do: 'issue' }
const REGISTER: IssueDecision = { do: 'register' }
const CALL: IssueDecision = { do: 'call-back', reason: 'INDIRIZZO_DA_VERIFICARE' }
const CALL_SOMEHOW: IssueDecision = { do: 'call-back', reason: 'INDIRIZZO_DA_VERIFICARE_SENZA_TELEFONO' }
const DEAD: IssueDecision = { do: 'hold', code: 'DECEDUTO', field: 'codice_fiscale' }
const TOO_MANY: IssueDecision = { do: 'hold', code: 'TROPPE_RICHIESTE', field: 'codice_fiscale' }
const NO_GLYPH = { code: 'GLIFO_MANCANTE', field: 'riga 1 dell’indirizzo', detail: 'U+9648' } as const
const HAS_ONE: IssueDecision = { do: 'refuse', code: 'GIA_TITOLARE', field: 'codice_fiscale' }

const CASES: readonly (readonly [
  title: string,
  request: Partial<RequestToDecide>,
  person: Partial<PersonFacts>,
  decision: IssueDecision,
])[] = [
  ['A7: the archive confirms the address', {}, {}, ISSUE],
  ['A8: another address in the archive', { archiveMatch: 'DIFF' }, {}, CALL],
  ['A8: nothing in the archive', { archiveMatch: 'UNKNOWN' }, {}, CALL],
  ['A9: the same, and nobody to call', { archiveMatch: 'DIFF', hasPhone: false }, {}, CALL_SOMEHOW],
  [
    'A6b: the operator has validated',
    { channel: 'CONTACT_CENTER', archiveMatch: 'DIFF', operatorValidated: true },
    {},
    ISSUE,
  ],
  ['the operator has not validated', { channel: 'CONTACT_CENTER', archiveMatch: 'DIFF' }, {}, CALL],
  ['the archive confirms what the operator did not', { channel: 'CONTACT_CENTER' }, {}, ISSUE],
  [
    'on the web nobody has validated, whatever the row says',
    { archiveMatch: 'DIFF', operatorValidated: true },
    {},
    CALL,
  ],
  ['A10: approved by a call-back', { state: 'APPROVED', archiveMatch: 'DIFF' }, {}, ISSUE],
  ['A13: the counter', { channel: 'SPORTELLO', archiveMatch: 'UNKNOWN', hasPhone: false }, {}, REGISTER],
  ['A5: a PIN in use', {}, { credentials: USED }, HAS_ONE],
  ['A5 at the counter', { channel: 'SPORTELLO' }, { credentials: USED }, HAS_ONE],
  ['A5 after a call-back', { state: 'APPROVED' }, { credentials: USED }, HAS_ONE],
  [
    'A5: one in use among ended ones',
    {},
    { credentials: [{ state: 'REVOKED', firstUsedOn: '2025-02-01' }, ...USED] },
    HAS_ONE,
  ],
  ['two codes in a month', {}, { issuedLastMonth: 2 }, ISSUE],
  ['three codes in a month', {}, { issuedLastMonth: 3 }, TOO_MANY],
  ['three codes in a month, after a call-back', { state: 'APPROVED' }, { issuedLastMonth: 3 }, TOO_MANY],
  [
    'three codes in a month, and one more at the counter',
    { channel: 'SPORTELLO' },
    { issuedLastMonth: 3 },
    REGISTER,
  ],
  ['deceased', {}, { deceased: true }, DEAD],
  ['deceased, at the counter', { channel: 'SPORTELLO' }, { deceased: true }, DEAD],
  ['deceased, with a PIN in use: a person must look first', {}, { deceased: true, credentials: USED }, DEAD],
  ['a name that no font has: no code is drawn', { unprintable: NO_GLYPH }, {}, { do: 'hold', ...NO_GLYPH }],
  [
    'the same at the counter, which prints nothing',
    { unprintable: NO_GLYPH, channel: 'SPORTELLO' },
    {},
    REGISTER,
  ],
  [
    'the same, and the address unknown',
    { unprintable: NO_GLYPH, archiveMatch: 'DIFF' },
    {},
    { do: 'hold', ...NO_GLYPH },
  ],
  ['in use counts before how often', {}, { credentials: USED, issuedLastMonth: 3 }, HAS_ONE],
]

test.each(CASES)('%s', (_title, request, person, decision) => {
  const found = decideIssue(
    { ...REQUEST, ...request },
    { ...PERSON, ...person },
    '2026-11-20',
    withOverrides({}),
  )
  expect(found).toEqual(decision)
})

/** What a new request meets; `null` where a credential cannot be so: used before it could be, or in use and never used. */
const EARLIER: Readonly<
  Record<CredentialState, readonly [used: IssueDecision | null, neverUsed: IssueDecision | null]>
> = {
  GENERATED: [null, ISSUE],
  PARTIAL: [null, ISSUE],
  // Used before, and restored since.
  AWAITING_FIRST_USE: [HAS_ONE, ISSUE],
  ACTIVE: [HAS_ONE, null],
  CHANGE_DUE: [HAS_ONE, null],
  RESTORING: [HAS_ONE, null],
  DEACTIVATED: [ISSUE, null],
  SUSPENDED: [HAS_ONE, ISSUE],
  REVOKED: [ISSUE, ISSUE],
  EXPIRED_UNUSED: [ISSUE, ISSUE],
  DISMISSED: [ISSUE, ISSUE],
}

test.each(CREDENTIAL_STATES)('who had a credential that is now %s', (state) => {
  const [used, neverUsed] = EARLIER[state]
  const decide = (firstUsedOn: string | null) =>
    decideIssue(
      REQUEST,
      { ...PERSON, credentials: [{ state, firstUsedOn }] },
      '2026-11-20',
      withOverrides({}),
    )
  if (used !== null) expect(decide('2026-01-07')).toEqual(used)
  if (neverUsed !== null) expect(decide(null)).toEqual(neverUsed)
})

const DISMISSED: IssueDecision = { do: 'refuse', code: 'PIN_DISMESSO', field: 'submitted_at' }
const ABROAD = { residence: 'ESTERO', hasItalianId: false } as const

const PHASE_OUT: readonly (readonly [
  title: string,
  on: string,
  request: Partial<RequestToDecide>,
  decision: IssueDecision,
])[] = [
  ['the last day for anyone', '2020-09-30', {}, ISSUE],
  ['A3: the first day of the end', '2020-10-01', {}, DISMISSED],
  [
    'a minor at the counter in the year between',
    '2020-10-01',
    { birthDate: '2010-05-01', channel: 'SPORTELLO' },
    REGISTER,
  ],
  ['no Italian document in the year between', '2021-09-30', { hasItalianId: false }, ISSUE],
  ['no Italian document, at home, today', '2021-10-01', { hasItalianId: false }, DISMISSED],
  ['abroad without one, today', '2021-10-01', ABROAD, ISSUE],
  ['abroad with one, today', '2021-10-01', { residence: 'ESTERO' }, DISMISSED],
  ['at the counter too', '2021-10-01', { channel: 'SPORTELLO' }, DISMISSED],
]

test.each(PHASE_OUT)('where the law of 2020 is switched on: %s, %s', (_title, on, request, decision) => {
  const parameter = withOverrides({ phaseOut: true })
  expect(decideIssue({ ...REQUEST, ...request }, PERSON, on, parameter)).toEqual(decision)
})

test('where it is not, anyone may have a PIN', () => {
  expect(decideIssue(REQUEST, PERSON, '2026-11-20', withOverrides({}))).toEqual(ISSUE)
})

test('how many codes a month is a setting', () => {
  const parameter = withOverrides({ maxReissuesPerMonth: 1 })
  expect(decideIssue(REQUEST, { ...PERSON, issuedLastMonth: 0 }, '2026-11-20', parameter)).toEqual(ISSUE)
  expect(decideIssue(REQUEST, { ...PERSON, issuedLastMonth: 1 }, '2026-11-20', parameter)).toEqual(TOO_MANY)
})
