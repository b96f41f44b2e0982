/**
 * What can be said of CAP, locality and province together: special territories, zoned cities, doubtful pairs
 * (`domain.md` §4.2, §4.3).
 *
 * @module
 */
import type { Gazetteer } from './address-parts.ts'
import { ADDRESS_FIELDS as FIELDS } from './address-parts.ts'
import type { Finding } from './finding.ts'
import type { Province } from './provinces.ts'

/** Foreign States whose post is domestic: the province we print, and how their CAPs begin. */
export const TERRITORIES = {
  SM: { province: 'SM', capStart: '4789' },
  VA: { province: 'SCV', capStart: '00120' },
} as const

const CAMPIONE = "CAMPIONE D'ITALIA"
/** 22061 since 2020; tables of 2020 and older addresses say 22060. */
const CAMPIONE_CAPS: readonly string[] = ['22061', '22060']
const CAMPIONE_SWISS = /^(?:CH[- ]?)?6911$/

/**
 * The CAP with what is certain put right: the `I-` that only foreign mail bears goes, and Campione's Swiss code, not
 * valid since 1-1-2020, becomes the one Italian CAP it can stand for.
 */
export function respellCap(cap: string, locality: string): string {
  if (locality === CAMPIONE && CAMPIONE_SWISS.test(cap)) return '22061'
  return cap.replace(/^(?:I|IT)[- ](?=\d{5}$)/, '')
}

/** True for a Swiss address that is Campione's: it belongs to Italian post now, and CH-6911 would not be delivered. */
export function isSwissCampione(lines: readonly string[]): boolean {
  return lines.some((line) => /\b6911\b/.test(line) && line.includes('CAMPIONE'))
}

/**
 * Adds what a well-formed CAP gives to say in a province: at most one finding on the CAP, the gravest, and
 * `WARN_LOCALITY_UNKNOWN` for a comune the table lacks.
 */
export function checkPlace(
  cap: string,
  locality: string,
  province: Province,
  gazetteer: Gazetteer,
  findings: Finding[],
): void {
  const caps =
    locality === CAMPIONE
      ? CAMPIONE_CAPS
      : (gazetteer.capsOf(locality, province.sigla) ?? gazetteer.capsOf(locality, province.listedUnder))
  if (caps?.includes(cap)) return
  if (!caps) findings.push({ code: 'WARN_LOCALITY_UNKNOWN', field: FIELDS.locality, detail: locality })
  const detail = `${cap} ${locality} ${province.sigla}`
  if (caps && isGeneric(cap, caps)) findings.push({ code: 'ERR_CAP_GENERIC', field: FIELDS.cap, detail })
  else if (!cap.startsWith(province.capDigit))
    findings.push({ code: 'WARN_CAP_REGION', field: FIELDS.cap, detail })
  else if (caps) findings.push({ code: 'WARN_CAP_LOCALITY', field: FIELDS.cap, detail })
}

/** The code a city had before its zones: 00100 for 00118–00199, 47900 for 47921–47924. */
function isGeneric(cap: string, caps: readonly string[]): boolean {
  return caps.length > 1 && cap.endsWith('00') && caps.some((zone) => zone.startsWith(cap.slice(0, 2)))
}
