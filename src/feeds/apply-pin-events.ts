/** @module Applying the events of accepted feeds, in the order in which they happened. */
import { ENDED_CREDENTIAL_STATES } from '../domain/credential-state.ts'
import type { FindingCode } from '../domain/finding.ts'
import type { Credential } from '../store/credential.ts'
import { changeCredentials, credentialsOf, updateCredentialDates } from '../store/credential.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { insertRejections } from '../store/feed.ts'
import { holdLetters, releaseLetters, replaceSnapshots, unsentLettersOf } from '../store/letter.ts'
import { deathsAmong, recordDeaths } from '../store/person.ts'
import { type PendingPinEvent, pendingPinEvents, settlePinEvents } from '../store/pin-event.ts'
import {
  changeRequests,
  holdRequests,
  openRequestsOf,
  replaceAddresses,
  type RequestRow,
  requestsNamed,
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

export interface AppliedEvents {
  readonly applied: number
  readonly refused: number
}

/**
 * Applies every pending event but those that wait for their PIN to be registered, which stay pending. `checkpoint` is
 * called between transactions and may stop the work there.
 */
export async function applyPinEvents(
  store: Store,
  actor: Actor,
  rules: EventRules,
  checkpoint: () => void,
): Promise<AppliedEvents> {
  const total = { applied: 0, refused: 0 }
  for (let after = { occurred_on: '', id: 0 }; ; ) {
    let events = await pendingPinEvents(store.db, after, PAGE)
    const last = events.at(-1)
    if (last === undefined) return total
    while (events.length > 0) {
      checkpoint()
      const round = events
      const done = await store.transaction('apply-events', (trx) => applyRound(trx, actor, rules, round))
      total.applied += done.applied
      total.refused += done.refused
      events = done.left
    }
    after = last
  }
}

/** Takes the first event of each person; a second one must see what the first did, so it is left for the next round. */
async function applyRound(
  trx: Executor,
  actor: Actor,
  rules: EventRules,
  events: readonly PendingPinEvent[],
): Promise<AppliedEvents & { readonly left: PendingPinEvent[] }> {
  const facts = await readFacts(trx, events)
  const changes = noChanges()
  const seen = new Set<string>()
  const settled: Parameters<typeof settlePinEvents>[1][number][] = []
  const rejections: Parameters<typeof insertRejections>[1][number][] = []
  const left: PendingPinEvent[] = []
  for (const event of events) {
    const subject = facts.subjectOf(event)
    if (subject !== '' && seen.has(subject)) {
      left.push(event)
      continue
    }
    const code = decideEvent(event, facts.of(event), rules, changes)
    // It has changed nothing: the person's next event, which may end the wait, goes on.
    if (code === 'WAITS') continue
    seen.add(subject)
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
  return { applied: settled.length - rejections.length, refused: rejections.length, left }
}

/** The same for one event that no feed brought. Answers why it cannot be applied; then nothing is written. */
export async function applyOneEvent(
  trx: Executor,
  actor: Actor,
  rules: EventRules,
  event: PendingPinEvent,
  addressSource: string,
): Promise<FindingCode | 'WAITS' | undefined> {
  const changes = noChanges()
  const code = decideEvent(event, (await readFacts(trx, [event])).of(event), rules, changes)
  if (code) return code
  const addresses = changes.addresses.map((address) => ({ ...address, source: addressSource }))
  await write(trx, actor, { ...changes, addresses })
  return undefined
}

async function readFacts(trx: Executor, events: readonly PendingPinEvent[]) {
  const named = await requestsNamed(trx, unique(events.map((event) => event.request_key)))
  // Of a row and its correction the later one counts.
  const byKey = new Map(named.map((request) => [request.request_key, request]))
  /** None where the event names the request of one person and the codice fiscale of another: either may be wrong. */
  const requestOf = ({ request_key, codice_fiscale }: PendingPinEvent) => {
    const request = request_key === '' ? undefined : byKey.get(request_key)
    return codice_fiscale === '' || codice_fiscale === request?.codice_fiscale ? request : undefined
  }
  const subjectOf = (event: PendingPinEvent) => requestOf(event)?.codice_fiscale ?? event.codice_fiscale
  const people = unique(events.map(subjectOf))
  const open = groupBy(await openRequestsOf(trx, people), (request: RequestRow) => request.codice_fiscale)
  const credentials = groupBy(await credentialsOf(trx, people), (row: Credential) => row.codice_fiscale)
  const living = [...credentials.values()]
    .flat()
    .filter((row) => !ENDED_CREDENTIAL_STATES.includes(row.state))
  const letters = groupBy(
    await unsentLettersOf(
      trx,
      living.map((row) => row.id),
    ),
    (letter) => String(letter.credential_id),
  )
  const deaths = await deathsAmong(trx, people)

  const of = (event: PendingPinEvent): EventFacts => {
    const person = subjectOf(event)
    const request = requestOf(event)
    const own = credentials.get(person) ?? []
    return {
      request,
      openRequests: open.get(person) ?? [],
      credential: own.findLast((row) => !ENDED_CREDENTIAL_STATES.includes(row.state)),
      requestCredential: own.find((row) => row.request_id === request?.id),
      letters: own.flatMap((row) => letters.get(String(row.id)) ?? []),
      death: deaths.get(person),
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
  await releaseLetters(trx, actor, changes.letterReleases)
  await replaceSnapshots(trx, changes.snapshots)
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '')
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  return Map.groupBy(rows, keyOf)
}
