import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import { exportJob } from '../../src/cli/export-job.ts'
import { STAFF_HOLD } from '../../src/domain/step-in.ts'
import { openStore } from '../../src/store/store.ts'
import {
  annulmentRow,
  askingFeed,
  askingRow,
  certificateRow,
  certificatesFeed,
} from '../support/certificate-rows.ts'
import { type Answer, recapito } from '../support/command.ts'
import { DATABASES } from '../support/databases.ts'
import { newPerson } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { diesBefore, ledger } from '../jobs/ledger.ts'

const ON = '2019-03-12'
const PEOPLE = 4

/** Of four people of 2018 one is held, one is annulled, one has been released already. */
async function prepare(on: Installation): Promise<void> {
  const people = Array.from({ length: PEOPLE }, newPerson)
  const [, held, annulled, released] = people as [Person, Person, Person, Person]
  const rows = people.map((person) =>
    certificateRow(person, 2018, person === held ? { 'days.pension': '366' } : {}),
  )
  await on.putFeed('certificate-data-2018-1.csv', certificatesFeed(rows))
  await on.putFeed('certificate-data-2018-2.csv', certificatesFeed([annulmentRow(annulled, 2018)]))
  await on.putFeed('certificate-data-2017-3.csv', certificatesFeed([certificateRow(released, 2017)]))
  await on.putFeed(
    'certificate-requests-1.csv',
    askingFeed([askingRow(released, { request_id: 'released' })]),
  )
  await on.run([intake, releaseCertificates], ON)
}
type Person = ReturnType<typeof newPerson>

/** Every file below a folder with its SHA-256. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hashed = files.sort().map(async (path) => {
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    return [path.slice(folder.length + 1), hash] as const
  })
  return Object.fromEntries(await Promise.all(hashed))
}

describe.each(DATABASES)('certificates export on %s', (kind) => {
  let on: Installation
  let out: string
  const exported = async (container: 'zip' | 'folder', folder = out) =>
    (await on.run([exportJob({ incomeYear: 2018, out: folder, container })], '2019-03-14'))[0]
  beforeAll(async () => {
    on = await newInstallation(kind)
    await prepare(on)
  })
  afterAll(() => on.remove())
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'recapito-export-'))
  })
  afterEach(() => rm(out, { recursive: true }))

  test('what is in force is written, counts as released, and comes out the same again', async () => {
    const ready = await ledger<{ id: number; first_release_on: string | null; pdf_sha256: string }>(
      on,
      `select id, first_release_on, pdf_sha256 from certificate
       where income_year = 2018 and state = 'READY' and hold is null and kind = 'ORIGINAL' order by id`,
    )
    expect(ready).toHaveLength(2)
    expect(await exported('folder')).toMatchObject({
      certificates: 2,
      containers: 1,
      unprintable: 0,
      different: 0,
    })
    const first = await contentOf(out)
    const names = ready.map(({ id }) => `2018-0001/2018-${String(id).padStart(9, '0')}.pdf`)
    expect(Object.keys(first).sort()).toEqual([...names, '2018-indice.csv'].sort())

    const hashes = await ledger<{ pdf_sha256: string; first_release_on: string }>(
      on,
      `select pdf_sha256, first_release_on from certificate where income_year = 2018 and pdf_sha256 is not null order by id`,
    )
    expect(hashes.map((row) => row.pdf_sha256)).toEqual(names.map((name) => first[name]))
    // The register's own day stays, and the others have this one.
    expect(hashes.map((row) => row.first_release_on).sort()).toEqual([ON, '2019-03-14'])
    const index = (await readFile(join(out, '2018-indice.csv'))).toString().split('\r\n')
    expect(index[1]).toMatch(
      /^"2018-\d{9}\.pdf";"2018-0001";"2018";"CU 2019";"1";"originale";"2019-03-12";"D-\d+";"[0-9a-f]{64}"$/,
    )
    expect(index).toHaveLength(4)

    const other = await mkdtemp(join(tmpdir(), 'recapito-export-'))
    await exported('folder', other)
    expect(await contentOf(other)).toEqual(first)
    await rm(other, { recursive: true })
  })

  test('a zip has the same files', async () => {
    await exported('folder')
    const files = await contentOf(out)
    await rm(out, { recursive: true })
    expect(await exported('zip')).toMatchObject({ certificates: 2, containers: 1 })
    expect(await readdir(out)).toEqual(['2018-0001.zip', '2018-indice.csv'])
    const zip = await readFile(join(out, '2018-0001.zip'))
    for (const [name, sha256] of Object.entries(files)) {
      if (name.endsWith('.csv')) continue
      const { start, bytes } = storedEntry(zip, name.split('/')[1] ?? '')
      expect(start).toBeGreaterThanOrEqual(0)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
  })

  test('cut short anywhere, it is written anew in the same folder', async () => {
    await exported('zip')
    const whole = await contentOf(out)
    const deaths = [
      /2018-indice\.csv\.part$/,
      /^write .*2018-0001\.zip\.part$/,
      /^fsync .*2018-0001\.zip\.part$/,
      /^commit export/,
      /^rename .*2018-0001\.zip$/,
      /^rename .*2018-indice/,
    ]
    for (const at of deaths) {
      await rm(out, { recursive: true })
      const gate = diesBefore((effect) => at.test(effect))
      await expect(
        on.run([exportJob({ incomeYear: 2018, out, container: 'zip' })], '2019-03-14', { gate }),
      ).rejects.toThrow('died before')
      await exported('zip')
      expect(await contentOf(out)).toEqual(whole)
    }
  })

  test('what staff stop while it is printed is not in it', async () => {
    const [first] = await ledger<{ id: number }>(
      on,
      `select id from certificate where income_year = 2018 and state = 'READY' and hold is null and kind = 'ORIGINAL'`,
    )
    const setHold = (hold: string | null) =>
      ledger(on, 'update certificate set hold = ? where id = ?', [hold, first?.id ?? 0])
    let printed = 0
    const gate = async (effect: string) => {
      if (/^fsync .*2018-0001\.zip\.part$/.test(effect) && ++printed === 1) await setHold(STAFF_HOLD)
    }
    const job = exportJob({ incomeYear: 2018, out, container: 'zip' })
    expect((await on.run([job], '2019-03-14', { gate }))[0]).toMatchObject({ certificates: 1 })
    await setHold(null)
    expect(printed).toBe(2)
    const gone = `2018-${String(first?.id).padStart(9, '0')}.pdf`
    expect((await readFile(join(out, '2018-indice.csv'))).toString()).not.toContain(gone)
    expect((await readFile(join(out, '2018-0001.zip'))).toString('latin1')).not.toContain(gone)
  })

  test('a folder with something else in it is refused, and nothing of it is touched', async () => {
    await writeFile(join(out, 'note.txt'), 'mine')
    await expect(exported('zip')).rejects.toThrow('invece c’è note.txt')
    await rm(join(out, 'note.txt'))
    await exported('zip')
    await expect(exported('zip')).rejects.toThrow('invece c’è 2018-indice.csv')
    expect(await readdir(out)).toEqual(['2018-0001.zip', '2018-indice.csv'])
  })
})

/** The content of a stored entry, found by the name in its local header. */
function storedEntry(zip: Buffer, name: string) {
  const at = zip.indexOf(name)
  const size = zip.readUInt32LE(at - 12)
  return { start: at, bytes: zip.subarray(at + name.length, at + name.length + size) }
}

describe('as commands', () => {
  let on: Installation
  const command = (...args: string[]): Promise<Answer> =>
    recapito(['--data', join(on.root, 'data'), '--output', join(on.root, 'output'), 'certificates', ...args])
  beforeAll(async () => {
    on = await newInstallation('sqlite')
    await prepare(on)
  })
  afterAll(() => on.remove())

  test('confirm: prepared, once more, not there', async () => {
    const [release] = await ledger<{ public_id: string }>(on, 'select public_id from certificate_release')
    const id = release?.public_id ?? ''
    const wrong = await command('confirm', id, 'R3K7Q-9TX2M-C')
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('R3K7Q-9TX2M-C: non c’è un rilascio con questo numero'),
    ])
    const state = 'select state, confirmed_on from certificate_release'
    expect(await ledger(on, state)).toEqual([{ state: 'PREPARED', confirmed_on: null }])

    const first = await command('confirm', id, '--date', '2019-03-15', '--json')
    expect([first.code, JSON.parse(first.stdout)]).toEqual([0, [{ release: id, confirmed: true }]])
    expect(await ledger(on, state)).toEqual([{ state: 'CONFIRMED', confirmed_on: '2019-03-15' }])
    const again = await command('confirm', id)
    expect([again.code, again.stdout]).toEqual([0, `${id}: era già confermato, niente da fare\n`])
    expect(await ledger(on, `select count(*) as n from event where action = 'confirmed'`)).toEqual([{ n: 1 }])
    expect(await ledger(on, 'select verb, subject from manual_act')).toEqual([
      { verb: 'confirm', subject: id },
    ])
  })

  test('export: in threads, with its counts', async () => {
    const out = join(on.root, 'export')
    const { code, stdout, stderr } = await command(
      'export',
      '--year',
      '2018',
      '--out',
      out,
      '--zip',
      '--json',
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({
      incomeYear: 2018,
      certificates: 2,
      containers: 1,
      different: 0,
    })
    const full = await command('export', '--year', '2018', '--out', out)
    expect([full.code, full.stderr]).toEqual([2, expect.stringContaining('serve una cartella vuota')])
    const none = await command('export', '--year', '2015', '--out', join(on.root, 'none'))
    expect([none.code, none.stdout]).toEqual([0, expect.stringContaining('0 certificazioni del 2015')])
  })

  test('export: what would differ from its first release is left out, and exit 5 says so', async () => {
    const store = await openStore({ url: on.settings.database })
    await store.db.raw(`update certificate set pdf_sha256 = 'another' where first_release_on = '${ON}'`)
    await store.close()
    const answer = await command('export', '--year', '2018', '--out', join(on.root, 'different'))
    expect(answer.code).toBe(5)
    expect(answer.stdout).toContain('1 certificazione del 2018')
    expect(answer.stdout).toContain('1 certificazione esclusa')
  })
})
