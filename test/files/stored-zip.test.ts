import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { storedZip, type ZipEntry } from '../../src/files/stored-zip.ts'

const run = promisify(execFile)

const CHUNK = 1_000_000

/** Another reading than ours: Python's. Answers names, sizes and the first bad entry. */
const READER = `
import sys, json, zipfile
z = zipfile.ZipFile(sys.argv[1])
print(json.dumps([z.testzip(), [[i.filename, i.file_size, i.external_attr >> 16, i.date_time[0]] for i in z.infolist()]]))
z.extractall(sys.argv[2])
`

/** In chunks of a megabyte, which is less than an entry of {@link three}. */
function zipOf(entries: Iterable<ZipEntry>): Buffer {
  const chunks: Buffer[] = []
  for (const chunk of storedZip(entries, Buffer.alloc(CHUNK))) chunks.push(Buffer.from(chunk))
  expect(chunks.slice(0, -1).every(({ length }) => length === CHUNK)).toBe(true)
  return Buffer.concat(chunks)
}

function* three(): Generator<ZipEntry> {
  const bytes = Buffer.alloc(3_000_000)
  for (const [index, name] of ['2012-000000001.pdf', '2012-000000002.pdf', '2012-000000017.pdf'].entries()) {
    // The caller's buffer is used again, as a press of certificates does.
    bytes.fill(index + 1)
    const some = bytes.subarray(0, 3_000_000 - index)
    yield { name, bytes: some, crc32: crc32(some) }
  }
}

const hasPython = await run('python3', ['--version']).then(
  () => true,
  () => false,
)

test.skipIf(!hasPython)('another program reads what was written, across chunks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recapito-zip-'))
  try {
    const path = join(folder, 'three.zip')
    await writeFile(path, zipOf(three()))
    const { stdout } = await run('python3', ['-c', READER, path, folder])
    expect(JSON.parse(stdout)).toEqual([
      null,
      [
        ['2012-000000001.pdf', 3_000_000, 0o100600, 1980],
        ['2012-000000002.pdf', 2_999_999, 0o100600, 1980],
        ['2012-000000017.pdf', 2_999_998, 0o100600, 1980],
      ],
    ])
    const third = await readFile(join(folder, '2012-000000017.pdf'))
    expect(third.equals(Buffer.alloc(2_999_998, 3))).toBe(true)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the same entries give the same bytes; none give an empty zip', () => {
  expect(zipOf(three()).equals(zipOf(three()))).toBe(true)
  expect(zipOf([]).toString('hex')).toBe(`504b0506${'00'.repeat(18)}`)
})
