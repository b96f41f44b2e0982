import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { DATABASES } from '../support/databases.ts'
import {
  eventRow,
  eventsFeed,
  IN_PARIS,
  newPerson,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, type Program, start } from './ledger.ts'

const ON = '2026-11-20'

interface Outcome {
  state: string
  reason: string | null
  hold: string | null
}
interface Issued {
  state: string
  profile: string
  /** Channels of the halves, first and second. */
  halves: readonly string[]
}

const approved: Outcome = { state: 'APPROVED', reason: null, hold: null }
const toCall: Outcome = { state: 'CALLBACK', reason: 'INDIRIZZO_DA_VERIFICARE', hold: null }
const bySms: Issued = { state: 'GENERATED', profile: 'ORDINARIO', halves: ['SMS', 'LETTER'] }

const dead = newPerson()

const ONE_NIGHT: readonly {
  title: string
  row: Partial<RequestCells>
  request: Outcome
  credential: Issued | undefined
}[] = [
  { title: 'A7: the archive confirms the address', row: {}, request: approved, credential: bySms },
  {
    title: 'A6b: the operator has validated what the archive does not know',
    row: { channel: 'CONTACT_CENTER', archive_match: 'UNKNOWN', operator_validated: 'S' },
    request: approved,
    credential: bySms,
  },
  {
    title: 'no mobile: the first half goes by e-mail',
    row: { mobile: '', pec: 'anna@pec.example' },
    request: approved,
    credential: { ...bySms, halves: ['EMAIL', 'LETTER'] },
  },
  {
    title: 'a PEC alone',
    row: { mobile: '', email: '', pec: 'anna@pec.example' },
    request: approved,
    credential: { ...bySms, halves: ['PEC', 'LETTER'] },
  },
  {
    title: 'abroad',
    row: { ...IN_PARIS, mobile: '+33 6 12 34 56 78' },
    request: approved,
    credential: bySms,
  },
  {
    title: 'A8: another address in the archive',
    row: { archive_match: 'DIFF', phone: '06 5123 4567' },
    request: toCall,
    credential: undefined,
  },
  {
    title: 'A8: the mobile serves for the call too',
    row: { archive_match: 'UNKNOWN' },
    request: toCall,
    credential: undefined,
  },
  {
    title: 'A9: nobody to call',
    row: { ...IN_PARIS, archive_match: 'DIFF', mobile: '' },
    request: { ...toCall, reason: 'INDIRIZZO_DA_VERIFICARE_SENZA_TELEFONO' },
    credential: undefined,
  },
  {
    title: 'the operator has not validated',
    row: { channel: 'CONTACT_CENTER', archive_match: 'DIFF' },
    request: toCall,
    credential: undefined,
  },
  {
    title: 'A13: the counter has handed over the whole code',
    row: { channel: 'SPORTELLO', archive_match: 'UNKNOWN', mobile: '', email: '', cap: '' },
    request: { state: 'FULFILLED', reason: null, hold: null },
    credential: { state: 'AWAITING_FIRST_USE', profile: 'DISPOSITIVO', halves: [] },
  },
  {
    title: 'held by intake',
    row: { civic: '' },
    request: { state: 'RECEIVED', reason: null, hold: 'ERR_NO_CIVIC' },
    credential: undefined,
  },
  {
    title: 'deceased',
    row: dead,
    request: { state: 'RECEIVED', reason: null, hold: 'DECEDUTO' },
    credential: undefined,
  },
  {
    title: 'deceased, at the counter',
    row: { ...dead, channel: 'SPORTELLO', submitted_at: '2026-11-01' },
    request: { state: 'RECEIVED', reason: null, hold: 'DECEDUTO' },
    credential: undefined,
  },
]

describe.each(DATABASES)('what becomes of a request in its first night on %s', (kind) => {
  let on: Installation
  let program: Program
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
    await on.putFeed(
      'pin-requests-1.csv',
      requestsFeed(ONE_NIGHT.map(({ title, row }) => requestRow({ ...row, request_id: title.slice(0, 40) }))),
    )
    await on.putFeed('pin-events-1.csv', eventsFeed([eventRow({ type: 'DECEASED', ...personOf(dead) })]))
    await program.run([intake, issuePins], ON)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each(ONE_NIGHT)('$title', async ({ title, request, credential }) => {
    const [found] = await program.ledger<Outcome & { id: number }>(
      'select id, state, reason, hold from request where request_key = ?',
      [title.slice(0, 40)],
    )
    expect(found).toMatchObject(request)
    const [issued] = await program.ledger<Issued & { id: number }>(
      'select id, state, profile from credential where request_id = ?',
      [found?.id ?? 0],
    )
    const halves = await program.ledger<{ channel: string }>(
      `select channel from half where credential_id = ? and state = 'sealed' order by idx`,
      [issued?.id ?? 0],
    )
    if (credential === undefined) expect(issued).toBeUndefined()
    else expect({ ...issued, halves: halves.map(({ channel }) => channel) }).toMatchObject({ ...credential })
  })

  test('a code is valid for the days after its planned posting', async () => {
    // A Friday: posted the same day, valid 180 days.
    expect(await program.ledger('select distinct issued_on, expires_on from credential')).toEqual([
      { issued_on: ON, expires_on: '2027-05-19' },
    ])
  })

  test('every decision has its event row', async () => {
    const rows = await program.ledger<{
      action: string
      from_state: string
      to_state: string
      n: number
    }>(`select action, from_state, to_state, count(*) as n from event where object_type = 'request'
         and action = 'decided' group by action, from_state, to_state order by to_state`)
    const moved = (state: string) => ONE_NIGHT.filter(({ request }) => request.state === state).length
    expect(rows.map((row) => [row.to_state, row.n])).toEqual(
      ['APPROVED', 'CALLBACK', 'FULFILLED'].map((state) => [state, moved(state)]),
    )
  })

  test('a second run decides nothing anew', async () => {
    const tables = ['request', 'credential', 'half', 'event'] as const
    const read = () =>
      Promise.all(tables.map((table) => program.ledger(`select * from ${table} order by 1, 2`)))
    const before = await read()
    const [counts] = await program.run([issuePins], ON)
    expect(Object.values(counts ?? {}).filter((count) => count !== 0)).toEqual([])
    expect(await read()).toEqual(before)
  })
})

describe.each(DATABASES)('the legal end of the PIN, switched on, on %s', (kind) => {
  let on: Installation
  let program: Program
  beforeAll(async () => {
    on = await newInstallation(kind, (settings) => ({ ...settings, parameters: { phaseOut: true } }))
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  const NIGHTS: readonly (readonly [on: string, title: string, row: Partial<RequestCells>, state: string])[] =
    [
      ['2020-09-30', 'the last day for anyone', {}, 'APPROVED'],
      ['2020-10-01', 'A3: the first day of the rule', {}, 'REJECTED'],
      ['2020-10-01', 'without an Italian document', { has_italian_id: 'N' }, 'APPROVED'],
      ['2021-10-01', 'at home without an Italian document', { has_italian_id: 'N' }, 'REJECTED'],
      ['2021-10-01', 'abroad with one', { ...IN_PARIS, mobile: '' }, 'REJECTED'],
      ['2021-10-01', 'abroad without one', { ...IN_PARIS, mobile: '', has_italian_id: 'N' }, 'APPROVED'],
      ['2021-10-01', 'at the counter', { channel: 'SPORTELLO' }, 'REJECTED'],
    ]

  test.each(NIGHTS)('%s, %s', async (date, title, row, state) => {
    const request_id = `${date} ${title}`.slice(0, 40)
    await on.putFeed(
      `pin-requests-${title.replaceAll(/\W+/g, '-')}.csv`,
      requestsFeed([requestRow({ ...row, request_id, submitted_at: '2020-09-01' })]),
    )
    await program.run([intake, issuePins], date)
    expect(
      await program.ledger('select state, reason from request where request_key = ?', [request_id]),
    ).toEqual([{ state, reason: state === 'REJECTED' ? 'PIN_DISMESSO' : null }])
  })
})

describe.each(DATABASES)('a run cut short on %s', (kind) => {
  let on: Installation
  let program: Program
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each([1, 2, 3, 4, 5])(
    'before its page %i decides the rest the next time, and nothing twice',
    async (nth) => {
      const asksTwice = newPerson()
      const rows = [{}, { archive_match: 'DIFF' }, asksTwice, { ...asksTwice, submitted_at: '2026-11-19' }]
      const lines = rows.map((row, index) => requestRow({ ...row, request_id: `${nth}/${index}` }))
      await on.putFeed(`pin-requests-${nth}.csv`, requestsFeed(lines))
      await program.run([intake], ON)
      let met = 0
      const gate = diesBefore((effect) => effect === 'commit issue-page' && ++met === nth)
      await expect(on.run([issuePins], ON, { gate })).rejects.toThrow(Died)
      await program.run([issuePins], ON)
      const found = await program.ledger<{ state: string; codes: number }>(
        `select state, (select count(*) from credential c where c.request_id = r.id) as codes
       from request r where request_key like ? order by id`,
        [`${nth}/%`],
      )
      expect(found.map(({ state, codes }) => [state, codes])).toEqual([
        ['APPROVED', 1],
        ['CALLBACK', 0],
        ['SUPERSEDED', 0],
        ['APPROVED', 1],
      ])
    },
  )
})

function personOf({ codice_fiscale }: Pick<RequestCells, 'codice_fiscale'>) {
  return { codice_fiscale }
}
