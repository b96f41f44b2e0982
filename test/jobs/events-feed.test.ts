import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import { DATABASES } from '../support/databases.ts'
import {
  type EventCells,
  eventRow,
  eventsFeed,
  IN_ROME,
  newPerson,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { type Program, start } from './ledger.ts'

const stranger = newPerson().codice_fiscale
const { residence: _, ...ADDRESS_WITHOUT_RESIDENCE } = IN_ROME

const REJECTED: readonly (readonly [
  title: string,
  code: FindingCode,
  field: string,
  row: string | (Partial<EventCells> & Pick<EventCells, 'type'>),
])[] = [
  ['a row cut short', 'NUMERO_COLONNE', '', 'E-1;2026-11-19;DECEASED'],
  ['no event id', 'CAMPO_MANCANTE', 'event_id', { type: 'DECEASED', codice_fiscale: stranger, event_id: '' }],
  ['no type', 'CAMPO_MANCANTE', 'type', { type: '', codice_fiscale: stranger }],
  ['an unknown type', 'VALORE_NON_AMMESSO', 'type', { type: 'LETTER_LOST', codice_fiscale: stranger }],
  [
    'no day',
    'CAMPO_MANCANTE',
    'occurred_at',
    { type: 'DECEASED', codice_fiscale: stranger, occurred_at: '' },
  ],
  [
    '31 February',
    'DATA_NON_VALIDA',
    'occurred_at',
    { type: 'DECEASED', codice_fiscale: stranger, occurred_at: '2026-02-31' },
  ],
  [
    'tomorrow',
    'DATA_NON_VALIDA',
    'occurred_at',
    { type: 'DECEASED', codice_fiscale: stranger, occurred_at: '2026-11-21' },
  ],
  ['nobody is named', 'CAMPO_MANCANTE', 'codice_fiscale', { type: 'FIRST_ACCESS' }],
  [
    'a codice fiscale that is none',
    'CF_FORMA',
    'codice_fiscale',
    { type: 'FIRST_ACCESS', codice_fiscale: 'ROSSI' },
  ],
  [
    'no request is named',
    'CAMPO_MANCANTE',
    'request_id',
    { type: 'CALLBACK_REFUSED', codice_fiscale: stranger },
  ],
  [
    'a correction without an address',
    'CAMPO_MANCANTE',
    'residence',
    { type: 'ADDRESS_CORRECTED', request_id: 'R-1' },
  ],
  [
    'a confirmation whose address does not say whether it is in Italy',
    'CAMPO_MANCANTE',
    'residence',
    { type: 'CALLBACK_CONFIRMED', request_id: 'R-1', ...ADDRESS_WITHOUT_RESIDENCE },
  ],
  [
    'a control character',
    'CARATTERE_DI_CONTROLLO',
    'reason',
    { type: 'REVOKED', codice_fiscale: stranger, reason: 'a\u0007b' },
  ],
  [
    'a reason of 201 letters',
    'CAMPO_TROPPO_LUNGO',
    'reason',
    { type: 'REVOKED', codice_fiscale: stranger, reason: 'x'.repeat(201) },
  ],
]

describe.each(DATABASES)('rows of an event feed on %s', (kind) => {
  let on: Installation
  let program: Program
  let counts: Record<string, number>
  let rejections: { line: number; field: string; code: string }[]
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
    const rows = REJECTED.map(([, , , row]) => (typeof row === 'string' ? row : eventRow(row)))
    const good = eventRow({ type: 'DECEASED', codice_fiscale: stranger })
    await on.putFeed('pin-events-1.csv', eventsFeed([...rows, good]))
    counts = (await program.run([intake], '2026-11-20'))[0] ?? {}
    rejections = await program.ledger('select line, field, code from rejection')
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each(REJECTED)('%s: %s', (title, code, field) => {
    const line = 2 + REJECTED.findIndex((entry) => entry[0] === title)
    expect(rejections.filter((row) => row.line === line)).toEqual([{ line, field, code }])
  })

  test('a good row is applied whatever its neighbours are', () => {
    expect(counts).toMatchObject({
      entered: 1,
      rejected: REJECTED.length,
      eventsApplied: 1,
      eventsRefused: 0,
    })
  })
})

describe.each(DATABASES)('the order and the number of events on %s', (kind) => {
  let on: Installation
  let program: Program
  let files = 0

  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  /** People whose letter was handed over on 20 November. */
  async function holders(count: number, cells: Partial<RequestCells> = {}) {
    const people = Array.from({ length: count }, newPerson)
    const rows = people.map((person, index) =>
      requestRow({ ...person, ...cells, request_id: `H${files}-${index}` }),
    )
    await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed(rows))
    await program.run([intake, issuePins, sendFirstHalves, printPinLetters, handOver], '2026-11-20')
    return people
  }

  async function tell(rows: readonly string[], gate?: (effect: string) => void) {
    await on.putFeed(`pin-events-${++files}.csv`, eventsFeed(rows))
    const [counts] = await on.run([intake], '2026-12-31', gate ? { gate } : {})
    return counts
  }

  async function credentialOf(person: { codice_fiscale: string } | undefined) {
    const [row] = await program.ledger<Record<string, string>>(
      'select state, first_used_on, last_changed_on, last_used_on from credential where codice_fiscale = ?',
      [person?.codice_fiscale ?? ''],
    )
    return row
  }

  test('several events of one person in one file are applied as they happened, not as they stand', async () => {
    const people = await holders(3)
    const story = [
      ['FIRST_ACCESS', '2026-12-01'],
      ['PIN_CHANGED', '2026-12-02T09:00:00+01:00'],
      ['LAST_USE', '2026-12-03'],
      ['DECEASED', '2026-12-04'],
      ['DEATH_CANCELLED', '2026-12-05'],
      ['RESTORED', '2026-12-06'],
      ['FIRST_ACCESS', '2026-12-07'],
    ] as const
    const rows = people.flatMap(({ codice_fiscale }) =>
      story.map(([type, occurred_at]) => eventRow({ type, occurred_at, codice_fiscale })),
    )
    expect(await tell(rows.reverse())).toMatchObject({ eventsApplied: 21, eventsRefused: 0 })
    for (const person of people) {
      expect(await credentialOf(person)).toEqual({
        state: 'ACTIVE',
        first_used_on: '2026-12-01',
        last_changed_on: '2026-12-07',
        last_used_on: '2026-12-07',
      })
    }
  })

  test('on one day they are applied as they stand', async () => {
    const [person] = await holders(1)
    const rows = ['FIRST_ACCESS', 'PIN_CHANGED', 'REVOKED'].map((type) =>
      eventRow({ type, occurred_at: '2026-12-01', ...codeOf(person) }),
    )
    expect(await tell(rows)).toMatchObject({ eventsApplied: 3, eventsRefused: 0 })
    expect(await credentialOf(person)).toMatchObject({ state: 'REVOKED' })
  })

  test('an older change or use that arrives late does not put the date back', async () => {
    const [person] = await holders(1)
    const event = (type: string, occurred_at: string) => eventRow({ type, occurred_at, ...codeOf(person) })
    await tell([
      event('FIRST_ACCESS', '2026-12-01'),
      event('PIN_CHANGED', '2026-12-10'),
      event('LAST_USE', '2026-12-12'),
    ])
    await tell([event('PIN_CHANGED', '2026-12-05'), event('LAST_USE', '2026-12-06')])
    expect(await credentialOf(person)).toMatchObject({
      last_changed_on: '2026-12-10',
      last_used_on: '2026-12-12',
    })
  })

  test('the same event id is the same event: in one file, in the next, under another name', async () => {
    const [person] = await holders(1)
    const event = (type: string) => ({
      type,
      event_id: `${type}-twice`,
      occurred_at: '2026-12-01',
      ...codeOf(person),
    })
    const first = await tell([eventRow(event('FIRST_ACCESS')), eventRow(event('FIRST_ACCESS'))])
    expect(first).toMatchObject({ entered: 1, repeated: 1, eventsApplied: 1, eventsRefused: 0 })
    const again = await tell([
      eventRow({ ...event('FIRST_ACCESS'), reason: 'again' }),
      eventRow(event('PIN_CHANGED')),
    ])
    expect(again).toMatchObject({ entered: 1, repeated: 1, eventsApplied: 1, eventsRefused: 0 })
    expect(await credentialOf(person)).toMatchObject({ state: 'ACTIVE', last_changed_on: '2026-12-01' })
  })

  test('an event about a person says who by the codice fiscale, whatever request it names beside', async () => {
    const [mine, other] = await holders(2)
    const request_id = await requestIdOf(other)
    await tell([eventRow({ type: 'DECEASED', ...codeOf(mine), request_id, occurred_at: '2026-12-01' })])
    expect(await credentialOf(mine)).toMatchObject({ state: 'SUSPENDED' })
    expect(await credentialOf(other)).toMatchObject({ state: 'AWAITING_FIRST_USE' })
  })

  test('an event about a request of one person with the codice fiscale of another touches neither', async () => {
    const [mine, other] = await holders(2, { archive_match: 'DIFF' })
    const request_id = await requestIdOf(other)
    expect(
      await tell([
        eventRow({ type: 'REQUEST_CANCELLED', ...codeOf(mine), request_id, occurred_at: '2026-12-01' }),
      ]),
    ).toMatchObject({ eventsApplied: 0, eventsRefused: 1 })
    expect(await program.ledger('select state from request where request_key = ?', [request_id])).toEqual([
      { state: 'CALLBACK' },
    ])
  })

  test('an event about a request that was corrected is about the corrected row', async () => {
    const cells = { ...newPerson(), request_id: 'CORRECTED' }
    const rows = [{ cap: '' }, { archive_match: 'DIFF', submitted_at: '2026-11-01' }]
    await on.putFeed(
      `pin-requests-${++files}.csv`,
      requestsFeed(rows.map((row) => requestRow({ ...cells, ...row }))),
    )
    await program.run([intake, issuePins], '2026-11-20')
    const event = { type: 'CALLBACK_CONFIRMED', request_id: 'CORRECTED', occurred_at: '2026-12-01' }
    expect(await tell([eventRow(event)])).toMatchObject({ eventsApplied: 1, eventsRefused: 0 })
    expect(
      await program.ledger(`select state from request where request_key = 'CORRECTED' order by id`),
    ).toEqual([{ state: 'SUPERSEDED' }, { state: 'APPROVED' }])
  })

  test('many events that name nobody we know take a few transactions, not one each', async () => {
    const rows = Array.from({ length: 300 }, (_, index) =>
      eventRow({ type: 'CALLBACK_REFUSED', request_id: `NOBODY-${index}` }),
    )
    let transactions = 0
    const counts = await tell(rows, (effect) => {
      if (effect === 'commit apply-events') transactions += 1
    })
    expect(counts).toMatchObject({ eventsRefused: 300 })
    expect(transactions).toBeLessThan(5)
  })

  async function requestIdOf(person: { codice_fiscale: string } | undefined): Promise<string> {
    const [row] = await program.ledger<{ request_key: string }>(
      'select request_key from request where codice_fiscale = ?',
      [person?.codice_fiscale ?? ''],
    )
    return row?.request_key ?? ''
  }
})

function codeOf(person: { codice_fiscale: string } | undefined) {
  return { codice_fiscale: person?.codice_fiscale ?? '' }
}
