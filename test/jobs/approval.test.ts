import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { approveBundles } from '../../src/batch/approval.ts'
import { approvalSteps } from '../../src/cli/approval-steps.ts'
import { recordProofs } from '../../src/store/approval.ts'
import { bundleByName } from '../../src/store/bundle.ts'
import { manualAct } from '../../src/store/manual-act.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { DATABASES } from '../support/databases.ts'
import { eventRow, eventsFeed, IN_PARIS, requestCells, requestsFeed, lineOf } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import { ledger } from './ledger.ts'

const NIGHT = [intake, issuePins, sendFirstHalves, printPinLetters]
const [FRIDAY, MONDAY, TUESDAY] = ['2026-11-20', '2026-11-23', '2026-11-24'] as const

describe.each(DATABASES)('with approval.required, on %s', (kind) => {
  let on: Installation
  let store: Store
  let abroad = ''
  let home = ''
  const corrected = requestCells()
  beforeAll(async () => {
    on = await newInstallation(kind, (settings) => ({
      ...settings,
      approval: { ...settings.approval, required: true },
    }))
    const cells = [corrected, requestCells(), requestCells({ ...IN_PARIS, mobile: '' })]
    const rows = cells.map((one) => lineOf(one, PIN_REQUEST_COLUMNS))
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
    await on.run(NIGHT, FRIDAY)
    store = await openStore({ url: on.settings.database })
    ;[abroad = '', home = ''] = await names()
  })
  afterAll(async () => {
    await store.close()
    await on.remove()
  })

  const names = async () =>
    (
      await ledger<{ name: string }>(on, `select name from bundle where state = 'published' order by product`)
    ).map(({ name }) => name)
  const act = (verb: string, by: string) => ({
    verb,
    by,
    reason: '',
    at: '2026-11-20T08:00:00.000Z',
    on: FRIDAY,
  })
  const prepare = (by: string, ...bundles: readonly string[]) =>
    manualAct(store, { ...act('proofs', by), subject: bundles.join(' ') }, async (trx, actor) => {
      for (const name of bundles) {
        const bundle = await bundleByName(trx, name)
        if (bundle) await recordProofs(trx, actor, bundle, by)
      }
    })
  const approve = (by: string, ...bundles: readonly string[]) =>
    approveBundles(store, act('approve', by), bundles)
  const steps = () => approvalSteps(store, on.settings)

  test('nothing leaves without it, and everybody is told', async () => {
    const [counts] = await on.run([handOver], FRIDAY)
    expect(counts).toMatchObject({ delivered: 0, letters: 0, unapproved: 2 })
    expect(await on.files('output/outgoing')).toEqual([])
    expect(await steps()).toEqual(
      [abroad, home].map((name) => `  preparare le bozze di un lotto da approvare: recapito proofs ${name}`),
    )
    await on.run([report], FRIDAY)
    const page = (await on.read(`output/reports/${FRIDAY}/index.html`)).toString()
    expect(page).toContain('2 lotti aspettano')
    expect(page).toContain(home)
  })

  test('it takes proofs and a second person', async () => {
    await expect(approve('bruno', home)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(`recapito proofs ${home}`),
    })
    await prepare('anna', abroad, home)
    await expect(approve('Anna', abroad, home)).rejects.toThrow('approva una seconda persona')
    await expect(approve('bruno', home, 'PIN_IT-x')).rejects.toThrow('nessun lotto ha questo nome')
    expect(await ledger(on, 'select approved_by from approval')).toEqual([
      { approved_by: null },
      { approved_by: null },
    ])
    expect((await steps())[1]).toContain(`diversa da anna: recapito approve ${home}`)
  })

  test('an approval is an act in the register, and repeating it changes nothing', async () => {
    expect(await approve('bruno', home)).toEqual([{ bundle: home, approved: true }])
    expect(await approve('carla', home)).toEqual([{ bundle: home, approved: false }])
    await prepare('carla', home)
    expect(await ledger(on, 'select verb, by_whom, subject from manual_act order by id')).toEqual([
      { verb: 'proofs', by_whom: 'anna', subject: `${abroad} ${home}` },
      { verb: 'approve', by_whom: 'bruno', subject: home },
      { verb: 'proofs', by_whom: 'carla', subject: home },
    ])
    expect(
      await ledger(
        on,
        `select action from event where object_type = 'bundle' and action like '%pro%' order by id`,
      ),
    ).toEqual([{ action: 'proofs-prepared' }, { action: 'proofs-prepared' }, { action: 'approved' }])
  })

  test('a bundle that is made again has none', async () => {
    const address = { codice_fiscale: corrected.codice_fiscale, request_id: corrected.request_id }
    const row = eventRow({ type: 'REQUEST_CANCELLED', ...address })
    await on.putFeed('pin-events-1.csv', eventsFeed([row]))
    await on.run([intake], MONDAY)
    await expect(approve('bruno', home)).rejects.toThrow('sarà rifatto alla consegna')
    expect((await on.run([handOver], MONDAY))[0]).toMatchObject({ recalled: 1, delivered: 0, unapproved: 2 })
    const [, remade = ''] = await names()
    expect(remade).not.toBe(home)
    await expect(approve('bruno', home)).rejects.toThrow('è annullato')
    await expect(approve('bruno', remade)).rejects.toThrow('prima si preparano le bozze')
  })

  test('what is approved leaves alone', async () => {
    const [, remade = ''] = await names()
    await prepare('anna', remade)
    await approve('bruno', remade)
    expect((await on.run([handOver], TUESDAY))[0]).toMatchObject({ delivered: 1, letters: 1, unapproved: 1 })
    expect(await names()).toEqual([abroad])
    await expect(approve('carla', remade)).rejects.toThrow('prima della consegna')
  })
})

test('without the setting everything leaves, and approvals are recorded all the same', async () => {
  const on = await newInstallation()
  await on.putFeed('pin-requests-1.csv', requestsFeed([lineOf(requestCells(), PIN_REQUEST_COLUMNS)]))
  await on.run(NIGHT, FRIDAY)
  const store = await openStore({ url: on.settings.database })
  expect(await approvalSteps(store, on.settings)).toEqual([])
  await store.close()
  expect((await on.run([handOver], MONDAY))[0]).toMatchObject({ delivered: 1, unapproved: 0 })
  await on.remove()
})
