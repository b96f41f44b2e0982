/**
 * Addresses of Italian post: details (3), street and civic number or PO box (4), CAP, locality and province (5), by
 * Poste's and pagoPA's numbering of lines (`domain.md` §4.1).
 *
 * @module
 */
import type { AddressBody, Gazetteer, PostalAddress } from './address-parts.ts'
import { ADDRESS_FIELDS as FIELDS } from './address-parts.ts'
import { countryByIso2, isPostallyDomestic } from './countries.ts'
import type { Finding } from './finding.ts'
import { checkPlace, respellCap, TERRITORIES } from './italian-places.ts'
import type { PrintedText } from './printed-lines.ts'
import { NOTHING, printed } from './printed-lines.ts'
import { provinceBySigla } from './provinces.ts'
import { endsWithCivic, respellBox, respellCivic, respellDetails, respellStreet } from './street-line.ts'

const MAX_LINES = 5
/** docs.pagopa.it: CAP, space, locality of at most 35, space, sigla. */
const LOCALITY_LENGTH = 35

/** Everything below the addressee of an address in Italy, San Marino or Vatican City. */
export function composeItalian(
  address: PostalAddress,
  gazetteer: Gazetteer,
  territoryProvinces: Readonly<Partial<Record<'SM' | 'VA', string>>>,
  findings: Finding[],
): AddressBody {
  const country = address.country === '' ? 'IT' : address.country
  if (!isPostallyDomestic(country))
    findings.push({ code: 'ERR_COUNTRY_UNKNOWN', field: FIELDS.country, detail: country })
  const place =
    country === 'SM' || country === 'VA'
      ? territoryPlace(address, country, territoryProvinces[country], findings)
      : italianPlace(address, gazetteer, findings)

  const street = printed(address.street, FIELDS.street, findings, respellStreet)
  const civic = printed(address.civic, FIELDS.civic, findings, respellCivic)
  const streetLine = joined(street, civic)
  const box = labelled('CASELLA POSTALE', printed(address.poBox, FIELDS.poBox, findings, respellBox))
  const office = labelled('UFFICIO', printed(address.poBoxOffice, FIELDS.poBoxOffice, findings))
  const details = printed(address.details, FIELDS.details, findings, respellDetails)
  const frazione = printed(address.frazione, FIELDS.frazione, findings)
  if (box === '' && street === '') findings.push({ code: 'ERR_NO_STREET', field: FIELDS.street })
  else if (box === '' && civic === '' && !endsWithCivic(street))
    findings.push({ code: 'ERR_NO_CIVIC', field: FIELDS.civic, detail: street })

  return {
    blocks: [
      // a box is served at the post office: the street says whose it is, and must not stand on line 4
      [{ text: box === '' ? '' : streetLine, field: FIELDS.street }],
      [
        // details first: in Firenze and Genova they begin with the colour of the civic number, R or N
        { text: details, field: FIELDS.details },
        { text: office, field: FIELDS.poBoxOffice },
        { text: frazione, field: FIELDS.frazione },
      ],
      [box === '' ? { text: streetLine, field: FIELDS.street } : { text: box, field: FIELDS.poBox }],
      [placeLine(place)],
    ],
    maxLines: MAX_LINES,
    place: { zone: 'IT', countryIso2: country, countryName: '', ...place },
  }
}

/** Nothing for a locality that is too long: it has its own finding, and the line would repeat it. */
function placeLine({ cap, locality, province }: Place): PrintedText {
  if (locality.length > LOCALITY_LENGTH) return NOTHING
  return { text: joined(`${cap} ${locality}`, province), field: FIELDS.locality }
}

interface Place {
  readonly cap: string
  readonly locality: string
  readonly province: string
}

function italianPlace(address: PostalAddress, gazetteer: Gazetteer, findings: Finding[]): Place {
  const typed = printed(address.province, FIELDS.province, findings)
  const province = provinceBySigla(typed)
  const sigla = province?.sigla ?? ''
  if (!province) findings.push({ code: 'ERR_PROVINCE_UNKNOWN', field: FIELDS.province, detail: typed })
  else if (sigla !== typed) findings.push({ code: 'OK_NORMALISED', field: FIELDS.province, detail: sigla })
  const locality = printed(address.locality, FIELDS.locality, findings, (text) =>
    sigla === 'BZ' ? southTyrolean(text, gazetteer) : text,
  )
  const cap = capOf(address, locality, findings)
  checkLocality(locality, findings)
  if (province && cap !== '' && locality !== '') checkPlace(cap, locality, province, gazetteer, findings)
  return { cap, locality, province: sigla }
}

/** San Marino and Vatican City: no table of places, and the province that the options name, whatever the feed says. */
function territoryPlace(
  address: PostalAddress,
  country: 'SM' | 'VA',
  configured: string | undefined,
  findings: Finding[],
): Place {
  const { capStart, province: ours } = TERRITORIES[country]
  const province = configured ?? ours
  const locality = printed(address.locality, FIELDS.locality, findings)
  const cap = capOf(address, locality, findings)
  checkLocality(locality, findings)
  if (address.province !== '' && address.province.toUpperCase() !== province)
    findings.push({ code: 'OK_NORMALISED', field: FIELDS.province, detail: province })
  if (cap !== '' && !cap.startsWith(capStart)) {
    const detail = joined(cap, countryByIso2(country)?.postalName ?? country)
    findings.push({ code: 'WARN_CAP_LOCALITY', field: FIELDS.cap, detail })
  }
  return { cap, locality, province }
}

/** Five digits, or `''` and `ERR_CAP_MISSING`. Four digits are not padded: which zero Excel ate is a guess. */
function capOf(address: PostalAddress, locality: string, findings: Finding[]): string {
  const cap = printed(address.cap, FIELDS.cap, findings, (text) => respellCap(text, locality))
  if (/^\d{5}$/.test(cap)) return cap
  findings.push({ code: 'ERR_CAP_MISSING', field: FIELDS.cap, detail: cap })
  return ''
}

function checkLocality(locality: string, findings: Finding[]): void {
  if (locality === '') findings.push({ code: 'ERR_NO_LOCALITY', field: FIELDS.locality })
  if (locality.length > LOCALITY_LENGTH) {
    const detail = `${locality.length}/${LOCALITY_LENGTH}`
    findings.push({ code: 'ERR_LINE_OVERFLOW', field: FIELDS.locality, detail })
  }
}

/**
 * South Tyrol writes both names, `BOLZANO/BOZEN`. Where they pass 35 characters the one that the table knows stands
 * alone: the tables hold the Italian names, which pagoPA recommends, and half a pair is a whole name, not a cut one.
 */
function southTyrolean(text: string, gazetteer: Gazetteer): string {
  const both = text.replace(/ - | ?\/ ?/g, '/')
  if (both.length <= LOCALITY_LENGTH) return both
  return both.split('/').find((name) => gazetteer.capsOf(name, 'BZ')) ?? both
}

function labelled(label: string, text: string): string {
  return text === '' || text.startsWith(`${label} `) ? text : `${label} ${text}`
}

function joined(text: string, next: string): string {
  if (text === '' || next === '') return text + next
  return `${text} ${next}`
}
