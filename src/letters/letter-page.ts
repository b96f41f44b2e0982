/**
 * Where everything on a PIN letter's page stands, for one set of values: all but the address, the id and the code.
 *
 * @module
 */
import { POINTS_PER_MM } from '../pdf/content.ts'
import { unicodeName } from '../pdf/typeface.ts'
import { DoesNotFit, type FlowStyle, type IdPlace, type PlacedText, setFlow, type Values } from './flow.ts'
import type { Geometry } from './geometry.ts'
import type { Block, LetterText, Residence, Zone } from './letter-text.ts'
import type { LetterTypefaces } from './letter-typefaces.ts'

export interface Sender {
  readonly institute: string
  /** Neutral: nothing in it may reveal the matter. */
  readonly returnAddress: readonly string[]
}

/** A code is set at this size, in points; nine places with the space in the middle. */
export const CODE_SIZE = 32
export const CODE_PLACES = 9

/** Body text of 11 points: many who read this letter are past eighty. */
const BODY = { size: 11, leading: 13.4, title: { size: 13.5, leading: 17 } }
const STYLES: Readonly<Record<Zone, FlowStyle>> = {
  reference: { size: 11, leading: 15, gaps: [0.6] },
  opening: { ...BODY, gaps: [2.4, 1.8, 1.2], title: { size: 16, leading: 20 } },
  code: { size: 10.5, leading: 13, gaps: [0], align: 'centre' },
  instructions: { ...BODY, gaps: [2.2, 1.9, 1.6, 1.3, 1] },
  footer: { size: 8.5, leading: 11, gaps: [0], grey: 0.3 },
}
const INSTITUTE = { size: 26, smallest: 12, leading: 30 }
const RETURN_ADDRESS = { size: 9, leading: 12, grey: 0.3 }
/** White between the frame of the code zone and its text. */
const CODE_PADDING = 2

export interface LetterPage {
  readonly texts: readonly PlacedText[]
  readonly ids: readonly IdPlace[]
}

export class PageFault extends Error {}

/** Throws `PageFault` when a zone is too full or the text has a character that its typeface lacks. */
export function setPage(
  text: LetterText,
  geometry: Geometry,
  values: Values,
  residence: Residence,
  typefaces: LetterTypefaces,
): LetterPage {
  const flows = (Object.keys(STYLES) as Zone[]).flatMap((zone) => {
    const blocks = text.blocks[zone].filter((block) => !block.residence || block.residence === residence)
    const parts = zone === 'code' ? aroundCode(blocks, geometry) : [{ blocks, box: geometry[zone] }]
    return parts.map(({ blocks, box }) => {
      try {
        return setFlow(blocks, box, STYLES[zone], values, typefaces)
      } catch (error) {
        if (error instanceof DoesNotFit) throw new PageFault(`${zone}, ${residence}: ${error.message}`)
        throw error
      }
    })
  })
  const texts = flows.flatMap((flow) => flow.texts)
  checkGlyphs(texts)
  return { texts, ids: flows.flatMap((flow) => flow.ids) }
}

/** Institute and return address, at the top left; a long name is set smaller, a longer one refused. */
export function setSender(sender: Sender, geometry: Geometry, typefaces: LetterTypefaces): PlacedText[] {
  const { header } = geometry
  const room = header.width * POINTS_PER_MM
  const fitting = Math.floor(room / typefaces.strong.textWidth(sender.institute, 1))
  const institute = {
    typeface: typefaces.strong,
    size: Math.min(INSTITUTE.size, Math.max(INSTITUTE.smallest, fitting)),
  }
  const address = { typeface: typefaces.text, size: RETURN_ADDRESS.size, grey: RETURN_ADDRESS.grey }
  let y = header.y
  const texts = [sender.institute, ...sender.returnAddress].map((text, index) => {
    const style = index === 0 ? institute : address
    if (style.typeface.textWidth(text, style.size) > room) {
      throw new PageFault(`header: «${text}» is wider than ${header.width} mm`)
    }
    const leading = (index === 0 ? INSTITUTE.leading : RETURN_ADDRESS.leading) / POINTS_PER_MM
    const baseline = y + leading * 0.75
    y += leading
    return { style, x: header.x, y: baseline, text }
  })
  if (y > header.y + header.height)
    throw new PageFault(`header: ${sender.returnAddress.length} lines are too many`)
  checkGlyphs(texts)
  return texts
}

/** The code stands in the middle of `secret`; throws where it would leave it. */
export function codePlace(geometry: Geometry, typefaces: LetterTypefaces): { x: number; y: number } {
  const { secret } = geometry
  const width = typefaces.code.textWidth('0'.repeat(CODE_PLACES), CODE_SIZE) / POINTS_PER_MM
  const height = (typefaces.code.capHeight * CODE_SIZE) / 1000 / POINTS_PER_MM
  if (width > secret.width || height > secret.height) throw new PageFault('secret: too small for the code')
  return { x: secret.x + (secret.width - width) / 2, y: secret.y + (secret.height + height) / 2 }
}

/** What stands above the code and what below it. */
function aroundCode(blocks: readonly Block[], geometry: Geometry) {
  const { code, secret } = geometry
  const position = blocks.findIndex((block) => block.kind === 'code')
  const inside = { x: code.x + CODE_PADDING, width: code.width - 2 * CODE_PADDING }
  const top = code.y + CODE_PADDING
  const below = secret.y + secret.height
  return [
    { blocks: blocks.slice(0, position), box: { ...inside, y: top, height: secret.y - top } },
    {
      blocks: blocks.slice(position + 1),
      box: { ...inside, y: below, height: code.y + code.height - CODE_PADDING - below },
    },
  ]
}

function checkGlyphs(texts: readonly PlacedText[]): void {
  for (const { text, style } of texts) {
    const missing = style.typeface.missingGlyph(text)
    if (missing !== undefined) {
      throw new PageFault(`«${text}»: ${style.typeface.name} has no glyph for ${unicodeName(missing)}`)
    }
  }
}
