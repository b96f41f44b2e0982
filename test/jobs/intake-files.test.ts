import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { DATABASES } from '../support/databases.ts'
import { eventRow, eventsFeed, requestCells, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, type Program, start } from './ledger.ts'

const ON = '2026-11-20'
/** The clock of an installation says 04:30 in Rome. */
const MINUTES_AGO = (minutes: number) => new Date(Date.parse('2026-11-20T03:30:00Z') - minutes * 60_000)

function archived(name: string, content: string): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return `data/archive/${name.replace('.csv', '')}.${hash}.csv`
}

describe.each(DATABASES)('the inbox on %s', (kind) => {
  let on: Installation
  let program: Program
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  const take = async () => (await program.run([intake], ON))[0]
  const requestsOf = (file: string) =>
    program.ledger<{ state: string }>(
      'select r.state from request r join feed f on f.id = r.feed_id where f.file_name = ?',
      [file],
    )
  const rejectionsOf = (file: string) =>
    program.ledger('select line from rejection r join feed f on f.id = r.feed_id where f.file_name = ?', [
      file,
    ])

  test('a file that somebody may still be writing waits for its .done or for some rest', async () => {
    const inbox = join(on.root, 'data/inbox')
    await writeFile(join(inbox, 'pin-requests-young.csv'), requestsFeed([requestRow()]))
    await utimes(join(inbox, 'pin-requests-young.csv'), MINUTES_AGO(29), MINUTES_AGO(29))
    await writeFile(join(inbox, 'pin-requests-old.csv'), requestsFeed([requestRow()]))
    await utimes(join(inbox, 'pin-requests-old.csv'), MINUTES_AGO(30), MINUTES_AGO(30))
    expect(await take()).toMatchObject({ files: 1, waiting: 1, entered: 1 })
    expect(await on.files('data/inbox')).toEqual(['data/inbox/pin-requests-young.csv'])

    await writeFile(join(inbox, 'pin-requests-young.csv.done'), '')
    expect(await take()).toMatchObject({ files: 1, waiting: 0, entered: 1 })
    expect(await on.files('data/inbox')).toEqual([])
  })

  test('a file that grows while it is read is left for a later run, and nothing of it is seen', async () => {
    const name = 'pin-requests-grows.csv'
    await on.putFeed(name, requestsFeed([requestRow()]))
    let grown = false
    const gate = async (effect: string) => {
      if (effect !== 'commit load-page' || grown) return
      grown = true
      await appendFile(join(on.root, 'data/inbox', name), `${requestRow()}\n`)
    }
    expect((await on.run([intake], ON, { gate }))[0]).toMatchObject({ files: 0, waiting: 1 })
    expect(await requestsOf(name)).toEqual([])
    expect(await on.files('data/inbox')).toContain(`data/inbox/${name}`)

    expect(await take()).toMatchObject({ files: 1, waiting: 0, entered: 2 })
  })

  test('a file is archived under its name and its hash, as it came', async () => {
    const content = `\uFEFF${requestsFeed([requestRow(), 'broken'])}`
    const path = archived('pin-requests-kept.csv', content)
    await on.putFeed('pin-requests-kept.csv', content)
    await take()
    expect((await on.read(path)).toString()).toBe(content)
    const [feed] = await program.ledger(
      `select archived_as, sha256, bytes, received_on from feed where file_name = 'pin-requests-kept.csv'`,
    )
    expect(feed).toEqual({
      archived_as: path.slice('data/archive/'.length),
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: Buffer.byteLength(content),
      received_on: ON,
    })
  })

  test.each([
    ['under the same name', 'pin-requests-a.csv', 'pin-requests-a.csv'],
    ['under another name', 'pin-requests-b.csv', 'pin-requests-c.csv'],
  ])('the same bytes again, %s: known, and nothing changes', async (_title, name, again) => {
    const content = requestsFeed([requestRow(), requestRow({ cap: '' }), 'broken'])
    await on.putFeed(name, content)
    await take()
    const before = await program.ledger('select * from request order by id')

    await on.putFeed(again, content)
    expect(await take()).toMatchObject({ known: 1, files: 0, rows: 0, entered: 0, rejected: 0 })
    expect(await program.ledger('select * from request order by id')).toEqual(before)
    expect(
      await program.ledger('select file_name, state from feed where file_name in (?, ?) order by id', [
        name,
        again,
      ]),
    ).toEqual([
      { file_name: name, state: 'accepted' },
      { file_name: again, state: 'known' },
    ])
    expect(await rejectionsOf(name)).toHaveLength(1)
    expect(await on.files('data/inbox')).toEqual([])
    expect(await on.files('data/archive')).toContain(archived(again, content))
  })

  test('a refused file may come again once it is right', async () => {
    const content = requestsFeed([requestRow()])
    await on.putFeed('pin-requests-better.csv', content.replace('request_id', 'numero'))
    expect(await take()).toMatchObject({ refusedFiles: 1 })
    await on.putFeed('pin-requests-better.csv', content)
    expect(await take()).toMatchObject({ refusedFiles: 0, files: 1, entered: 1 })
    expect(await rejectionsOf('pin-requests-better.csv')).toEqual([])
  })

  test('requests are read before the events that may name them', async () => {
    const request = requestCells({ archive_match: 'DIFF', phone: '0651234567' })
    await on.putFeed(
      'pin-events-1.csv',
      eventsFeed([eventRow({ type: 'REQUEST_CANCELLED', request_id: request.request_id })]),
    )
    await on.putFeed('pin-requests-named.csv', requestsFeed([requestRow(request)]))
    expect(await take()).toMatchObject({ files: 2, eventsApplied: 1, eventsRefused: 0 })
    expect(await requestsOf('pin-requests-named.csv')).toEqual([{ state: 'CANCELLED' }])
  })

  test('other files are not ours', async () => {
    for (const name of ['readme.txt', 'pin-requests.csv', 'pin-requests-1.csv.tmp', 'PIN-REQUESTS-1.CSV'])
      await on.putFeed(name, requestsFeed([requestRow()]))
    expect(await take()).toMatchObject({ files: 0, waiting: 0 })
    expect(await on.files('data/inbox')).toHaveLength(8)
  })
})

type Death = readonly [title: string, effect: RegExp, times: number]

const DEATHS: readonly Death[] = [
  ['before it is registered', /^commit register-feed/, 1],
  ['within its first page', /^commit load-page/, 1],
  ['within its second page', /^commit load-page/, 2],
  ['before it is accepted', /^commit accept-feed/, 1],
]
const LATER_DEATHS: readonly Death[] = [
  ['before it leaves the inbox', /^rename .*pin-requests/, 1],
  ['before its .done is removed', /^remove .*\.done/, 1],
  ['before the archive is synced', /^fsync-folder .*archive/, 1],
]

describe.each(DATABASES)('a process that dies over a file on %s', (kind) => {
  let on: Installation
  let program: Program
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  const visible = `select count(*) as n from request where request_key like ?
    and feed_id in (select id from feed where state = 'accepted')`

  async function dieAndGoOn(effect: RegExp, times: number, rows: number) {
    const stamp = `${effect.source}-${times}`.replace(/\W+/g, '-')
    const name = `pin-requests-${stamp}.csv`
    const content = requestsFeed(
      Array.from({ length: rows }, (_, index) => requestRow({ request_id: `${stamp}/${index}` })),
    )
    await on.putFeed(name, content)
    let met = 0
    const gate = diesBefore((candidate) => effect.test(candidate) && ++met === times)
    await expect(on.run([intake], ON, { gate })).rejects.toThrow(Died)
    const [after] = await program.ledger<{ n: number }>(visible, [`${stamp}/%`])
    const left = join(on.root, 'data/inbox', name)
    if (existsSync(left)) await utimes(left, MINUTES_AGO(60), MINUTES_AGO(60))
    const [counts] = await program.run([intake], ON)
    const [finally_] = await program.ledger<{ n: number }>(visible, [`${stamp}/%`])
    const all = await program.ledger<{ n: number }>(
      `select count(*) as n from request where request_key like ?`,
      [`${stamp}/%`],
    )
    return { seenAfterDeath: after?.n, seenAtLast: finally_?.n, stored: all[0]?.n, counts, name, content }
  }

  test.each(DEATHS)(
    '%s leaves nothing to be seen, and the next run takes it whole',
    async (_title, effect, times) => {
      const rows = times === 2 ? 5_001 : 3
      const found = await dieAndGoOn(effect, times, rows)
      expect(found).toMatchObject({ seenAfterDeath: 0, seenAtLast: rows, stored: rows })
      expect(found.counts).toMatchObject({ files: 1, known: 0, entered: rows, rejected: 0 })
      expect(await on.files('data/inbox')).toEqual([])
      expect(await on.files('data/archive')).toContain(archived(found.name, found.content))
    },
  )

  test.each(LATER_DEATHS)('%s has taken it: the next run only tidies', async (_title, effect, times) => {
    const found = await dieAndGoOn(effect, times, 3)
    expect(found).toMatchObject({ seenAfterDeath: 3, seenAtLast: 3, stored: 3 })
    expect(found.counts).toMatchObject({ files: 0, entered: 0, rejected: 0, repeated: 0 })
    expect(await on.files('data/archive')).toContain(archived(found.name, found.content))
    expect(await program.ledger('select state from feed where file_name = ?', [found.name])).toEqual([
      { state: 'accepted' },
    ])
    // What is left could only make a later file of this name look finished before it is.
    expect(await on.files('data/inbox')).toEqual([])
  })

  test('events and rejections of a file cut short enter once', async () => {
    const event = eventRow({ type: 'DECEASED', codice_fiscale: requestCells().codice_fiscale })
    await on.putFeed('pin-events-cut.csv', eventsFeed([event, 'broken']))
    const gate = diesBefore((effect) => effect === 'commit accept-feed')
    await expect(on.run([intake], ON, { gate })).rejects.toThrow(Died)
    const [counts] = await program.run([intake], ON)
    expect(counts).toMatchObject({ files: 1, entered: 1, rejected: 1, repeated: 0, eventsApplied: 1 })
    expect(await program.ledger(`select state from feed where file_name like 'pin-events-cut%'`)).toEqual([
      { state: 'accepted' },
    ])
  })
})
