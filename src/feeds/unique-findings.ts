/** @module A rejection is keyed by field and code: two faults of one kind in one field say nothing more than one. */
import type { Finding } from '../domain/finding.ts'

export function uniqueFindings(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.field}/${finding.code}`, finding])).values()]
}
