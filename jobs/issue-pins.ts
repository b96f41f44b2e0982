/**
 * Reads received and approved requests; draws, splits and seals a code for each that may have one (A4–A9, B1). Sends
 * the doubtful ones to the call list, registers what the counter handed over, refuses and holds the rest.
 */
import { addDays, addMonths } from '../src/domain/civil-date.ts'
import type { Finding } from '../src/domain/finding.ts'
import { decideIssue, type IssueDecision, isNeverUsed, isReplaceable } from '../src/domain/issue-decision.ts'
import type { PrintableAddress } from '../src/domain/postal-address.ts'
import { nextWorkingDay } from '../src/domain/working-days.ts'
import { applyPinEvents } from '../src/feeds/apply-pin-events.ts'
import type { PinLetterTemplate } from '../src/letters/pin-letter.ts'
import { type CodeKeys, drawSealedCode } from '../src/secrets/issue-code.ts'
import {
  type Credential,
  type CredentialChange,
  changeCredentials,
  countIssuedSince,
  credentialsOf,
  credentialsOfRequests,
  insertCredentials,
  type NewCredential,
} from '../src/store/credential.ts'
import type { Executor } from '../src/store/dialect.ts'
import { reserveIds } from '../src/store/id-block.ts'
import { deceasedAmong } from '../src/store/person.ts'
import {
  approvedRequests,
  changeRequests,
  holdRequests,
  type RequestChange,
  type RequestHold,
  type RequestRow,
  receivedRequests,
  rivalRequests,
  supersedeOlder,
} from '../src/store/request.ts'
import { inheritStaffHolds } from '../src/store/staff-hold.ts'
import type { Job, JobContext } from './job.ts'

const PAGE = 2_000

export const issuePins: Job = {
  name: 'issue-pins',
  summary: 'decides on new requests, draws and seals their codes',
  async run(context) {
    const keys = {
      firstHalf: await context.keys('firstHalf'),
      secondHalf: await context.keys('secondHalf'),
      pepper: await context.keys('pepper'),
    }
    const counts = {
      superseded: 0,
      issued: 0,
      registered: 0,
      calledBack: 0,
      refused: 0,
      held: 0,
      replaced: 0,
    }
    const settle = async (
      nextPage: typeof receivedRequests,
      concerns: (decision: IssueDecision) => boolean,
    ) => {
      for (let afterId: number | undefined = 0; afterId !== undefined; ) {
        context.checkpoint()
        const from: number = afterId
        const page = await context.store.transaction('issue-page', async (trx) => {
          const requests = await nextPage(trx, from, PAGE)
          return {
            done: await issuePage(trx, context, keys, requests, concerns),
            lastId: requests.at(-1)?.id,
          }
        })
        for (const name of COUNTS) counts[name] += page.done[name]
        context.progress(page.done.issued + page.done.registered, 'PIN')
        afterId = page.lastId
      }
    }
    // First of all those that are refused or held: they must not make an older request give way.
    await settle(rivalRequests, (decision) => decision.do === 'refuse' || decision.do === 'hold')
    counts.superseded = await supersede(context)
    for (const nextPage of [approvedRequests, receivedRequests]) await settle(nextPage, () => true)
    // What befell a counter's PIN before it was registered above.
    const { store, actor, parameter, test, checkpoint } = context
    const rules = { gazetteer: await context.gazetteer(), parameter, test }
    const events = await applyPinEvents(store, actor, rules, checkpoint)
    return { ...counts, eventsApplied: events.applied, eventsRefused: events.refused }
  },
}

const COUNTS = ['issued', 'registered', 'calledBack', 'refused', 'held', 'replaced'] as const

/**
 * Older open requests give way; the halves and unsent letters of what they brought die with them (A4). Where staff
 * stopped the older, nothing gives way: the newer waits beside it.
 */
function supersede({ store, actor }: JobContext): Promise<number> {
  return store.transaction('supersede', async (trx) => {
    await inheritStaffHolds(trx, actor)
    const ids = await supersedeOlder(trx, actor)
    const unused = (await credentialsOfRequests(trx, ids)).filter((row) => isNeverUsed(lifeOf(row)))
    await changeCredentials(trx, actor, 'replaced', unused.map(replaced))
    return ids.length
  })
}

async function issuePage(
  trx: Executor,
  context: JobContext,
  keys: CodeKeys,
  requests: readonly RequestRow[],
  concerns: (decision: IssueDecision) => boolean,
) {
  const { actor, parameter } = context
  const template = await context.letterTemplate()
  const people = requests.map((request) => request.codice_fiscale)
  const credentials = Map.groupBy(await credentialsOf(trx, people), (row) => row.codice_fiscale)
  const deceased = await deceasedAmong(trx, people)
  const issuedLastMonth = await countIssuedSince(trx, people, addMonths(actor.on, -1))

  const moves: RequestChange[] = []
  const holds: RequestHold[] = []
  const issuing: { request: RequestRow; counter: boolean; earlier: readonly Credential[] }[] = []
  const done = { issued: 0, registered: 0, calledBack: 0, refused: 0, held: 0, replaced: 0 }
  for (const request of requests) {
    const earlier = credentials.get(request.codice_fiscale) ?? []
    const decision = decideIssue(
      asDecided(request, template),
      {
        deceased: deceased.has(request.codice_fiscale),
        credentials: earlier.map(lifeOf),
        issuedLastMonth: issuedLastMonth.get(request.codice_fiscale) ?? 0,
      },
      actor.on,
      parameter,
    )
    if (!concerns(decision)) continue
    done[COUNTED[decision.do]] += 1
    if (decision.do === 'hold')
      holds.push({
        id: request.id,
        code: decision.code,
        field: decision.field,
        detail: decision.detail ?? '',
      })
    else if (request.state !== TARGET[decision.do]) moves.push(moveOf(request, decision))
    if (decision.do === 'issue' || decision.do === 'register') {
      issuing.push({ request, counter: decision.do === 'register', earlier })
    }
  }
  await changeRequests(trx, actor, 'decided', moves)
  await holdRequests(trx, actor, holds)

  const replacing = issuing
    .flatMap(({ earlier }) => earlier.filter((row) => isReplaceable(lifeOf(row))))
    .map(replaced)
  await changeCredentials(trx, actor, 'replaced', replacing)
  done.replaced = replacing.length
  const firstId = await reserveIds(trx, 'credential', issuing.length)
  await insertCredentials(
    trx,
    actor,
    issuing.map(({ request, counter, earlier }, index) =>
      counter
        ? envelope(context, request, firstId + index)
        : newCredential(context, keys, request, earlier, firstId + index),
    ),
  )
  return done
}

const COUNTED = {
  issue: 'issued',
  register: 'registered',
  'call-back': 'calledBack',
  refuse: 'refused',
  hold: 'held',
} as const

const TARGET = {
  issue: 'APPROVED',
  register: 'FULFILLED',
  'call-back': 'CALLBACK',
  refuse: 'REJECTED',
} as const

/** Measured before a code is drawn, so that nobody gets a first half whose letter cannot follow. */
function unprintable(request: RequestRow, template: PinLetterTemplate): Finding | undefined {
  if (request.printable === null) return undefined
  const measured = template.measureAddressLines((JSON.parse(request.printable) as PrintableAddress).lines)
  if (measured.ok) return undefined
  const { code, field, detail } = measured
  return { code, field, detail }
}

function moveOf(request: RequestRow, decision: Exclude<IssueDecision, { do: 'hold' }>): RequestChange {
  const reason = 'code' in decision ? decision.code : 'reason' in decision ? decision.reason : undefined
  const move = { id: request.id, from: request.state, to: TARGET[decision.do as keyof typeof TARGET] }
  return reason === undefined ? move : { ...move, reason }
}

function asDecided(request: RequestRow, template: PinLetterTemplate) {
  return {
    unprintable: unprintable(request, template),
    state: request.state,
    channel: request.channel,
    archiveMatch: request.archive_match,
    operatorValidated: request.operator_validated === 1,
    hasPhone: request.phone !== '' || request.mobile !== '',
    birthDate: request.birth_date,
    legalStatus: request.legal_status,
    residence: request.residence,
    hasItalianId: request.has_italian_id === 1,
  }
}

/** Nothing of the code in clear comes back from sealing it. */
function newCredential(
  context: JobContext,
  keys: CodeKeys,
  request: RequestRow,
  earlier: readonly Credential[],
  id: number,
): NewCredential {
  const code = drawSealedCode(keys, context.random, {
    credentialId: id,
    codiceFiscale: request.codice_fiscale,
    birthDate: request.birth_date,
    earlierVerifiers: new Set(earlier.map((row) => row.verifier ?? '')),
  })
  return {
    ...common(context, request, id),
    state: 'GENERATED',
    profile: 'ORDINARIO',
    verifier: code.verifier,
    halves: [
      { idx: 1, channel: request.first_half_channel, sealedText: code.firstHalf },
      { idx: 2, channel: 'LETTER', sealedText: code.secondHalf },
    ],
  }
}

/** The counter's code was drawn and handed over elsewhere: we keep its life, not its halves (B5). */
function envelope(context: JobContext, request: RequestRow, id: number): NewCredential {
  return {
    ...common(context, request, id),
    state: 'AWAITING_FIRST_USE',
    profile: 'DISPOSITIVO',
    verifier: null,
    halves: [],
  }
}

/** Valid from the planned posting day; freezing the letter counts again from its own (`mail.md` §3.2). */
function common({ actor, parameter, settings }: JobContext, request: RequestRow, id: number) {
  const postingOn = nextWorkingDay(actor.on, settings.calendar.closures)
  const abroad = request.residence === 'ESTERO'
  const days = parameter(
    abroad ? 'initialUnusedValidityDaysAbroad' : 'initialUnusedValidityDaysItaly',
    actor.on,
  )
  return {
    id,
    requestId: request.id,
    codiceFiscale: request.codice_fiscale,
    userClass: request.user_class,
    expiresOn: addDays(postingOn, days),
  }
}

function lifeOf(credential: Credential) {
  return { state: credential.state, firstUsedOn: credential.first_used_on }
}

function replaced(credential: Credential): CredentialChange {
  return { id: credential.id, from: credential.state, to: 'REVOKED', reason: 'SOSTITUITO' }
}
