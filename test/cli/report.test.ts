import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recapito } from '../support/command.ts'
import { newStore } from '../support/databases.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recapito-report-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const run = (...args: string[]) =>
  recapito(['--data', join(root, 'data'), '--output', join(root, 'output'), 'report', ...args])

async function putReport(on: string, changes: Record<string, unknown> = {}): Promise<void> {
  const folder = join(root, 'output/reports', on)
  await mkdir(folder, { recursive: true })
  const report = {
    slot: on,
    test: false,
    runs: [],
    bundles: [{ name: 'PIN_IT-1', product: 'PIN_IT', letters: 1619, pages: 1700 }],
    waiting: { bundlesToHandOver: 1, bundlesToAcknowledge: { count: 2 } },
    balance: [],
    counts: { rows: 3711, rejected: 88, held: 97, callList: 147, waiting: 254 },
    ...changes,
  }
  await writeFile(join(folder, 'report.json'), JSON.stringify(report))
}

test('shows the last report in short', async () => {
  await putReport('2026-11-20')
  await putReport('2026-11-21', {
    runs: [{ job: 'intake', state: 'failed', retried: false }],
    balance: [{ line: 'righe', expected: 2, found: 1 }],
  })
  const { code, stdout } = await run()
  expect(code).toBe(0)
  expect(stdout).toContain(`Rapporto del 21/11/2026: ${join(root, 'output/reports/2026-11-21/index.html')}`)
  expect(stdout).toContain('Righe ricevute      3.711, di cui respinte 88')
  expect(stdout).toContain('PIN_IT-1: PIN, Italia, 1.619 lettere, 1.700 pagine')
  expect(stdout).toContain('non finite: Acquisizione dei flussi (fallito)')
  expect(stdout).toContain('non torna: righe')
  const json = await run('--date', '2026-11-20', '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({
    folder: join(root, 'output/reports/2026-11-20'),
    counts: { rows: 3711 },
  })
})

test('says what to do where there is none', async () => {
  expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('recapito night') })
  const { store, url, remove } = await newStore('sqlite')
  await store.db('run').insert({
    id: 1,
    job: 'intake',
    slot: '2026-11-20',
    business_date: '2026-11-20',
    attempt: 1,
    state: 'completed',
    owner: 'x',
    started_at: '2026-11-20T03:00:00Z',
  })
  const { code, stderr } = await recapito([
    '--database',
    url,
    '--output',
    root,
    'report',
    '--date',
    '2026-11-20',
  ])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('lo scrive recapito run report --date 2026-11-20'),
  })
  await remove()
})
