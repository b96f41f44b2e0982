/** @module When a night that is done asks for a look: exit code 3 (`batch.md` §5). */

export interface TroubledCounts {
  readonly rows: number
  readonly rejected: number
  readonly held: number
  /** Whole files that could not be read. */
  readonly refusedFiles: number
  /** What an inspection found in bundles: they wait for a person. */
  readonly inspectionFaults: number
}

/**
 * 3 when a whole file was refused, a bundle has faults, or a larger share of the rows than `warningShare` was rejected
 * or waits.
 */
export function warningExit(counts: TroubledCounts, warningShare: number): 0 | 3 {
  if (counts.refusedFiles > 0 || counts.inspectionFaults > 0) return 3
  return counts.rows > 0 && counts.rejected + counts.held > counts.rows * warningShare ? 3 : 0
}
