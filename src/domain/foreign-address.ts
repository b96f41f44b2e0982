/**
 * Addresses abroad: the person's own lines in their order, then the country alone (`domain.md` §4.4).
 *
 * @module
 */
import type { AddressBody, PostalAddress } from './address-parts.ts'
import { ADDRESS_FIELDS as FIELDS } from './address-parts.ts'
import type { Country } from './countries.ts'
import { countryByIso2 } from './countries.ts'
import type { Finding } from './finding.ts'
import { isSwissCampione, TERRITORIES } from './italian-places.ts'
import type { PrintedText } from './printed-lines.ts'
import { capitals, refuseCharacters } from './printed-lines.ts'

/** The sixth is the country's. */
const MAX_LINES = { domestic: 5, abroad: 6 } as const

/**
 * Everything below the addressee for a person who lives abroad. Lines get capitals and single spaces and keep their
 * punctuation: what is needless here may carry meaning there. San Marino and Vatican City, foreign by residence and
 * domestic by post, get no country line and must show their CAP.
 */
export function composeForeign(
  address: PostalAddress,
  territoryProvinces: Readonly<Partial<Record<'SM' | 'VA', string>>>,
  findings: Finding[],
): AddressBody {
  const country = countryByIso2(address.country)
  const lines = address.foreignLines
    .map((raw, index) => foreignLine(raw, index, findings))
    .filter((line) => line.text !== '')
  if (lines.at(-1)?.text === country?.postalName) lines.pop()
  if (lines.length === 0) findings.push({ code: 'ERR_NO_STREET', field: `${FIELDS.foreignLine}1` })
  if (!country || country.iso2 === 'IT') {
    findings.push({ code: 'ERR_COUNTRY_UNKNOWN', field: FIELDS.country, detail: address.country })
  } else if (country.iso2 === 'CH' && isSwissCampione(lines.map((line) => line.text))) {
    // Held, not rewritten: it would turn a foreign letter into a domestic one, with another CAP and another price
    const detail = "CH 6911: CAMPIONE D'ITALIA, ITALIA, CAP 22061"
    findings.push({ code: 'ERR_COUNTRY_UNKNOWN', field: FIELDS.country, detail })
  }
  if (country?.iso2 === 'SM' || country?.iso2 === 'VA') {
    const province = territoryProvinces[country.iso2] ?? TERRITORIES[country.iso2].province
    return territoryBody(lines, country, province, findings)
  }
  const countryName = country?.postalName ?? ''
  return {
    blocks: [...lines.map((line) => [line]), [{ text: countryName, field: FIELDS.country }]],
    maxLines: MAX_LINES.abroad,
    place: {
      zone: country?.zone ?? 'Z2',
      countryIso2: address.country,
      countryName,
      cap: '',
      locality: '',
      province: '',
    },
  }
}

function foreignLine(raw: string, index: number, findings: Finding[]): PrintedText {
  const field = `${FIELDS.foreignLine}${index + 1}`
  refuseCharacters(raw, field, findings)
  return { text: capitals(raw), field }
}

function territoryBody(
  lines: readonly PrintedText[],
  country: Country,
  province: string,
  findings: Finding[],
): AddressBody {
  const last = lines.at(-1) ?? { text: '', field: FIELDS.cap }
  const [, cap = '', locality = ''] = /^(\d{5}) (.+)$/.exec(last.text) ?? []
  if (cap === '') findings.push({ code: 'ERR_CAP_MISSING', field: last.field, detail: last.text })
  return {
    blocks: lines.map((line) => [line]),
    maxLines: MAX_LINES.domestic,
    place: { zone: 'IT', countryIso2: country.iso2, countryName: '', cap, locality, province },
  }
}
