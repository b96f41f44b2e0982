import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { DATABASES } from '../support/databases.ts'
import { type RequestCells, requestCells, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

type Changes = Partial<RequestCells>

/** A request id that comes a second time: what the first row was, what the second says, what must come of both. */
const CASES: readonly {
  title: string
  first: Changes
  second: Changes
  /** Of every row that entered, oldest first. */
  states: readonly (readonly [state: string, hold: string | null])[]
  rejection: string | null
  total: 'entered' | 'repeated' | 'rejected'
}[] = [
  {
    title: 'a good row, repeated',
    first: {},
    second: {},
    states: [['RECEIVED', null]],
    rejection: 'RICHIESTA_RIPETUTA',
    total: 'repeated',
  },
  {
    title: 'a held row, repeated',
    first: { cap: '' },
    second: {},
    states: [['RECEIVED', 'ERR_CAP_MISSING']],
    rejection: 'RICHIESTA_RIPETUTA',
    total: 'repeated',
  },
  {
    title: 'a good row, changed',
    first: {},
    second: { civic: '18' },
    states: [['RECEIVED', null]],
    rejection: 'RICHIESTA_GIA_LAVORATA',
    total: 'rejected',
  },
  {
    title: 'a held row, put right',
    first: { cap: '' },
    second: { cap: '00184' },
    states: [
      ['SUPERSEDED', null],
      ['RECEIVED', null],
    ],
    rejection: null,
    total: 'entered',
  },
  {
    title: 'a held row, changed and still not right',
    first: { cap: '' },
    second: { cap: '00184', civic: '' },
    states: [
      ['SUPERSEDED', null],
      ['RECEIVED', 'ERR_NO_CIVIC'],
    ],
    rejection: null,
    total: 'entered',
  },
  {
    title: 'a held row, changed into one that cannot enter',
    first: { cap: '' },
    second: { cap: '00184', surname: '' },
    states: [['RECEIVED', 'ERR_CAP_MISSING']],
    rejection: 'CAMPO_MANCANTE',
    total: 'rejected',
  },
  {
    title: 'spaces and the order of nothing else changed',
    first: {},
    second: { street: ' Via Garibaldi ' },
    states: [['RECEIVED', null]],
    rejection: 'RICHIESTA_RIPETUTA',
    total: 'repeated',
  },
]

const PLACES = ['within one file', 'in two files of one night', 'in the next night'] as const

describe.each(DATABASES)('the same request id again on %s', (kind) => {
  let on: Installation
  const totals = { entered: 0, repeated: 0, rejected: 0 }

  const keyOf = (place: string, title: string) => `${PLACES.indexOf(place as never)}-${titleNumber(title)}`
  const titleNumber = (title: string) => CASES.findIndex((entry) => entry.title === title)

  beforeAll(async () => {
    on = await newInstallation(kind)
    const rows = new Map(
      PLACES.map((place) => [
        place,
        CASES.map(({ title, first, second }) => {
          const cells = requestCells({ request_id: keyOf(place, title), ...first })
          return { first: requestRow(cells), second: requestRow({ ...cells, ...second }) }
        }),
      ]),
    )
    const of = (place: (typeof PLACES)[number]) => rows.get(place) ?? []
    const [within, files, nights] = PLACES.map(of)
    const firsts = (some: typeof within = []) => some.map(({ first }) => first)
    const seconds = (some: typeof within = []) => some.map(({ second }) => second)
    await on.putFeed('pin-requests-1.csv', requestsFeed([...firsts(within), ...seconds(within)]))
    await on.putFeed('pin-requests-2.csv', requestsFeed(firsts(files)))
    await on.putFeed('pin-requests-3.csv', requestsFeed(seconds(files)))
    await on.putFeed('pin-requests-4.csv', requestsFeed(firsts(nights)))
    const counts = await on.run([intake], '2026-11-20')
    await on.putFeed('pin-requests-5.csv', requestsFeed(seconds(nights)))
    counts.push(...(await on.run([intake], '2026-11-21')))
    for (const run of counts) {
      totals.entered += run['entered'] ?? 0
      totals.repeated += run['repeated'] ?? 0
      totals.rejected += run['rejected'] ?? 0
    }
  })
  afterAll(() => on.remove())

  describe.each(PLACES)('%s', (place) => {
    test.each(CASES)('$title', async ({ title, states, rejection }) => {
      const key = keyOf(place, title)
      const requests = await ledger(on, 'select state, hold from request where request_key = ? order by id', [
        key,
      ])
      expect(requests).toEqual(states.map(([state, hold]) => ({ state, hold })))
      const rejections = await ledger<{ code: string }>(
        on,
        'select code from rejection where request_key = ?',
        [key],
      )
      expect(rejections.map(({ code }) => code)).toEqual(rejection === null ? [] : [rejection])
    })
  })

  test('a row that takes the place of another says which', async () => {
    const rows = await ledger<{ replaces: string }>(
      on,
      `select o.state as replaces from request n join request o on o.id = n.replaces_id and o.request_key = n.request_key`,
    )
    expect(rows).toEqual(Array.from({ length: 2 * PLACES.length }, () => ({ replaces: 'SUPERSEDED' })))
  })

  test('every row is counted under one heading', () => {
    const count = (total: string) => PLACES.length * CASES.filter((entry) => entry.total === total).length
    expect(totals).toEqual({
      entered: PLACES.length * CASES.length + count('entered'),
      repeated: count('repeated'),
      rejected: count('rejected'),
    })
  })
})

describe.each(DATABASES)('a request that is at work on %s', (kind) => {
  let on: Installation
  beforeAll(async () => {
    on = await newInstallation(kind)
  })
  afterAll(() => on.remove())

  test('can no longer be changed by its sender, whatever became of it', async () => {
    const issued = requestCells()
    const toCall = requestCells({ archive_match: 'DIFF' })
    await on.putFeed('pin-requests-1.csv', requestsFeed([requestRow(issued), requestRow(toCall)]))
    await on.run([intake, issuePins], '2026-11-20')
    const changed = [issued, toCall].map((cells) => requestRow({ ...cells, civic: '18' }))
    await on.putFeed('pin-requests-2.csv', requestsFeed(changed))
    const [counts] = await on.run([intake], '2026-11-21')
    expect(counts).toMatchObject({ entered: 0, rejected: 2 })
    expect(await ledger(on, 'select line, code from rejection order by line')).toEqual([
      { line: 2, code: 'RICHIESTA_GIA_LAVORATA' },
      { line: 3, code: 'RICHIESTA_GIA_LAVORATA' },
    ])
    expect(await ledger(on, 'select state from request order by id')).toEqual([
      { state: 'APPROVED' },
      { state: 'CALLBACK' },
    ])
  })

  test('a row corrected twice leaves one request open', async () => {
    const cells = requestCells({ cap: '', civic: '' })
    const rows = [cells, { ...cells, cap: '00184' }, { ...cells, cap: '00184', civic: '9' }]
    for (const [index, row] of rows.entries()) {
      await on.putFeed(`pin-requests-again-${index}.csv`, requestsFeed([requestRow(row)]))
      await on.run([intake], `2026-11-2${3 + index}`)
    }
    const states = await ledger(on, 'select state, hold from request where request_key = ? order by id', [
      cells.request_id,
    ])
    expect(states).toEqual([
      { state: 'SUPERSEDED', hold: null },
      { state: 'SUPERSEDED', hold: null },
      { state: 'RECEIVED', hold: null },
    ])
  })
})
