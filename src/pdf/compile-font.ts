/**
 * Turns a typeface and what it has to print into tables for stamping and font objects for the file: a font for each
 * alphabet, subset TrueType, widths, and a way back to Unicode.
 *
 * pdf-lib's own embedder is not used: its subset name is not a subset tag (so pdffonts says "not subset"), its glyph
 * numbers depend on the order of use, and missing glyphs become empty boxes silently.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { CompiledFont } from './font-table.ts'
import { deflated, type ObjectSet, type PdfObject, textString } from './pdf-object.ts'
import type { FileGlyph, FontFile } from './font-file.ts'

/** What fontkit's subset really does; its published types say otherwise. */
interface Subset {
  includeGlyph(glyphId: number): number
  encode(): Uint8Array
}

/** One alphabet of a typeface as it stands in a file. */
export interface EmbeddedFont {
  /** n for `Fn` among a page's resources. */
  readonly resource: number
  /** The font dictionary; everything else hangs on it. */
  readonly number: number
  readonly objects: readonly PdfObject[]
}

const SYMBOLIC = 4
const FIXED_PITCH = 1
/** Most characters of a typeface that are kerned: pairs of rarer letters stand as the font spaces them. */
const MOST_KERNED = 260
/** A hundredth of the type size: a tenth of a point in a letter's text, which nobody sees, and half of all kerning. */
const LEAST_KERNING = 10

/** `alphabets` are the characters of each; those without a glyph are left out. `set` numbers the objects. */
export function compileFont(
  file: FontFile,
  alphabets: readonly string[],
  set: ObjectSet,
  { firstResource, isUnkerned = false }: { firstResource: number; isUnkerned?: boolean | undefined },
): { font: CompiledFont; embedded: EmbeddedFont[] } {
  const glyphsOf = alphabets.map((characters) => glyphsFor(file, characters))
  const all = new Map(glyphsOf.flat().map((glyph) => [glyph.code, glyph]))
  const glyphs = [...all.values()].sort((a, b) => a.code - b.code)
  const members = glyphsOf.map((some) => new Set(some.map(({ code }) => code)))
  const embedded = glyphsOf.map((some, index) => embed(file, some, set, firstResource + index))
  const font: CompiledFont = {
    codes: Uint16Array.from(glyphs, ({ code }) => code),
    advances: Uint16Array.from(glyphs, ({ advance }) => advance),
    alphabets: Uint8Array.from(glyphs, ({ code }) =>
      members.reduce((bits, member, index) => bits | (member.has(code) ? 1 << index : 0), 0),
    ),
    // An Arabic typeface is not kerned: where the direction turns between two characters they would be measured side by
    // side and drawn apart.
    ...kerningClasses(
      file,
      glyphs,
      isUnkerned || file.joined.size > 0 ? new Set() : (members[0] ?? new Set()),
    ),
    joined: [...file.joined],
    mirrored: [...file.mirrored],
    hiddenLam: file.hiddenLam,
    capHeight: file.capHeight,
    resources: embedded.map((one) => one.resource),
  }
  return { font, embedded }
}

/** With every joined form of the Arabic letters among the characters. */
function glyphsFor(file: FontFile, characters: string): FileGlyph[] {
  const wanted = new Set([...characters].map((character) => character.codePointAt(0) as number))
  for (const [text, codes] of file.joined) {
    if ([...text].every((letter) => wanted.has(letter.charCodeAt(0))))
      for (const code of codes) wanted.add(code)
  }
  if (file.hiddenLam !== '') wanted.add(file.hiddenLam.charCodeAt(0))
  for (const [bracket, code] of file.mirrored)
    if (wanted.has(bracket.charCodeAt(0))) wanted.add(code.charCodeAt(0))
  return [...wanted]
    .sort((a, b) => a - b)
    .map((code) => file.glyph(code))
    .filter((glyph) => glyph !== undefined)
}

/** Letters that kern alike share a class. Class 0 kerns with nothing: the space, so that lines add up, and the rest. */
function kerningClasses(file: FontFile, glyphs: readonly FileGlyph[], kerned: ReadonlySet<number>) {
  const some = glyphs.filter(({ code }) => kerned.has(code) && code !== 0x20).slice(0, MOST_KERNED)
  const rows = some.map((left) =>
    some.map((right) => {
      const value = file.kerning(left, right)
      return Math.abs(value) < LEAST_KERNING ? 0 : value
    }),
  )
  const columns = some.map((_, right) => rows.map((row) => row[right] as number))
  const lefts = classesOf(rows)
  const rights = classesOf(columns)
  const rightClasses = rights.examples.length + 1
  const kerning = new Int16Array((lefts.examples.length + 1) * rightClasses)
  lefts.examples.forEach((row, left) => {
    rights.examples.forEach((column, right) => {
      kerning[(left + 1) * rightClasses + right + 1] = rows[row]?.[column] ?? 0
    })
  })
  const classOf = (of: { classes: number[] }) => {
    const byCode = new Map(some.map(({ code }, index) => [code, of.classes[index] as number]))
    return Uint8Array.from(glyphs, ({ code }) => byCode.get(code) ?? 0)
  }
  return { leftClass: classOf(lefts), rightClass: classOf(rights), kerning, rightClasses }
}

function classesOf(rows: readonly (readonly number[])[]): { classes: number[]; examples: number[] } {
  const known = new Map<string, number>()
  const examples: number[] = []
  const classes = rows.map((row, index) => {
    if (row.every((value) => value === 0)) return 0
    const key = row.join()
    let number = known.get(key)
    if (number === undefined) {
      examples.push(index)
      number = examples.length
      known.set(key, number)
    }
    return number
  })
  if (examples.length > 0xff) throw new RangeError('expected at most 255 kerning classes in a typeface')
  return { classes, examples }
}

function embed(file: FontFile, glyphs: readonly FileGlyph[], set: ObjectSet, resource: number): EmbeddedFont {
  const subset = file.font.createSubset() as unknown as Subset
  const glyphMap = Buffer.alloc(((glyphs.at(-1)?.code ?? 0) + 1) * 2)
  for (const { code, glyphId } of glyphs) glyphMap.writeUInt16BE(subset.includeGlyph(glyphId), code * 2)
  const program = subset.encode()
  const name = `${subsetTag(file, glyphs)}+${file.name}`
  const { font } = file
  const box = [font.bbox.minX, font.bbox.minY, font.bbox.maxX, font.bbox.maxY].map((units) =>
    file.thousandths(units),
  )
  const flags = SYMBOLIC + (new Set(glyphs.map(({ advance }) => advance)).size === 1 ? FIXED_PITCH : 0)

  const first = set.objects.length
  const fontFile = set.add(deflated(program, `/Length1 ${program.length}`))
  const descriptor = set.add(
    `<</Type/FontDescriptor/FontName/${name}/Flags ${flags}/FontBBox[${box.join(' ')}]/ItalicAngle ${font.italicAngle}` +
      `/Ascent ${file.thousandths(font.ascent)}/Descent ${file.thousandths(font.descent)}` +
      `/CapHeight ${file.capHeight}/StemV 80/FontFile2 ${fontFile} 0 R>>`,
  )
  const map = set.add(deflated(glyphMap))
  const cidFont = set.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
      `/FontDescriptor ${descriptor} 0 R/DW 0/W[${widths(glyphs)}]/CIDToGIDMap ${map} 0 R>>`,
  )
  const toUnicode = set.add(deflated(unicodeMap(glyphs)))
  const number = set.add(
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${cidFont} 0 R]` +
      `/ToUnicode ${toUnicode} 0 R>>`,
  )
  return { resource, number, objects: set.objects.slice(first) }
}

/** Six capitals that stand for exactly these characters of this file (ISO 32000-1, 9.6.4). */
function subsetTag(file: FontFile, glyphs: readonly FileGlyph[]): string {
  const codes = glyphs.map(({ code }) => code).join()
  const digest = createHash('sha256').update(file.sha256).update(codes).digest()
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('')
}

/** `first [w w w]` for each row of neighbours. */
function widths(glyphs: readonly FileGlyph[]): string {
  let text = ''
  let expected = -1
  for (const { code, advance } of glyphs) {
    text += code === expected ? ` ${advance}` : `${text === '' ? '' : ']'}${code}[${advance}`
    expected = code + 1
  }
  return text === '' ? '' : `${text}]`
}

function unicodeMap(glyphs: readonly FileGlyph[]): string {
  const lines = glyphs.map(({ code, unicode }) => {
    const text = Buffer.from(unicode, 'utf16le').swap16().toString('hex').toUpperCase()
    return `<${code.toString(16).toUpperCase().padStart(4, '0')}> <${text}>`
  })
  const blocks: string[] = []
  // A block may hold a hundred at most.
  for (let from = 0; from < lines.length; from += 100) {
    const block = lines.slice(from, from + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  const name = 'Recapito-Unicode'
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry ${textString('Recapito')} /Ordering (Unicode) /Supplement 0 >> def
/CMapName /${name} def
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
