/** @module Requests, codes and letters put straight into the ledger, for what no small feed would bring. */
import type { Actor } from '../../src/store/event.ts'
import { insertCredentials } from '../../src/store/credential.ts'
import { acceptFeed, insertFeed } from '../../src/store/feed.ts'
import { insertLetters } from '../../src/store/letter.ts'
import { insertRequests, type NewRequest, REQUEST_COLUMNS } from '../../src/store/request.ts'
import { openRun } from '../../src/store/run.ts'
import type { Store } from '../../src/store/store.ts'

export const ON = '2026-11-20'

export const ACTOR: Actor = { runId: 1, at: '2026-11-20T03:30:00.000Z', on: ON }

/** Feed 1, accepted on {@link ON}, with one request for each entry: ids and lines count from 1. */
export async function putRequests(store: Store, requests: readonly Partial<NewRequest>[]): Promise<void> {
  const { id: runId } = await openRun(store, {
    job: 'intake',
    slot: ON,
    businessDate: ON,
    owner: 'test',
    at: ACTOR.at,
  })
  await store.transaction('put', async (trx) => {
    const file = {
      sha256: 'x',
      bytes: 1,
      runId,
      receivedOn: ON,
      kind: 'pin-requests',
      state: 'loading',
    } as const
    await insertFeed(trx, { id: 1, fileName: 'pin-requests-1.csv', ...file })
    await insertRequests(
      trx,
      requests.map((request, index) => ({ ...blank(index + 1), ...request })),
    )
    const n = requests.length
    await acceptFeed(trx, 1, { rowsRead: n, entered: n, rejected: 0, repeated: 0 }, 'archived.csv')
  })
}

/** For each request from the first a code and its letter, with these lines. */
export async function putLetters(
  store: Store,
  letters: readonly { lines: readonly string[]; abroad?: boolean; requestedOn?: string }[],
): Promise<void> {
  await store.transaction('put', async (trx) => {
    await insertCredentials(
      trx,
      ACTOR,
      letters.map((_, index) => ({
        id: index + 1,
        requestId: index + 1,
        codiceFiscale: `X${index}`,
        state: 'PARTIAL',
        profile: 'ORDINARIO',
        userClass: 'CITTADINO',
        verifier: null,
        expiresOn: '2027-05-19',
        halves: [{ idx: 2, channel: 'LETTER', sealedText: 's1.x' }],
      })),
    )
    await insertLetters(
      trx,
      ACTOR,
      letters.map(({ lines, abroad, requestedOn }, index) => ({
        id: index + 1,
        publicId: `L-${index + 1}`,
        kind: 'PIN_HALF2',
        sourceId: index + 1,
        attempt: 1,
        product: 'PIN_IT',
        zone: 'IT',
        cap: '00100',
        snapshot: JSON.stringify({
          addressLines: lines,
          requestedOn: requestedOn ?? '2026-11-19',
          firstHalfSentOn: ON,
          firstHalfChannel: 'SMS',
          residence: abroad ? 'ESTERO' : 'ITALIA',
          place: {},
        }),
      })),
    )
  })
}

function blank(id: number): NewRequest {
  const texts = Object.entries(REQUEST_COLUMNS).map(([name, type]) => [name, type === 'text' ? '' : 0])
  return {
    ...(Object.fromEntries(texts) as NewRequest),
    id,
    feed_id: 1,
    line: id,
    request_key: `R-${id}`,
    replaces_id: null,
    submitted_on: '2026-11-19',
    received_on: ON,
    address: '{}',
    printable: null,
    warnings: null,
    state: 'RECEIVED',
    state_on: ON,
    hold: null,
    hold_field: null,
    hold_detail: null,
    hold_on: null,
  }
}
