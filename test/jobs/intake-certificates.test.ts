import { hash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import type { Settings } from '../../src/config.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import {
  annulmentRow,
  certificateRow,
  certificatesFeed,
  type DataCells,
  type Pensioner,
} from '../support/certificate-rows.ts'
import { DATABASES } from '../support/databases.ts'
import { eventRow, eventsFeed, newPerson } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, type Program, start } from './ledger.ts'

const ON = '2019-03-12'

/** A line among good ones, and what becomes of it. */
const BAD: readonly (readonly [
  title: string,
  outcome: 'rejected' | 'held',
  code: FindingCode,
  field: string,
  changes: Partial<DataCells>,
])[] = [
  ['an unknown point', 'rejected', 'PUNTO_SCONOSCIUTO', 'other_figures', { other_figures: 'tax.net=1.00' }],
  ['three decimals', 'rejected', 'NUMERO_FORMATO', 'tax.gross', { 'tax.gross': '2760.001' }],
  ['commas in a file of points', 'rejected', 'NUMERO_FORMATO', 'tax.gross', { 'tax.gross': '2.760,00' }],
  ['the year of another file', 'rejected', 'ANNO_DIVERSO_DAL_FLUSSO', 'income_year', { income_year: '2017' }],
  ['a wrong codice fiscale', 'rejected', 'CF_FORMA', 'codice_fiscale', { codice_fiscale: 'ANNA' }],
  [
    'an annulment of nothing',
    'rejected',
    'ANNULLAMENTO_SENZA_CERTIFICAZIONE',
    'operation',
    { operation: 'A' },
  ],
  ['a negative amount', 'held', 'R1', 'punto 22', { 'surtax.regional': '-12.00' }],
  ['366 days', 'held', 'R2', 'punto 7', { 'days.pension': '366' }],
  [
    'a point that this form has not',
    'held',
    'PUNTO_NON_NEL_MODELLO',
    'solidarity.contribution',
    { other_figures: 'solidarity.contribution=12.00' },
  ],
  ['a note that no form has', 'held', 'NOTA_SCONOSCIUTA', 'notes', { notes: 'QQ' }],
  ['a note without its text', 'held', 'NOTA_INCOMPLETA', 'notes', { notes: 'ZZ' }],
]

describe.each(DATABASES)('rows of certificate data on %s', (kind) => {
  let on: Installation
  let program: Program
  let counts: Readonly<Record<string, number>>

  beforeAll(async () => {
    on = await newInstallation(kind)
    const rows = BAD.flatMap(([, , , , changes]) => [
      certificateRow(newPerson(), 2018),
      certificateRow(newPerson(), 2018, changes),
    ])
    await on.putFeed('certificate-data-2018-all.csv', certificatesFeed([...rows, 'too;short']))
    await on.putFeed('certificate-data-2005-old.csv', certificatesFeed([certificateRow(newPerson(), 2005)]))
    await on.putFeed('certificate-data-none.csv', certificatesFeed([]))
    program = await start(on)
    counts = (await program.run([intake], ON))[0] ?? {}
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each(BAD.map((entry, index) => [...entry, index] as const))(
    '%s is %s',
    async (_title, outcome, code, field, _changes, index) => {
      const line = 3 + 2 * index
      const found = await program.ledger(
        outcome === 'rejected'
          ? 'select code, field from rejection where line = ?'
          : `select hold as code, hold_field as field from certificate where state = 'READY' and line = ?`,
        [line],
      )
      expect(found).toEqual([{ code, field }])
    },
  )

  test('the good rows beside them are ready', async () => {
    const ready = await program.ledger(
      `select income_year, version, kind, form, issued_on, first_release_on from certificate
       where hold is null order by id`,
    )
    expect(ready).toHaveLength(BAD.length)
    expect(ready[0]).toEqual({
      income_year: 2018,
      version: 1,
      kind: 'ORIGINAL',
      form: 'CU 2019',
      issued_on: ON,
      first_release_on: null,
    })
  })

  test('a year without a form waits for one', async () => {
    const [row] = await program.ledger(
      'select form, hold, hold_field, hold_detail from certificate where income_year = 2005',
    )
    expect(row).toEqual({
      form: null,
      hold: 'MODELLO_NON_DISPONIBILE',
      hold_field: 'income_year',
      hold_detail: '2005',
    })
  })

  test('every row is counted once; a name without a year is no feed of ours', async () => {
    const rejected = BAD.filter(([, outcome]) => outcome === 'rejected').length + 1
    const entered = 2 * BAD.length - (rejected - 1) + 1
    expect(counts).toMatchObject({ files: 2, rows: 2 * BAD.length + 2, entered, rejected, repeated: 0 })
    expect(await on.files('data/inbox')).toEqual([
      'data/inbox/certificate-data-none.csv',
      'data/inbox/certificate-data-none.csv.done',
    ])
  })
})

interface Version {
  version: number
  kind: string
  state: string
  hold: string | null
}

describe.each(DATABASES)('versions of one certificate on %s', (kind) => {
  let on: Installation
  let program: Program
  let person: Pensioner
  let feeds = 0
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  beforeEach(() => {
    person = newPerson()
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  const GOOD = {}
  const OTHER = { surname: 'BAGEBI' }
  const HELD = { 'days.pension': '366' }

  async function take(rows: readonly string[], date = ON): Promise<Readonly<Record<string, number>>> {
    await on.putFeed(`certificate-data-2018-${++feeds}.csv`, certificatesFeed(rows))
    return (await program.run([intake], date))[0] ?? {}
  }

  function row(changes: Partial<DataCells>): string {
    return certificateRow(person, 2018, changes)
  }

  function versions(): Promise<Version[]> {
    return program.ledger(
      'select version, kind, state, hold from certificate where codice_fiscale = ? order by version',
      [person.codice_fiscale],
    )
  }

  async function told(): Promise<string[]> {
    return (await versions()).map(({ version, kind, state, hold }) =>
      [version, kind, state, hold].filter((part) => part !== null).join(' '),
    )
  }

  /** As the release job leaves it. */
  async function release(): Promise<void> {
    await program.ledger(
      `update certificate set first_release_on = ? where codice_fiscale = ? and state = 'READY' and hold is null`,
      [ON, person.codice_fiscale],
    )
  }

  test('the same data again: nothing is issued, whatever the day and the id', async () => {
    await take([row(GOOD)])
    expect(await take([row({ issued_on: '2019-03-01' })], '2019-03-13')).toMatchObject({
      entered: 0,
      repeated: 1,
      rejected: 0,
    })
    expect(await told()).toEqual(['1 ORIGINAL READY'])
    const [last] = (await program.ledger('select code, field from rejection order by feed_id desc')) ?? []
    expect(last).toEqual({ code: 'DATI_INVARIATI', field: '' })
  })

  test('a new address is taken over, and is no correction', async () => {
    await take([row(GOOD)])
    await release()
    await take([row({ street: 'Via Nuova', pec: 'anna@pec.example' })])
    const [found] = await program.ledger<{ recipient: string; pec: string; version: number }>(
      'select recipient, pec, version from certificate where codice_fiscale = ?',
      [person.codice_fiscale],
    )
    expect(found).toMatchObject({ pec: 'anna@pec.example', version: 1 })
    expect(JSON.parse(found?.recipient ?? '')).toMatchObject({
      address: { street: 'Via Nuova' },
      pec: 'anna@pec.example',
    })
    expect(await program.ledger('select * from certificate_change')).toEqual([])
  })

  test('other data before a release and after it', async () => {
    await take([row(GOOD)])
    await take([row(OTHER)])
    expect(await told()).toEqual(['1 ORIGINAL SUPERSEDED', '2 ORIGINAL READY'])
    await release()
    await take([row(GOOD)])
    expect(await told()).toEqual(['1 ORIGINAL SUPERSEDED', '2 ORIGINAL CORRECTED', '3 CORRECTION READY'])
    const events = await program.ledger(
      `select from_state, to_state, action from event where object_type = 'certificate' and object_id in (
         select id from certificate where codice_fiscale = ?) order by id`,
      [person.codice_fiscale],
    )
    expect(events).toEqual([
      { from_state: 'READY', to_state: 'SUPERSEDED', action: 'overtaken' },
      { from_state: 'READY', to_state: 'CORRECTED', action: 'overtaken' },
    ])
  })

  test('a doubtful correction leaves what people hold; a good one ends the doubt', async () => {
    await take([row(GOOD)])
    await release()
    await take([row(HELD)])
    expect(await told()).toEqual(['1 ORIGINAL READY', '2 CORRECTION READY R2'])
    await take([row(OTHER)])
    expect(await told()).toEqual(['1 ORIGINAL CORRECTED', '2 CORRECTION SUPERSEDED', '3 CORRECTION READY'])
  })

  test('a correction taken back before anybody saw it leaves the first as it was', async () => {
    await take([row(GOOD)])
    await release()
    await take([row(OTHER)])
    expect(await take([row(GOOD)])).toMatchObject({ repeated: 1 })
    expect(await told()).toEqual(['1 ORIGINAL READY', '2 CORRECTION SUPERSEDED'])
  })

  test('an annulment says what the annulled one said, with its own date', async () => {
    await take([row({ ...GOOD, pec: 'anna@pec.example' })])
    await release()
    await take([annulmentRow(person, 2018)], '2019-03-14')
    expect(await told()).toEqual(['1 ORIGINAL ANNULLED', '2 ANNULMENT READY'])
    const [first, second] = await program.ledger<Record<string, unknown>>(
      `select id, replaces_id, data, data_hash, recipient, pec, form, issued_on from certificate
       where codice_fiscale = ? order by version`,
      [person.codice_fiscale],
    )
    expect(second).toMatchObject({
      data: first?.['data'],
      data_hash: first?.['data_hash'],
      recipient: first?.['recipient'],
      pec: 'anna@pec.example',
      form: 'CU 2019',
      replaces_id: first?.['id'],
      issued_on: '2019-03-14',
    })
    expect(await take([annulmentRow(person, 2018)])).toMatchObject({ repeated: 1, rejected: 0 })
    expect(await told()).toHaveLength(2)
  })

  test('in one feed the later row wins, as if it had come alone', async () => {
    expect(await take([row(GOOD), row(OTHER)])).toMatchObject({ entered: 2 })
    expect(await told()).toEqual(['1 ORIGINAL SUPERSEDED', '2 ORIGINAL READY'])
  })

  test('there and back in one feed is a repetition', async () => {
    await take([row(GOOD)])
    await release()
    expect(await take([row(OTHER), row(GOOD)])).toMatchObject({ entered: 1, repeated: 1 })
    expect(await told()).toEqual(['1 ORIGINAL READY', '2 CORRECTION SUPERSEDED'])
  })

  test('data and their annulment in one feed', async () => {
    expect(await take([row({ street: 'Via Uno' }), annulmentRow(person, 2018), row(OTHER)])).toMatchObject({
      entered: 3,
    })
    expect(await told()).toEqual(['1 ORIGINAL ANNULLED', '2 ANNULMENT SUPERSEDED', '3 ORIGINAL READY'])
  })

  test('a year is another certificate', async () => {
    await take([row(GOOD)])
    await on.putFeed('certificate-data-2017-x.csv', certificatesFeed([certificateRow(person, 2017)]))
    await program.run([intake], ON)
    expect(await told()).toEqual(['1 ORIGINAL READY', '1 ORIGINAL READY'])
  })

  test('a death is recorded once the feed is accepted, and stays taken back where it was', async () => {
    const death = async () =>
      (
        await program.ledger<{ deceased_on: string | null }>(
          'select deceased_on from person where codice_fiscale = ?',
          [person.codice_fiscale],
        )
      )[0]?.deceased_on
    await take([row({ deceased_on: '2018-11-02' })])
    expect(await death()).toBe('2018-11-02')
    const cancelled = eventRow({
      type: 'DEATH_CANCELLED',
      occurred_at: '2019-01-10',
      codice_fiscale: person.codice_fiscale,
    })
    await on.putFeed(`pin-events-${feeds}.csv`, eventsFeed([cancelled]))
    await program.run([intake], ON)
    expect(await death()).toBeNull()
    await take([row({ deceased_on: '2018-11-03' })])
    expect(await death()).toBeNull()
    await take([row({ deceased_on: '2019-02-01' })])
    expect(await death()).toBe('2019-02-01')
  })
})

describe.each(DATABASES)('a feed of certificates that is cut short on %s', (kind) => {
  let on: Installation
  beforeEach(async () => {
    on = await newInstallation(kind)
  })
  afterEach(() => on.remove())

  const STANDING = `select c.codice_fiscale, c.version, c.kind, c.state, c.recipient, c.data_hash from certificate c
    where feed_id in (select id from feed where state = 'accepted') order by codice_fiscale, version`

  async function standing() {
    const program = await start(on)
    const rows = await program.ledger(STANDING)
    const people = await program.ledger('select codice_fiscale, deceased_on from person')
    await program.stop()
    return { rows, people }
  }

  test.each(['commit load-page', 'commit accept-feed'])(
    'before %s: nothing of it is there',
    async (effect) => {
      const [one, other] = [newPerson(), newPerson()]
      await on.putFeed(
        'certificate-data-2018-a.csv',
        certificatesFeed([certificateRow(one, 2018), certificateRow(other, 2018)]),
      )
      await on.run([intake], ON)
      const before = await standing()
      const feed = certificatesFeed([
        certificateRow(one, 2018, { 'tax.gross': '2761.00', deceased_on: '2018-12-30' }),
        certificateRow(other, 2018, { street: 'Via Nuova' }),
        certificateRow(newPerson(), 2018),
      ])
      await on.putFeed('certificate-data-2018-b.csv', feed)
      await expect(on.run([intake], ON, { gate: diesBefore((name) => name === effect) })).rejects.toThrow(
        Died,
      )
      expect(await standing()).toEqual(before)
      await on.run([intake], ON)
      const { rows, people } = await standing()
      expect(rows).toHaveLength(before.rows.length + 2)
      expect(people).toEqual([{ codice_fiscale: one.codice_fiscale, deceased_on: '2018-12-30' }])
      // The same file again, under another name, does nothing.
      await on.putFeed('certificate-data-2018-c.csv', feed)
      expect((await on.run([intake], ON))[0]).toMatchObject({ known: 1, rows: 0 })
      expect((await standing()).rows).toEqual(rows)
    },
  )

  test('corrections of more people than one statement changes leave nothing, and then all', async () => {
    const people = Array.from({ length: 2_001 }, newPerson)
    const feed = (changes: Partial<DataCells>) =>
      certificatesFeed(people.map((person) => certificateRow(person, 2018, changes)))
    await on.putFeed('certificate-data-2018-a.csv', feed({}))
    await on.run([intake], ON)
    const before = await standing()
    await on.putFeed('certificate-data-2018-b.csv', feed({ 'tax.gross': '2760.01' }))
    const gate = diesBefore((name) => name === 'commit accept-feed')
    await expect(on.run([intake], ON, { gate })).rejects.toThrow(Died)
    expect(await standing()).toEqual(before)
    await on.run([intake], ON)
    const program = await start(on)
    expect(
      await program.ledger('select version, state, count(*) as n from certificate group by 1, 2 order by 1'),
    ).toEqual([
      { version: 1, state: 'SUPERSEDED', n: 2_001 },
      { version: 2, state: 'READY', n: 2_001 },
    ])
    expect(await program.ledger(`select count(*) as n from event where action = 'overtaken'`)).toEqual([
      { n: 2_001 },
    ])
    expect(await program.ledger('select * from certificate_change')).toEqual([])
    await program.stop()
  })
})

/** As many lines as are read together, none of which enters. */
const A_PAGE = Array<string>(5_000).fill('too;short')

/** Letters of one to four bytes, and what JSON escapes. */
const TEXTS = ['Via Roma', 'Città', 'D’Angelo', 'Łódź', '日本', '𝔄😀', 'the "old" \\ road', 'a\u0301']

describe.each(DATABASES)('texts of any letters on %s', (kind) => {
  test('stand in the ledger as they were hashed, whatever stands before them and on whichever page', async () => {
    const on = await newInstallation(kind)
    const people = Array.from({ length: 4 * TEXTS.length }, newPerson)
    const rows = people.map((person, index) => {
      const text = TEXTS[index % TEXTS.length] ?? ''
      return certificateRow(person, 2018, {
        birth_comune: text,
        street: text,
        postal_name: `${text} ${index}`,
      })
    })
    const half = rows.length / 2
    const [twice = '', annulled] = [rows[0], people[1] as Pensioner]
    await on.putFeed(
      'certificate-data-2018-a.csv',
      certificatesFeed([
        ...rows.slice(0, 4),
        twice,
        annulmentRow(annulled, 2018),
        ...rows.slice(4, half),
        ...A_PAGE,
        ...rows.slice(half),
      ]),
    )
    const program = await start(on)
    await program.run([intake], ON)
    const found = await program.ledger<{ data: string; data_hash: string; recipient: string }>(
      `select data, data_hash, recipient from certificate where kind <> 'ANNULMENT' order by id`,
    )
    expect(found.map(({ data }) => hash('sha256', data, 'base64url'))).toEqual(
      found.map((row) => row.data_hash),
    )
    const texts = people.map((_, index) => (TEXTS[index % TEXTS.length] ?? '').normalize('NFC'))
    expect(found.map(({ data }) => JSON.parse(data).birthComune)).toEqual(texts)
    expect(found.map(({ recipient }) => JSON.parse(recipient).address.street)).toEqual(texts)
    expect(found.map(({ recipient }) => JSON.parse(recipient).postalName)).toEqual(
      texts.map((text, index) => `${text} ${index}`),
    )
    await program.stop()
    await on.remove()
  })
})

/** People who come again on another page. */
function longFeed(people: readonly Pensioner[]): string {
  const again = people.map((person, index) =>
    certificateRow(person, 2018, index % 2 === 0 ? {} : { 'tax.gross': '2760.01' }),
  )
  return certificatesFeed([...people.map((person) => certificateRow(person, 2018)), ...A_PAGE, ...again])
}

test('threads read the same as this thread does, and pages know of each other', async () => {
  const people = Array.from({ length: 1_300 }, newPerson)
  const feed = longFeed(people)
  const found = []
  for (const threads of [0, 2]) {
    const change = (settings: Settings): Settings => ({ ...settings, render: { threads } })
    const on = await newInstallation('sqlite', change)
    await on.putFeed('certificate-data-2018-a.csv', feed)
    const program = await start(on)
    const [counts] = await program.run([intake], ON)
    expect(counts).toMatchObject({ rows: 7_600, rejected: 5_000, entered: 1_950, repeated: 650 })
    found.push(
      await program.ledger(
        'select id, line, codice_fiscale, version, kind, state, data_hash, data, recipient from certificate order by id',
      ),
    )
    await program.stop()
    await on.remove()
  }
  expect(found[1]).toEqual(found[0])
  expect(found[0]).toHaveLength(1_950)
})
