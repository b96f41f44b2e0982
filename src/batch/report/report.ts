/** @module The report of a business date as data: numbers, codes, hashes and dates; no person is named in it. */
import { addDays, type CivilDate } from '../../domain/civil-date.ts'
import { FINDING_TEXTS } from '../../domain/finding-texts.ts'
import { STAFF_HOLD } from '../../domain/step-in.ts'
import type { Folders } from '../../files/folders.ts'
import { unapprovedBundles } from '../../store/approval.ts'
import { lastLink } from '../../store/audit-link.ts'
import type { Executor } from '../../store/dialect.ts'
import type { Actor } from '../../store/event.ts'
import { INSPECTION_HOLD } from '../../store/faulty-bundle.ts'
import {
  countRejectedRows,
  feedsReceivedOn,
  rejectionsByCode,
  warningsByCode,
} from '../../store/report/feeds.ts'
import {
  bundlesToReport,
  credentialsByState,
  type LanguageCount,
  lettersByLanguage,
  lettersByProduct,
  messagesByChannel,
  pinEventsByState,
  refusedOn,
  requestsByState,
} from '../../store/report/totals.ts'
import {
  callListTotals,
  countHeldOn,
  type HeldKind,
  type HoldCount,
  heldByCode,
  lettersToPrint,
  overdueFirstHalves,
} from '../../store/report/waiting.ts'
import { type Run, runsOn } from '../../store/run.ts'
import { type BalanceLine, balances, checkBalance } from './balance.ts'
import { type CertificateReport, collectCertificates } from './certificate-report.ts'
import { withoutSecrets } from './csv.ts'
import { heldSentence, reasonSentence } from './labels.ts'
import { type CodeCount, heap, type StateTotals, totals, totalsBy, type Waiting } from './report-parts.ts'
import { warningExit } from './warning-exit.ts'

export interface ReportedRun {
  readonly job: string
  readonly slot: string
  readonly attempt: number
  readonly state: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly durationMs: number | null
  readonly counts: Readonly<Record<string, number>>
  readonly error: string | null
  /** A later attempt took over: how this one ended matters to nobody any more. */
  readonly retried: boolean
}

export interface ReportedFeed {
  readonly file: string
  readonly kind: string
  readonly state: string
  readonly sha256: string
  readonly rows: number | null
  readonly entered: number | null
  readonly rejected: number | null
  readonly repeated: number | null
  /** Why it was refused, or that it was known. */
  readonly sentence: string | null
}

export interface ReportedBundle {
  readonly name: string
  readonly product: string
  readonly state: string
  readonly hold: string | null
  readonly letters: number
  readonly pages: number | null
  readonly manifestSha256: string | null
  readonly replaces: string | null
  readonly postingOn: CivilDate
  readonly publishedOn: CivilDate | null
  readonly deliveredOn: CivilDate | null
  readonly acknowledgedOn: CivilDate | null
}

/** Of the letters in the bundles of the day. */
export interface LetterLanguages {
  /** `it`, `de`, `it+de` with the second below → letters. */
  readonly printed: Readonly<Record<string, number>>
  /** Language whose text is missing or a draft → letters that it should have been on. */
  readonly fellBackFrom: Readonly<Record<string, number>>
}

export interface Report {
  readonly version: 1
  readonly slot: CivilDate
  readonly test: boolean
  readonly madeAt: string
  readonly runs: readonly ReportedRun[]
  readonly feeds: readonly ReportedFeed[]
  readonly requests: StateTotals
  readonly pinEvents: StateTotals
  readonly credentials: StateTotals
  /** Product → state → letters. */
  readonly letters: Readonly<Record<string, StateTotals>>
  readonly letterLanguages: LetterLanguages
  /** Channel → state → messages. */
  readonly messages: Readonly<Record<string, StateTotals>>
  readonly rejections: readonly CodeCount[]
  /** Refused after they had entered, this day. */
  readonly refusals: readonly CodeCount[]
  readonly warnings: readonly CodeCount[]
  readonly holds: readonly (CodeCount & Waiting & { readonly kind: HeldKind })[]
  readonly bundles: readonly ReportedBundle[]
  readonly certificates: CertificateReport
  readonly waiting: {
    /** Here and below: by a rule, not by staff. */
    readonly heldRequests: Waiting
    readonly heldLetters: Waiting
    readonly heldCertificates: Waiting
    readonly heldCertificateRequests: Waiting
    /** Requests, letters and certificates. */
    readonly heldByStaff: Waiting
    readonly callList: Waiting & {
      readonly withoutPhone: number
      readonly overdue: number
      readonly maxAgeDays: number
    }
    /** First halves not sent for longer than is allowed. */
    readonly firstHalves: Waiting & { readonly allowedHours: number }
    /** With second halves. */
    readonly lettersToPrint: Waiting
    /** With certificates. */
    readonly certificateLettersToPrint: Waiting
    readonly bundlesToHandOver: number
    /** Of these, not approved where an approval is asked for. */
    readonly bundlesToApprove: readonly string[]
    readonly bundlesToAcknowledge: Waiting
    /** Of all that waits for a person. */
    readonly oldestDays: number | null
  }
  readonly balance: readonly BalanceLine[]
  /** End of the audit chain when this was written: kept elsewhere, it proves that nothing was cut off. */
  readonly auditLink: { readonly seq: number; readonly hash: string } | null
  readonly counts: ReportCounts
  /** What the night should exit with as far as the report can tell: 0, 3 (many rows in trouble) or 5 (no balance). */
  readonly exitHint: 0 | 3 | 5
}

/** What the command decides its exit code by. */
export interface ReportCounts extends Readonly<Record<string, number>> {
  /** Rows of the feeds received this day. */
  readonly rows: number
  /** Of these, refused; and requests refused this day after they had entered. */
  readonly rejected: number
  /** Requests, letters and certificates put on hold this day. */
  readonly held: number
  /** People to call, whenever they came. */
  readonly callList: number
  /** Everything that waits for a person, whenever it came: what is held, people to call, faulty bundles. */
  readonly waiting: number
}

export interface ReportSubject {
  readonly actor: Actor
  readonly test: boolean
  readonly folders: Pick<Folders, 'bundles'>
  readonly firstHalfSlaHours: number
  readonly callbackMaxAgeDays: number
  readonly warningShare: number
  readonly approvalRequired: boolean
}

/** Reads everything; writes nothing. */
export async function collectReport(db: Executor, subject: ReportSubject): Promise<Report> {
  const { actor, test } = subject
  const { on } = actor
  const runs = await runsOn(db, on)
  const feeds = await feedsReceivedOn(db, on)
  const warnCodes = Object.keys(FINDING_TEXTS).filter((code) => severity(code) === 'warn')
  const refusals = await refusedOn(db, on)
  const bundles = await bundlesToReport(db, on)
  const holds = await heldByCode(db)
  const waiting = await collectWaiting(db, subject, holds, bundles)
  const faulty = bundles.filter(isFaulty).length
  const balance = await checkBalance(db, subject.folders)
  const link = await lastLink(db)
  const counts = {
    rows: feeds.reduce((sum, feed) => sum + (feed.rows_read ?? 0), 0),
    rejected: (await countRejectedRows(db, on)) + refusals.reduce((sum, { n }) => sum + n, 0),
    held: await countHeldOn(db, on),
    callList: waiting.callList.count,
    waiting: holds.reduce((sum, { n }) => sum + n, 0) + waiting.callList.count + faulty,
  }
  return {
    version: 1,
    slot: on,
    test,
    madeAt: actor.at,
    runs: runs.filter((run) => run.id !== actor.runId).map((run) => reportedRun(run, runs)),
    feeds: feeds.map((feed) => ({
      file: withoutSecrets(feed.file_name),
      kind: feed.kind,
      state: feed.state,
      sha256: feed.sha256,
      rows: feed.rows_read,
      entered: feed.entered,
      rejected: feed.rejected,
      repeated: feed.repeated,
      sentence: feedSentence(feed),
    })),
    requests: totals(await requestsByState(db)),
    pinEvents: totals(await pinEventsByState(db)),
    credentials: totals(await credentialsByState(db)),
    letters: totalsBy(await lettersByProduct(db), ({ product }) => product),
    letterLanguages: letterLanguages(await lettersByLanguage(db, on)),
    messages: totalsBy(await messagesByChannel(db), ({ channel }) => channel),
    rejections: (await rejectionsByCode(db, on)).map(({ code, field, n }) => codeCount(code, field, n)),
    refusals: refusals.map(({ reason, n }) => codeCount(reason ?? '', '', n)),
    warnings: (await warningsByCode(db, on, warnCodes)).map(({ code, n }) => codeCount(code, '', n)),
    holds: holds.map((row) => ({
      kind: row.kind,
      code: row.code,
      field: row.field ?? '',
      sentence: heldSentence(row.kind, row.code, row.field ?? ''),
      ...heap(row, on),
    })),
    bundles: bundles.map(reportedBundle),
    certificates: await collectCertificates(db, on),
    waiting,
    balance,
    auditLink: link ? { seq: link.seq, hash: link.hash } : null,
    counts,
    exitHint: balance.every(balances)
      ? warningExit(
          {
            ...counts,
            refusedFiles: feeds.filter((feed) => feed.state === 'refused').length,
            inspectionFaults: faulty,
          },
          subject.warningShare,
        )
      : 5,
  }
}

async function collectWaiting(
  db: Executor,
  { actor, firstHalfSlaHours, callbackMaxAgeDays, approvalRequired }: ReportSubject,
  holds: readonly HoldCount[],
  bundles: Awaited<ReturnType<typeof bundlesToReport>>,
): Promise<Report['waiting']> {
  const { on } = actor
  const heldAs = (own: readonly HoldCount[]) => {
    const oldest = own.map((row) => row.oldest_on).sort()[0] ?? null
    return heap({ n: own.reduce((sum, { n }) => sum + n, 0), oldest_on: oldest }, on)
  }
  const held = (...kinds: HeldKind[]) =>
    heldAs(holds.filter(({ kind, code }) => kinds.includes(kind) && code !== STAFF_HOLD))
  const calls = await callListTotals(db, addDays(on, -callbackMaxAgeDays))
  const drawnBefore = new Date(Date.parse(actor.at) - firstHalfSlaHours * 3_600_000).toISOString()
  const unanswered = bundles.filter((bundle) => bundle.state === 'delivered')
  const handedOver = unanswered.map((bundle) => bundle.delivered_on ?? on).sort()
  const faulty = bundles.filter(isFaulty)
  const forPeople = {
    requests: held('request'),
    letters: held('letter', 'certificate_letter'),
    certificates: held('certificate'),
    certificateRequests: held('certificate_request'),
    byStaff: heldAs(holds.filter(({ code }) => code === STAFF_HOLD)),
    calls: heap(calls, on),
    bundles: heap({ n: faulty.length, oldest_on: faulty[0]?.business_date ?? null }, on),
  }
  const days = Object.values(forPeople).map(({ oldestDays }) => oldestDays ?? -1)
  return {
    heldRequests: forPeople.requests,
    heldLetters: forPeople.letters,
    heldCertificates: forPeople.certificates,
    heldCertificateRequests: forPeople.certificateRequests,
    heldByStaff: forPeople.byStaff,
    callList: {
      ...forPeople.calls,
      withoutPhone: calls.without_phone,
      overdue: calls.overdue,
      maxAgeDays: callbackMaxAgeDays,
    },
    firstHalves: { ...heap(await overdueFirstHalves(db, drawnBefore), on), allowedHours: firstHalfSlaHours },
    lettersToPrint: heap(await lettersToPrint(db, 'PIN_HALF2'), on),
    certificateLettersToPrint: heap(await lettersToPrint(db, 'CERTIFICATE'), on),
    bundlesToHandOver: bundles.filter((bundle) => bundle.state === 'published').length,
    bundlesToApprove: approvalRequired ? (await unapprovedBundles(db)).map(({ name }) => name) : [],
    bundlesToAcknowledge: heap({ n: unanswered.length, oldest_on: handedOver[0] ?? null }, on),
    oldestDays: Math.max(...days) < 0 ? null : Math.max(...days),
  }
}

/** Stopped by the inspection of its PDF. */
export function isFaulty(bundle: { readonly hold: string | null }): boolean {
  return bundle.hold === INSPECTION_HOLD
}

function severity(code: string): string {
  return FINDING_TEXTS[code as keyof typeof FINDING_TEXTS].severity
}

function reportedRun(run: Run, all: readonly Run[]): ReportedRun {
  return {
    job: run.job,
    slot: run.slot,
    attempt: run.attempt,
    state: run.state,
    startedAt: run.started_at,
    endedAt: run.ended_at,
    durationMs: run.ended_at === null ? null : Date.parse(run.ended_at) - Date.parse(run.started_at),
    counts: run.counts === null ? {} : (JSON.parse(run.counts) as Record<string, number>),
    error: run.error,
    retried: all.some(
      (other) => other.job === run.job && other.slot === run.slot && other.attempt > run.attempt,
    ),
  }
}

/** Without its brackets: they quote the file's first line, which without a heading is a person. `rejected.csv` has all. */
function feedSentence(feed: { state: string; refusal: string | null }): string | null {
  if (feed.state === 'known') return reasonSentence('FLUSSO_GIA_ACQUISITO')
  return feed.refusal === null ? null : withoutSecrets(feed.refusal.replace(/ ?\(.*\)/s, ''))
}

function reportedBundle(bundle: Awaited<ReturnType<typeof bundlesToReport>>[number]): ReportedBundle {
  return {
    name: bundle.name,
    product: bundle.product,
    state: bundle.state,
    hold: bundle.hold,
    letters: bundle.item_count,
    pages: bundle.pages,
    manifestSha256: bundle.manifest_sha256,
    replaces: bundle.replaces,
    postingOn: bundle.posting_on,
    publishedOn: bundle.published_on,
    deliveredOn: bundle.delivered_on,
    acknowledgedOn: bundle.acknowledged_on,
  }
}

function letterLanguages(counts: readonly LanguageCount[]): LetterLanguages {
  const printed: Record<string, number> = {}
  const fellBackFrom: Record<string, number> = {}
  for (const { languages, fell_back, n } of counts) {
    printed[languages] = (printed[languages] ?? 0) + n
    for (const language of fell_back.split('+').filter((part) => part !== ''))
      fellBackFrom[language] = (fellBackFrom[language] ?? 0) + n
  }
  return { printed, fellBackFrom }
}

function codeCount(code: string, field: string, count: number): CodeCount {
  return { code, field, sentence: reasonSentence(code, field), count }
}
