/**
 * The words of a postal address: its parts as a feed gives them, and what comes of them.
 * Use them through `postal-address.ts`.
 *
 * @module
 */
import type { Finding } from './finding.ts'
import type { PrintedText } from './printed-lines.ts'

/** An address in parts, as the feed gives it. Every text is trimmed; an empty part is `''`. */
export interface PostalAddress {
  readonly residence: 'ITALIA' | 'ESTERO'
  /** Line 2: `PRESSO …`, without the word itself. */
  readonly presso: string
  /** Qualifier and name: `VIA GARIBALDI`. */
  readonly street: string
  /** `16`, `16/A`, `SNC`, `KM 12,5`. */
  readonly civic: string
  /** Staircase, floor, flat, civic colour: line 3. */
  readonly details: string
  readonly poBox: string
  readonly poBoxOffice: string
  readonly frazione: string
  /** Comune, or for abroad empty (the city line is in `foreignLines`). */
  readonly locality: string
  readonly cap: string
  readonly province: string
  /** ISO 3166-1 alpha-2; `IT`, `SM` or `VA` when `residence` is ITALIA. */
  readonly country: string
  /** Abroad: the lines as the person writes them, below the name and above the country. */
  readonly foreignLines: readonly string[]
}

/** Italian post's zones: `IT`, `Z1` Europe and the Mediterranean, `Z2` Africa, Asia, Americas, `Z3` Oceania. */
export type PostalZone = 'IT' | 'Z1' | 'Z2' | 'Z3'

/** An address that can be printed: exactly what stands in the window, and copies for the vendor's sorting. */
export interface PrintableAddress {
  /** 3–5 lines for Italy, up to 6 abroad, each at most 44 characters. */
  readonly lines: readonly string[]
  readonly zone: PostalZone
  readonly countryIso2: string
  /** Empty where the post is domestic: Italy, San Marino, Vatican City. */
  readonly countryName: string
  /** Five digits, or `''` abroad. */
  readonly cap: string
  readonly locality: string
  readonly province: string
}

/** What is known of Italian places; a table that an institute may replace (`domain.md` §4.2). */
export interface Gazetteer {
  /** The CAPs of a comune (name as written, province sigla), or undefined when the table does not have it. */
  capsOf(comune: string, province: string): readonly string[] | undefined
}

export type AddressVerdict =
  | { readonly printable: PrintableAddress; readonly findings: readonly Finding[] }
  /** Held: at least one finding has the severity `hold`. */
  | { readonly printable: undefined; readonly findings: readonly Finding[] }

/** What an address puts below the addressee, before it is laid out; between the composers of this folder only. */
export interface AddressBody {
  readonly blocks: readonly (readonly PrintedText[])[]
  readonly maxLines: number
  readonly place: Omit<PrintableAddress, 'lines'>
}

/** The feed's column of each part, for findings. */
export const ADDRESS_FIELDS = {
  surname: 'surname',
  postalName: 'postal_name',
  presso: 'presso',
  street: 'street',
  civic: 'civic',
  details: 'details',
  poBox: 'po_box',
  poBoxOffice: 'po_box_office',
  frazione: 'frazione',
  locality: 'locality',
  cap: 'cap',
  province: 'province',
  country: 'country',
  /** Followed by the number of the line, from 1. */
  foreignLine: 'address_line_',
} as const
