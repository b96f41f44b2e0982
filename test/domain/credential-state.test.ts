import { describe, expect, test } from 'vitest'
import {
  CREDENTIAL_STATES,
  CREDENTIAL_TRANSITIONS,
  type CredentialEvent,
  type CredentialState,
  LIVE_CREDENTIAL_STATES,
  NEVER_USED_STATES,
  nextCredentialState,
} from '../../src/domain/credential-state.ts'

type Row = Partial<Record<CredentialEvent, CredentialState>>

const STOPPABLE: Row = { REVOKED: 'REVOKED', DECEASED: 'SUSPENDED', DISMISSED: 'DISMISSED' }

/** Written apart from the table under test, a line a state. */
const EXPECTED: Record<CredentialState | 'NONE', Row> = {
  NONE: { ISSUED: 'GENERATED' },
  GENERATED: {
    ...STOPPABLE,
    FIRST_HALF_SENT: 'PARTIAL',
    LETTER_HANDED_OVER: 'PARTIAL',
    COUNTER_ENVELOPE: 'AWAITING_FIRST_USE',
    REPLACED: 'REVOKED',
  },
  PARTIAL: {
    ...STOPPABLE,
    FIRST_HALF_SENT: 'AWAITING_FIRST_USE',
    LETTER_HANDED_OVER: 'AWAITING_FIRST_USE',
    FIRST_ACCESS: 'ACTIVE',
    REPLACED: 'REVOKED',
    NEVER_USED_EXPIRED: 'EXPIRED_UNUSED',
  },
  AWAITING_FIRST_USE: {
    ...STOPPABLE,
    FIRST_ACCESS: 'ACTIVE',
    REPLACED: 'REVOKED',
    NEVER_USED_EXPIRED: 'EXPIRED_UNUSED',
  },
  ACTIVE: {
    ...STOPPABLE,
    CHANGE_PERIOD_OVER: 'CHANGE_DUE',
    PIN_CHANGED: 'ACTIVE',
    INACTIVE: 'DEACTIVATED',
    RESTORE_ASKED: 'RESTORING',
    RESTORED: 'AWAITING_FIRST_USE',
  },
  CHANGE_DUE: {
    ...STOPPABLE,
    PIN_CHANGED: 'ACTIVE',
    INACTIVE: 'DEACTIVATED',
    RESTORE_ASKED: 'RESTORING',
    RESTORED: 'AWAITING_FIRST_USE',
  },
  RESTORING: { ...STOPPABLE, RESTORE_LAPSED: 'ACTIVE', RESTORED: 'AWAITING_FIRST_USE' },
  DEACTIVATED: {
    ...STOPPABLE,
    RESTORED: 'AWAITING_FIRST_USE',
    REPLACED: 'REVOKED',
  },
  SUSPENDED: { REVOKED: 'REVOKED', SUSPENSION_OVER: 'REVOKED' },
  REVOKED: {},
  EXPIRED_UNUSED: {},
  DISMISSED: {},
}

const EVENTS = [...new Set(CREDENTIAL_TRANSITIONS.map(({ event }) => event))]

describe.each(['NONE', ...CREDENTIAL_STATES] as const)('%s', (state) => {
  test.each(EVENTS)('on %s', (event) => {
    expect(nextCredentialState(state === 'NONE' ? null : state, event)).toBe(EXPECTED[state][event])
  })
})

test('a state and an event lead to one place only', () => {
  const pairs = CREDENTIAL_TRANSITIONS.flatMap(({ from, event }) => from.map((state) => `${state} ${event}`))
  expect(new Set(pairs).size).toBe(pairs.length)
})

describe('a false report of death', () => {
  test.each(CREDENTIAL_STATES.filter((state) => nextCredentialState(state, 'DECEASED') === 'SUSPENDED'))(
    'leads back to %s',
    (state) => {
      expect(nextCredentialState('SUSPENDED', 'DEATH_CANCELLED', state)).toBe(state)
    },
  )

  test.each([null, 'REVOKED', 'SUSPENDED'] as const)('never leads to %s', (stored) => {
    expect(nextCredentialState('SUSPENDED', 'DEATH_CANCELLED', stored)).toBeUndefined()
  })

  test('says nothing of a credential that was not suspended', () => {
    expect(nextCredentialState('ACTIVE', 'DEATH_CANCELLED', 'ACTIVE')).toBeUndefined()
  })
})

test('what is live can be used or changed, what was never used can be replaced', () => {
  for (const state of NEVER_USED_STATES) expect(nextCredentialState(state, 'REPLACED')).toBe('REVOKED')
  for (const state of ['ACTIVE', 'CHANGE_DUE', 'RESTORING'] as const) {
    expect(LIVE_CREDENTIAL_STATES).toContain(state)
    expect(nextCredentialState(state, 'REPLACED')).toBeUndefined()
  }
})
