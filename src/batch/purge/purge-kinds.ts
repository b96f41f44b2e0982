/** @module The kinds of files that go when their time is over: which are due, where they lie, whom they name. */
import { dirname, join } from 'node:path'
import { type CivilDate, isCivilDate } from '../../domain/civil-date.ts'
import type { Files } from '../../files/files.ts'
import type { Folders } from '../../files/folders.ts'
import { filesBelow, namesAnyOf } from '../../files/proof.ts'
import type { Executor } from '../../store/dialect.ts'
import type { PurgeKind } from '../../store/purge.ts'
import {
  bundleNames,
  bundlesDue,
  bundlesOpenOf,
  type FeedShelf,
  feedFilesDue,
  markBundlePurged,
  markFeedFilePurged,
  releasesDue,
  releasesName,
} from '../../store/retention.ts'

export interface Shelves {
  readonly files: Files
  readonly folders: Pick<
    Folders,
    | 'archive'
    | 'refused'
    | 'bundles'
    | 'outgoing'
    | 'quarantine'
    | 'reports'
    | 'proofs'
    | 'releases'
    | 'alerts'
  >
}

/** People under legal hold, and everything that a list may name them by, in capitals. */
export interface Held {
  readonly people: readonly string[]
  readonly names: ReadonlySet<string>
}

export interface FileKind {
  readonly kind: Exclude<PurgeKind, 'log'>
  readonly days: keyof RetentionDays
  /** What is there and may go, of `before` and earlier. */
  due(db: Executor, shelves: Shelves, before: CivilDate): Promise<string[]>
  paths(shelves: Shelves, name: string): Promise<string[]>
  isHeld(db: Executor, shelves: Shelves, name: string, held: Held): Promise<boolean>
  /** In the transaction that orders the purge. */
  mark?(trx: Executor, on: CivilDate, name: string): Promise<void>
}

export interface RetentionDays {
  readonly feedsDays: number
  readonly bundlesDays: number
  readonly quarantineDays: number
  readonly releasesDays: number
  readonly reportsDays: number
  readonly eventsDays: number
  readonly messagesDays: number
}

export const FILE_KINDS: readonly FileKind[] = [
  feeds('feed', 'archive'),
  feeds('refused', 'refused'),
  {
    kind: 'bundle',
    days: 'bundlesDays',
    due: (db, _, before) => bundlesDue(db, before),
    async paths({ files, folders }, name) {
      const vendors = await files.list(folders.outgoing)
      const copies = vendors.map((vendor) => join(folders.outgoing, vendor, name))
      // The vendor may have put its answer beside the set.
      return [join(folders.bundles, name), ...copies, ...copies.map((copy) => `${copy}.ack`)]
    },
    isHeld: (db, _, name, { people }) => bundleNames(db, name, people),
    mark: markBundlePurged,
  },
  {
    kind: 'quarantine',
    days: 'quarantineDays',
    async due(_, { files, folders }, before) {
      const due: string[] = []
      for (const date of await datesIn(files, folders.quarantine, before)) {
        const bundles = await files.list(join(folders.quarantine, date))
        due.push(...bundles.map((name) => join(date, name)))
      }
      return due
    },
    paths: async ({ folders }, name) => [join(folders.quarantine, name)],
    // It may be here because its CSV, which would tell whose letters they are, is lost.
    isHeld: (_, { folders }, name, held) =>
      filesName(join(folders.quarantine, name), held, { isHeldWithoutCsv: true }),
  },
  {
    kind: 'release',
    days: 'releasesDays',
    async due(db, { files, folders }, before) {
      const due: string[] = []
      for (const channel of await files.list(folders.releases)) {
        for (const preparedOn of await datesIn(files, join(folders.releases, channel), before)) {
          if (await releasesDue(db, { channel, preparedOn }, before)) due.push(join(channel, preparedOn))
        }
      }
      return due
    },
    paths: async ({ folders }, name) => [join(folders.releases, name), join(folders.releases, `${name}.csv`)],
    isHeld: (db, _, name, { people }) => {
      const [channel = '', preparedOn = ''] = name.split('/')
      return releasesName(db, { channel, preparedOn }, people)
    },
  },
  dated('report', 'reports', 'reportsDays'),
  dated('proof', 'proofs', 'bundlesDays'),
  {
    kind: 'alert',
    days: 'reportsDays',
    async due(_, { files, folders }, before) {
      const day = before.replaceAll('-', '')
      const messages = (await files.list(folders.alerts)).filter((name) => /^\d{8}T.*\.eml$/.test(name))
      return messages.filter((name) => name.slice(0, 8) <= day)
    },
    paths: async ({ folders }, name) => [join(folders.alerts, name)],
    // They name letters and bundles at most, and those have their own.
    isHeld: async () => false,
  },
]

function feeds(kind: 'feed' | 'refused', shelf: FeedShelf): FileKind {
  return {
    kind,
    days: 'feedsDays',
    async due(db, { files, folders }, before) {
      const there = new Set(await files.list(folders[shelf]))
      return (await feedFilesDue(db, shelf, before)).filter((name) => there.has(name))
    },
    paths: async ({ folders }, name) => [join(folders[shelf], name)],
    isHeld: (_, { folders }, name, held) => filesName(join(folders[shelf], name), held),
    mark: (trx, on, name) => markFeedFilePurged(trx, shelf, on, name),
  }
}

/** A folder a day, kept until every bundle of that day is acknowledged. */
function dated(kind: FileKind['kind'], folder: 'reports' | 'proofs', days: keyof RetentionDays): FileKind {
  return {
    kind,
    days,
    async due(db, { files, folders }, before) {
      const due: string[] = []
      for (const date of await datesIn(files, folders[folder], before)) {
        if (!(await bundlesOpenOf(db, date))) due.push(date)
      }
      return due
    },
    paths: async ({ folders }, name) => [join(folders[folder], name)],
    isHeld: (_, { folders }, name, held) => filesName(join(folders[folder], name), held),
  }
}

async function datesIn(files: Files, folder: string, before: CivilDate): Promise<string[]> {
  return (await files.list(folder)).filter((name) => isCivilDate(name) && name <= before)
}

async function filesName(path: string, { names }: Held, { isHeldWithoutCsv = false } = {}): Promise<boolean> {
  if (names.size === 0) return false
  const lists = (await filesBelow(path)).filter((file) => file.endsWith('.csv'))
  for (const list of lists) {
    if (await namesAnyOf(list, names)) return true
  }
  return lists.length === 0 && isHeldWithoutCsv
}

/** Folders whose own entries a purge of these paths changes. */
export function parentsOf(paths: readonly string[]): string[] {
  return [...new Set(paths.map(dirname))]
}
