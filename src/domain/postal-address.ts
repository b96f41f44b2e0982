/**
 * Postal addresses: what a feed says, and the lines that an envelope window shows (`domain.md` §4, `mail.md` §2.6).
 * Warns rather than holds: no free table of places is complete, so only what cannot be delivered waits for a person.
 *
 * @module
 */
import type { AddressVerdict, Gazetteer, PostalAddress } from './address-parts.ts'
import { ADDRESS_FIELDS as FIELDS } from './address-parts.ts'
import type { Finding } from './finding.ts'
import { composeForeign } from './foreign-address.ts'
import { composeItalian } from './italian-address.ts'
import type { PrintedText } from './printed-lines.ts'
import { LINE_LENGTH, layOut, NOTHING, printed, refuseFormula } from './printed-lines.ts'

export type * from './address-parts.ts'

/** Who the letter is for, as the feed writes it. */
export interface Addressee {
  readonly name: string
  readonly surname: string
  /** When not empty, stands in the place of name and surname. */
  readonly postalName: string
}

/** What the sources leave open, with the choice we made. */
export interface AddressOptions {
  /** Poste lists "nome e cognome", others put the surname first; by default Poste's. */
  readonly nameOrder?: 'NAME_SURNAME' | 'SURNAME_NAME'
  /**
   * What stands in the place of the province for San Marino and Vatican City, `''` for nothing; no source says. By
   * default `SM`, two letters like a sigla, and `SCV`, since `VA` is Varese.
   */
  readonly territoryProvinces?: Readonly<Partial<Record<'SM' | 'VA', string>>>
}

/** A name may fill two lines; a longer one waits for a person (pagoPA cuts it in mid-word). */
const NAME_LENGTH = 2 * LINE_LENGTH

/**
 * The lines that the window shows, or why there are none; always every finding, in no given order. Pure and total:
 * expects texts trimmed and in NFC, and never throws. Reads the foreign lines only of who lives abroad and the other
 * parts, `presso` apart, only of who lives in Italy. Does not check that a font has the glyphs.
 */
export function composeAddress(
  addressee: Addressee,
  address: PostalAddress,
  gazetteer: Gazetteer,
  options: AddressOptions = {},
): AddressVerdict {
  const findings: Finding[] = []
  const domestic = address.residence === 'ITALIA'
  const [name, rest] = nameLines(addressee, options, findings)
  const presso = care(printed(address.presso, FIELDS.presso, findings), domestic)
  const body = domestic
    ? composeItalian(address, gazetteer, options.territoryProvinces ?? {}, findings)
    : composeForeign(address, options.territoryProvinces ?? {}, findings)
  // pagoPA: what does not fit the first line goes to the second, followed by `presso`
  const blocks = [[name], [rest, { text: presso, field: FIELDS.presso }], ...body.blocks]
  const lines = layOut(blocks, body.maxLines, findings)
  // The locality stands in a cell of its own too, where no CAP comes before it.
  refuseFormula(body.place.locality, domestic ? FIELDS.locality : `${FIELDS.foreignLine}1`, findings)
  const held = findings.some(({ code }) => code.startsWith('ERR_') || code === 'CAMPO_MANCANTE')
  return held ? { printable: undefined, findings } : { printable: { lines, ...body.place }, findings }
}

function nameLines(
  addressee: Addressee,
  options: AddressOptions,
  findings: Finding[],
): readonly [PrintedText, PrintedText] {
  const { name, surname, postalName } = addressee
  const field = postalName === '' ? FIELDS.surname : FIELDS.postalName
  const both = options.nameOrder === 'SURNAME_NAME' ? `${surname} ${name}` : `${name} ${surname}`
  const text = printed(postalName === '' ? both : postalName, field, findings)
  if (text === '') findings.push({ code: 'CAMPO_MANCANTE', field })
  if (text.length <= LINE_LENGTH) return [{ text, field }, NOTHING]

  const space = text.lastIndexOf(' ', LINE_LENGTH)
  const rest = text.slice(space + 1)
  if (space > 0 && rest.length <= LINE_LENGTH)
    return [
      { text: text.slice(0, space), field },
      { text: rest, field },
    ]

  const detail = text.length > NAME_LENGTH ? `${text.length}/${NAME_LENGTH}` : `${rest.length}/${LINE_LENGTH}`
  findings.push({ code: 'ERR_LINE_OVERFLOW', field, detail })
  return [NOTHING, NOTHING]
}

/** `PRESSO …` at home; abroad `C/O …`, which every post knows. A text that already says it stays. */
function care(text: string, domestic: boolean): string {
  if (text === '' || text.startsWith('PRESSO ') || text.startsWith('C/O ')) return text
  return domestic ? `PRESSO ${text}` : `C/O ${text}`
}
