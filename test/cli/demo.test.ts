import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, recapito } from '../support/command.ts'

let root = ''
let place: string[] = []
let first: Answer
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recapito-demo-'))
  place = ['--data', join(root, 'data'), '--output', join(root, 'output')]
  first = await recapito([...place, 'demo'])
}, 180_000)
afterAll(() => rm(root, { recursive: true, force: true }))

test('plays both nights, ends with 0 and names files that exist', async () => {
  expect(first.stderr).toBe('')
  expect(first.code).toBe(0)
  const named = [...first.stdout.matchAll(/\s(\/\S+)/g)].map((match) => match[1] as string)
  expect(named.length).toBeGreaterThanOrEqual(5)
  for (const path of named) await stat(path)
})

test('everything is marked as a trial', async () => {
  const vendor = join(root, 'output/outgoing/postalizzatore')
  const bundles = await readdir(vendor)
  const nights = bundles.map((bundle) => bundle.split('-', 2).join('-')).toSorted()
  expect(nights).toEqual(
    ['TEST_CUD_EXT', 'TEST_CUD_IT', 'TEST_PIN_EXT', 'TEST_PIN_IT'].flatMap((product) => [
      `${product}-20260512`,
      `${product}-20261120`,
    ]),
  )
  for (const bundle of bundles) {
    const manifest = JSON.parse(await readFile(join(vendor, bundle, `${bundle}.json`), 'utf8'))
    expect(manifest).toMatchObject({ test: true, bundle })
  }
})

test('certificates go out by every channel that is no paper, one of them corrected', async () => {
  const releases = join(root, 'output/releases')
  const channels = (await readdir(releases)).toSorted()
  expect(channels).toEqual([
    'CAF',
    'COMUNE',
    'DELEGATO',
    'PATRONATO',
    'PEC',
    'PROFESSIONISTA',
    'SPORTELLO',
    'SPORTELLO_AMICO',
    'WEB',
  ])
  const [, corrected = ''] = /Rettifica: (\S+)/.exec(first.stdout) ?? []
  expect(corrected).toContain(join(releases, 'WEB'))
  expect((await readFile(corrected)).subarray(0, 5).toString()).toBe('%PDF-')
})

test('a second time it changes nothing and says so', async () => {
  const before = await everything()
  const second = await recapito([...place, 'demo'])
  expect(second.code).toBe(0)
  expect(second.stdout).toContain('niente è cambiato')
  expect(await everything()).toEqual(before)
}, 180_000)

test('it refuses a database that holds real work', async () => {
  const other = ['--data', join(root, 'other'), '--output', join(root, 'other-output')]
  await recapito([...other, 'sample', '--requests', '5', '--date', '2026-11-20'])
  await recapito([...other, 'run', 'intake', '--date', '2026-11-20'])
  const { code, stderr } = await recapito([...other, 'demo'])
  expect(code).toBe(2)
  expect(stderr).toContain('contiene già altro')
}, 180_000)

/** Every file but the database's own, which SQLite touches when it opens; its content is asked below. */
async function everything(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const folder of ['data', 'output']) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (!entry.isFile() || entry.name.includes('.sqlite')) continue
      const { mtimeMs, size } = await stat(path)
      found[path] = `${size} ${mtimeMs}`
    }
  }
  const status = JSON.parse((await recapito([...place, 'status', '--json'])).stdout)
  found['ledger'] = JSON.stringify(status)
  return found
}
