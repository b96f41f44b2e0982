import { afterAll, beforeAll, expect, test } from 'vitest'
import { report } from '../../jobs/report.ts'
import { openStore } from '../../src/store/store.ts'
import { recapito } from '../support/command.ts'
import { type Installation, newInstallation } from '../support/night.ts'

let on: Installation
beforeAll(async () => {
  on = await newInstallation()
  await on.run([report], '2026-11-20')
})
afterAll(() => on.remove())

const run = (...args: string[]) => recapito(['--data', on.settings.folders.data, ...args])
const PERSON = 'RSSMRA50B17A558W'

test('a legal hold is a manual act: once, told in Italian, ended with a reason', async () => {
  const nobody = await run('legal-hold', 'RSSMRA50B17A558X', '--reason', 'ricorso')
  expect([nobody.code, nobody.stderr]).toEqual([
    2,
    expect.stringContaining('il codice fiscale è sbagliato (ultimo carattere: atteso W, trovato X)'),
  ])
  expect(nobody.stderr).not.toContain('RSSMRA50B17A558X')
  expect((await run('legal-hold', PERSON.toLowerCase(), '--reason', 'ricorso 12/2026')).stdout).toContain(
    'da ora nulla',
  )
  expect((await run('legal-hold', PERSON, '--reason', 'di nuovo')).stdout).toContain('c’era già')
  expect(
    (await run('legal-hold', PERSON, '--end', '--reason', 'definito', '--by', 'mrossi')).stdout,
  ).toContain('terminato')
  const { stdout } = await run('audit', 'log')
  expect(stdout.split('\n').filter((line) => line !== '')).toEqual([
    expect.stringMatching(/ · mrossi · fine del divieto di eliminazione · RSSMRA50B17A558W · «definito»$/),
    expect.stringMatching(/ · divieto di eliminazione · RSSMRA50B17A558W · «ricorso 12\/2026»$/),
  ])
  expect((await run('audit', 'log', '--since', '2099-01-01')).stdout).toContain('dal 01/01/2099')
})

test('audit verify: 0 and the last hash, which a report has too; 5 and what is wrong', async () => {
  const whole = JSON.parse((await run('audit', 'verify', '--json')).stdout)
  expect(whole).toMatchObject({ links: 3, faults: [], last: { seq: 3 } })
  const anchored = await run('audit', 'verify', '--anchor', whole.last.hash)
  expect([anchored.code, anchored.stdout]).toEqual([0, expect.stringContaining('com’era')])
  const store = await openStore({ url: on.settings.database })
  await store.db('manual_act').update({ reason: 'altro' })
  await store.close()
  const altered = await run('audit', 'verify')
  expect([altered.code, altered.stdout]).toEqual([
    5,
    expect.stringContaining('che descrive l’atto n. 2 è stata cambiata'),
  ])
  expect(altered.stdout).toContain('Che cosa fare')
})
