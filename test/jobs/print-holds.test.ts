import { describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { Settings } from '../../src/config.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'
import { DATABASES } from '../support/databases.ts'
import {
  eventRow,
  eventsFeed,
  IN_PARIS,
  IN_ROME,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, ledger } from './ledger.ts'

const ON = '2026-11-20'
const TO_SEND = [intake, issuePins, sendFirstHalves]

/** An installation in which letters wait to be printed; gone after `work`. */
async function withLetters(
  kind: (typeof DATABASES)[number],
  rows: readonly Partial<RequestCells>[],
  work: (on: Installation) => Promise<void>,
  change?: (settings: Settings) => Settings,
): Promise<void> {
  const on = await newInstallation(kind, change)
  try {
    const lines = rows.map((row, index) =>
      requestRow({ request_id: `L-${index}`, surname: 'BABEBI', ...row }),
    )
    await on.putFeed('pin-requests-1.csv', requestsFeed(lines))
    await on.run(TO_SEND, ON)
    await work(on)
  } finally {
    await on.remove()
  }
}

/** As when the typeface of the templates was changed since the letter was made: it lacks what the name needs. */
async function spoil(on: Installation, ...requestIds: readonly string[]) {
  for (const requestId of requestIds) {
    await ledger(
      on,
      `update letter set snapshot = replace(snapshot, 'BABEBI', '陈BEBI') where source_id in (
         select c.id from credential c join request r on r.id = c.request_id where r.request_key = ?)`,
      [requestId],
    )
  }
}

const LETTERS = `select r.request_key as key, l.state, l.hold, l.hold_field as field, l.hold_detail as detail from letter l
  join credential c on c.id = l.source_id join request r on r.id = c.request_id order by r.id`
const published = (key: string) => ({ key, state: 'published', hold: null, field: null, detail: null })
const held = (key: string) => ({
  key,
  state: 'pending',
  hold: 'GLIFO_MANCANTE',
  field: 'riga 1 dell’indirizzo',
  detail: 'U+9648',
})

describe.each(DATABASES)('letters that cannot be printed on %s', (kind) => {
  test('are held before they are frozen, and enter no bundle until their address is put right', async () => {
    await withLetters(kind, [{}, {}, {}], async (on) => {
      await spoil(on, 'L-1')
      expect((await on.run([printPinLetters], ON))[0]).toMatchObject({ letters: 2, bundles: 1, held: 1 })
      expect(await ledger(on, LETTERS)).toEqual([published('L-0'), held('L-1'), published('L-2')])
      expect((await on.run([printPinLetters], ON))[0]).toMatchObject({ letters: 0, held: 0 })

      const event = { type: 'ADDRESS_CORRECTED', request_id: 'L-1', ...IN_ROME, street: 'Via Mazzini' }
      await on.putFeed('pin-events-1.csv', eventsFeed([eventRow(event)]))
      await on.run([intake, printPinLetters], ON)
      expect(await ledger(on, LETTERS)).toEqual(['L-0', 'L-1', 'L-2'].map(published))
      expect(await ledger(on, 'select part, item_count from bundle order by id')).toEqual([
        { part: 1, item_count: 2 },
        { part: 2, item_count: 1 },
      ])
    })
  })

  test('that were frozen all the same are taken out, and the bundle is printed without them', async () => {
    await withLetters(kind, [{}, {}, {}], async (on) => {
      await expect(
        on.run([printPinLetters], ON, { gate: diesBefore((effect) => effect === 'commit claim') }),
      ).rejects.toThrow(Died)
      await spoil(on, 'L-0')
      expect((await on.run([printPinLetters], ON))[0]).toMatchObject({ letters: 2, bundles: 1 })
      expect(await ledger(on, LETTERS)).toEqual([held('L-0'), published('L-1'), published('L-2')])
      const [pdf] = (await on.files('output/bundles')).filter((path) => path.endsWith('.pdf'))
      expect(await readPages(await on.read(pdf ?? ''))).toHaveLength(2)
      expect(await ledger(on, 'select seq from bundle_item order by seq')).toHaveLength(2)
    })
  })

  test('leave no bundle where nothing else is in it', async () => {
    await withLetters(kind, [{}], async (on) => {
      await expect(
        on.run([printPinLetters], ON, { gate: diesBefore((effect) => effect === 'commit claim') }),
      ).rejects.toThrow(Died)
      await spoil(on, 'L-0')
      expect((await on.run([printPinLetters], ON))[0]).toMatchObject({ letters: 0, bundles: 0 })
      expect(await ledger(on, 'select state, item_count from bundle')).toEqual([
        { state: 'cancelled', item_count: 0 },
      ])
      expect([...(await on.files('output/bundles')), ...(await on.files('output/.staging'))]).toEqual([])
    })
  })

  const limited = (settings: Settings): Settings => ({
    ...settings,
    limits: { ...settings.limits, heldAtLeast: 2, heldShare: 0.5 },
  })

  test('stop the night before anything is published when they are too many, every time until some are put right', async () => {
    await withLetters(
      kind,
      [{}, {}, {}],
      async (on) => {
        await spoil(on, 'L-0', 'L-1')
        for (const _attempt of [1, 2])
          await expect(on.run([printPinLetters], ON)).rejects.toMatchObject({
            name: 'HeldLimitExceeded',
            exitCode: 6,
            message: expect.stringContaining('2 of 3 letters'),
          })
        expect(await ledger(on, 'select id from bundle')).toEqual([])
        expect([...(await on.files('output/bundles')), ...(await on.files('output/.staging'))]).toEqual([])
        expect(
          await ledger(on, `select distinct state, error from run where job = 'print-pin-letters'`),
        ).toEqual([{ state: 'failed', error: 'HeldLimitExceeded' }])

        const event = { type: 'ADDRESS_CORRECTED', request_id: 'L-0', ...IN_ROME }
        await on.putFeed('pin-events-1.csv', eventsFeed([eventRow(event)]))
        expect((await on.run([intake, printPinLetters], ON))[1]).toMatchObject({ letters: 2 })
      },
      limited,
    )
  })

  test.each([
    ['as many as the share allows', 4, ['L-0', 'L-1']],
    ['fewer than the setting begins to count', 1, ['L-0']],
  ])('do not stop it when they are %s', async (_title, letters, spoilt) => {
    await withLetters(
      kind,
      Array.from({ length: letters }, () => ({})),
      async (on) => {
        await spoil(on, ...spoilt)
        expect((await on.run([printPinLetters], ON))[0]).toMatchObject({
          held: spoilt.length,
          letters: letters - spoilt.length,
        })
      },
      limited,
    )
  })
})

describe.each(DATABASES)('the days on a letter on %s', (kind) => {
  test('posting on the next working day, valid from then, longer abroad where the institute says so', async () => {
    await withLetters(
      kind,
      [{}, { ...IN_PARIS, mobile: '' }],
      async (on) => {
        // A Saturday; on Monday the offices are closed.
        await on.run([printPinLetters], '2026-11-21')
        const days = { business_date: '2026-11-21', posting_on: '2026-11-24' }
        expect(
          await ledger(
            on,
            'select product, business_date, posting_on, expires_on from bundle order by product desc',
          ),
        ).toEqual([
          { product: 'PIN_IT', ...days, expires_on: '2027-05-23' },
          { product: 'PIN_EXT', ...days, expires_on: '2027-07-22' },
        ])
        expect(await ledger(on, 'select expires_on from credential order by id')).toEqual([
          { expires_on: '2027-05-23' },
          { expires_on: '2027-07-22' },
        ])
        const [abroad, atHome] = (await on.files('output/bundles')).filter((path) => path.endsWith('.pdf'))
        const text = async (path = '') =>
          (await readPages(await on.read(path))).map(textOf).join(' ').replaceAll('\u00a0', ' ')
        expect(await text(atHome)).toMatch(/21 novembre 2026[\s\S]*23 maggio 2027/)
        expect(await text(abroad)).toMatch(/21 novembre 2026[\s\S]*22 luglio 2027/)
      },
      (settings) => ({
        ...settings,
        calendar: { closures: ['2026-11-23'] },
        parameters: { initialUnusedValidityDaysAbroad: 240 },
      }),
    )
  })

  test('a trial is marked in product, name, manifest and on every page, for ever', async () => {
    const on = await newInstallation(kind)
    try {
      await on.putFeed(
        'pin-requests-1.csv',
        requestsFeed([requestRow(), requestRow({ ...IN_PARIS, mobile: '' })]),
      )
      await on.run(TO_SEND, ON, { mode: 'test' })
      // The database remembers, whatever it is opened for later.
      await on.run([printPinLetters], ON, { mode: 'live' })
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
  })
})
