/** @module One lease over the whole database: one writer of work at a time (`design.md` §5). */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { Store } from './store.ts'

export interface LeaseHolder {
  readonly owner: string
  readonly host: string
  /** Changes when the machine restarts: a process id means nothing across a restart. */
  readonly boot: string
  readonly pid: number
}

export interface Lease extends LeaseHolder {
  readonly started_at: string
  readonly expires_at: string
}

export async function currentLease(db: Executor): Promise<Lease | undefined> {
  const [row] = await rowsOf<Lease>(
    db,
    `select owner, host, boot, pid, started_at, expires_at from lease where name = 'work'`,
  )
  return row
}

/**
 * Takes the lease, or answers who holds it, in one statement: of two that come at once one is told of the other.
 * `isDead` may declare a holder dead before its time (same machine, no such process): taking over a dead run is what
 * the next start does, not an operator's chore.
 */
export async function takeLease(
  store: Store,
  holder: LeaseHolder,
  times: { at: string; until: string },
  isDead: (lease: Lease) => boolean,
): Promise<{ taken: true } | { taken: false; heldBy: Lease }> {
  const held = await currentLease(store.db)
  const dead = held && isDead(held) ? held.owner : ''
  const { owner, host, boot, pid } = holder
  const taken = await rowsOf(
    store.db,
    `insert into lease (name, owner, host, boot, pid, started_at, expires_at) values ('work', ?, ?, ?, ?, ?, ?)
     on conflict (name) do update set owner = excluded.owner, host = excluded.host, boot = excluded.boot,
       pid = excluded.pid, started_at = excluded.started_at, expires_at = excluded.expires_at
     where lease.owner = ? or lease.expires_at <= ? returning owner`,
    [owner, host, boot, pid, times.at, times.until, dead, times.at],
  )
  if (taken.length > 0) return { taken: true }
  const heldBy = await currentLease(store.db)
  return heldBy ? { taken: false, heldBy } : takeLease(store, holder, times, isDead)
}

/** Prolongs the lease; false when somebody else has taken it. */
export async function renewLease(store: Store, owner: string, until: string): Promise<boolean> {
  return (await store.db('lease').where({ name: 'work', owner }).update({ expires_at: until })) === 1
}

export async function releaseLease(store: Store, owner: string): Promise<void> {
  await store.db('lease').where({ name: 'work', owner }).delete()
}
