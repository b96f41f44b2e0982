import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { addDays } from '../../src/domain/civil-date.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'
import { DATABASES } from '../support/databases.ts'
import { eventRow, eventsFeed, IN_PARIS, IN_ROME, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, type Program, start } from './ledger.ts'

const TO_SEND = [intake, issuePins, sendFirstHalves]

const LETTERS = `select r.request_key as key, l.state, l.hold, l.hold_field as field, l.hold_detail as detail from letter l
  join credential c on c.id = l.source_id join request r on r.id = c.request_id where r.request_key like ? order by r.id`
const BUNDLES = `select distinct b.id, b.state, b.item_count from bundle b join bundle_item i on i.bundle_id = b.id
  join letter l on l.id = i.letter_id join credential c on c.id = l.source_id join request r on r.id = c.request_id
  where r.request_key like ? order by b.id`

const published = (key: string) => ({ key, state: 'published', hold: null, field: null, detail: null })
const held = (key: string) => ({
  key,
  state: 'pending',
  hold: 'GLIFO_MANCANTE',
  field: 'riga 1 dell’indirizzo',
  detail: 'U+9648',
})

describe.each(DATABASES)('letters that cannot be printed on %s', (kind) => {
  let on: Installation
  let program: Program
  let tests = 0
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  /** Letters that wait to be printed on a day of their own, with their keys. */
  async function waiting(count: number) {
    const day = addDays('2026-11-19', ++tests)
    const keys = Array.from({ length: count }, (_, index) => `T${tests}-${index}`)
    const rows = keys.map((request_id) => requestRow({ request_id, surname: 'BABEBI' }))
    await on.putFeed(`pin-requests-${tests}.csv`, requestsFeed(rows))
    await program.run(TO_SEND, day)
    return { day, keys, like: `T${tests}-%` }
  }

  /** As when the typeface of the templates was changed since the letter was made: it lacks what the name needs. */
  async function spoil(keys: readonly string[]) {
    for (const key of keys) {
      await program.ledger(
        `update letter set snapshot = replace(snapshot, 'BABEBI', '陈BEBI') where source_id in (
           select c.id from credential c join request r on r.id = c.request_id where r.request_key = ?)`,
        [key],
      )
    }
  }

  async function correct(key: string | undefined, day: string) {
    const event = { type: 'ADDRESS_CORRECTED', request_id: key ?? '', occurred_at: day, ...IN_ROME }
    await on.putFeed(`pin-events-${key}.csv`, eventsFeed([eventRow(event)]))
  }

  const filesOf = (name: string) => on.files(`output/bundles/${name}`)

  test('are held before they are frozen, and enter no bundle until their address is put right', async () => {
    const { day, keys, like } = await waiting(3)
    const [first = '', second = '', third = ''] = keys
    await spoil([second])
    expect((await program.run([printPinLetters], day))[0]).toMatchObject({ letters: 2, bundles: 1, held: 1 })
    expect(await program.ledger(LETTERS, [like])).toEqual([published(first), held(second), published(third)])
    expect((await program.run([printPinLetters], day))[0]).toMatchObject({ letters: 0, held: 0 })

    await correct(second, day)
    await program.run([intake, printPinLetters], day)
    expect(await program.ledger(LETTERS, [like])).toEqual(keys.map(published))
    expect(await program.ledger(BUNDLES, [like])).toMatchObject([{ item_count: 2 }, { item_count: 1 }])
  })

  test('that were frozen all the same are taken out, and the bundle is printed without them', async () => {
    const { day, keys, like } = await waiting(3)
    const [first = '', second = '', third = ''] = keys
    const gate = diesBefore((effect) => effect === 'commit claim')
    await expect(on.run([printPinLetters], day, { gate })).rejects.toThrow(Died)
    await spoil([first])
    expect((await program.run([printPinLetters], day))[0]).toMatchObject({ letters: 2, bundles: 1 })
    expect(await program.ledger(LETTERS, [like])).toEqual([held(first), published(second), published(third)])
    const [bundle] = await program.ledger<{ name: string; item_count: number }>(
      'select name, item_count from bundle order by id desc limit 1',
    )
    expect(bundle?.item_count).toBe(2)
    const pdf = await on.read(`output/bundles/${bundle?.name}/${bundle?.name}.pdf`)
    expect(await readPages(pdf)).toHaveLength(2)
  })

  test('leave no bundle where nothing else is in it', async () => {
    const { day, keys } = await waiting(1)
    const gate = diesBefore((effect) => effect === 'commit claim')
    await expect(on.run([printPinLetters], day, { gate })).rejects.toThrow(Died)
    await spoil(keys)
    expect((await program.run([printPinLetters], day))[0]).toMatchObject({ letters: 0, bundles: 0 })
    const [bundle] = await program.ledger<{ name: string }>(
      'select name, state, item_count from bundle order by id desc limit 1',
    )
    expect(bundle).toMatchObject({ state: 'cancelled', item_count: 0 })
    expect([...(await filesOf(bundle?.name ?? '')), ...(await on.files('output/.staging'))]).toEqual([])
  })

  const limited = () => ({
    settings: { ...on.settings, limits: { ...on.settings.limits, heldAtLeast: 2, heldShare: 0.5 } },
  })

  test('stop the night before anything is published when they are too many, every time until some are put right', async () => {
    const { day, keys, like } = await waiting(3)
    const before = await on.files('output')
    await spoil(keys.slice(0, 2))
    for (const _attempt of [1, 2])
      await expect(on.run([printPinLetters], day, limited())).rejects.toMatchObject({
        name: 'HeldLimitExceeded',
        exitCode: 6,
        message: expect.stringContaining('2 lettere su 3'),
      })
    expect(await program.ledger(BUNDLES, [like])).toEqual([])
    expect(await on.files('output')).toEqual(before)
    expect(
      await program.ledger(
        `select state, error from run where job = 'print-pin-letters' order by id desc limit 1`,
      ),
    ).toEqual([{ state: 'failed', error: 'HeldLimitExceeded' }])

    await correct(keys[0], day)
    expect((await on.run([intake, printPinLetters], day, limited()))[1]).toMatchObject({ letters: 2 })
  })

  test.each([
    ['as many as the share allows', 4, 2],
    ['fewer than the setting begins to count', 1, 1],
  ])('do not stop it when they are %s', async (_title, letters, spoilt) => {
    const { day, keys } = await waiting(letters)
    await spoil(keys.slice(0, spoilt))
    expect((await on.run([printPinLetters], day, limited()))[0]).toMatchObject({
      held: spoilt,
      letters: letters - spoilt,
    })
  })

  test('say when they should be posted and until when their code is valid, longer abroad where the institute says so', async () => {
    await on.putFeed(
      'pin-requests-days.csv',
      requestsFeed([
        requestRow({ request_id: 'days-0' }),
        requestRow({ request_id: 'days-1', ...IN_PARIS, mobile: '' }),
      ]),
    )
    const settings = {
      ...on.settings,
      calendar: { ...on.settings.calendar, closures: ['2027-01-11'] },
      parameters: { initialUnusedValidityDaysAbroad: 240 },
    }
    // A Saturday; on Monday the offices are closed.
    await on.run([...TO_SEND, printPinLetters], '2027-01-09', { settings })
    const bundles = await program.ledger<{ name: string }>(
      `select name, product, posting_on, expires_on from bundle where business_date = '2027-01-09' order by product desc`,
    )
    expect(bundles).toMatchObject([
      { product: 'PIN_IT', posting_on: '2027-01-12', expires_on: '2027-07-11' },
      { product: 'PIN_EXT', posting_on: '2027-01-12', expires_on: '2027-09-09' },
    ])
    const codes = `select c.expires_on from credential c join request r on r.id = c.request_id
      where r.request_key like 'days-%' order by r.id`
    expect(await program.ledger(codes)).toEqual([{ expires_on: '2027-07-11' }, { expires_on: '2027-09-09' }])
    const texts = bundles.map(async ({ name }) => {
      const pages = await readPages(await on.read(`output/bundles/${name}/${name}.pdf`))
      return pages.map(textOf).join(' ')
    })
    const [italy, abroad] = await Promise.all(texts)
    for (const text of [italy, abroad]) expect(text).toContain('9 gennaio 2027')
    expect(italy).toContain('11 luglio 2027')
    expect(abroad).toContain('9 settembre 2027')
  })
})

test.each(DATABASES)(
  'a trial is marked in product, name, manifest and on every page, for ever, on %s',
  async (kind) => {
    const on = await newInstallation(kind)
    try {
      await on.putFeed(
        'pin-requests-1.csv',
        requestsFeed([requestRow(), requestRow({ ...IN_PARIS, mobile: '' })]),
      )
      await on.run(TO_SEND, '2026-11-20', { mode: 'test' })
      // The database remembers, whatever it is opened for later.
      await on.run([printPinLetters], '2026-11-20', { mode: 'live' })
      const files = await on.files('output/bundles')
      expect(files).toHaveLength(6)
      for (const path of files) {
        expect(path).toMatch(/^output\/bundles\/TEST_PIN_(IT|EXT)-/)
        const bytes = await on.read(path)
        if (path.endsWith('.json')) expect(JSON.parse(bytes.toString())).toMatchObject({ test: true })
        else if (path.endsWith('.csv')) expect(bytes.toString()).toMatch(/"TEST_PIN_(IT|EXT)"/)
        else for (const page of await readPages(bytes)) expect(textOf(page)).toContain('PROVA')
      }
    } finally {
      await on.remove()
    }
  },
)
