/**
 * Writes feeds of believable people: the PIN requests of one day and, given an earlier day, what its people did since.
 *
 * ```ts
 * await writeSample({ requests: 600, seed: 2026, date: '2026-05-12', out: 'data/inbox' })
 * await writeSample({ requests: 2400, seed: 2026, date: '2026-11-20', out: 'data/inbox',
 *   after: { date: '2026-05-12', requests: 600 } })
 * ```
 *
 * @module
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channel } from '../domain/pin-request.ts'
import { PIN_EVENT_COLUMNS, PIN_REQUEST_COLUMNS } from '../feeds/columns.ts'
import { eventsOf } from './events.ts'
import { COMMAS, type Dialect, FeedFile, PLAIN, WINDOWS } from './feed-file.ts'
import { eventCells, type EventRow } from './feed-rows.ts'
import { oddEventOf } from './odd-events.ts'
import { requestAt } from './requests.ts'
import { type SampleOptions, setsOf } from './sample-options.ts'
import type { SampleSet } from './sample-set.ts'
import { Tally } from './tally.ts'
import { loadWorld, type World } from './world.ts'

export interface WrittenSample {
  /** In the order in which intake should take them. */
  readonly files: readonly { readonly path: string; readonly rows: number }[]
  /** How many of each oddity, by its id in the table that has it. */
  readonly troubles: Readonly<Record<string, number>>
}

/** Above this a sample is cut into files of so many; below, each channel sends one. */
const ROWS_OF_FILE = 40_000
const CHANNEL_FILES: readonly (readonly [channel: Channel, dialect: Dialect])[] = [
  ['WEB', PLAIN],
  ['CONTACT_CENTER', COMMAS],
  ['SPORTELLO', WINDOWS],
]

/** The same options always write the same bytes. Memory does not grow with the number of requests. */
export async function writeSample(options: SampleOptions): Promise<WrittenSample> {
  const { out } = options
  const { set, earlier } = setsOf(options)
  const world = await loadWorld()
  await mkdir(out, { recursive: true })

  const tally = new Tally()
  const files = earlier ? [await writeEvents(world, earlier, set, out, tally)] : []
  files.push(...(await writeRequests(world, set, earlier, out, tally)))
  return { files, troubles: tally.counts }
}

async function writeRequests(
  world: World,
  set: SampleSet,
  earlier: SampleSet | undefined,
  out: string,
  tally: Tally,
): Promise<{ path: string; rows: number }[]> {
  const create = (number: number, dialect: Dialect) =>
    FeedFile.create(
      join(out, `pin-requests-${set.stamp}-${twoDigits(number)}.csv`),
      dialect,
      PIN_REQUEST_COLUMNS,
    )
  if (set.requests > ROWS_OF_FILE) {
    const written: { path: string; rows: number }[] = []
    for (let first = 0; first < set.requests; first += ROWS_OF_FILE) {
      const number = written.length + 1
      const file = await create(number, number % 4 === 0 ? WINDOWS : number % 4 === 3 ? COMMAS : PLAIN)
      const end = Math.min(first + ROWS_OF_FILE, set.requests)
      for (let index = first; index < end; index++) {
        const { trouble, cells } = requestAt(world, set, index, earlier)
        tally.count(trouble.id)
        await file.add(cells)
      }
      written.push(await file.close())
    }
    return written
  }

  const files = new Map<Channel, FeedFile>()
  for (const [number, [channel, dialect]] of CHANNEL_FILES.entries()) {
    files.set(channel, await create(number + 1, dialect))
  }
  for (let index = 0; index < set.requests; index++) {
    const { trouble, channel, cells } = requestAt(world, set, index, earlier)
    tally.count(trouble.id)
    await files.get(channel)?.add(cells)
  }
  const written: { path: string; rows: number }[] = []
  for (const file of files.values()) written.push(await file.close())
  return written
}

async function writeEvents(
  world: World,
  earlier: SampleSet,
  set: SampleSet,
  out: string,
  tally: Tally,
): Promise<{ path: string; rows: number }> {
  const file = await FeedFile.create(join(out, `pin-events-${set.stamp}.csv`), PLAIN, PIN_EVENT_COLUMNS)
  let number = 0
  const add = (row: EventRow) => {
    number++
    const event_id = `EV-${set.stamp}-${set.seed}-${String(number).padStart(7, '0')}`
    return file.add(eventCells({ ...row, event_id }))
  }
  for (let index = 0; index < earlier.requests; index++) {
    for (const row of eventsOf(world, earlier, index, set.date)) await add(row)
    const odd = oddEventOf(world, earlier, index, set.date)
    if (odd) {
      tally.count(odd.id)
      await add(odd.row)
    }
  }
  return file.close()
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
