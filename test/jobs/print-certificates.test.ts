import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printCertificates } from '../../jobs/print-certificates.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { addDays } from '../../src/domain/civil-date.ts'
import { unsentLettersWith, withdrawCertificateLetters } from '../../src/store/certificate-letter.ts'
import type { Actor } from '../../src/store/event.ts'
import { openStore } from '../../src/store/store.ts'
import { acknowledgeByHand } from '../../src/vendor/acknowledge.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'
import { DATABASES } from '../support/databases.ts'
import { requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import {
  CODICE_FISCALE,
  certificateData,
  PARIS,
  type PaperLetter,
  type PutLetter,
  putPaperLetters,
  ROME,
} from '../support/paper-rows.ts'
import { Died, diesBefore, ledger } from './ledger.ts'

/** A Friday; the Monday after it. */
const ON = '2026-11-20'
const MONDAY = '2026-11-23'

const TWO_YEARS: PaperLetter = {
  to: ROME,
  certificates: [{ data: certificateData(2012) }, { data: certificateData(2016) }],
}
const CORRECTED: PaperLetter = {
  to: PARIS,
  certificates: [
    {
      data: certificateData(2018),
      kind: 'CORRECTION',
      replaced: certificateData(2018, { figures: { 'income.pension': 11_000_00, 'days.pension': 365 } }),
    },
  ],
}
const ANNULLED: PaperLetter = {
  to: ROME,
  certificates: [{ data: certificateData(2014), kind: 'ANNULMENT', replaced: certificateData(2014) }],
}

interface BundleRow {
  name: string
  product: string
  state: string
  item_count: number
  pages: number
  expires_on: string
  replaces: string | null
}

const bundlesOf = (on: Installation) =>
  ledger<BundleRow>(
    on,
    `select name, product, state, item_count, pages, expires_on, replaces from bundle
     where state <> 'cancelled' order by id`,
  )

async function csvOf(on: Installation, { name }: Pick<BundleRow, 'name'>) {
  const text = await on.read(`output/bundles/${name}/${name}.csv`)
  return parse(text, { delimiter: ';', columns: true }) as Record<string, string>[]
}

async function textsOf(on: Installation, { name }: Pick<BundleRow, 'name'>): Promise<string[]> {
  const pages = await readPages(await on.read(`output/bundles/${name}/${name}.pdf`))
  return pages.map((page) =>
    textOf(page)
      .replace(/\s+/g, ' ')
      .replace(/ ([,.:])/g, '$1'),
  )
}

describe.each(DATABASES)('a night with PIN letters and certificates on %s', (kind) => {
  let on: Installation
  let put: PutLetter[]
  let counts: readonly Record<string, number>[]
  beforeAll(async () => {
    on = await newInstallation(kind)
    await on.putFeed('pin-requests-1.csv', requestsFeed(Array.from({ length: 4 }, () => requestRow())))
    await on.run([intake, issuePins, sendFirstHalves], ON)
    // Their ids are those of the codes above: whoever takes one for the other is found out.
    put = await putPaperLetters(on, ON, [TWO_YEARS, CORRECTED, ANNULLED])
    counts = await on.run([printPinLetters, printCertificates], ON)
  })
  afterAll(() => on.remove())

  test('each job prints its own, in bundles of its own', async () => {
    expect(counts).toMatchObject([
      { letters: 4, pages: 4, bundles: 1, held: 0, inspectionFaults: 0 },
      { letters: 3, pages: 7 + 5 + 3, bundles: 2, held: 0, inspectionFaults: 0 },
    ])
    expect(await bundlesOf(on)).toMatchObject([
      { product: 'PIN_IT', state: 'published', item_count: 4 },
      { product: 'CUD_EXT', state: 'published', item_count: 1, pages: 5, expires_on: '' },
      { product: 'CUD_IT', state: 'published', item_count: 2, pages: 10, expires_on: '' },
    ])
    expect(await ledger(on, `select distinct expires_on from credential`)).toEqual([
      { expires_on: '2027-05-19' },
    ])
  })

  test('the vendor’s list has the sheets of each piece, plain stationery, and no codice fiscale', async () => {
    const bundle = (await bundlesOf(on)).find(({ product }) => product === 'CUD_IT') as BundleRow
    const [two, annulled] = [put[0] as PutLetter, put[2] as PutLetter]
    expect(await csvOf(on, bundle)).toMatchObject([
      {
        product: 'CUD_IT',
        mailpiece_id: two.publicId,
        row1: 'MARIA ROSSI',
        row3: '00144 ROMA RM',
        cap: '00144',
        first_page: '1',
        pages: '7',
        sheets: '7',
        weight_g: '40',
        stationery: 'PLAIN',
      },
      { mailpiece_id: annulled.publicId, first_page: '8', pages: '3', sheets: '3', weight_g: '20' },
    ])
    for (const suffix of ['csv', 'json']) {
      const text = (await on.read(`output/bundles/${bundle.name}/${bundle.name}.${suffix}`)).toString()
      expect(text).not.toContain(CODICE_FISCALE)
    }
    const manifest = JSON.parse(
      (await on.read(`output/bundles/${bundle.name}/${bundle.name}.json`)).toString(),
    )
    expect(manifest).toMatchObject({ product: 'CUD_IT', pieces: 2, pages: 10, sheets: 10 })
  })

  test('every sheet says which of its letter it is; years stand one after the other, each with its explanation', async () => {
    const bundle = (await bundlesOf(on)).find(({ product }) => product === 'CUD_IT') as BundleRow
    const pages = await textsOf(on, bundle)
    const marks = pages.map((text) => /([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]) (\d+\/\d+)/.exec(text)?.[2])
    expect(marks).toEqual(['1/7', '2/7', '3/7', '4/7', '5/7', '6/7', '7/7', '1/3', '2/3', '3/3'])
    expect(pages[0]).toContain('CUD 2013, redditi del 2012, rilasciata il 28 febbraio 2013.')
    expect(pages[0]).toContain('CU 2017, redditi del 2016')
    expect(pages[0]).not.toContain(CODICE_FISCALE)
    expect(pages[1]).toContain('12.000,00')
    expect(pages[3]).toMatch(/Punto 6, addizionale regionale per il 2012.*da marzo a novembre 2013/s)
    expect(pages[6]).toMatch(/Punto 22, addizionale regionale per il 2016/)
    expect(pages[6]).toContain(CODICE_FISCALE)
    // An annulment is declared by nobody.
    expect(pages[7]).toMatch(/È un annullamento: quella rilasciata il 28 febbraio 2015/)
    expect(pages.slice(7).join(' ')).not.toContain('Otto per mille')
  })

  test('a correction says so where it is announced, on every page of its own, and what changed', async () => {
    const bundle = (await bundlesOf(on)).find(({ product }) => product === 'CUD_EXT') as BundleRow
    const pages = await textsOf(on, bundle)
    expect(pages[0]).toMatch(/È una rettifica: annulla e sostituisce quella rilasciata il 28 febbraio 2019/)
    for (const page of pages.slice(1, 4)) expect(page).toMatch(/annulla e sostituisce la precedente/)
    expect(pages[3]).toContain('prima 11.000,00; adesso 12.000,00')
    expect(pages[4]).toContain('Le addizionali')
  })

  test('handed over, the releases are confirmed, and codes wait for their first use', async () => {
    expect((await on.run([handOver], MONDAY))[0]).toMatchObject({ delivered: 3, letters: 7 })
    const releases = `select id, state, confirmed_on from certificate_release order by id`
    const ids = put.flatMap(({ releaseIds }) => releaseIds)
    expect(await ledger(on, releases)).toEqual(
      ids.map((id) => ({ id, state: 'CONFIRMED', confirmed_on: MONDAY })),
    )
    expect(await ledger(on, 'select distinct state, state_on from credential')).toEqual([
      { state: 'AWAITING_FIRST_USE', state_on: MONDAY },
    ])
  })

  test('one kind’s acknowledgement leaves the other’s codes and files alone', async () => {
    const [pin, abroad, italy] = (await bundlesOf(on)) as [BundleRow, BundleRow, BundleRow]
    const sealed = () => ledger(on, `select count(*) as n from half where idx = 2 and state = 'sealed'`)
    const pdfs = async () =>
      (await on.files('output')).filter((path) => path.endsWith('.pdf')).map((path) => path.split('/').at(-1))
    const app = await on.open()
    const work = { ...app, vendor: app.settings.vendor.name }
    const act = (on: string) => ({
      verb: 'acknowledge',
      by: 'maria',
      reason: '',
      at: `${on}T09:00:00.000Z`,
      on,
    })
    try {
      await acknowledgeByHand(work, act('2026-11-24'), italy.name)
      await acknowledgeByHand(work, act('2026-11-24'), abroad.name)
      expect(await sealed()).toEqual([{ n: 4 }])
      expect(new Set(await pdfs())).toEqual(new Set([`${pin.name}.pdf`]))
      await acknowledgeByHand(work, act('2026-11-25'), pin.name)
      expect(await sealed()).toEqual([{ n: 0 }])
    } finally {
      await app.close()
    }
    const states = await ledger(on, 'select distinct kind, state from letter order by kind')
    expect(states).toEqual([
      { kind: 'CERTIFICATE', state: 'acknowledged' },
      { kind: 'PIN_HALF2', state: 'acknowledged' },
    ])
  })
})

describe.each(DATABASES)('letters with certificates on %s', (kind) => {
  let on: Installation
  let days = 0
  beforeAll(async () => {
    on = await newInstallation(kind)
  })
  afterAll(() => on.remove())

  const nextDay = () => addDays('2026-12-01', days++)
  const printed = async (day: string) =>
    (await ledger<BundleRow>(
      on,
      `select name, product, state, item_count, pages, replaces from bundle where business_date = ? order by id`,
      [day],
    )) as BundleRow[]

  async function withdraw(day: string, certificateIds: readonly number[]): Promise<void> {
    const store = await openStore({ url: on.settings.database })
    const actor: Actor = { runId: 1, at: `${day}T08:00:00.000Z`, on: day }
    try {
      await store.transaction('withdraw', async (trx) =>
        withdrawCertificateLetters(trx, actor, await unsentLettersWith(trx, certificateIds)),
      )
    } finally {
      await store.close()
    }
  }

  test('one whose certificate changed does not leave: its bundle is made again without it', async () => {
    const day = nextDay()
    const [first, second] = (await putPaperLetters(on, day, [TWO_YEARS, ANNULLED])) as [PutLetter, PutLetter]
    await on.run([printCertificates], day)
    const [old] = await printed(day)
    await withdraw(day, [first.certificateIds[1] as number])
    expect((await on.run([handOver], day))[0]).toMatchObject({ recalled: 1, delivered: 1, letters: 1 })
    expect(await printed(day)).toMatchObject([
      { name: old?.name, state: 'cancelled' },
      { state: 'delivered', item_count: 1, pages: 3, replaces: old?.name },
    ])
    const states = () =>
      ledger(on, `select state, letter_id from certificate_release where id >= ? order by id`, [
        first.releaseIds[0] as number,
      ])
    const afterwards = [
      ...first.releaseIds.map(() => ({ state: 'PREPARED', letter_id: null })),
      { state: 'CONFIRMED', letter_id: second.letterId },
    ]
    expect(await states()).toEqual(afterwards)
    // What has left stays as it was.
    await withdraw(day, second.certificateIds)
    expect(await states()).toEqual(afterwards)
    expect(await ledger(on, 'select state from letter where id = ?', [second.letterId])).toEqual([
      { state: 'handed_over' },
    ])
  })

  test('one that cannot be printed waits for a person and enters no bundle', async () => {
    const day = nextDay()
    const chinese = certificateData(2012, { surname: '陈' })
    const lines = ['陈 MARIA', 'VIA ROMA 1', '00144 ROMA RM']
    const [, inForm, inWindow] = await putPaperLetters(on, day, [
      ANNULLED,
      { to: ROME, certificates: [{ data: certificateData(2015) }, { data: chinese }] },
      { to: { ...ROME, lines }, certificates: [{ data: certificateData(2012) }] },
    ])
    expect((await on.run([printCertificates], day))[0]).toMatchObject({ letters: 1, held: 2 })
    const holds = await ledger(
      on,
      `select id, state, hold, hold_field, hold_detail from letter where hold is not null`,
    )
    expect(holds).toEqual([
      {
        id: inForm?.letterId,
        state: 'pending',
        hold: 'GLIFO_MANCANTE',
        hold_field: 'CUD 2013, punto 2, Cognome',
        hold_detail: 'U+9648',
      },
      {
        id: inWindow?.letterId,
        state: 'pending',
        hold: 'GLIFO_MANCANTE',
        hold_field: 'riga 1 dell’indirizzo',
        hold_detail: 'U+9648',
      },
    ])
  })

  test('nothing to print loads no form and makes no bundle', async () => {
    const settings = { ...on.settings, folders: { ...on.settings.folders, templates: '/nowhere' } }
    expect((await on.run([printCertificates], nextDay(), { settings }))[0]).toMatchObject({
      letters: 0,
      bundles: 0,
    })
  })

  test('a bundle frozen with other forms is recalled by its own job, and by no other', async () => {
    const day = nextDay()
    await putPaperLetters(on, day, [ANNULLED])
    await expect(
      on.run([printCertificates], day, { gate: diesBefore((effect) => effect === 'commit claim') }),
    ).rejects.toThrow(Died)
    await ledger(on, `update bundle set template_version = 'other' where state = 'planned'`)
    await on.run([printPinLetters], day)
    expect(await printed(day)).toMatchObject([{ state: 'planned' }])
    await on.run([printCertificates], day)
    expect(await printed(day)).toMatchObject([{ state: 'cancelled' }, { state: 'published', item_count: 1 }])
  })
})
