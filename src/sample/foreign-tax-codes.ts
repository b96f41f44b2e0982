/**
 * How the tax forms call States: the Agenzia's table of foreign countries, which is not that of the codice fiscale [K].
 *
 * @module
 */
const STATE_CODES: Readonly<Record<string, string>> = {
  AL: '087',
  AR: '006',
  AT: '008',
  AU: '007',
  BE: '009',
  BR: '011',
  CA: '013',
  CH: '071',
  CL: '015',
  CZ: '275',
  DE: '094',
  DK: '021',
  EG: '023',
  ES: '067',
  FI: '028',
  FR: '029',
  GB: '031',
  GR: '032',
  HR: '261',
  HU: '077',
  IE: '040',
  LU: '092',
  MA: '107',
  MC: '091',
  MT: '105',
  NL: '050',
  NO: '048',
  PE: '053',
  PL: '054',
  PT: '055',
  RO: '061',
  RU: '262',
  SE: '068',
  SI: '260',
  SK: '276',
  TN: '075',
  TR: '076',
  US: '069',
  UY: '080',
  VE: '081',
  ZA: '078',
}

/** `''` where the sample does not know it. */
export function stateCodeOf(iso2: string): string {
  return STATE_CODES[iso2] ?? ''
}
