import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { Log, LogFields } from '../../src/observe/log.ts'
import { recapito } from '../support/command.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

const TO_SEND = [intake, issuePins, sendFirstHalves]
const [FRIDAY, MONDAY, TUESDAY] = ['2026-11-20', '2026-11-23', '2026-11-24'] as const

/** What staff might leave in the text for abroad: the number of a letter, as an example. Nothing refuses that. */
const EXAMPLE = 'R3K7Q-9TX2M-C'

describe.each(DATABASES)('a bundle that the inspection stops, on %s', (kind) => {
  let on: Installation
  let text = ''
  let original = ''
  beforeAll(async () => {
    on = await newInstallation(kind, (settings) => ({
      ...settings,
      folders: { ...settings.folders, templates: join(settings.folders.data, 'templates') },
    }))
    const { templates } = on.settings.folders
    await cp('templates', templates, { recursive: true })
    text = join(templates, 'pin-letter/it.md')
    original = await readFile(text, 'utf8')
    await spoilTemplate()
    const rows = [requestRow(), requestRow({ ...IN_PARIS, mobile: '' }), requestRow()]
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
    await on.run(TO_SEND, FRIDAY)
  })
  afterAll(() => on.remove())

  async function spoilTemplate() {
    const spoilt = original.replace(/(::: estero\n[\s\S]*?)Chiami il numero/, `$1Citi «${EXAMPLE}» al numero`)
    expect(spoilt).not.toBe(original)
    await writeFile(text, spoilt)
  }

  const bundles = () =>
    ledger<{ name: string; state: string; hold: string | null; attempt: number }>(
      on,
      'select name, product, state, hold, attempt, item_count from bundle order by product, id',
    )
  const held = { product: 'PIN_EXT', state: 'planned', hold: 'ISPEZIONE', item_count: 1 }
  const cancelled = { product: 'PIN_EXT', state: 'cancelled', hold: null, item_count: 1 }
  const italian = { product: 'PIN_IT', hold: null, item_count: 2 }

  test('waits, says why, and lets the others go', async () => {
    const lines: { event: string; fields: LogFields }[] = []
    const log: Log = {
      info() {},
      warn: (event, fields = {}) => lines.push({ event, fields }),
      error() {},
      with: () => log,
    }
    const [counts] = await on.run([printPinLetters], FRIDAY, { log })
    expect(counts).toMatchObject({ bundles: 1, letters: 2, inspectionFaults: 1 })
    const [foreign, home] = await bundles()
    expect(foreign).toMatchObject({ ...held, attempt: 1 })
    expect(home).toMatchObject({ ...italian, state: 'published' })
    expect(lines).toEqual([
      {
        event: 'bundle.faulty',
        fields: { bundle: foreign?.name, faults: [{ code: 'PIECE_OTHER', page: 1 }] },
      },
    ])
    expect(await ledger(on, `select action, code from event where object_type = 'bundle'`)).toEqual([
      { action: 'held', code: 'ISPEZIONE PIECE_OTHER@1' },
    ])
  })

  test('keeps its PDF and CSV in staging, to be looked at, and no manifest', async () => {
    const [{ name = '' } = {}] = await bundles()
    const folder = `output/.staging/${name}.1`
    expect(await on.files('output/.staging')).toEqual([`${folder}/${name}.csv`, `${folder}/${name}.pdf`])
    const place = ['--data', join(on.root, 'data'), '--output', join(on.root, 'output')]
    const found = await recapito([...place, 'inspect', join(on.root, folder, `${name}.pdf`)])
    expect([found.code, found.stdout]).toEqual([5, expect.stringContaining(`PIECE_OTHER`)])
    if (kind !== 'sqlite') return
    const status = await recapito([...place, 'status'])
    expect(status.stdout).toContain(` inspect ${join(on.root, folder, `${name}.pdf`)}`)
  })

  test('is in the report among what waits, and the night ends with a warning', async () => {
    const [counts] = await on.run([report], FRIDAY)
    expect(counts).toMatchObject({ waiting: 1 })
    const folder = `output/reports/${FRIDAY}`
    expect(JSON.parse((await on.read(`${folder}/report.json`)).toString())).toMatchObject({
      exitHint: 3,
      waiting: { oldestDays: 0 },
    })
    const [{ name = '' } = {}] = await bundles()
    const page = (await on.read(`${folder}/index.html`)).toString()
    expect(page).toMatch(new RegExp(`1 lotto è fermo[^<]*</b>\\s*\\(${name}\\)`))
  })

  test('is not handed over, nor tried again by the hand-over', async () => {
    expect((await on.run([handOver], MONDAY))[0]).toMatchObject({ delivered: 1, letters: 2 })
    expect(await bundles()).toMatchObject([held, { ...italian, state: 'delivered' }])
  })

  test('is made again by the next print, and waits again while the cause is there', async () => {
    expect((await on.run([printPinLetters], MONDAY))[0]).toMatchObject({ bundles: 0, inspectionFaults: 1 })
    expect(await bundles()).toMatchObject([{ ...cancelled, item_count: 1 }, held, italian])
  })

  test('leaves by itself once the cause is gone', async () => {
    await writeFile(text, original)
    expect((await on.run([printPinLetters], TUESDAY))[0]).toMatchObject({
      bundles: 1,
      letters: 1,
      inspectionFaults: 0,
    })
    expect(await bundles()).toMatchObject([
      cancelled,
      cancelled,
      { ...held, state: 'published', hold: null },
      italian,
    ])
    expect(await on.files('output/.staging')).toEqual([])
    expect((await on.run([report, handOver], TUESDAY))[1]).toMatchObject({ delivered: 1, letters: 1 })
  })
})
