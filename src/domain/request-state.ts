/**
 * The life of a PIN request: state machine A of `domain.md` §1.3, as a table to read. Guards (dates, roles, contacts)
 * belong to whoever raises the event; a row that intake refuses never becomes a request (A2, A3).
 *
 * @module
 */

export const REQUEST_STATES = [
  'RECEIVED',
  'VALIDATING',
  'CALLBACK',
  'APPROVED',
  'REJECTED',
  'CANCELLED',
  'SUPERSEDED',
  'FULFILLED',
] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** States in which work is left to do, and which a newer request of the same person supersedes (A4). */
export const OPEN_REQUEST_STATES: readonly RequestState[] = ['RECEIVED', 'VALIDATING', 'CALLBACK', 'APPROVED']

export const ENDED_REQUEST_STATES: readonly RequestState[] = REQUEST_STATES.filter(
  (state) => !OPEN_REQUEST_STATES.includes(state),
)

export const REQUEST_TRANSITIONS = [
  {
    id: 'A4',
    from: ['RECEIVED', 'VALIDATING', 'CALLBACK', 'APPROVED'],
    event: 'SUPERSEDED_BY_NEWER',
    to: 'SUPERSEDED',
  },
  // A2, A3 and A5 where the reason shows only after intake: a live credential, a death, another date.
  { id: 'A5', from: ['RECEIVED', 'VALIDATING', 'CALLBACK'], event: 'REFUSED', to: 'REJECTED' },
  // The archive answers later; where the feed brings its answer, the night goes straight on with A6b–A9.
  { id: 'A6', from: ['RECEIVED'], event: 'VALIDATION_STARTED', to: 'VALIDATING' },
  // By the archive (A7) or by the contact-centre operator (A6b).
  { id: 'A7', from: ['RECEIVED', 'VALIDATING'], event: 'VALIDATED', to: 'APPROVED' },
  { id: 'A8', from: ['RECEIVED', 'VALIDATING'], event: 'ADDRESS_DOUBTFUL', to: 'CALLBACK' },
  { id: 'A10', from: ['CALLBACK'], event: 'CALLBACK_CONFIRMED', to: 'APPROVED' },
  { id: 'A11', from: ['CALLBACK'], event: 'CALLBACK_REFUSED', to: 'REJECTED' },
  {
    id: 'A12',
    from: ['RECEIVED', 'VALIDATING', 'CALLBACK', 'APPROVED'],
    event: 'CANCELLED',
    to: 'CANCELLED',
  },
  // The operator at the counter has identified the person: nothing is left to validate.
  { id: 'A13', from: ['RECEIVED', 'APPROVED'], event: 'COUNTER_REGISTERED', to: 'FULFILLED' },
  { id: 'A14', from: ['APPROVED'], event: 'BOTH_HALVES_HANDED_OVER', to: 'FULFILLED' },
] as const satisfies readonly { id: string; from: readonly RequestState[]; event: string; to: RequestState }[]

export type RequestEvent = (typeof REQUEST_TRANSITIONS)[number]['event']

/** Where the event leads, or undefined where it does not apply to the state. */
export function nextRequestState(state: RequestState, event: RequestEvent): RequestState | undefined {
  return REQUEST_TRANSITIONS.find((row) => row.event === event && includes(row.from, state))?.to
}

function includes(states: readonly RequestState[], state: RequestState): boolean {
  return states.includes(state)
}
