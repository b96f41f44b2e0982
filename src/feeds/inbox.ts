/** @module Which files of the inbox may be taken, and where they go afterwards. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from '../files/files.ts'
import type { FeedKind } from '../store/feed.ts'

export interface InboxFile {
  readonly kind: FeedKind
  readonly name: string
  readonly path: string
  readonly bytes: number
}

export interface Inbox {
  readonly ready: readonly InboxFile[]
  /** Still being written, as far as one can tell: taken by a later run. */
  readonly waiting: readonly InboxFile[]
}

const PATTERNS: readonly [FeedKind, RegExp][] = [
  ['pin-requests', /^pin-requests-.*\.csv$/],
  ['pin-events', /^pin-events-.*\.csv$/],
  ['certificate-data', /^certificate-data-\d{4}-.*\.csv$/],
  ['certificate-requests', /^certificate-requests-.*\.csv$/],
]

/**
 * The feeds that may be read: those with their `.done` beside them, and those that nobody has touched for
 * `settleMinutes`. Requests come before events, since events may name them; certificate data before who asks for it; then by name.
 */
export async function readyFeeds(
  files: Files,
  folder: string,
  settleMinutes: number,
  now: Date,
): Promise<Inbox> {
  const names = await files.list(folder)
  const ready: InboxFile[] = []
  const waiting: InboxFile[] = []
  for (const [kind, pattern] of PATTERNS) {
    for (const name of names.filter((candidate) => pattern.test(candidate))) {
      const path = join(folder, name)
      const info = await stat(path)
      const settled = now.getTime() - info.mtimeMs >= settleMinutes * 60_000
      const list = names.includes(`${name}.done`) || settled ? ready : waiting
      list.push({ kind, name, path, bytes: info.size })
    }
  }
  return { ready, waiting }
}

/** Of `certificate-data-<year>-….csv`. */
export function incomeYearOf(file: InboxFile): number {
  return Number(file.name.slice('certificate-data-'.length).slice(0, 4))
}

/** The name under which a file is kept: its own, with the start of its hash, so that none replaces another. */
export function archivedName(file: InboxFile, sha256: string): string {
  return `${file.name.replace(/\.csv$/, '')}.${sha256.slice(0, 12)}.csv`
}

/**
 * Moves a file out of the inbox. Its `.done` goes first: left behind by a crash, it would make a later file of this
 * name look finished before it is. Safe to repeat.
 */
export async function moveOut(files: Files, file: InboxFile, folder: string, sha256: string): Promise<void> {
  await files.makeFolder(folder)
  await files.remove(`${file.path}.done`)
  await files.rename(file.path, join(folder, archivedName(file, sha256)))
  await files.syncFolder(folder)
}
