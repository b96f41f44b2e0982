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
import { parseCertificateSnapshot } from './domain/certificates/certificate-letter.ts'
import { withOverrides } from './domain/parameters.ts'
import { kindOf } from './domain/products.ts'
import type { CertificatePage, CertificatePageTask } from './feeds/judge-certificate-page.ts'
import { DisposableCache } from './files/disposable-cache.ts'
import { type EffectGate, Files } from './files/files.ts'
import { type Folders, foldersIn } from './files/folders.ts'
import type { TemplateCache } from './letters/compiled-once.ts'
import type { Log } from './observe/log.ts'
import type { CompiledTemplate } from './pdf/compile-template.ts'
import { pack, unpack } from './pdf/pack.ts'
import type { RenderAnswer, RenderTask } from './render-thread.ts'
import type { RandomBytes } from './secrets/issue-code.ts'
import { KeyringError, keysFor, makeKeyring, readKeyring } from './secrets/keyring.ts'
import { rowsOf } from './store/bulk.ts'
import { certificatesToPrint } from './store/certificate-letter.ts'
import { migrateIfNew } from './store/migrate.ts'
import { decideMode, type LedgerMode } from './store/setting.ts'
import { openStore, type Store } from './store/store.ts'
import { VERSION } from './version.ts'
import { WorkerThreads } from './worker-threads.ts'

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
  readonly letterTemplate: JobContext['letterTemplate']
  readonly certificatePaper: JobContext['certificatePaper']
  /**
   * Runs jobs one after the other under the lease; `check` is asked at every safe point. `around`, once the lease is
   * held, may find that there is nothing to do.
   */
  runJobs(
    jobs: readonly Job[],
    slot: Slot,
    check?: () => void,
    around?: <T>(work: () => Promise<T>) => Promise<T | undefined>,
  ): Promise<FinishedRun[]>
  /** What people have done with the files of bundles, under the lease, with what jobs are given. */
  underLease<T>(work: (shared: SharedContext) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** A thread that was started for one job is there for the next. */
const IDLE_MS = 10_000

/** What jobs are given whoever runs them. */
export type SharedContext = Omit<JobContext, 'actor' | 'slot' | 'log' | 'checkpoint'>

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
    const threads = {
      render: new WorkerThreads<RenderTask, RenderAnswer>(
        settings.render.threads,
        new URL('./render-thread.ts', import.meta.url),
        async () => {
          const { default: render } = await import('./render-thread.ts')
          return (task) => render(task, gate)
        },
        { idleTimeout: IDLE_MS },
      ),
      // Two: judging takes more of a processor than storing does, and goes on where storing waits for the disk.
      intake: new WorkerThreads<CertificatePageTask, CertificatePage>(
        Math.min(2, settings.render.threads),
        new URL('./intake-thread.ts', import.meta.url),
        async () => (await import('./intake-thread.ts')).default,
        {
          idleTimeout: IDLE_MS,
          resourceLimits: { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 96 },
        },
      ),
    }
    const shared = contextOf({ ...options, now }, { store, files, folders, test, threads })
    return {
      store,
      files,
      folders,
      settings,
      test,
      now,
      letterTemplate: shared.letterTemplate,
      certificatePaper: shared.certificatePaper,
      runJobs: (jobs, slot, check = () => {}, around = (work) => work()) =>
        withLease(async (lease) => {
          const finished: FinishedRun[] = []
          await around(async () => {
            for (const job of jobs) finished.push(await runOne(job, slot, lease, check))
          })
          return finished
        }),
      underLease: (work) => withLease(() => work(shared)),
      async close() {
        await threads.render[Symbol.asyncDispose]()
        await threads.intake[Symbol.asyncDispose]()
        await store.close()
      },
    }

    async function withLease<T>(work: (lease: HeldLease) => Promise<T>): Promise<T> {
      const lease = await holdLease(store, now)
      try {
        return await work(lease)
      } finally {
        await lease.release().catch((error: unknown) => log.error('lease.release-failed', { error }))
      }
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

interface Threads {
  readonly render: WorkerThreads<RenderTask, RenderAnswer>
  readonly intake: WorkerThreads<CertificatePageTask, CertificatePage>
}

/** What all runs share; each heavy part is made once, when first asked for. */
function contextOf(
  options: AppOptions & { now: () => Date },
  parts: { store: Store; files: Files; folders: Folders; test: boolean; threads: Threads },
): SharedContext {
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
    return loadPinLetterTemplate(templateOptions, templateCache(folders.cache, 'letters'))
  })
  const certificateForms = once(async () => {
    const { loadCertificateForms } = await import('./certificates/load-certificate-forms.ts')
    return loadCertificateForms(
      { templatesFolder: settings.folders.templates, test },
      templateCache(folders.cache, 'forms'),
    )
  })
  const certificatePaper = once(async () => {
    const { loadCertificatePaper } = await import('./certificates/load-certificate-paper.ts')
    return loadCertificatePaper(templateOptions, templateCache(folders.cache, 'paper'))
  })
  const packedLetters = once(() => packedParts(letterTemplate))
  const packedPaper = once(() => packedParts(certificatePaper))
  const keyring = once(() => openKeyring(store, files, settings.keyring, options.now()))
  const keys: JobContext['keys'] = async (purpose) => keysFor(await keyring(), purpose)
  const render: RenderBundle = async (bundle, letters, folder) => {
    const task = {
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
      folder,
      inspection: settings.inspection,
      tool: { name: 'recapito', version: VERSION },
    }
    const frozen = letters.map((letter) => ({
      letterId: letter.letter_id,
      publicId: letter.public_id,
      snapshot: letter.snapshot,
    }))
    const kind = kindOf(bundle.product)
    if (kind === 'CERTIFICATE') {
      const ids = letters.flatMap(({ snapshot }) => parseCertificateSnapshot(snapshot).certificateIds)
      const certificates = await certificatesToPrint(store.db, ids)
      return threads.render.run({
        ...task,
        kind,
        letters: frozen,
        certificates,
        template: await packedPaper(),
      })
    }
    return threads.render.run({
      ...task,
      kind,
      letters: letters.map(({ source_id: credentialId, languages, sealed_text: sealedText }, index) => ({
        ...(frozen[index] as (typeof frozen)[number]),
        credentialId,
        languages,
        sealedText,
      })),
      template: await packedLetters(),
      secondHalfKeys: await keys('secondHalf'),
    })
  }
  return {
    store,
    files,
    folders,
    settings,
    test,
    render,
    judgeCertificatePage: (task) => threads.intake.run(task),
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
    certificateForms,
    certificatePaper,
    messageTemplates: once(async () => {
      const { loadMessageTemplates } = await import('./messages/message-templates.ts')
      return loadMessageTemplates(join(settings.folders.templates, 'messages'), institute.name)
    }),
  }
}

/** A template as threads take it. */
async function packedParts(load: () => Promise<{ version: string; parts: unknown }>) {
  const { version, parts } = await load()
  return { version, packed: pack(parts) }
}

/** Letters and paper twice, and the forms of every year twice. */
const MOST_CACHED = 24

/** Compiling takes half a second, and every command that measures an address needs the result. */
function templateCache(folder: string, kind: 'letters' | 'paper' | 'forms'): TemplateCache {
  const cache = new DisposableCache(folder, MOST_CACHED)
  // What one version of Node wrote, or of this program, another may not read.
  const named = (key: string) => `${kind}-${VERSION}-${process.versions.v8}-${key}`
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
      `${path}: il portachiavi manca, e serve ai codici già emessi: ripristinarlo dalla sua copia`,
    )
  }
  return makeKeyring(files, path, now.toISOString().slice(0, 10))
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
