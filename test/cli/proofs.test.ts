import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printCertificates } from '../../jobs/print-certificates.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { keysFor, readKeyring } from '../../src/secrets/keyring.ts'
import { open } from '../../src/secrets/sealing.ts'
import { ledger } from '../jobs/ledger.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'
import { recapito } from '../support/command.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { CODICE_FISCALE, certificateData, putPaperLetters, ROME } from '../support/paper-rows.ts'

const ON = '2026-11-20'
const FOLDER = `output/proofs/${ON}`
/** Longer than all others. */
const LONG = 'CACCIAPUOTI DELLA MARRA'

let on: Installation
let place: string[] = []
const run = (...args: string[]) => recapito([...place, ...args])
const names = async () =>
  (await ledger<{ name: string }>(on, 'select name from bundle order by product')).map(({ name }) => name)

beforeAll(async () => {
  on = await newInstallation()
  place = ['--data', join(on.root, 'data'), '--output', join(on.root, 'output')]
  const rows = [...Array(9)].map(() => requestRow()).concat(requestRow({ ...IN_PARIS, mobile: '' }))
  await on.putFeed('pin-requests-1.csv', requestsFeed([...rows, requestRow({ postal_name: LONG })]))
  const [corrected, plain] = [2018, 2016].map((year) => certificateData(year))
  await putPaperLetters(on, ON, [
    { to: ROME, certificates: plain ? [{ data: plain }] : [] },
    {
      to: ROME,
      certificates: corrected
        ? [{ data: corrected, kind: 'CORRECTION', replaced: certificateData(2018) }]
        : [],
    },
  ])
  await on.run([intake, issuePins, sendFirstHalves, printPinLetters, printCertificates], ON)
}, 120_000)
afterAll(() => on.remove())

describe('proofs', () => {
  test('says when there is nothing to prove, and where there is', async () => {
    const none = await run('proofs', '--date', '2026-11-19')
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining(`(--date ${ON})`)])
    const stray = await run('proofs', 'PIN_IT-x')
    expect([stray.code, stray.stderr]).toEqual([2, expect.stringContaining('nessun lotto ha questo nome')])
  })

  test('are masked letters of each product, chosen for their edges, with an index that names nobody', async () => {
    const { code, stdout, stderr } = await run('proofs', '--date', ON, '--by', 'anna', '--letters', '4')
    expect([code, stderr]).toEqual([0, ''])
    expect(await on.files('output/proofs')).toEqual(
      ['CUD_IT.pdf', 'PIN_EXT.pdf', 'PIN_IT.pdf', 'indice.csv'].map((name) => `${FOLDER}/${name}`),
    )
    const index = (await on.read(`${FOLDER}/indice.csv`)).toString()
    const reasons = (product: string) =>
      index
        .split('\r\n')
        .filter((line) => line.includes(`"${product}.pdf"`))
        .map((line) => line.split(';').at(-1))
    expect(reasons('PIN_IT')).toHaveLength(4)
    expect(reasons('PIN_IT').join()).toContain('nome più lungo')
    expect(reasons('PIN_IT').at(-1)).toBe('"a caso"')
    expect(reasons('PIN_EXT').join()).toContain('indirizzo estero più lungo')
    expect(reasons('CUD_IT').join()).toContain('rettifica')
    for (const secret of [CODICE_FISCALE, 'ROSSI', LONG]) expect(index).not.toContain(secret)
    for (const name of await names()) expect(stdout).toContain(`recapito approve ${name} --by`)
  })

  test('show no code and say that they are no letters', async () => {
    const pages = await readPages(await on.read(`${FOLDER}/PIN_IT.pdf`))
    const text = pages.map(textOf).join('\n')
    expect(text).toContain('••••')
    expect(text).toContain('FAC-SIMILE')
    expect(text).toContain(LONG)
    const keys = keysFor(await readKeyring(on.settings.keyring), 'secondHalf')
    const halves = await ledger<{ credential_id: number; sealed_text: string }>(
      on,
      'select credential_id, sealed_text from half where idx = 2',
    )
    expect(halves.length).toBeGreaterThan(10)
    for (const { credential_id, sealed_text } of halves) {
      const half = open(keys, { credentialId: credential_id, idx: 2 }, sealed_text)
      expect(text.replaceAll(' ', '').includes(half)).toBe(false)
    }
    const certificates = await readPages(await on.read(`${FOLDER}/CUD_IT.pdf`))
    expect(certificates.filter((page) => !textOf(page).includes('FAC-SIMILE')).length).toBeLessThan(
      certificates.length / 2,
    )
  })

  test('are the same each time, and stand in the register', async () => {
    const before = await on.read(`${FOLDER}/PIN_IT.pdf`)
    await run('proofs', '--date', ON, '--by', 'anna', '--letters', '4')
    expect(await on.read(`${FOLDER}/PIN_IT.pdf`)).toEqual(before)
    const bundles = await names()
    expect(await ledger(on, 'select distinct verb, by_whom, subject from manual_act')).toEqual([
      { verb: 'proofs', by_whom: 'anna', subject: expect.stringContaining(bundles[0] ?? '-') },
    ])
  })

  test('also as pictures with the zones', async () => {
    const [, abroad = ''] = await names()
    expect((await run('proofs', abroad, '--zones', '--by', 'anna')).code).toBe(0)
    expect(await on.files('output/proofs')).toContain(`${FOLDER}/PIN_EXT-1-zone.png`)
  })
})

test('then a second person approves, not the same', async () => {
  const bundles = await names()
  const same = await run('approve', ...bundles, '--by', 'Anna')
  expect([same.code, same.stderr]).toEqual([2, expect.stringContaining('una seconda persona')])
  const other = await run('approve', ...bundles, '--by', 'bruno', '--json')
  expect(JSON.parse(other.stdout)).toEqual(bundles.map((bundle) => ({ bundle, approved: true })))
  const again = await run('approve', bundles[0] ?? '', '--by', 'carla')
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('era già approvato')])
})

test('of a bundle that is to be made again there are none', async () => {
  const [bundle = ''] = await names()
  await ledger(on, `update bundle set hold = 'DA_RIFARE' where name = '${bundle}' returning id`)
  const refused = await run('proofs', bundle, '--by', 'anna')
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('le bozze si fanno del lotto che ne prende il posto'),
  ])
})
