/**
 * The one place that wires things: settings, ledger, files, keys, templates, threads. Everything that costs time to
 * load is loaded when it is first needed.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Job, JobContext } from '../jobs/job.ts'
import type { RenderBundle } from './batch/bundle.ts'
import { type HeldLease, holdLease } from './batch/lease-keeper.ts'
import { type FinishedRun, runJob } from './batch/run-job.ts'
import type { Slot } from './batch/slot.ts'
import type { Settings } from './config.ts'
import { withOverrides } from './domain/parameters.ts'
import { DisposableCache } from './files/disposable-cache.ts'
import { type EffectGate, Files } from './files/files.ts'
import { type Folders, foldersIn } from './files/folders.ts'
import type { TemplateCache } from './letters/load-pin-letter-template.ts'
import type { Log } from './observe/log.ts'
import type { CompiledTemplate } from './pdf/compile-template.ts'
import { pack, unpack } from './pdf/pack.ts'
import type { RenderAnswer, RenderTask } from './render-thread.ts'
import type { RandomBytes } from './secrets/issue-code.ts'
import { KeyringError, keysFor, makeKeyring, readKeyring } from './secrets/keyring.ts'
import { rowsOf } from './store/bulk.ts'
import { migrateIfNew } from './store/migrate.ts'
import { decideMode, type LedgerMode } from './store/setting.ts'
import { openStore, type Store } from './store/store.ts'
import { VERSION } from './version.ts'

export interface AppOptions {
  readonly settings: Settings
  readonly log: Log
  /** What a new database is for; an older one keeps what it is. */
  readonly mode: LedgerMode
  /** Another inbox than `data/inbox`: the demo's. */
  readonly inbox?: string
  readonly progress?: (done: number, unit: string) => void
  /** For tests: the clock, the random source, and what is called before each effect. */
  readonly now?: () => Date
  readonly random?: RandomBytes
  readonly gate?: EffectGate
}

export interface App {
  readonly store: Store
  readonly files: Files
  readonly folders: Folders
  readonly settings: Settings
  readonly test: boolean
  now(): Date
  /** Runs jobs one after the other under the lease; `check` is asked at every safe point. */
  runJobs(jobs: readonly Job[], slot: Slot, check?: () => void): Promise<FinishedRun[]>
  close(): Promise<void>
}

export async function openApp(options: AppOptions): Promise<App> {
  const { settings, log, gate } = options
  const now = options.now ?? (() => new Date())
  const store = await openStore({ url: settings.database }, gate)
  try {
    await migrateIfNew(store)
    const test = (await decideMode(store, options.mode)) === 'test'
    const files = new Files(gate)
    const folders = { ...foldersIn(settings.folders.data, settings.folders.output) }
    if (options.inbox !== undefined) folders.inbox = options.inbox
    const threads = new RenderThreads(settings.render.threads, gate)
    const shared = contextOf({ ...options, now }, { store, files, folders, test, threads })
    return {
      store,
      files,
      folders,
      settings,
      test,
      now,
      async runJobs(jobs, slot, check = () => {}) {
        const lease = await holdLease(store, now)
        try {
          const finished: FinishedRun[] = []
          for (const job of jobs) finished.push(await runOne(job, slot, lease, check))
          return finished
        } finally {
          await lease.release().catch((error: unknown) => log.error('lease.release-failed', { error }))
        }
      },
      async close() {
        await threads.close()
        await store.close()
      },
    }

    function runOne(job: Job, slot: Slot, lease: HeldLease, check: () => void): Promise<FinishedRun> {
      const checkpoint = () => {
        check()
        lease.check()
      }
      checkpoint()
      return runJob({ store, log, owner: lease.owner, now }, job.name, slot, (actor, runLog) =>
        job.run({ ...shared, actor, slot: slot.name, log: runLog, checkpoint }),
      )
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** What all runs share; each heavy part is made once, when first asked for. */
function contextOf(
  options: AppOptions & { now: () => Date },
  parts: { store: Store; files: Files; folders: Folders; test: boolean; threads: RenderThreads },
): Omit<JobContext, 'actor' | 'slot' | 'log' | 'checkpoint'> {
  const { settings } = options
  const { store, files, folders, test, threads } = parts
  const { institute, geometry } = settings
  const templateOptions = {
    templatesFolder: settings.folders.templates,
    profile: geometry,
    sender: { institute: institute.name, returnAddress: institute.returnAddress },
    languages: settings.letter,
    test,
  }
  const letterTemplate = once(async () => {
    const { loadPinLetterTemplate } = await import('./letters/load-pin-letter-template.ts')
    return loadPinLetterTemplate(templateOptions, templateCache(folders.cache))
  })
  const packed = once(async () => {
    const { version, parts } = await letterTemplate()
    return { version, packed: pack(parts) }
  })
  const keyring = once(() => openKeyring(store, files, settings.keyring, options.now()))
  const keys: JobContext['keys'] = async (purpose) => keysFor(await keyring(), purpose)
  const render: RenderBundle = async (bundle, letters, folder) =>
    threads.render({
      bundle: {
        name: bundle.name,
        product: bundle.product,
        slot: bundle.slot,
        part: bundle.part,
        businessDate: bundle.business_date,
        postingOn: bundle.posting_on,
        expiresOn: bundle.expires_on,
        replaces: bundle.replaces,
        templateVersion: bundle.template_version,
      },
      letters: letters.map((letter) => ({
        letterId: letter.letter_id,
        publicId: letter.public_id,
        credentialId: letter.credential_id,
        snapshot: letter.snapshot,
        languages: letter.languages,
        sealedText: letter.sealed_text,
      })),
      folder,
      template: await packed(),
      inspection: settings.inspection,
      secondHalfKeys: await keys('secondHalf'),
      tool: { name: 'recapito', version: VERSION },
    })
  return {
    store,
    files,
    folders,
    settings,
    test,
    render,
    keys,
    now: options.now,
    parameter: withOverrides(settings.parameters),
    random: options.random ?? randomBytes,
    threads: settings.render.threads,
    progress: options.progress ?? (() => {}),
    gazetteer: once(async () => {
      const { loadGazetteer } = await import('./feeds/gazetteer.ts')
      return loadGazetteer(settings.places.file === '' ? undefined : settings.places.file)
    }),
    letterTemplate,
    messageTemplates: once(async () => {
      const { loadMessageTemplates } = await import('./messages/message-templates.ts')
      return loadMessageTemplates(join(settings.folders.templates, 'messages'), institute.name)
    }),
  }
}

/** Compiling takes half a second, and every command that measures an address needs the result. */
function templateCache(folder: string): TemplateCache {
  const cache = new DisposableCache(folder, 4)
  // What one version of Node wrote, or of this program, another may not read.
  const named = (key: string) => `letters-${VERSION}-${process.versions.v8}-${key}`
  return {
    async get(key) {
      const packed = await cache.get(named(key))
      return packed && unpack<CompiledTemplate>(packed)
    },
    put: (key, compiled) => cache.put(named(key), pack(compiled)),
  }
}

/** Reads the keyring, or makes one for a database that has issued no code yet. */
async function openKeyring(store: Store, files: Files, path: string, now: Date) {
  if (existsSync(path)) return readKeyring(path)
  const issued = await rowsOf(store.db, 'select 1 from credential where verifier is not null limit 1')
  if (issued.length > 0) {
    throw new KeyringError(
      `${path}: the keyring is missing and codes that were issued need it: restore it from its backup`,
    )
  }
  return makeKeyring(files, path, now.toISOString().slice(0, 10))
}

/** Renders in worker threads, or in this one when the setting says 0 (tests that stop at an effect need that). */
class RenderThreads {
  readonly #count: number
  readonly #gate: EffectGate | undefined
  #pool: { run(task: RenderTask): Promise<RenderAnswer>; destroy(): Promise<void> } | undefined

  constructor(count: number, gate: EffectGate | undefined) {
    this.#count = count
    this.#gate = gate
  }

  async render(task: RenderTask): Promise<RenderAnswer> {
    if (this.#count === 0) return (await import('./render-thread.ts')).default(task, this.#gate)
    if (!this.#pool) {
      const { Piscina } = await import('piscina')
      this.#pool ??= new Piscina({
        filename: new URL('./render-thread.ts', import.meta.url).href,
        maxThreads: this.#count,
        idleTimeout: 10_000,
      })
    }
    return this.#pool.run(task)
  }

  async close(): Promise<void> {
    await this.#pool?.destroy()
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
