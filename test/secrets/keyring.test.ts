import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Files } from '../../src/files/files.ts'
import { KeyringError, keysFor, makeKeyring, readKeyring, rotateKeyring } from '../../src/secrets/keyring.ts'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recapito-keys-'))
  path = join(folder, 'keyring.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a new keyring is private and can be read back', async () => {
  const made = await makeKeyring(new Files(), path, '2026-11-22')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readKeyring(path)).toEqual(made)
})

test('the keys of one purpose come without the others', async () => {
  const keyring = await makeKeyring(new Files(), path, '2026-11-22')
  const text = JSON.stringify(keysFor(keyring, 'secondHalf'))
  expect(text).toContain(keyring.secondHalf.keys['s1']?.secret)
  expect(text).not.toContain(keyring.firstHalf.keys['f1']?.secret)
})

test('rotation adds keys for both halves, keeps the old ones and the pepper', async () => {
  const before = await makeKeyring(new Files(), path, '2026-11-22')
  const after = await rotateKeyring(new Files(), path, '2027-11-22')
  expect(after.firstHalf.current).toBe('f2')
  expect(after.secondHalf.keys['s1']).toEqual(before.secondHalf.keys['s1'])
  expect(after.pepper).toEqual(before.pepper)
  expect(await readKeyring(path)).toEqual(after)
})

test.each([
  ['others can read it', () => chmod(path, 0o644), '0644'],
  ['it is not JSON', () => writeFile(path, 'x'), 'non è un portachiavi'],
  [
    'a key has the wrong length',
    () => edit((text) => text.replace(/"secret": "../, '"secret": "')),
    'secret',
  ],
  [
    'its current key is missing',
    () => edit((text) => text.replace('"current": "s1"', '"current": "s8"')),
    '"s8"',
  ],
  ['it is gone', () => rm(path), 'non si legge'],
])('is refused with exit 2 when %s', async (_title, spoil, names) => {
  await makeKeyring(new Files(), path, '2026-11-22')
  await spoil()
  const failure = await readKeyring(path).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(KeyringError)
  expect(failure).toMatchObject({ exitCode: 2 })
  expect((failure as Error).message).toContain(names)
})

async function edit(change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')))
}
