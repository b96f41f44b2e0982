import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diskBuffer } from '../../src/files/direct-file.ts'
import { FolderRefused, NoSpace } from '../../src/files/file-failure.ts'
import { Files, sha256OfFile } from '../../src/files/files.ts'
import { freeBytes, requireSpace } from '../../src/files/free-space.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recapito-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('what it writes is private and hashed as written, whole or in chunks', async () => {
  const files = new Files()
  await files.makeFolder(join(folder, 'a/b'))
  const whole = await files.writeFile(join(folder, 'a/b/whole'), 'però')
  const chunks = await files.writeStream(
    join(folder, 'a/b/chunks'),
    (async function* () {
      yield 'pe'
      yield Buffer.from('rò')
    })(),
  )
  expect(chunks).toEqual(whole)
  expect(whole).toEqual({ bytes: 5, sha256: await sha256OfFile(join(folder, 'a/b/whole')) })
  expect((await stat(join(folder, 'a/b/whole'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700)
})

describe('past the page cache', () => {
  const CHUNK = 8192
  function* inChunks(content: Buffer, buffer: Buffer) {
    for (let from = 0; from < content.length; from += CHUNK)
      yield buffer.subarray(0, content.copy(buffer, 0, from, from + CHUNK))
  }
  const cases: [name: string, bytes: number][] = [
    ['nothing', 0],
    ['less than a block', 5],
    ['whole blocks', 4096],
    ['full chunks', 2 * CHUNK],
    ['full chunks and a rest', 2 * CHUNK + 4097],
  ]
  test.each(cases)('%s is written to the byte', async (_, length) => {
    const content = Buffer.from(Array.from({ length }, (_unused, index) => index % 251))
    const chunks = inChunks(content, diskBuffer(CHUNK).fill(255))
    const path = join(folder, 'direct')
    await writeFile(path, 'what was there before, and is longer')
    const effects: string[] = []
    const files = new Files((effect) => void effects.push(effect.replace(folder, '')))
    expect(await files.writeDirect(path, chunks)).toEqual({ bytes: length })
    expect((await readFile(path)).equals(content)).toBe(true)
    expect(effects).toEqual(['write /direct', 'fsync /direct'])
  })

  test('memory that the disk cannot take as it is goes through the cache', async () => {
    const content = Buffer.alloc(2 * CHUNK + 3, 7)
    const odd = diskBuffer(2 * CHUNK).subarray(1, 1 + CHUNK)
    const path = join(folder, 'odd')
    expect(await new Files().writeDirect(path, inChunks(content, odd))).toEqual({ bytes: content.length })
    expect((await readFile(path)).equals(content)).toBe(true)
  })

  test('a full disk is said in one sentence, and the file is closed', async () => {
    await symlink('/dev/full', join(folder, 'full'))
    const writing = new Files().writeDirect(join(folder, 'full'), [diskBuffer(CHUNK)])
    await expect(writing).rejects.toThrow(NoSpace)
  })
})

test('a replacement that dies on the way leaves the old content', async () => {
  const path = join(folder, 'report.json')
  await new Files().replaceFile(path, 'old')
  const dying = new Files((effect) => {
    if (effect.startsWith('rename')) throw new Error('dead')
  })
  await expect(dying.replaceFile(path, 'new')).rejects.toThrow('dead')
  expect(await readFile(path, 'utf8')).toBe('old')
})

test('every effect has a name that a test can stop at', async () => {
  const effects: string[] = []
  const files = new Files((effect) => void effects.push(effect.replace(folder, '')))
  await files.replaceFile(join(folder, 'x'), '1')
  await files.copyFile(join(folder, 'x'), join(folder, 'y'))
  await files.remove(join(folder, 'y'))
  expect(effects).toEqual([
    'write /x.tmp',
    'fsync /x.tmp',
    'rename /x',
    'fsync-folder ',
    'copy /y',
    'fsync /y',
    'remove /y',
  ])
})

test('a full disk is said in one sentence, with exit 75', async () => {
  // Linux has a device that is always full.
  await symlink('/dev/full', join(folder, 'full'))
  const failure = await new Files().writeFile(join(folder, 'full'), 'x').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(NoSpace)
  expect(failure).toMatchObject({ exitCode: 75 })
})

test('a folder that is missing, or a file in its place, is said with its path and exit 2', async () => {
  await writeFile(join(folder, 'file'), '')
  for (const path of ['none/x', 'file/x']) {
    const failure = await new Files().writeFile(join(folder, path), 'x').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(FolderRefused)
    expect((failure as Error).message).toContain(join(folder, path))
    expect(failure).toMatchObject({ exitCode: 2 })
  }
})

test('a folder that is not there lists nothing', async () => {
  expect(await new Files().list(join(folder, 'none'))).toEqual([])
})

test('work that needs more room than there is does not start', async () => {
  await requireSpace(folder, 1_000)
  await expect(requireSpace(folder, await freeBytes(folder))).rejects.toThrow(NoSpace)
})
