import { createHash } from 'node:crypto'
import { readdir, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NIGHT } from '../../jobs/index.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { rehearseNight } from '../../src/cli/dry-run.ts'
import { ledger } from '../jobs/ledger.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation, repeatable } from '../support/night.ts'

const FIXED = { now: () => new Date('2026-11-21T03:30:00Z'), random: repeatable('recapito') }

/** Every file with its content, its time and its mode. */
async function everything(on: Installation): Promise<string[]> {
  const files: string[] = []
  for (const path of [...(await on.files('data')), ...(await on.files('output'))]) {
    const { mtimeMs, mode } = await stat(join(on.root, path))
    files.push(
      `${path} ${createHash('sha256')
        .update(await on.read(path))
        .digest('hex')} ${mtimeMs} ${mode}`,
    )
  }
  return files
}

const copies = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('recapito-prova-'))

describe('a dry run', () => {
  let on: Installation
  beforeAll(async () => {
    on = await newInstallation()
    await on.putFeed(
      'pin-requests-1.csv',
      requestsFeed([requestRow(), requestRow({ ...IN_PARIS, mobile: '' })]),
    )
    await on.run(NIGHT, '2026-11-20')
    await on.putFeed(
      'pin-requests-2.csv',
      requestsFeed([requestRow(), requestRow(), requestRow({ sex: 'X' }), requestRow({ cap: '' })]),
    )
  })
  afterAll(() => on.remove())

  test('validates and counts as the night would, says what would be refused, and changes nothing', async () => {
    const before = await everything(on)
    const { runs, report, holds, failure } = await rehearseNight(on.settings, '2026-11-21', () => {}, FIXED)
    expect(await everything(on)).toEqual(before)
    expect(await copies()).toEqual([])
    expect(failure).toBeUndefined()
    expect(
      [report.rejections, holds].map((counts) => counts.map(({ code, count }) => [code, count])),
    ).toEqual([[['VALORE_NON_AMMESSO', 1]], [['ERR_CAP_MISSING', 1]]])

    const night = await on.run(NIGHT, '2026-11-21', FIXED)
    const ofJobs = runs.map(({ counts }) => counts)
    expect(ofJobs).toEqual(night.slice(0, ofJobs.length))
    expect(ofJobs[0]).toMatchObject({ files: 1, rows: 4 })
  })

  test('on a place where nothing is yet makes nothing there', async () => {
    const empty = await newInstallation()
    try {
      await rm(empty.settings.database)
      await empty.putFeed('pin-requests-1.csv', requestsFeed([requestRow()]))
      const { runs } = await rehearseNight(empty.settings, '2026-11-20', () => {}, FIXED)
      expect(runs[1]?.counts).toMatchObject({ issued: 1 })
      expect(await empty.files('')).toEqual([
        'data/inbox/pin-requests-1.csv',
        'data/inbox/pin-requests-1.csv.done',
      ])
    } finally {
      await empty.remove()
    }
  })

  test('stopped in the middle leaves nothing behind, and removes what a killed one left', async () => {
    const left = join(tmpdir(), 'recapito-prova-999999999-left')
    await symlink(on.root, left)
    let asked = 0
    const check = () => {
      asked += 1
      if (asked > 3) throw new Error('stop')
    }
    await expect(rehearseNight(on.settings, '2026-11-22', check, FIXED)).rejects.toThrow('stop')
    expect(await copies()).toEqual([])
    expect((await on.files('data')).length).toBeGreaterThan(0)
  })

  test('says that a night would stop where too many letters cannot be printed', async () => {
    const settings = { ...on.settings, limits: { ...on.settings.limits, heldAtLeast: 1, heldShare: 0 } }
    await on.putFeed('pin-requests-3.csv', requestsFeed([requestRow({ surname: 'BABEBI' })]))
    await on.run([intake, issuePins, sendFirstHalves], '2026-11-22', FIXED)
    await ledger(
      on,
      `update letter set snapshot = replace(snapshot, 'BABEBI', '陈BEBI') where state = 'pending'`,
    )
    const { failure, runs } = await rehearseNight(settings, '2026-11-22', () => {}, FIXED)
    expect({ exitCode: failure?.exitCode, jobs: runs.length }).toEqual({ exitCode: 6, jobs: 3 })
  })

  test('is refused on PostgreSQL, with another way', async () => {
    const settings = { ...on.settings, database: 'postgres://localhost/recapito' }
    await expect(rehearseNight(settings, '2026-11-22')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('ripristinare una copia in un database a parte'),
    })
  })
})
