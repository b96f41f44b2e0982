/** @module Applying the events of accepted feeds, in the order in which they happened. */
import type { Credential } from '../store/credential.ts'
import { changeCredentials, credentialsOf, updateCredentialDates } from '../store/credential.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { insertRejections } from '../store/feed.ts'
import { holdLetters, releaseLetters, replaceSnapshots, unsentLettersOf } from '../store/letter.ts'
import { deceasedAmong, recordDeaths } from '../store/person.ts'
import { type PendingPinEvent, pendingPinEvents, settlePinEvents } from '../store/pin-event.ts'
import {
  changeRequests,
  holdRequests,
  replaceAddresses,
  type RequestRow,
  requestsForEvents,
} from '../store/request.ts'
import type { Store } from '../store/store.ts'
import {
  decideEvent,
  type EventChanges,
  type EventFacts,
  type EventRules,
  noChanges,
} from './pin-event-changes.ts'

const PAGE = 2_000
const ENDED: ReadonlySet<string> = new Set(['REVOKED', 'EXPIRED_UNUSED', 'DISMISSED'])

export interface AppliedEvents {
  readonly applied: number
  readonly refused: number
}

/** Applies every pending event. `checkpoint` is called between transactions and may stop the work there. */
export async function applyPinEvents(
  store: Store,
  actor: Actor,
  rules: EventRules,
  checkpoint: () => void,
): Promise<AppliedEvents> {
  const total = { applied: 0, refused: 0 }
  for (;;) {
    checkpoint()
    const page = await pendingPinEvents(store.db, PAGE)
    if (page.length === 0) return total
    const done = await store.transaction('apply-events', (trx) => applyPage(trx, actor, rules, page))
    total.applied += done.applied
    total.refused += done.refused
  }
}

/** Takes the first event of each person: a second one must see what the first did, so it waits for the next page. */
async function applyPage(
  trx: Executor,
  actor: Actor,
  rules: EventRules,
  page: readonly PendingPinEvent[],
): Promise<AppliedEvents> {
  const facts = await readFacts(trx, page)
  const changes = noChanges()
  const seen = new Set<string>()
  const settled: Parameters<typeof settlePinEvents>[1][number][] = []
  const rejections: Parameters<typeof insertRejections>[1][number][] = []
  for (const event of page) {
    const subject = facts.subjectOf(event)
    if (subject !== '' && seen.has(subject)) continue
    seen.add(subject)
    const code = decideEvent(event, facts.of(event), rules, changes)
    settled.push({ id: event.id, state: code ? 'refused' : 'applied', outcome: code ?? null })
    if (code) {
      rejections.push({
        feedId: event.feed_id,
        line: event.line,
        field: 'type',
        code,
        detail: event.type,
        requestKey: event.event_key,
      })
    }
  }
  await write(trx, actor, changes)
  await settlePinEvents(trx, settled)
  await insertRejections(trx, rejections)
  return { applied: settled.length - rejections.length, refused: rejections.length }
}

async function readFacts(trx: Executor, page: readonly PendingPinEvent[]) {
  const keys = unique(page.map((event) => event.request_key))
  const named = await requestsForEvents(trx, [], keys)
  // Of a row and its correction the later one counts.
  const byKey = new Map(named.sort((a, b) => a.id - b.id).map((request) => [request.request_key, request]))
  /** None where the event names the request of one person and the codice fiscale of another: either may be wrong. */
  const requestOf = ({ request_key, codice_fiscale }: PendingPinEvent) => {
    const request = request_key === '' ? undefined : byKey.get(request_key)
    return codice_fiscale === '' || codice_fiscale === request?.codice_fiscale ? request : undefined
  }
  const subjectOf = (event: PendingPinEvent) => requestOf(event)?.codice_fiscale ?? event.codice_fiscale
  const people = unique(page.map(subjectOf))
  const open = groupBy(
    await requestsForEvents(trx, people, []),
    (request: RequestRow) => request.codice_fiscale,
  )
  const credentials = groupBy(await credentialsOf(trx, people), (row: Credential) => row.codice_fiscale)
  const living = [...credentials.values()].flat().filter((row) => !ENDED.has(row.state))
  const letters = groupBy(
    await unsentLettersOf(
      trx,
      living.map((row) => row.id),
    ),
    (letter) => String(letter.credential_id),
  )
  const deceased = await deceasedAmong(trx, people)

  const of = (event: PendingPinEvent): EventFacts => {
    const person = subjectOf(event)
    const request = requestOf(event)
    const own = credentials.get(person) ?? []
    return {
      request,
      openRequests: open.get(person) ?? [],
      credential: own.findLast((row) => !ENDED.has(row.state)),
      requestCredential: own.find((row) => row.request_id === request?.id),
      letters: own.flatMap((row) => letters.get(String(row.id)) ?? []),
      deceased: deceased.has(person),
    }
  }
  return { subjectOf, of }
}

async function write(trx: Executor, actor: Actor, changes: EventChanges): Promise<void> {
  await changeRequests(trx, actor, 'event', changes.requests)
  await replaceAddresses(trx, changes.addresses)
  await holdRequests(trx, actor, changes.requestHolds)
  await updateCredentialDates(trx, changes.credentialDates)
  await changeCredentials(trx, actor, 'event', changes.credentials)
  await recordDeaths(trx, changes.deaths)
  await holdLetters(trx, actor, changes.letterHolds)
  await releaseLetters(trx, changes.letterReleases)
  await replaceSnapshots(trx, changes.snapshots)
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '')
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  return Map.groupBy(rows, keyOf)
}
