/** @module Whether a rule of `domain.md` §2.5 holds a certificate or warns, on a day: the settings first. */
import type { CivilDate } from '../civil-date.ts'
import type { CertificateRule } from '../finding.ts'
import { RULE_SEVERITIES, type RuleSeverity } from './certificate-parameters.ts'

export type SeverityReader = (rule: CertificateRule, on: CivilDate) => RuleSeverity

/** A row of the setting `certificates.severities`; both days are included, an absent one is open. */
export interface SeverityOverride {
  readonly rule: string
  readonly severity: RuleSeverity
  readonly validFrom?: CivilDate | undefined
  readonly validTo?: CivilDate | undefined
}

/** Of several rows that cover a day the last one counts. R14 always warns: the Agenzia's own codice fiscale prevails. */
export function severityReader(overrides: readonly SeverityOverride[]): SeverityReader {
  return (rule, on) => {
    if (rule === 'R14') return 'W'
    const row = overrides.findLast((override) => override.rule === rule && covers(override, on))
    return row?.severity ?? RULE_SEVERITIES[rule]
  }
}

function covers({ validFrom, validTo }: SeverityOverride, on: CivilDate): boolean {
  return (validFrom === undefined || validFrom <= on) && (validTo === undefined || on <= validTo)
}
