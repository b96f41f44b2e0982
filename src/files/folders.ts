/** @module Where things lie below `data/` and `output/`. */
import { join } from 'node:path'

export interface Folders {
  readonly inbox: string
  readonly archive: string
  readonly refused: string
  readonly staging: string
  readonly bundles: string
  readonly outgoing: string
  /** Bundles that the ledger cannot answer for: nothing there is ever handed over. */
  readonly quarantine: string
  readonly messages: string
  readonly reports: string
  /** Masked letters of published bundles, to look at before they leave. */
  readonly proofs: string
  /** Messages to staff, where no mail server is set. */
  readonly alerts: string
  /** What a monitoring system reads; nothing of persons. */
  readonly metrics: string
  /** Certificates that are not paper, by channel. */
  readonly releases: string
  /** Compiled forms by version, kept as long as a certificate was released with them. */
  readonly forms: string
  /** May be emptied at any time. */
  readonly cache: string
}

/** Staging lies inside the output folder: a rename publishes only within one file system (`batch.md` §2.1). */
export function foldersIn(data: string, output: string): Folders {
  return {
    inbox: join(data, 'inbox'),
    archive: join(data, 'archive'),
    refused: join(data, 'refused'),
    staging: join(output, '.staging'),
    bundles: join(output, 'bundles'),
    outgoing: join(output, 'outgoing'),
    quarantine: join(output, 'quarantine'),
    messages: join(output, 'messages'),
    reports: join(output, 'reports'),
    proofs: join(output, 'proofs'),
    alerts: join(output, 'alerts'),
    metrics: join(output, 'metrics'),
    releases: join(output, 'releases'),
    forms: join(data, 'forms'),
    cache: join(data, 'cache'),
  }
}
