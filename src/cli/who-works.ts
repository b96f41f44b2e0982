/** @module Who holds the lease, as staff read it. */
import { italianInstant } from '../domain/civil-date.ts'
import type { Lease } from '../store/lease.ts'

export function whoWorks({ pid, host, started_at: since }: Lease): string {
  return `processo ${pid} su ${host}, dal ${italianInstant(new Date(since))}`
}
