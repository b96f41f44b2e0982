import { describe, expect, test } from 'vitest'
import {
  nextRequestState,
  OPEN_REQUEST_STATES,
  REQUEST_STATES,
  REQUEST_TRANSITIONS,
  type RequestEvent,
  type RequestState,
} from '../../src/domain/request-state.ts'

/** Written apart from the table under test, a line a state. */
const EXPECTED: Record<RequestState, Partial<Record<RequestEvent, RequestState>>> = {
  RECEIVED: {
    SUPERSEDED_BY_NEWER: 'SUPERSEDED',
    REFUSED: 'REJECTED',
    VALIDATION_STARTED: 'VALIDATING',
    VALIDATED: 'APPROVED',
    ADDRESS_DOUBTFUL: 'CALLBACK',
    CANCELLED: 'CANCELLED',
    COUNTER_REGISTERED: 'FULFILLED',
  },
  VALIDATING: {
    SUPERSEDED_BY_NEWER: 'SUPERSEDED',
    REFUSED: 'REJECTED',
    VALIDATED: 'APPROVED',
    ADDRESS_DOUBTFUL: 'CALLBACK',
    CANCELLED: 'CANCELLED',
  },
  CALLBACK: {
    SUPERSEDED_BY_NEWER: 'SUPERSEDED',
    REFUSED: 'REJECTED',
    CALLBACK_CONFIRMED: 'APPROVED',
    CALLBACK_REFUSED: 'REJECTED',
    CANCELLED: 'CANCELLED',
  },
  APPROVED: {
    SUPERSEDED_BY_NEWER: 'SUPERSEDED',
    CANCELLED: 'CANCELLED',
    COUNTER_REGISTERED: 'FULFILLED',
    BOTH_HALVES_HANDED_OVER: 'FULFILLED',
  },
  REJECTED: {},
  CANCELLED: {},
  SUPERSEDED: {},
  FULFILLED: {},
}

const EVENTS = [...new Set(REQUEST_TRANSITIONS.map(({ event }) => event))]

describe.each(REQUEST_STATES)('%s', (state) => {
  test.each(EVENTS)('on %s', (event) => {
    expect(nextRequestState(state, event)).toBe(EXPECTED[state][event])
  })
})

test('a state and an event lead to one place only', () => {
  const pairs = REQUEST_TRANSITIONS.flatMap(({ from, event }) => from.map((state) => `${state} ${event}`))
  expect(new Set(pairs).size).toBe(pairs.length)
})

test('open states are those that something can still happen to', () => {
  expect(REQUEST_STATES.filter((state) => Object.keys(EXPECTED[state]).length > 0)).toEqual(
    OPEN_REQUEST_STATES,
  )
})
