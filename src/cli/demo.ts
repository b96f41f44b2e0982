/** @module `recapito demo`: the sample nights, from an empty database, as staff, vendor and admin will find them. */
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { handOver } from '../../jobs/hand-over.ts'
import { NIGHT } from '../../jobs/index.ts'
import { report } from '../../jobs/report.ts'
import type { App } from '../app.ts'
import type { FinishedRun } from '../batch/run-job.ts'
import { dailySlot } from '../batch/slot.ts'
import { type Flags, PROGRAM_FOLDER } from '../config.ts'
import { CERTIFICATE_CHANNELS } from '../domain/certificates/certificate-request.ts'
import { isCivilDate, italianDate } from '../domain/civil-date.ts'
import { kindOf, type LetterKind } from '../domain/products.ts'
import { nextWorkingDay } from '../domain/working-days.ts'
import { sha256OfFile } from '../files/files.ts'
import { type Bundle, bundlesIn } from '../store/bundle.ts'
import { feedHashes } from '../store/feed.ts'
import { listedReleases } from '../store/release-file.ts'
import { acknowledgeByHand } from '../vendor/acknowledge.ts'
import { outgoingFolder } from '../vendor/deliver.ts'
import { answer } from './answer.ts'
import { repeatFlags } from './repeat-flags.ts'
import { withApp } from './session.ts'
import { reportLine, summaryLines } from './summary.ts'

const RELEASES_LOOKED_AT = 1_000
const SAMPLE = join(PROGRAM_FOLDER, 'data', 'sample')

/** The database already holds real work, or feeds that are not the sample's (exit 2). */
class NotTheDemo extends Error {
  readonly exitCode = 2
  constructor(database: string) {
    super(
      `${database} contiene già altro, e la dimostrazione vi si mescolerebbe. ` +
        'Eseguirla in un posto tutto suo: recapito --data demo/data --output demo/output demo',
    )
    this.name = 'NotTheDemo'
  }
}

interface SampleNight {
  readonly on: string
  readonly feeds: readonly { path: string; name: string; sha256: string }[]
}

export async function demo(flags: Flags, options: { json?: boolean }): Promise<void> {
  const nights = await sampleNights()
  // An inbox of its own: what lies in data/inbox is somebody's real work.
  await withApp(
    flags,
    {
      mode: 'test',
      quiet: true,
      unwatched: true,
      inbox: (settings) => join(settings.folders.data, 'demo-inbox'),
    },
    async (session) => {
      const { app } = session
      const known = await feedHashes(app.store.db)
      const own = new Set(nights.flatMap((night) => night.feeds.map((feed) => feed.sha256)))
      if (!app.test || known.some((sha256) => !own.has(sha256))) throw new NotTheDemo(app.settings.database)

      if (known.length === own.size && (await isHandedOver(app, nights.at(-1)?.on ?? ''))) {
        answer(options.json, { changed: false, nights: nights.map((night) => night.on) }, [
          'La dimostrazione è già stata eseguita: non c’è niente da fare e niente è cambiato.',
          ...(await whereToLook(app, nights, flags)),
        ])
        return
      }
      const played: { on: string; runs: FinishedRun[] }[] = []
      for (const [index, night] of nights.entries()) {
        await putInInbox(app, night, new Set(known))
        const runs = await app.runJobs(NIGHT, dailySlot(night.on), session.check)
        const deliveryOn = nextWorkingDay(night.on, app.settings.calendar.closures)
        runs.push(...(await app.runJobs([handOver], dailySlot(deliveryOn), session.check)))
        if (index < nights.length - 1) await vendorAcknowledges(app, deliveryOn)
        // Again, so that the page says what was handed over.
        await app.runJobs([report], dailySlot(night.on), session.check)
        played.push({ on: night.on, runs })
      }
      answer(options.json, { changed: true, nights: played }, [
        ...played.flatMap(({ on, runs }) => [
          `Notte di prova del ${italianDate(on)}`,
          ...summaryLines(runs),
          '',
        ]),
        ...(await whereToLook(app, nights, flags)),
      ])
    },
  )
}

async function sampleNights(): Promise<SampleNight[]> {
  const dates = (await readdir(SAMPLE)).filter(isCivilDate).sort()
  return Promise.all(
    dates.map(async (on) => {
      const names = (await readdir(join(SAMPLE, on))).filter((name) => name.endsWith('.csv')).sort()
      const feeds = names.map(async (name) => {
        const path = join(SAMPLE, on, name)
        return { path, name, sha256: await sha256OfFile(path) }
      })
      return { on, feeds: await Promise.all(feeds) }
    }),
  )
}

/** The last night is with the vendor, and nothing is left to hand over. */
async function isHandedOver(app: App, on: string): Promise<boolean> {
  const open = await bundlesIn(app.store.db, ['planned', 'sealed', 'published'])
  const gone = await bundlesIn(app.store.db, ['delivered', 'acknowledged'])
  return open.length === 0 && gone.some((bundle) => bundle.business_date === on)
}

async function putInInbox(app: App, night: SampleNight, known: ReadonlySet<string>): Promise<void> {
  await mkdir(app.folders.inbox, { recursive: true, mode: 0o700 })
  for (const feed of night.feeds) {
    if (known.has(feed.sha256)) continue
    await copyFile(feed.path, join(app.folders.inbox, feed.name))
    await app.files.writeFile(join(app.folders.inbox, `${feed.name}.done`), '')
  }
}

/** The vendor of the earlier night answers: its codes are erased. The last night's answer is left to who tries. */
async function vendorAcknowledges(app: App, on: string): Promise<void> {
  const act = { verb: 'acknowledge', by: 'demo', reason: '', at: app.now().toISOString(), on }
  const work = { ...app, vendor: app.settings.vendor.name }
  for (const { name } of await bundlesIn(app.store.db, ['delivered']))
    await acknowledgeByHand(work, act, name)
}

const CONTENTS: Readonly<Record<LetterKind, string>> = { PIN_HALF2: 'Lettere: ', CERTIFICATE: 'CU e CUD:' }

/** One certificate that corrects another and went out as a file, if there is one. */
async function correctedRelease(app: App, on: string): Promise<string[]> {
  for (const channel of CERTIFICATE_CHANNELS) {
    const day = { channel, prepared_on: on }
    const released = await listedReleases(app.store.db, day, 0, RELEASES_LOOKED_AT)
    const corrected = released.find(({ kind }) => kind === 'CORRECTION')
    if (corrected) return [corrected.file_name]
  }
  return []
}

async function whereToLook(app: App, nights: readonly SampleNight[], flags: Flags): Promise<string[]> {
  const { settings, folders } = app
  const bundles = await bundlesIn(app.store.db, ['delivered'])
  const place = (bundle: Bundle) => outgoingFolder({ folders, vendor: settings.vendor.name }, bundle)
  const on = nights.at(-1)?.on ?? ''
  return [
    'Da aprire',
    reportLine(settings, on),
    ...bundles.flatMap((bundle) => [
      `  ${CONTENTS[kindOf(bundle.product)]}  ${join(place(bundle), `${bundle.name}.pdf`)}`,
      `  CSV:       ${join(place(bundle), `${bundle.name}.csv`)}`,
    ]),
    `  Messaggi:  ${join(folders.messages, on)}`,
    `  Rilasci:   ${folders.releases}`,
    ...(await correctedRelease(app, on)).map((name) => `  Rettifica: ${join(folders.releases, name)}`),
    '',
    'Da provare',
    ...repeatFlags(
      [
        ...bundles.slice(0, 1).map((bundle) => `  bin/recapito acknowledge ${bundle.name}`),
        '  bin/recapito status',
      ],
      flags,
    ),
  ]
}
