import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { App } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { differencesIn, findDifferences } from '../../src/cli/reconcile/find-differences.ts'
import { adoptByHand, rebuildByHand } from '../../src/cli/reconcile/mend.ts'
import type { EffectGate } from '../../src/files/files.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { Died, diesBefore } from '../jobs/ledger.ts'
import { requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'

const MONDAY = '2026-11-23'
const BY_HAND = { reason: 'prova', by: 'rossi', date: MONDAY }

describe('mending that is cut short', () => {
  let on: Installation
  let app: App
  let name: string
  let gate: EffectGate = () => {}
  beforeAll(async () => {
    on = await newInstallation()
    app = await on.open({ gate: (effect) => gate(effect) })
    await on.putFeed('pin-requests-1.csv', requestsFeed([requestRow(), requestRow()]))
    await app.runJobs([intake, issuePins, sendFirstHalves, printPinLetters], dailySlot('2026-11-20'))
    await app.runJobs([handOver], dailySlot(MONDAY))
    const [bundle] = await rowsOf<{ name: string }>(app.store.db, 'select name from bundle')
    name = bundle?.name ?? ''
  })
  afterAll(async () => {
    await app.close()
    await on.remove()
  })

  async function differences(): Promise<string[]> {
    const check = { files: app.files, folders: app.folders, vendor: app.settings.vendor.name }
    return differencesIn(await findDifferences(app.store.db, check, MONDAY)).map(({ line }) => line)
  }

  /** Damages, dies before effect k, mends; for every k that there is. */
  async function atEveryEffect(damage: () => Promise<void>, mend: () => Promise<unknown>): Promise<number> {
    for (let k = 0; ; k += 1) {
      await damage()
      let effects = 0
      gate = diesBefore(() => effects++ === k)
      const died = await mend().then(
        () => false,
        (error: unknown) => error instanceof Died,
      )
      gate = () => {}
      if (!died) return k
      await mend()
      expect({ k, differences: await differences() }).toEqual({ k, differences: [] })
    }
  }

  test('a rebuild goes on from any step, to the same bytes', async () => {
    const files = (await on.files('output/bundles')).concat(await on.files('output/outgoing'))
    const before = await Promise.all(files.map((path) => on.read(path)))
    const tried = await atEveryEffect(
      async () => {
        await rm(join(on.root, 'output/bundles', name, `${name}.pdf`), { force: true })
        await appendFile(join(on.root, 'output/outgoing/postalizzatore', name, `${name}.csv`), 'x')
      },
      () => rebuildByHand(app, name, BY_HAND),
    )
    expect(tried).toBeGreaterThan(10)
    expect(await Promise.all(files.map((path) => on.read(path)))).toEqual(before)
  })

  test('an adoption goes on from any step, and no letter is printed twice', async () => {
    const tried = await atEveryEffect(
      async () => {
        for (const sql of [
          'delete from bundle_item',
          'delete from bundle',
          `update letter set state = 'pending'`,
          `update credential set state = 'PARTIAL', expires_on = null`,
          `update request set state = 'APPROVED'`,
        ])
          await app.store.db.raw(sql)
        await rm(join(on.root, 'output/bundles', name), { recursive: true, force: true })
      },
      () => adoptByHand(app, BY_HAND),
    )
    expect(tried).toBeGreaterThan(8)
    const [night] = await app.runJobs([printPinLetters], dailySlot('2026-11-24'))
    expect(night?.counts).toMatchObject({ letters: 0 })
  })
})
