import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { printCertificates } from '../../jobs/print-certificates.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import { isLetterId } from '../../src/domain/letter-id.ts'
import type { Cell } from '../../src/store/bulk.ts'
import {
  type AskingCells,
  annulmentRow,
  askingFeed,
  askingRow,
  certificateRow,
  certificatesFeed,
  type Pensioner,
} from '../support/certificate-rows.ts'
import { DATABASES, type DatabaseKind } from '../support/databases.ts'
import { eventRow, eventsFeed, IN_PARIS, IN_ROME, newPerson } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { start } from './ledger.ts'

/** The reader of S2 asks in March 2019; by then the certificate of 2018 is there. */
const ON = '2019-03-12'
const YEARS = [2012, 2013, 2014, 2015, 2016, 2017, 2018]
const HEIR: Partial<AskingCells> = {
  channel: 'EREDE',
  evidence: 'DICHIARAZIONE_EREDE|DOCUMENTO',
  requester_name: 'CARLO ROSSI',
  archive_match: 'MATCH',
  ...IN_ROME,
}

interface Registered {
  request_key: string | null
  income_year: number
  version: number
  kind: string
  copy_no: number
  channel: string
  state: string
  file_name: string | null
  sha256: string
  public_id: string
  pec: string
  letter_id: number | null
  letter_state: string | null
  product: string | null
  snapshot: string | null
}

const REGISTERED = `select q.request_key, c.income_year, c.version, c.kind, r.copy_no, r.channel, r.state, r.file_name,
    r.sha256, r.public_id, r.pec, r.letter_id, l.state as letter_state, l.product, l.snapshot
  from certificate_release r join certificate c on c.id = r.certificate_id
    left join certificate_request q on q.id = r.request_id left join letter l on l.id = r.letter_id`

/** A program that stays up, its inbox, and what it has released. */
async function newOffice(kind: DatabaseKind, templates?: string) {
  const on = await newInstallation(kind, (settings) =>
    templates === undefined ? settings : { ...settings, folders: { ...settings.folders, templates } },
  )
  let program = await start(on)
  let feeds = 0
  const office = {
    on,
    /** The same for all years. */
    async data(years: readonly number[], rowOf: (year: number) => string | readonly string[]) {
      for (const year of years) {
        await on.putFeed(`certificate-data-${year}-${++feeds}.csv`, certificatesFeed([rowOf(year)].flat()))
      }
    },
    years: (person: Pensioner, years: readonly number[] = YEARS, changes = {}) =>
      office.data(years, (year) => certificateRow(person, year, changes)),
    ask: (rows: readonly string[]) => on.putFeed(`certificate-requests-${++feeds}.csv`, askingFeed(rows)),
    async night(date = ON, jobs = [intake, releaseCertificates]) {
      return (await program.run(jobs, date)).at(-1) ?? {}
    },
    ledger: <Row = Record<string, unknown>>(sql: string, bindings: readonly Cell[] = []) =>
      program.ledger<Row>(sql, bindings),
    /** What was released upon a request, by year and version. */
    register: (requestKey: string) =>
      program.ledger<Registered>(`${REGISTERED} where q.request_key = ? order by c.income_year, c.version`, [
        requestKey,
      ]),
    /** What went out by itself. */
    automatic: () =>
      program.ledger<Registered>(
        `${REGISTERED} where r.request_id is null order by c.income_year, c.version`,
      ),
    async standing(requestKey: string) {
      const [row] = await program.ledger(
        'select state, reason, hold, hold_detail, missing from certificate_request where request_key = ?',
        [requestKey],
      )
      return row
    },
    /** Reads the templates again. */
    async restart() {
      await program.stop()
      program = await start(on)
    },
    async close() {
      await program.stop()
      await on.remove()
    },
  }
  return office
}

describe.each(DATABASES)('release-certificates on %s', (kind) => {
  let office: Awaited<ReturnType<typeof newOffice>>
  let on: Installation

  beforeAll(async () => {
    office = await newOffice(kind)
    on = office.on
  })
  afterAll(() => office.close())

  test('the reader of 2019 asks a patronato for every year and has them at once', async () => {
    const person = newPerson()
    await office.years(person)
    await office.ask([
      askingRow(person, {
        request_id: 'reader',
        channel: 'PATRONATO',
        income_years: 'TUTTI',
        evidence: 'MANDATO',
      }),
    ])
    expect(await office.night()).toMatchObject({ served: 1, files: 7, certificateLetters: 0, held: 0 })
    expect(await office.standing('reader')).toMatchObject({ state: 'SERVED', missing: null, hold: null })

    const released = await office.register('reader')
    expect(released.map((row) => row.income_year)).toEqual(YEARS)
    for (const row of released) {
      expect(row).toMatchObject({
        copy_no: 1,
        channel: 'PATRONATO',
        state: 'PREPARED',
        kind: 'ORIGINAL',
        letter_id: null,
      })
      expect(isLetterId(row.public_id)).toBe(true)
      expect(row.file_name).toBe(`PATRONATO/${ON}/${row.public_id}.pdf`)
      const file = await on.read(join('output/releases', row.file_name ?? ''))
      expect(file.subarray(0, 5).toString()).toBe('%PDF-')
      expect(createHash('sha256').update(file).digest('hex')).toBe(row.sha256)
    }
    const list = (await on.read(`output/releases/PATRONATO/${ON}.csv`)).toString()
    const [headings, ...lines] = list.trimEnd().split('\r\n')
    expect(headings).toBe('\ufeff"rilascio";"richiesta";"anno";"modello";"versione";"tipo";"file";"sha256"')
    expect(lines.map((line) => line.split(';').slice(1, 6).join(' '))).toEqual(
      ['CUD 2013', 'CUD 2014', 'CU 2015', 'CU 2016', 'CU 2017', 'CU 2018', 'CU 2019'].map(
        (form, index) => `"reader" "${2012 + index}" "${form}" "1" "originale"`,
      ),
    )
    expect(list).not.toContain(person.codice_fiscale)
  })

  test('a duplicate has the same bytes, and only the register knows', async () => {
    const person = newPerson()
    await office.years(person, [2018])
    await office.ask([askingRow(person, { request_id: 'first' })])
    await office.night()
    await office.ask([
      askingRow(person, { request_id: 'again' }),
      askingRow(person, { request_id: 'and again', channel: 'CAF', evidence: 'DOCUMENTO|MANDATO' }),
    ])
    await office.night('2019-03-13')
    const rows = (await Promise.all(['first', 'again', 'and again'].map(office.register))).flat()
    expect(rows.map((row) => row.copy_no)).toEqual([1, 2, 3])
    const files = await Promise.all(rows.map((row) => on.read(join('output/releases', row.file_name ?? ''))))
    expect(files[1]?.equals(files[0] as Buffer)).toBe(true)
    expect(files[2]?.equals(files[0] as Buffer)).toBe(true)
  })

  test('a year that is not there yet waits, and the others do not', async () => {
    const person = newPerson()
    await office.years(person, [2016])
    await office.ask([
      askingRow(person, { request_id: 'patient', income_years: '2016|2017' }),
      askingRow(newPerson(), { request_id: 'nobody', income_years: 'TUTTI' }),
    ])
    await office.night()
    expect(await office.standing('patient')).toMatchObject({ state: 'RECEIVED', missing: '2017', hold: null })
    expect(await office.standing('nobody')).toMatchObject({ state: 'RECEIVED', missing: 'TUTTI', hold: null })
    expect((await office.register('patient')).map((row) => row.income_year)).toEqual([2016])
    await office.years(person, [2017, 2018])
    await office.night('2019-03-13')
    expect(await office.standing('patient')).toMatchObject({ state: 'SERVED', missing: null })
    expect((await office.register('patient')).map((row) => row.income_year)).toEqual([2016, 2017])
  })

  test('what may not be released is refused or waits, with its code', async () => {
    const person = newPerson()
    await office.years(person, [2018])
    await office.ask([
      askingRow(person, {
        request_id: 'too early',
        channel: 'COMUNE',
        submitted_at: '2014-03-27',
        evidence: 'PROTOCOLLO',
      }),
      askingRow(person, { request_id: 'posted', income_years: '2011|2018' }),
      askingRow(person, { request_id: 'no mandate', channel: 'CAF', evidence: 'DOCUMENTO' }),
      askingRow(person, { request_id: 'no PEC', channel: 'PEC' }),
      askingRow(person, { request_id: 'young', channel: 'SPORTELLO_MOBILE' }),
      askingRow(person, { request_id: 'living', ...HEIR }),
      askingRow(person, { request_id: 'elsewhere', channel: 'DOMICILIO', ...IN_ROME, civic: '99' }),
    ])
    expect(await office.night()).toMatchObject({ refused: 2, held: 5, files: 0, certificateLetters: 0 })
    const expected = {
      'too early': { state: 'REJECTED', reason: 'CANALE_NON_AMMESSO', hold: null },
      posted: { state: 'REJECTED', reason: 'CANALE_NON_AMMESSO', hold: null },
      'no mandate': { state: 'RECEIVED', hold: 'DOCUMENTI_MANCANTI', hold_detail: 'MANDATO' },
      'no PEC': { state: 'RECEIVED', hold: 'PEC_MANCANTE' },
      young: { state: 'RECEIVED', hold: 'SPORTELLO_MOBILE_NON_SPETTA' },
      living: { state: 'RECEIVED', hold: 'EREDE_DI_PERSONA_IN_VITA' },
      elsewhere: { state: 'RECEIVED', hold: 'INDIRIZZO_NON_IN_ARCHIVIO' },
    }
    for (const [key, row] of Object.entries(expected)) {
      expect(await office.standing(key), key).toMatchObject(row)
      expect(await office.register(key), key).toEqual([])
    }
    // Nothing has changed: nothing happens, and nothing is told twice.
    const told = 'select count(*) as n from event'
    const before = await office.ledger(told)
    expect(await office.night('2019-03-13')).toMatchObject({ refused: 0, held: 0 })
    expect(await office.ledger(told)).toEqual(before)
  })

  test('heirs are served once the archive knows of the death, and the dead are not', async () => {
    const person = newPerson()
    await office.years(person, [2018])
    await office.ask([
      askingRow(person, { request_id: 'heir', ...HEIR }),
      askingRow(person, { request_id: 'stranger', ...HEIR, archive_match: 'DIFF' }),
      askingRow(person, {
        request_id: 'ghost',
        channel: 'PATRONATO',
        evidence: 'MANDATO',
        income_years: '2017',
      }),
    ])
    await office.night()
    expect(await office.standing('heir')).toMatchObject({ hold: 'EREDE_DI_PERSONA_IN_VITA' })
    const { codice_fiscale } = person
    await on.putFeed(
      'pin-events-dead.csv',
      eventsFeed([eventRow({ type: 'DECEASED', codice_fiscale, occurred_at: '2019-03-12' })]),
    )
    expect(await office.night('2019-03-13')).toMatchObject({ certificateLetters: 1 })
    expect(await office.standing('heir')).toMatchObject({ state: 'SERVED', hold: null })
    expect(await office.standing('stranger')).toMatchObject({ hold: 'INDIRIZZO_NON_IN_ARCHIVIO' })
    expect(await office.standing('ghost')).toMatchObject({ hold: 'DECEDUTO' })
    const [row] = await office.register('heir')
    expect(row).toMatchObject({
      channel: 'EREDE',
      file_name: null,
      letter_state: 'pending',
      product: 'CUD_IT',
    })
    expect(JSON.parse(row?.snapshot ?? '').addressLines).toEqual([
      'CARLO ROSSI',
      'VIA GARIBALDI 16',
      '00184 ROMA RM',
    ])
  })

  test('a letter to somebody who dies does not leave, and leaves once the report is taken back', async () => {
    const person = newPerson()
    await office.years(person, [2018])
    await office.ask([askingRow(person, { request_id: 'dying', channel: 'DOMICILIO', income_years: '2018' })])
    expect(await office.night('2019-04-01')).toMatchObject({ certificateLetters: 1 })
    const { codice_fiscale } = person
    const report = (file: string, type: string, occurred_at: string) =>
      on.putFeed(file, eventsFeed([eventRow({ event_id: file, type, codice_fiscale, occurred_at })]))
    await report('pin-events-dying.csv', 'DECEASED', '2019-04-01')
    expect(await office.night('2019-04-02')).toMatchObject({ reopened: 1, held: 1, certificateLetters: 0 })
    expect(await office.standing('dying')).toMatchObject({ state: 'RECEIVED', hold: 'DECEDUTO' })
    expect((await office.register('dying'))[0]).toMatchObject({ state: 'PREPARED', letter_state: null })
    await report('pin-events-alive.csv', 'DEATH_CANCELLED', '2019-04-02')
    expect(await office.night('2019-04-03')).toMatchObject({ served: 1, certificateLetters: 1 })
    expect((await office.register('dying'))[0]).toMatchObject({ letter_state: 'pending' })
  })

  test('Sportello mobile abroad: every year at once, in envelopes to the address in the archive', async () => {
    const person = newPerson()
    await office.years(person, YEARS, {
      ...IN_PARIS,
      street: '',
      civic: '',
      locality: '',
      cap: '',
      province: '',
    })
    await office.ask([
      askingRow(person, { request_id: 'Paris', channel: 'SPORTELLO_MOBILE', income_years: 'TUTTI' }),
    ])
    const { certificateLetters, files } = await office.night()
    expect(files).toBe(0)
    const rows = await office.register('Paris')
    expect(rows.map((row) => row.income_year)).toEqual(YEARS)
    const letters = new Map(rows.map((row) => [row.letter_id, JSON.parse(row.snapshot ?? '')]))
    expect(letters.size).toBe(certificateLetters)
    // Seven years are more than an envelope takes, and fewer letters than years.
    expect(letters.size).toBeLessThan(4)
    expect(rows[0]).toMatchObject({ product: 'CUD_EXT', state: 'PREPARED', letter_state: 'pending' })
    const enclosed = [...letters.values()].flatMap(({ certificateIds }) => certificateIds)
    expect(new Set(enclosed).size).toBe(7)
    for (const { addressLines, residence } of letters.values()) {
      expect(addressLines).toEqual([`ANNA ${person.surname}`, '12 RUE DE RIVOLI', '75004 PARIS', 'FRANCIA'])
      expect(residence).toBe('ESTERO')
    }
  })

  test('a known PEC is served by itself, once a version, and never for the dead or heirs', async () => {
    const [known, dead, heir, broken] = [newPerson(), newPerson(), newPerson(), newPerson()]
    const to = (person: Pensioner) => `${person.codice_fiscale.toLowerCase()}@pec.example`
    await office.data([2018], () => [
      certificateRow(known, 2018, { pec: to(known) }),
      certificateRow(dead, 2018, { pec: to(dead), deceased_on: '2019-01-31' }),
      certificateRow(heir, 2018, { pec: to(heir), beneficiary_role: 'EREDE', notes: 'AB' }),
      certificateRow(broken, 2018, { pec: 'anna@' }),
    ])
    expect(await office.night()).toMatchObject({ automatic: 1, files: 1 })
    expect(await office.night('2019-03-13')).toMatchObject({ automatic: 0, files: 0 })
    const [row, ...others] = await office.automatic()
    expect(others).toEqual([])
    expect(row).toMatchObject({ channel: 'PEC', pec: to(known), state: 'PREPARED', request_key: null })
    // Whoever sends needs the address as it is.
    const list = (await on.read(`output/releases/PEC/${ON}.csv`)).toString()
    expect(list).toContain(`;"${row?.sha256}";"${to(known)}"\r\n`)

    await office.data([2018], () => [certificateRow(known, 2018, { pec: '', 'income.pension': '12001.00' })])
    expect(await office.night('2019-03-14')).toMatchObject({ automatic: 1 })
    expect((await office.automatic()).map((found) => [found.version, found.pec])).toEqual([
      [1, to(known)],
      [2, to(known)],
    ])
  })

  test('a correction goes to everybody who has the wrong one, by the same channels; so does an annulment', async () => {
    const person = newPerson()
    await office.years(person, [2017, 2018])
    await office.ask([
      askingRow(person, { request_id: 'web' }),
      askingRow(person, {
        request_id: 'caf',
        channel: 'CAF',
        evidence: 'MANDATO|DOCUMENTO',
        income_years: 'TUTTI',
      }),
      askingRow(person, { request_id: 'other year', income_years: '2017' }),
    ])
    await office.night()
    await office.data([2018], () => [certificateRow(person, 2018, { 'income.pension': '12500.00' })])
    await office.years(person, [2016])
    expect(await office.night('2019-03-13')).toMatchObject({ reopened: 2, served: 2, files: 2 })
    for (const [key, channel] of [
      ['web', 'WEB'],
      ['caf', 'CAF'],
    ] as const) {
      const rows = (await office.register(key)).filter((row) => row.income_year === 2018)
      expect(rows.map((row) => [row.version, row.kind, row.channel])).toEqual([
        [1, 'ORIGINAL', channel],
        [2, 'CORRECTION', channel],
      ])
      expect(rows[0]?.sha256).not.toBe(rows[1]?.sha256)
    }
    // All years are those of the day on which they were asked for.
    expect((await office.register('caf')).map((row) => row.income_year)).toEqual([2017, 2018, 2018])

    await office.data([2018], () => [annulmentRow(person, 2018)])
    expect(await office.night('2019-03-14')).toMatchObject({ reopened: 2, files: 2 })
    expect((await office.register('web')).map((row) => row.kind)).toEqual([
      'ORIGINAL',
      'CORRECTION',
      'ANNULMENT',
    ])
    await office.ask([
      askingRow(person, { request_id: 'late' }),
      askingRow(person, { request_id: 'late, all', income_years: 'TUTTI' }),
    ])
    await office.night('2019-03-15')
    expect(await office.standing('late')).toMatchObject({
      hold: 'CERTIFICAZIONE_ANNULLATA',
      hold_detail: '2018',
    })
    expect((await office.register('late, all')).map((row) => row.income_year)).toEqual([2016, 2017])
    expect(await office.standing('other year')).toMatchObject({ state: 'SERVED' })
  })

  test('a letter that has not left is taken back and made again with the correction', async () => {
    const person = newPerson()
    await office.years(person, [2017, 2018])
    await office.ask([
      askingRow(person, { request_id: 'home', channel: 'DOMICILIO', income_years: '2017|2018' }),
    ])
    await office.night()
    const [before] = await office.register('home')
    await office.data([2018], () => [certificateRow(person, 2018, { 'income.pension': '12500.00' })])
    expect(await office.night('2019-03-13')).toMatchObject({ reopened: 1, certificateLetters: 1 })
    const rows = await office.register('home')
    expect(rows.map((row) => [row.income_year, row.version, row.state, row.letter_state])).toEqual([
      [2017, 1, 'PREPARED', 'pending'],
      [2018, 1, 'WITHDRAWN', null],
      [2018, 2, 'PREPARED', 'pending'],
    ])
    expect(rows[0]?.letter_id).toBe(rows[2]?.letter_id)
    expect(rows[0]?.letter_id).not.toBe(before?.letter_id)
    expect(await office.ledger('select state from letter where id = ?', [before?.letter_id ?? 0])).toEqual([
      { state: 'withdrawn' },
    ])

    // What nobody has seen needs no annulment.
    await office.data([2018], () => [annulmentRow(person, 2018)])
    expect(await office.night('2019-03-14')).toMatchObject({ reopened: 1, certificateLetters: 1, held: 1 })
    expect((await office.register('home')).map((row) => [row.version, row.state, row.letter_state])).toEqual([
      [1, 'PREPARED', 'pending'],
      [1, 'WITHDRAWN', null],
      [2, 'WITHDRAWN', null],
    ])
    expect(await office.standing('home')).toMatchObject({
      hold: 'CERTIFICAZIONE_ANNULLATA',
      hold_detail: '2018',
    })
    expect(await office.night('2019-03-15')).toMatchObject({ reopened: 0, certificateLetters: 0, held: 0 })
  })

  test('a letter that has left stays, and the correction follows it', async () => {
    const person = newPerson()
    await office.years(person, [2017, 2018])
    await office.ask([
      askingRow(person, { request_id: 'posted home', channel: 'DOMICILIO', income_years: '2017|2018' }),
    ])
    await office.night()
    await office.night(ON, [printCertificates, handOver])
    expect((await office.register('posted home')).map((row) => [row.state, row.letter_state])).toEqual([
      ['CONFIRMED', 'handed_over'],
      ['CONFIRMED', 'handed_over'],
    ])
    await office.data([2018], () => [certificateRow(person, 2018, { 'income.pension': '12500.00' })])
    expect(await office.night('2019-03-13')).toMatchObject({ reopened: 1, certificateLetters: 1 })
    expect((await office.register('posted home')).map((row) => [row.version, row.state])).toEqual([
      [1, 'CONFIRMED'],
      [1, 'CONFIRMED'],
      [2, 'PREPARED'],
    ])
  })

  test('a certificate that cannot be printed is held, and the request waits for its year', async () => {
    const person = newPerson()
    await office.data([2018], () => [certificateRow(person, 2018, { birth_comune: 'ROMA \u{13000}' })])
    await office.ask([askingRow(person, { request_id: 'hieroglyph' })])
    await office.night()
    expect(await office.standing('hieroglyph')).toMatchObject({
      state: 'RECEIVED',
      missing: '2018',
      hold: null,
    })
    expect(
      await office.ledger('select hold, first_release_on from certificate where codice_fiscale = ?', [
        person.codice_fiscale,
      ]),
    ).toEqual([{ hold: 'GLIFO_MANCANTE', first_release_on: null }])
  })
})

describe('a form that has changed since', () => {
  test.each([
    ['is kept and printed with again', false],
    ['is lost: nothing is released in its place', true],
  ])('%s', async (_title, isLost) => {
    const templates = await mkdtemp(join(tmpdir(), 'recapito-forms-'))
    await cp('templates', templates, { recursive: true })
    const office = await newOffice('sqlite', templates)
    const { on } = office
    const person = newPerson()
    await office.years(person, [2018])
    await office.ask([askingRow(person, { request_id: 'before' })])
    await office.night()
    const [certificate] = await office.ledger<{ template_version: string }>(
      'select template_version from certificate',
    )
    const kept = join(on.root, 'data/forms')
    expect(await readdir(kept)).toEqual([certificate?.template_version])

    const form = join(templates, 'certificates/cu-2019/form.yaml')
    await writeFile(form, (await readFile(form, 'utf8')).replace(/^title: .*$/m, 'title: Un altro titolo'))
    if (isLost) await rm(join(kept, certificate?.template_version ?? ''))
    await office.restart()
    await office.ask([askingRow(person, { request_id: 'after' })])
    await office.night('2019-03-13')
    const [before] = await office.register('before')
    const [after] = await office.register('after')
    if (isLost) {
      expect(after).toBeUndefined()
      expect(await office.standing('after')).toMatchObject({ hold: 'COPIA_DIVERSA', hold_detail: '2018' })
    } else {
      expect(after).toMatchObject({ copy_no: 2, sha256: before?.sha256 })
      const file = await on.read(join('output/releases', after?.file_name ?? ''))
      expect(createHash('sha256').update(file).digest('hex')).toBe(before?.sha256)
    }
    const other = newPerson()
    await office.years(other, [2018])
    await office.ask([askingRow(other, { request_id: 'new form' })])
    await office.night('2019-03-14')
    const versions = await office.ledger('select distinct template_version from certificate')
    expect(versions).toHaveLength(2)
    await office.close()
    await rm(templates, { recursive: true })
  })
})
