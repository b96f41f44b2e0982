import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import type { App } from '../../src/app.ts'
import { balances, checkLedger } from '../../src/batch/report/balance.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { StepInVerb } from '../../src/domain/step-in.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import type { NamedTargets } from '../../src/store/staff-target.ts'
import {
  annulmentRow,
  askingFeed,
  askingRow,
  certificateRow,
  certificatesFeed,
} from '../support/certificate-rows.ts'
import { DATABASES } from '../support/databases.ts'
import { newPerson } from '../support/feed-rows.ts'
import type { Installation } from '../support/night.ts'
import { openNightAndDesk, stepInAt } from './desk.ts'

const ON = '2019-03-12'
const NEXT = '2019-03-13'
const LATER = '2019-03-14'
const HELD = 'FERMATA_DAL_PERSONALE'
/** Another pension, with what follows from it. */
const OTHER_FIGURES = {
  'income.pension': '12500.00',
  pensions: 'VO 12345678:2018-01-01:2018-12-31:12500.00',
  'tax.gross': '2875.00',
  'withholding.irpef': '1432.00',
}

describe.each(DATABASES)('staff step in where a certificate goes out without paper, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openNightAndDesk>>
  let on: Installation
  let app: App
  let desk: App
  let meanwhile: (effect: string) => Promise<void> | void = () => {}
  let files = 0
  let person: ReturnType<typeof newPerson>

  beforeAll(async () => {
    opened = await openNightAndDesk(kind, (effect) => meanwhile(effect))
    ;({ on, night: app, desk } = opened)
  })
  afterAll(() => opened.close())
  beforeEach(() => {
    person = newPerson()
  })

  const wrong = async () => (await checkLedger(desk.store.db)).filter((line) => !balances(line))
  const run = (date = ON, jobs = [intake, releaseCertificates]) => app.runJobs(jobs, dailySlot(date))
  const put = (row: string, year = 2018) =>
    on.putFeed(`certificate-data-${year}-${++files}.csv`, certificatesFeed([row]))
  const data = (changes = {}, year = 2018) =>
    put(certificateRow(person, year, { pec: 'lei@pec.example', ...changes }), year)
  const step = (verb: StepInVerb, named: Partial<NamedTargets> = { people: [person.codice_fiscale] }) =>
    stepInAt(`${ON}T12:00:00.000Z`, desk, verb, named, 'PEC di un altro')
  const certificates = () =>
    rowsOf<{ record_key: string; state: string; hold: string | null; hold_detail: string | null }>(
      desk.store.db,
      'select record_key, state, hold, hold_detail from certificate where codice_fiscale = ? order by version',
      [person.codice_fiscale],
    )
  const releases = () =>
    rowsOf<{ public_id: string; state: string; copy_no: number; version: number; pec: string }>(
      desk.store.db,
      `select r.public_id, r.state, r.copy_no, c.version, r.pec
       from certificate_release r join certificate c on c.id = r.certificate_id
       where c.codice_fiscale = ? order by r.id`,
      [person.codice_fiscale],
    )
  const events = (type: string) =>
    rowsOf<{ action: string; code: string | null }>(
      desk.store.db,
      `select e.action, e.code from event e join certificate c on c.id = e.object_id
       where e.object_type = ? and c.codice_fiscale = ? and e.code is not null order by e.at, e.action`,
      [type, person.codice_fiscale],
    )

  test('held before its night it stays here, by its person; released it goes', async () => {
    await data()
    await run(ON, [intake])
    const done = await step('hold')
    expect(done.act).toMatchObject([{ table: 'certificate', about: 'CERTIFICATE', incomeYear: 2018 }])
    expect((await step('hold')).already).toHaveLength(1)
    await run()
    expect(await releases()).toEqual([])
    expect(await certificates()).toMatchObject([
      { state: 'READY', hold: HELD, hold_detail: 'PEC di un altro' },
    ])
    const [{ record_key = '' } = {}] = await certificates()
    expect((await step('release', { requestKeys: [record_key] })).act).toHaveLength(1)
    await run(NEXT)
    expect(await releases()).toMatchObject([{ state: 'PREPARED', copy_no: 1, pec: 'lei@pec.example' }])
    expect(await events('certificate')).toEqual([
      { action: 'held', code: HELD },
      { action: 'released', code: HELD },
    ])
  })

  test('once it is registered it is refused, with the moment', async () => {
    await data()
    await run()
    const [{ public_id = '' } = {}] = await releases()
    const refused = { why: 'LEFT', target: { table: 'certificate_release', name: public_id } }
    for (const verb of ['hold', 'cancel'] as const) {
      const { act, refused: found } = await step(verb, { letterIds: [public_id] })
      expect(act).toEqual([])
      expect(found).toMatchObject([refused])
      expect(found[0]?.target.handedOverAt).toBe('2026-11-20T03:30:00.000Z')
    }
    const { unmatched } = await step('hold')
    expect(unmatched).toMatchObject([{ what: 'person', left: { name: public_id } }])
  })

  test('a request that was answered by file is refused as well, by its number', async () => {
    await data({ pec: '' })
    const key = `C-${files}`
    const ask = askingRow(person, { request_id: key, channel: 'WEB' })
    await on.putFeed(`certificate-requests-${++files}.csv`, askingFeed([ask]))
    await run()
    const [{ public_id = '' } = {}] = await releases()
    for (const verb of ['hold', 'cancel'] as const) {
      expect((await step(verb, { requestKeys: [key] })).refused).toMatchObject([
        { why: 'LEFT', target: { name: public_id, requestKey: key } },
      ])
    }
  })

  test('cancelled it never goes by itself; a later version does, and who asks for it gets the first copy', async () => {
    await data()
    await run(ON, [intake])
    expect((await step('cancel')).act).toHaveLength(1)
    await run()
    const withdrawn = { state: 'WITHDRAWN', version: 1, pec: 'lei@pec.example' }
    expect(await releases()).toMatchObject([withdrawn])
    const key = `C-${files}`
    const ask = askingRow(person, { request_id: key, channel: 'WEB' })
    await on.putFeed(`certificate-requests-${++files}.csv`, askingFeed([ask]))
    await run(NEXT)
    expect(await releases()).toMatchObject([withdrawn, { state: 'PREPARED', version: 1, copy_no: 1 }])
    await data(OTHER_FIGURES)
    await run(LATER)
    expect(await wrong()).toEqual([])
    const later = (await releases()).slice(2)
    expect(later.map(({ version, state }) => ({ version, state }))).toEqual([
      { version: 2, state: 'PREPARED' },
      { version: 2, state: 'PREPARED' },
    ])
  })

  test('an annulment does not follow a certificate that staff kept from going', async () => {
    await data()
    await run(ON, [intake])
    await step('cancel')
    await put(annulmentRow(person, 2018))
    await run(NEXT)
    expect(await releases()).toMatchObject([{ state: 'WITHDRAWN' }])
  })

  test('a newer version of what staff hold is held, too, and the same again changes nothing', async () => {
    await data()
    await run(ON, [intake])
    await step('hold')
    await data()
    await run()
    expect(await certificates()).toMatchObject([{ state: 'READY', hold: HELD }])
    await data(OTHER_FIGURES)
    await run(NEXT)
    expect(await certificates()).toMatchObject([
      { state: 'SUPERSEDED', hold: null },
      { state: 'READY', hold: HELD, hold_detail: 'PEC di un altro' },
    ])
    expect(await releases()).toEqual([])
    await step('release')
    await run(LATER)
    expect(await releases()).toMatchObject([{ version: 2, state: 'PREPARED' }])
  })

  test('an older version that is in force again instead of what staff hold is held, too', async () => {
    await data({ pec: '' })
    const ask = askingRow(person, { request_id: `C-${files}`, channel: 'WEB' })
    await on.putFeed(`certificate-requests-${++files}.csv`, askingFeed([ask]))
    await run()
    await data(OTHER_FIGURES)
    await run(NEXT, [intake])
    await step('hold')
    await data()
    await run(LATER)
    expect(await certificates()).toMatchObject([
      { state: 'READY', hold: HELD, hold_detail: 'PEC di un altro' },
      { state: 'SUPERSEDED', hold: null },
    ])
    expect(await releases()).toMatchObject([{ version: 1, pec: '' }])
  })

  test('a held correction: the first stays out, the accounts agree, and a request waits for it', async () => {
    await data()
    await run()
    await data(OTHER_FIGURES)
    await run(NEXT, [intake])
    await step('hold')
    const key = `C-${files}`
    const ask = askingRow(person, { request_id: key, channel: 'WEB' })
    await on.putFeed(`certificate-requests-${++files}.csv`, askingFeed([ask]))
    await run(NEXT)
    expect(await releases()).toMatchObject([{ version: 1 }])
    expect(await wrong()).toEqual([])
    // A doubtful row waits beside it.
    await data({ ...OTHER_FIGURES, 'days.pension': '366' })
    await run(LATER)
    expect(await certificates()).toMatchObject([{ state: 'CORRECTED' }, { hold: HELD }, { hold: 'R2' }])
    expect(await wrong()).toEqual([])
    await step('release')
    await run('2019-03-15')
    expect((await releases()).slice(1)).toMatchObject([{ version: 2 }, { version: 2 }])
    expect(await wrong()).toEqual([])
  })

  test('of somebody who died it is released, and only heirs are given it', async () => {
    await data()
    await run(ON, [intake])
    await step('hold')
    await desk.store
      .db('person')
      .insert({ codice_fiscale: person.codice_fiscale, deceased_on: '2019-03-10' })
      .onConflict('codice_fiscale')
      .merge()
    expect((await step('release')).act).toHaveLength(1)
    await run(NEXT)
    expect(await certificates()).toMatchObject([{ hold: null }])
    expect(await releases()).toEqual([])
  })

  // The first that prints a certificate of this year: its form is archived between deciding and registering.
  test('a hold that comes while it is decided counts', async () => {
    await data({}, 2017)
    let isDue = true
    meanwhile = async (effect) => {
      if (!isDue || !effect.includes('forms')) return
      isDue = false
      expect((await step('hold')).act).toHaveLength(1)
    }
    await run()
    meanwhile = () => {}
    expect(isDue).toBe(false)
    expect(await releases()).toEqual([])
    expect(await certificates()).toMatchObject([{ hold: HELD }])
  })
})
