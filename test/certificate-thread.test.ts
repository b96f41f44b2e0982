import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import exportCertificates, { WRITTEN_AT_ONCE } from '../src/certificate-thread.ts'
import { Files } from '../src/files/files.ts'
import { FormArchive } from '../src/files/form-archive.ts'
import { certificateData, loadForms } from './certificates/certificates.ts'

const YEAR = 2012
const CERTIFICATES = 200
const CONTAINERS = 3

test('containers that are printed at once in one thread do not print over each other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recapito-thread-'))
  try {
    const forms = await loadForms()
    const form = { version: forms.version(YEAR) ?? '', packed: forms.packed(YEAR) }
    await new FormArchive(new Files(), join(folder, 'forms')).put(form.version, form.packed)
    const task = (container: number) => ({
      incomeYear: YEAR,
      certificates: Array.from({ length: CERTIFICATES }, (_, index) =>
        row(1 + container * CERTIFICATES + index),
      ),
      form,
      formsFolder: join(folder, 'forms'),
      container: 'zip' as const,
      path: join(folder, `${container}.zip`),
    })
    const answers = await Promise.all(
      Array.from({ length: CONTAINERS }, (_, container) => exportCertificates(task(container))),
    )
    for (const [container, { printed, refused, bytes }] of answers.entries()) {
      expect(refused).toEqual([])
      expect(printed).toHaveLength(CERTIFICATES)
      // Only then does one wait for the disk while others print.
      expect(bytes).toBeGreaterThan(WRITTEN_AT_ONCE)
      const zip = await readFile(join(folder, `${container}.zip`))
      expect(zip).toHaveLength(bytes)
      expect(storedHashes(zip)).toEqual(printed.map(({ sha256 }) => sha256))
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

function row(id: number) {
  return {
    id,
    version: 1,
    kind: 'ORIGINAL' as const,
    issued_on: '2013-02-28',
    data: JSON.stringify(certificateData({ incomeYear: YEAR, surname: `ROSSI ${id}` })),
    replaced_data: null,
    replaced_issued_on: null,
    template_version: null,
    pdf_sha256: null,
    form: null,
    record_key: `D-${id}`,
  }
}

/** Of each stored entry in its order, from the local headers. */
function storedHashes(zip: Buffer): string[] {
  const hashes: string[] = []
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const start = at + 30 + zip.readUInt16LE(at + 26)
    at = start + zip.readUInt32LE(at + 18)
    hashes.push(createHash('sha256').update(zip.subarray(start, at)).digest('hex'))
  }
  return hashes
}
