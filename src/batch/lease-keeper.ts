/** @module Holding the lease while work goes on, and giving it back. */
import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import {
  currentLease,
  type Lease,
  type LeaseHolder,
  releaseLease,
  renewLease,
  takeLease,
} from '../store/lease.ts'
import type { Store } from '../store/store.ts'
import { AlreadyRunning, LeaseLost } from './failures.ts'

/** At least ten times the longest transaction (`batch.md` §4.3). */
const LEASE_MS = 120_000
const RENEW_MS = 20_000

export interface HeldLease {
  readonly owner: string
  /** Throws when another process has taken over. */
  check(): void
  release(): Promise<void>
}

/** Takes the one lease of the database or throws {@link AlreadyRunning}, which says who holds it and since when. */
export async function holdLease(store: Store, now: () => Date): Promise<HeldLease> {
  const holder = thisProcess()
  const until = () => new Date(now().getTime() + LEASE_MS).toISOString()
  const answer = await takeLease(store, holder, { at: now().toISOString(), until: until() }, isDead)
  if (!answer.taken) throw new AlreadyRunning(`work is going on already: ${describeLease(answer.heldBy)}`)
  let lost = false
  const timer = setInterval(() => {
    renewLease(store, holder.owner, until()).then(
      (kept) => {
        lost ||= !kept
      },
      // A busy database is no loss: the lease outlives several missed renewals.
      () => {},
    )
  }, RENEW_MS)
  timer.unref()
  return {
    owner: holder.owner,
    check() {
      if (lost) throw new LeaseLost()
    },
    async release() {
      clearInterval(timer)
      // A connection that was lost may still be in the pool; the next one is new.
      await releaseLease(store, holder.owner).catch(() => releaseLease(store, holder.owner))
    },
  }
}

/** Who works on this database right now, if anybody. */
export async function liveLease(store: Pick<Store, 'db'>, now: () => Date): Promise<Lease | undefined> {
  const lease = await currentLease(store.db)
  return lease && lease.expires_at > now().toISOString() && !isDead(lease) ? lease : undefined
}

function describeLease(lease: Lease): string {
  return `process ${lease.pid} on ${lease.host}, since ${lease.started_at}`
}

let sequence = 0

function thisProcess(): LeaseHolder {
  const host = hostname()
  sequence += 1
  return { owner: `${host}/${process.pid}/${sequence}`, host, boot: bootId(), pid: process.pid }
}

/** Same machine, same boot, no such process. On another machine only the expiry tells. */
function isDead(lease: Lease): boolean {
  if (lease.host !== hostname()) return false
  if (lease.boot !== bootId()) return true
  try {
    process.kill(Number(lease.pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function bootId(): string {
  const path = '/proc/sys/kernel/random/boot_id'
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
}
