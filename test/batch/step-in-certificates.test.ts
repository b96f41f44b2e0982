import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { printCertificates } from '../../jobs/print-certificates.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import { report } from '../../jobs/report.ts'
import type { App } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { decideReprint } from '../../src/domain/reprint.ts'
import type { StepInVerb } from '../../src/domain/step-in.ts'
import { writeReprintFeed } from '../../src/feeds/reprint-feed.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { answeredLetters } from '../../src/store/sent-letter.ts'
import type { NamedTargets } from '../../src/store/staff-target.ts'
import { askingFeed, askingRow, certificateRow, certificatesFeed } from '../support/certificate-rows.ts'
import { DATABASES } from '../support/databases.ts'
import { newPerson } from '../support/feed-rows.ts'
import type { Installation } from '../support/night.ts'
import { openNightAndDesk, stepInAt } from './desk.ts'

const ON = '2019-03-12'
const NEXT = '2019-03-13'
const TO_RELEASE = [intake, releaseCertificates]
const TO_PRINT = [...TO_RELEASE, printCertificates]
const PAPER = { channel: 'DOMICILIO' }

describe.each(DATABASES)('staff step in where certificates are asked for, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openNightAndDesk>>
  let on: Installation
  let app: App
  let desk: App
  let meanwhile: (effect: string) => Promise<void> | void = () => {}
  let files = 0
  let tests = 0
  let key: string
  let person: ReturnType<typeof newPerson>

  beforeAll(async () => {
    opened = await openNightAndDesk(kind, (effect) => meanwhile(effect))
    ;({ on, night: app, desk } = opened)
  })
  afterAll(() => opened.close())
  beforeEach(() => {
    key = `C-${tests++}`
    person = newPerson()
  })

  const run = (jobs: Parameters<App['runJobs']>[0], date = ON) => app.runJobs(jobs, dailySlot(date))
  const data = (incomeYear: number, changes = {}) =>
    on.putFeed(
      `certificate-data-${incomeYear}-${++files}.csv`,
      certificatesFeed([certificateRow(person, incomeYear, changes)]),
    )
  const ask = (changes = {}) =>
    on.putFeed(
      `certificate-requests-${++files}.csv`,
      askingFeed([askingRow(person, { request_id: key, ...PAPER, ...changes })]),
    )
  const step = (verb: StepInVerb, named: Partial<NamedTargets>, reason = 'controllo') =>
    stepInAt(`${ON}T12:00:00.000Z`, desk, verb, named, reason)
  async function request(requestKey = key) {
    const [row] = await rowsOf<Record<string, unknown>>(
      desk.store.db,
      'select state, reason, hold, hold_detail from certificate_request where request_key = ?',
      [requestKey],
    )
    return row
  }
  const releases = () =>
    rowsOf<{
      state: string
      copy_no: number
      sha256: string
      letter: string
      letter_state: string
      lines: string
    }>(
      desk.store.db,
      `select r.state, r.copy_no, r.sha256, l.public_id as letter, l.state as letter_state, l.snapshot as lines
       from certificate_release r join certificate c on c.id = r.certificate_id
         left join letter l on l.id = r.letter_id
       where c.codice_fiscale = ? order by r.id`,
      [person.codice_fiscale],
    )

  // The first that prints certificates of this year: their form is archived between deciding and registering.
  test('a request that is held or cancelled while it is answered gets nothing', async () => {
    await data(2018)
    await ask()
    let isDue = true
    meanwhile = async (effect) => {
      if (!isDue || !effect.includes('forms')) return
      isDue = false
      expect((await step('hold', { requestKeys: [key] })).act).toHaveLength(1)
    }
    await run(TO_PRINT)
    meanwhile = () => {}
    expect(isDue).toBe(false)
    expect(await releases()).toEqual([])
    expect(await request()).toMatchObject({ state: 'RECEIVED', hold: 'FERMATA_DAL_PERSONALE' })
    await step('release', { people: [person.codice_fiscale] })
    await run(TO_RELEASE, NEXT)
    expect(await request()).toMatchObject({ state: 'SERVED', hold: null })
  })

  test('a held letter that is overtaken by a correction: the request waits in its place', async () => {
    await data(2018)
    await ask()
    await run(TO_PRINT)
    expect((await step('hold', { people: [person.codice_fiscale] }, 'sospetto')).act).toMatchObject([
      { table: 'letter', requestKey: key },
    ])
    await data(2018, {
      'income.pension': '12500.00',
      pensions: 'VO 12345678:2018-01-01:2018-12-31:12500.00',
      'tax.gross': '2875.00',
      'withholding.irpef': '1432.00',
    })
    await run([...TO_PRINT, handOver], NEXT)
    expect(await releases()).toMatchObject([{ state: 'WITHDRAWN' }])
    expect(await request()).toMatchObject({ hold: 'FERMATA_DAL_PERSONALE', hold_detail: 'sospetto' })
    expect((await step('release', { people: [person.codice_fiscale] })).act).toHaveLength(1)
    await run([...TO_PRINT, handOver], '2019-03-14')
    expect((await releases()).at(-1)).toMatchObject({ state: 'CONFIRMED', letter_state: 'handed_over' })
  })

  test('a cancelled letter: its releases are withdrawn, the request says so, and nothing is given upon it again', async () => {
    await data(2018)
    await ask({ income_years: '2017|2018' })
    await run(TO_PRINT)
    const [{ letter = '' } = {}] = await releases()
    expect(await request()).toMatchObject({ state: 'RECEIVED' })
    const done = await step('cancel', { letterIds: [letter] })
    expect(done.bundles).toMatchObject([{ isCancelled: true }])
    expect(await releases()).toMatchObject([{ state: 'WITHDRAWN', letter, letter_state: 'withdrawn' }])
    expect(await request()).toEqual({
      state: 'CANCELLED',
      reason: 'ANNULLATA_DAL_PERSONALE',
      hold: null,
      hold_detail: null,
    })
    await data(2017)
    await run([...TO_PRINT, handOver], NEXT)
    expect(await releases()).toHaveLength(1)
  })

  test('of a request with two letters one is cancelled: the other leaves, and the first is not given again', async () => {
    await data(2018)
    await ask({ income_years: '2017|2018' })
    await run(TO_RELEASE)
    await data(2017)
    await run(TO_PRINT, NEXT)
    const [first, second] = await releases()
    await step('cancel', { letterIds: [first?.letter ?? ''] })
    expect(await request()).toMatchObject({ state: 'SERVED' })
    await run([...TO_PRINT, handOver], '2019-03-14')
    expect(await releases()).toMatchObject([
      { state: 'WITHDRAWN' },
      { state: 'CONFIRMED', letter: second?.letter },
    ])
  })

  test('a request that waits is cancelled by its number; one that was served by file is not', async () => {
    await ask()
    await run(TO_RELEASE)
    expect((await step('cancel', { requestKeys: [key] }, 'non spetta')).act).toHaveLength(1)
    expect(await request()).toMatchObject({ state: 'CANCELLED', reason: 'ANNULLATA_DAL_PERSONALE' })
    await data(2018)
    await run(TO_RELEASE, NEXT)
    expect(await releases()).toEqual([])
    key = `${key}-WEB`
    await ask({ channel: 'WEB' })
    await run(TO_RELEASE, NEXT)
    expect((await step('hold', { requestKeys: [key] })).refused).toMatchObject([{ why: 'LEFT' }])
  })

  test('a reprint: the same bytes, a second copy in the register, to the address of today', async () => {
    await data(2018)
    await ask()
    await run(TO_PRINT)
    const [first] = await releases()
    const sent = () => answeredLetters(desk.store.db, [first?.letter ?? ''])
    expect((await sent()).map(decideReprint)).toEqual(['NOT_LEFT'])
    await run([handOver])
    await data(2018, { street: 'Via Appia Nuova', civic: '9' })
    await run([intake])
    const letters = await sent()
    expect(letters.map(decideReprint)).toEqual(['DUPLICATE'])
    await writeReprintFeed(desk.files, desk.folders.inbox, { id: 7, by: 'bea', on: NEXT }, letters, 'utf8')
    await run([...TO_PRINT, handOver], NEXT)
    const [, second] = await releases()
    expect(second).toMatchObject({ copy_no: 2, sha256: first?.sha256, state: 'CONFIRMED' })
    expect(JSON.parse(second?.lines ?? '{}').addressLines).toContain('VIA APPIA NUOVA 9')
    expect(await request(`RISTAMPA-${first?.letter}-20190313`)).toMatchObject({ state: 'SERVED' })
  })

  test('after all this the ledger balances', async () => {
    await run([report], NEXT)
  })
})
