/** @module How much lies where: the counts behind `recapito status`. */
import { STAFF_HOLD } from '../domain/step-in.ts'
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { certificatesByStanding, MISSING } from './report/certificates.ts'
import { certificateRequestsByState, type StateCount } from './report/totals.ts'
import { type HeldKind, heldByCode } from './report/waiting.ts'
import { VISIBLE } from './request.ts'

export interface Overview {
  readonly requests: Readonly<Record<string, number>>
  /** Here and below: by a rule, not by staff. */
  readonly heldRequests: number
  readonly letters: Readonly<Record<string, number>>
  readonly heldLetters: number
  readonly heldByStaff: { readonly requests: number; readonly letters: number; readonly certificates: number }
  readonly bundles: Readonly<Record<string, number>>
  /** By standing: valid and held ones apart. */
  readonly certificates: Readonly<Record<string, number>>
  readonly certificateRequests: Readonly<Record<string, number>>
  readonly heldCertificateRequests: number
  /** Requests that nothing holds, and that could not be served in full. */
  readonly missingCertificates: number
  readonly releases: Readonly<Record<string, number>>
  /** Files that are prepared and that nobody has confirmed. */
  readonly unconfirmedReleases: number
  /** Letters that no bundle has taken and nothing holds, by kind. */
  readonly lettersToPrint: Readonly<Record<string, number>>
}

export async function overview(db: Executor): Promise<Overview> {
  const held = await heldByCode(db)
  const heldBy = (who: 'rule' | 'staff', ...kinds: HeldKind[]) =>
    held
      .filter(({ kind, code }) => kinds.includes(kind) && (code === STAFF_HOLD) === (who === 'staff'))
      .reduce((sum, { n }) => sum + n, 0)
  return {
    requests: await byState(db, `request where ${VISIBLE}`),
    heldRequests: heldBy('rule', 'request'),
    letters: await byState(db, 'letter'),
    heldLetters: heldBy('rule', 'letter', 'certificate_letter'),
    heldByStaff: {
      requests: heldBy('staff', 'request', 'certificate_request'),
      letters: heldBy('staff', 'letter', 'certificate_letter'),
      certificates: heldBy('staff', 'certificate'),
    },
    bundles: await byState(db, 'bundle'),
    certificates: totals(await certificatesByStanding(db)),
    certificateRequests: totals(await certificateRequestsByState(db)),
    heldCertificateRequests: heldBy('rule', 'certificate_request'),
    missingCertificates: await count(db, `certificate_request where ${MISSING}`),
    releases: await byState(db, 'certificate_release'),
    unconfirmedReleases: await count(
      db,
      `certificate_release where state = 'PREPARED' and file_name is not null`,
    ),
    lettersToPrint: await byState(db, `letter where state = 'pending' and hold is null`, 'kind'),
  }
}

async function byState(db: Executor, from: string, column = 'state'): Promise<Record<string, number>> {
  return totals(
    await rowsOf<StateCount>(
      db,
      `select ${column} as state, count(*) as n from ${from} group by ${column} order by ${column}`,
    ),
  )
}

function totals(counts: readonly StateCount[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { state, n } of counts) sums[state] = (sums[state] ?? 0) + n
  return sums
}

async function count(db: Executor, from: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(db, `select count(*) as n from ${from}`)
  return row?.n ?? 0
}
