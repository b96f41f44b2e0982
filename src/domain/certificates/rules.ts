/** @module The rules of `domain.md` §2.5, in its order; R9 does not exist. */
import type { CertificateRule } from '../finding.ts'
import {
  advancesComeFromA730,
  amountsAreSums,
  daysFitTheYear,
  incomeHasDays,
  suspendedIsAPart,
} from './figure-rules.ts'
import { codiceFiscaleMatches, daysWereLived, issuedAfterTheYear } from './person-rules.ts'
import type { Rule } from './rule.ts'
import {
  deductionIsDue,
  deductionsAddUp,
  grossTaxFollowsRates,
  nextAdvanceFollows,
  noSurtaxWithoutTax,
  withheldIsNetTax,
} from './tax-rules.ts'

export const RULES: readonly (readonly [CertificateRule, Rule])[] = [
  ['R1', amountsAreSums],
  ['R2', daysFitTheYear],
  ['R3', incomeHasDays],
  ['R4', deductionsAddUp],
  ['R5', withheldIsNetTax],
  ['R6', grossTaxFollowsRates],
  ['R7', deductionIsDue],
  ['R8', noSurtaxWithoutTax],
  ['R10', nextAdvanceFollows],
  ['R11', suspendedIsAPart],
  ['R12', advancesComeFromA730],
  ['R13', daysWereLived],
  ['R14', codiceFiscaleMatches],
  ['R15', issuedAfterTheYear],
]
