/** @module A ledger under watch: rows as jobs leave them, and checks at chosen hours. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AlertCheck, checkAlerts } from '../../../src/batch/alerts/check-alerts.ts'
import { type EffectGate, Files } from '../../../src/files/files.ts'
import { foldersIn } from '../../../src/files/folders.ts'
import { silentLog } from '../../../src/observe/log.ts'
import type { Store } from '../../../src/store/store.ts'
import { type DatabaseKind, newStore } from '../../support/databases.ts'

export const MAIL = {
  to: ['turno@istituto.example'],
  from: { name: 'Recapito INPS', address: 'noreply@istituto.example' },
  smtp: '',
}

export async function newWatch(kind: DatabaseKind, gate: EffectGate = () => {}) {
  const root = await mkdtemp(join(tmpdir(), 'recapito-alerts-'))
  const { store, remove } = await newStore(kind, gate)
  const folders = foldersIn(join(root, 'data'), join(root, 'output'))
  const check = (at: string, change: Partial<AlertCheck> = {}) =>
    checkAlerts({
      store,
      files: new Files(gate),
      folders,
      folder: folders.alerts,
      mail: MAIL,
      disks: [root],
      limits: {
        repeatAfterHours: 24,
        volumeShare: 0.5,
        volumeNights: 4,
        stuckDays: 3,
        acknowledgeDays: 3,
        freeGigabytes: 0,
        keyAgeDays: 365,
      },
      closures: [],
      eraseAfterDays: 10,
      keys: [],
      test: false,
      log: silentLog,
      now: () => new Date(at),
      ...change,
    })
  return {
    root,
    store,
    folders,
    check,
    /** The messages that a check writes, decoded. */
    async told(at: string, change: Partial<AlertCheck> = {}): Promise<string[]> {
      const before = await readdir(folders.alerts).catch(() => [] as string[])
      await check(at, change)
      const names = (await readdir(folders.alerts).catch(() => [] as string[])).sort()
      const fresh = names.filter((name) => !before.includes(name))
      return Promise.all(
        fresh.map(async (name) => decoded(await readFile(join(folders.alerts, name), 'utf8'))),
      )
    },
    /** As new, but for the files. */
    async empty() {
      for (const table of ['bundle', 'letter', 'run', 'alert']) await store.db(table).delete()
      await rm(folders.alerts, { recursive: true, force: true })
    },
    async remove() {
      await remove()
      await rm(root, { recursive: true })
    },
  }
}

/** Subject, then the body, out of their transport encodings. */
export function decoded(message: string): string {
  const unfolded = message.replace(/\r\n[ \t]/g, ' ')
  const header = /^Subject: (.*)$/m.exec(unfolded)?.[1] ?? ''
  const subject = header
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, text: string) => quoted(text.replaceAll('_', ' ')))
    .replace(/=\?UTF-8\?B\?(.*?)\?=/gi, (_, text: string) => Buffer.from(text, 'base64').toString())
  const [head = '', ...rest] = message.split('\r\n\r\n')
  const body = rest.join('\n\n')
  const text = /base64/i.test(head)
    ? Buffer.from(body, 'base64').toString()
    : quoted(body.replace(/=\r?\n/g, ''))
  return `${subject.trim()}\n\n${text.replaceAll('\r\n', '\n')}`
}

function quoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}

let runs = 0

/** A run of a date's slot, over a minute after it began. */
export async function insertRun(
  { db }: Pick<Store, 'db'>,
  run: {
    job: string
    on: string
    slot?: string
    state?: string
    error?: string
    counts?: object
    at?: string
  },
): Promise<number> {
  const at = run.at ?? `${run.on}T02:30:00.000Z`
  const id = ++runs
  await db('run').insert({
    id,
    job: run.job,
    slot: run.slot ?? run.on,
    business_date: run.on,
    attempt: id,
    state: run.state ?? 'completed',
    owner: 'test',
    started_at: at,
    ended_at: run.state === 'running' ? null : new Date(Date.parse(at) + 60_000).toISOString(),
    counts: JSON.stringify(run.counts ?? {}),
    error: run.error ?? null,
  })
  return id
}

let rows = 0

export async function insertBundle(
  { db }: Pick<Store, 'db'>,
  bundle: { name: string; on: string; state: string; posting_on: string } & Record<string, string | number>,
): Promise<void> {
  const { on, ...columns } = bundle
  const id = ++rows
  await db('bundle').insert({
    id,
    product: 'PIN_IT',
    slot: on,
    business_date: on,
    part: id,
    attempt: 1,
    run_id: await insertRun({ db }, { job: 'print-pin-letters', on, slot: `of ${bundle.name}` }),
    template_version: 'x',
    expires_on: '',
    item_count: 1,
    ...columns,
  })
}

export async function insertLetter(
  { db }: Pick<Store, 'db'>,
  letter: { state: string; state_on: string; hold?: string; hold_on?: string },
): Promise<void> {
  const id = ++rows
  await db('letter').insert({
    id,
    public_id: `L${id}`,
    kind: 'PIN_HALF2',
    source_id: id,
    attempt: 1,
    product: 'PIN_IT',
    zone: 'IT',
    cap: '00184',
    snapshot: '{}',
    created_on: letter.state_on,
    ...letter,
  })
}
