import { beforeAll, expect, test } from 'vitest'
import { checkCodiceFiscale } from '../../src/domain/codice-fiscale.ts'
import { isPinEventType, PIN_EVENT_TYPES } from '../../src/domain/pin-event.ts'
import { eventsOf } from '../../src/sample/events.ts'
import type { EventRow } from '../../src/sample/feed-rows.ts'
import { oddEventOf } from '../../src/sample/odd-events.ts'
import { requestAt, type SampleRequest } from '../../src/sample/requests.ts'
import { sampleSet } from '../../src/sample/sample-set.ts'
import { loadWorld } from '../../src/sample/world.ts'

const EARLIER = sampleSet(5, '2026-05-12', 2000)
const TODAY = '2026-11-20'

interface History {
  readonly request: SampleRequest
  readonly events: readonly EventRow[]
}

let histories: History[]
let odd: Map<string, EventRow[]>

beforeAll(async () => {
  const world = await loadWorld()
  const indexes = Array.from({ length: EARLIER.requests }, (_, index) => index)
  histories = indexes.map((index) => ({
    request: requestAt(world, EARLIER, index),
    events: eventsOf(world, EARLIER, index, TODAY),
  }))
  const found = indexes
    .map((index) => oddEventOf(world, EARLIER, index, TODAY))
    .filter((event) => event !== undefined)
  odd = new Map(
    [...Map.groupBy(found, ({ id }) => id)].map(([id, events]) => [id, events.map(({ row }) => row)]),
  )
})

const types = ({ events }: History) => events.map(({ type }) => type)

test('every event is about the person or the request it follows', () => {
  for (const { request, events } of histories) {
    for (const event of events) {
      expect(event.codice_fiscale).toBe(request.cells[3])
      if (event.request_id !== '') expect(event.request_id).toBe(request.cells[0])
      expect(checkCodiceFiscale(event.codice_fiscale).ok).toBe(true)
    }
  }
})

test('events name what their kind needs', () => {
  for (const event of histories.flatMap(({ events }) => events)) {
    if (!isPinEventType(event.type)) throw new Error(`unknown type ${event.type}`)
    const needs = PIN_EVENT_TYPES[event.type]
    if (needs.names === 'request') expect(event.request_id).not.toBe('')
    if (needs.address === 'required') expect(event.residence).not.toBe('')
  }
})

test('every kind of event occurs', () => {
  const kinds = new Set(histories.flatMap(types))
  expect([...kinds].toSorted()).toEqual(Object.keys(PIN_EVENT_TYPES).toSorted())
})

test('events lie between the two samples, in order', () => {
  for (const { events } of histories) {
    const days = events.map(({ occurred_at }) => occurred_at.slice(0, 10))
    expect(days).toEqual(days.toSorted())
    for (const day of days) expect(day > EARLIER.date && day <= TODAY).toBe(true)
  }
})

test('some 55 % of those whose letter went out have used it, after ten days but for a few', () => {
  const issued = histories.filter(({ request }) => request.trouble.outcome === 'accepted')
  const used = issued.filter((history) => types(history).includes('FIRST_ACCESS'))
  expect(used.length / issued.length).toBeGreaterThan(0.5)
  expect(used.length / issued.length).toBeLessThan(0.6)
  const soon = used.filter(({ events }) => (events[0]?.occurred_at ?? '') < '2026-05-22')
  expect(soon.length / used.length).toBeLessThan(0.08)
  expect(soon.every(({ events }) => events[0]?.occurred_at.startsWith('2026-05-18'))).toBe(true)
})

test('nobody uses a PIN they have not: refused, held, at the counter', () => {
  const others = histories.filter(
    ({ request }) => request.trouble.outcome !== 'accepted' || request.channel === 'SPORTELLO',
  )
  const uses = new Set(['FIRST_ACCESS', 'PIN_CHANGED', 'LAST_USE', 'RESTORED'])
  expect(others.flatMap(types).filter((type) => uses.has(type))).toEqual([])
})

test('the call list is worked through: most confirmed, some with another address', () => {
  const called = histories.filter(({ request }) => request.trouble.outcome === 'call-back')
  const confirmed = called.filter((history) => types(history)[0] === 'CALLBACK_CONFIRMED')
  expect(confirmed.length / called.length).toBeGreaterThan(0.45)
  const moved = confirmed.filter(
    ({ request, events }) => !request.cells.join(';').includes(events[0]?.street || '?'),
  )
  expect(moved.length).toBeGreaterThan(5)
  expect(confirmed.length - moved.length).toBeGreaterThan(5)
})

test('a death that was not one is taken back', () => {
  const dead = histories.filter((history) => types(history).includes('DECEASED'))
  const back = dead.filter((history) => types(history).at(-1) === 'DEATH_CANCELLED')
  expect(back.length).toBeGreaterThan(0)
  expect(dead.length).toBeGreaterThan(back.length)
})

test('a corrected address is the one without the fault', () => {
  const corrected = histories.filter((history) => types(history)[0] === 'ADDRESS_CORRECTED')
  expect(corrected.length).toBeGreaterThan(0)
  for (const { request, events } of corrected) {
    expect(request.trouble.correctable).toBe(true)
    const [event] = events
    expect(event?.residence === 'ITALIA' ? event.street : event?.address_line_1).not.toBe('')
  }
})

test('odd events are there, about people and requests that nobody knows', () => {
  expect([...odd.keys()].toSorted()).toEqual([
    'event-impossible-date',
    'event-unknown-person',
    'event-unknown-request',
    'event-unknown-type',
    'event-wrong-moment',
  ])
  const people = new Set(histories.map(({ request }) => request.cells[3]))
  const requests = new Set(histories.map(({ request }) => request.cells[0]))
  for (const row of odd.get('event-unknown-person') ?? []) expect(people.has(row.codice_fiscale)).toBe(false)
  for (const row of odd.get('event-unknown-request') ?? []) expect(requests.has(row.request_id)).toBe(false)
  for (const row of odd.get('event-wrong-moment') ?? []) expect(people.has(row.codice_fiscale)).toBe(true)
})
