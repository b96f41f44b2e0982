import { expect, test } from 'vitest'
import { nextJob, nextLines } from '../../src/cli/release-next.ts'
import type { Target } from '../../src/store/staff-target.ts'

const target = (changes: Partial<Target> = {}): Target => ({
  table: 'letter',
  id: 1,
  about: 'PIN',
  name: 'R3K7Q-9TX2M-G',
  requestId: 1,
  requestKey: 'R-1',
  requestState: 'APPROVED',
  codiceFiscale: 'X',
  person: '',
  country: 'IT',
  state: 'pending',
  place: 'HERE',
  hold: 'FERMATA_DAL_PERSONALE',
  holdDetail: null,
  isPinInUse: false,
  isDeceased: false,
  credential: undefined,
  isFirstHalfSent: true,
  bundle: null,
  isRecalled: false,
  handedOverAt: null,
  ...changes,
})

test.each<[string, Partial<Target>, string | undefined]>([
  ['a PIN letter', {}, 'print-pin-letters'],
  ['a letter with certificates', { about: 'CERTIFICATE' }, 'print-certificates'],
  ['a letter out of a bundle that was published', { isRecalled: true }, 'hand-over'],
  ['a request without a code', { table: 'request', state: 'RECEIVED' }, 'issue-pins'],
  [
    'a request whose code was drawn',
    { table: 'request', state: 'APPROVED', credential: { id: 1, state: 'GENERATED' } },
    'send-first-halves',
  ],
  ['a request that waits for a call', { table: 'request', state: 'CALLBACK' }, undefined],
  [
    'a request for certificates',
    { table: 'certificate_request', about: 'CERTIFICATE' },
    'release-certificates',
  ],
])('%s is taken up', (_title, changes, job) => {
  expect(nextJob(target(changes))).toBe(job)
})

test('a line for each job, that agrees with how many it takes', () => {
  const called = target({ table: 'request', state: 'CALLBACK' })
  expect(nextLines([target(), target(), called, called, target({ isRecalled: true })])).toEqual([
    '  2 lettere: la prossima notte, con «Stampa delle lettere»',
    '  2 richieste: restano nella lista delle persone da richiamare',
    '  1 lettera, tolta da un lotto già stampato: già con la prossima «Consegna al postalizzatore», in un lotto nuovo',
  ])
})
