/**
 * Embeds the used part of a typeface: subset TrueType, widths and a way back to Unicode.
 *
 * Codes in the text are UTF-16 units. A CIDToGIDMap leads from them to the subset's glyphs, so ToUnicode is the
 * identity. pdf-lib's own embedder is not used: its subset name is not a subset tag (so pdffonts says "not subset"),
 * and its glyph numbers depend on the order of use (`design.md` §7).
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { type PDFContext, PDFHexString, type PDFRef, PDFString } from 'pdf-lib'
import { deflatedStream } from './deflated-stream.ts'
import type { Typeface } from './typeface.ts'

/** What fontkit's subset really does; its published types say otherwise. */
interface Subset {
  includeGlyph(glyphId: number): number
  encode(): Uint8Array
}

const SYMBOLIC = 4
const FIXED_PITCH = 1

/** Writes the font objects and assigns the font dictionary to `ref`. */
export function embedTypeface(
  context: PDFContext,
  ref: PDFRef,
  typeface: Typeface,
  used: ReadonlySet<number>,
): void {
  const codePoints = [...used].sort((a, b) => a - b)
  const subset = typeface.font.createSubset() as unknown as Subset
  const glyphMap = Buffer.alloc(((codePoints.at(-1) ?? 0) + 1) * 2)
  for (const codePoint of codePoints) {
    glyphMap.writeUInt16BE(subset.includeGlyph(typeface.glyph(codePoint).id), codePoint * 2)
  }
  const file = subset.encode()
  const name = `${subsetTag(typeface, codePoints)}+${typeface.name}`

  const { font } = typeface
  const scale = 1000 / font.unitsPerEm
  const fixedPitch = new Set(codePoints.map((codePoint) => typeface.glyph(codePoint).advance)).size === 1
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: SYMBOLIC + (fixedPitch ? FIXED_PITCH : 0),
      FontBBox: [font.bbox.minX, font.bbox.minY, font.bbox.maxX, font.bbox.maxY].map((value) =>
        Math.round(value * scale),
      ),
      ItalicAngle: font.italicAngle,
      Ascent: Math.round(font.ascent * scale),
      Descent: Math.round(font.descent * scale),
      CapHeight: typeface.capHeight,
      StemV: 80,
      FontFile2: context.register(deflatedStream(context, file, { Length1: file.length })),
    }),
  )
  const cidFont = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      DW: 0,
      W: codePoints.flatMap((codePoint) => [codePoint, [typeface.glyph(codePoint).advance]]),
      CIDToGIDMap: context.register(deflatedStream(context, glyphMap)),
    }),
  )
  context.assign(
    ref,
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [cidFont],
      ToUnicode: context.register(deflatedStream(context, Buffer.from(toUnicode(codePoints)))),
    }),
  )
}

/** Six capitals that stand for exactly these characters of this file (ISO 32000-1, 9.6.4). */
function subsetTag(typeface: Typeface, codePoints: readonly number[]): string {
  const digest = createHash('sha256').update(typeface.sha256).update(codePoints.join()).digest()
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('')
}

function toUnicode(codePoints: readonly number[]): string {
  const lines = codePoints.map((codePoint) => {
    const code = PDFHexString.of(codePoint.toString(16).toUpperCase().padStart(4, '0'))
    return `${code} ${code}`
  })
  const blocks: string[] = []
  // A block may hold a hundred at most.
  for (let from = 0; from < lines.length; from += 100) {
    const block = lines.slice(from, from + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`
}
