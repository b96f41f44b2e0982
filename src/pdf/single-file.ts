/**
 * One piece a file: PDF/A-2a and PDF/UA-1. Everything but the piece's own strings stands before them, made once and
 * copied; its hash is carried on from there.
 *
 * @module
 */
import { createHash, type Hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Canvas } from './canvas.ts'
import { colourProfile } from './colour-profile.ts'
import { catalogEntries, fileId, HEADER, infoOf, mediaBox, resourcesOf, sharedObjects } from './file-parts.ts'
import { metadataOf } from './metadata.ts'
import {
  CATALOG,
  COLOUR_PROFILE,
  deflated,
  INFO,
  METADATA,
  ObjectSet,
  objectStream,
  PAGE_TREE,
  type PdfObject,
  RESOURCES,
  streamOf,
} from './pdf-object.ts'
import type { Edition } from './stamper.ts'
import { addStructureTree } from './structure-tree.ts'
import type { Refusal, Values } from './template.ts'

export interface SingleFile {
  /** Valid until the next file is made: copy what you keep. */
  readonly bytes: Buffer
  readonly sha256: string
  /** As a zip states it; carried on from the beginning, as the hash is. */
  readonly crc32: number
}

/** Bytes of a cross-reference entry: type, offset or object stream, index in it. */
const ENTRY = 7
const LENGTH_PLACES = 8

/** What all files of a variant with the same fonts begin with. */
interface Prefix {
  readonly usedFonts: number
  /** Begins with the prefix; each file is written after it. */
  readonly canvas: Canvas
  readonly length: number
  /** Fed with the prefix. */
  readonly hash: Hash
  readonly crc32: number
  /** The part of the file's /ID that all files with this prefix share. */
  readonly id: string
  /** The content streams of a piece's pages, and its own cross-reference table: one after the other. */
  readonly ownNumbers: readonly number[]
  readonly tableNumber: number
  /** What the table's dictionary says. */
  readonly trailer: string
  /** Entries of the piece's own objects, whose offsets each file fills in; all others are in the prefix's table. */
  readonly table: Buffer
}

/** Files of one variant of an edition. */
export class SingleFiles {
  readonly #edition: Edition
  readonly #variant: string
  readonly #pages: number
  /** By the fonts that they carry. */
  readonly #prefixes = new Map<number, Prefix>()
  readonly #fixedFonts: number
  #prefix: Prefix

  /** Throws `TemplateRefused` when the variant's own text cannot be set. */
  constructor(edition: Edition, variant: string) {
    this.#edition = edition
    this.#variant = variant
    this.#pages = edition.variant(variant).variant.pages
    let fonts = 0
    for (let page = 0; page < this.#pages; page++)
      fonts |= edition.fixedContent(variant, page, 'tagged').usedFonts
    this.#prefix = this.#prefixFor(fonts)
    this.#fixedFonts = fonts
  }

  /** The file of one piece with its SHA-256, or why there can be none. */
  make(values: Values): SingleFile | Refusal {
    const refusal = this.#drawStreams(values)
    if (refusal) return refusal
    const { usedFonts } = this.#prefix.canvas
    if (usedFonts !== this.#prefix.usedFonts) {
      // Another piece than the one before, with letters of another alphabet: drawn again where it belongs.
      this.#prefix = this.#prefixFor(usedFonts)
      this.#drawStreams(values)
    }
    return this.#finish()
  }

  /** Writes the piece's own content streams after the prefix. */
  #drawStreams(values: Values): Refusal | undefined {
    const { canvas, length, table, ownNumbers } = this.#prefix
    canvas.length = length
    canvas.usedFonts = this.#fixedFonts
    for (let page = 0; page < this.#pages; page++) {
      table.writeUInt32BE(canvas.length, page * ENTRY + 1)
      canvas.number(ownNumbers[page] as number).ascii(' 0 obj\n<</Length ')
      const gap = canvas.gap(LENGTH_PLACES)
      canvas.ascii('>>stream\n')
      const start = canvas.length
      const refusal = this.#edition.drawPiece(canvas, this.#variant, page, values)
      if (refusal) return refusal
      canvas.patch(gap, LENGTH_PLACES, canvas.length - start)
      canvas.ascii('\nendstream\nendobj\n')
    }
    return undefined
  }

  /** Cross-reference table and trailer. */
  #finish(): SingleFile {
    const { canvas, length, hash, crc32: sharedSum, id: sharedId, table, tableNumber, trailer } = this.#prefix
    const tableAt = canvas.length
    table.writeUInt32BE(tableAt, this.#pages * ENTRY + 1)
    const id = sharedId + fileId(checksum(canvas.buffer.subarray(length, tableAt)))
    canvas.number(tableNumber).ascii(trailer).ascii(`/ID[(${id})(${id})]>>stream\n`).bytes(table)
    canvas.ascii('\nendstream\nendobj\nstartxref\n').number(tableAt).ascii('\n%%EOF\n')
    const own = canvas.buffer.subarray(length, canvas.length)
    return {
      bytes: canvas.buffer.subarray(0, canvas.length),
      sha256: hash.copy().update(own).digest('hex'),
      crc32: crc32(own, sharedSum),
    }
  }

  #prefixFor(usedFonts: number): Prefix {
    let prefix = this.#prefixes.get(usedFonts)
    if (!prefix) {
      prefix = this.#makePrefix(usedFonts)
      this.#prefixes.set(usedFonts, prefix)
    }
    return prefix
  }

  #makePrefix(usedFonts: number): Prefix {
    const { compiled } = this.#edition
    const prepared = this.#edition.variant(this.#variant)
    const { title, language } = prepared.variant
    const set = new ObjectSet(compiled.nextNumber)
    const own = Array.from({ length: this.#pages }, () => set.reserve())
    const table = set.reserve()
    const pages = own.map((ownStream, page) => {
      const fixed = this.#edition.fixedContent(this.#variant, page, 'tagged')
      const fixedStream = set.add(deflated(fixed.bytes))
      return set.add(
        `<</Type/Page/Parent ${PAGE_TREE} 0 R${mediaBox(compiled)}/Resources ${RESOURCES} 0 R/Contents[${fixedStream} 0 R ${ownStream} 0 R]/StructParents ${page}/Tabs/S>>`,
      )
    })
    const tree = addStructureTree(set, prepared.structure, pages, language)
    set.put(
      CATALOG,
      `<</Type/Catalog/Pages ${PAGE_TREE} 0 R/MarkInfo<</Marked true>>/StructTreeRoot ${tree} 0 R${catalogEntries(language)}>>`,
    )
    set.put(
      PAGE_TREE,
      `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((page) => `${page} 0 R`).join(' ')}]>>`,
    )
    set.put(
      METADATA,
      streamOf(metadataOf(title, language, 'PDF/A-2a + PDF/UA-1'), '/Type/Metadata/Subtype/XML'),
    )
    set.put(COLOUR_PROFILE, deflated(colourProfile(), '/N 3'))
    set.put(INFO, infoOf(title))
    set.put(RESOURCES, resourcesOf(compiled, usedFonts, []))
    const objects = [...set.objects, ...sharedObjects(compiled, usedFonts)]
    const { bytes, ...rest } = layOut(objects, { own, table, next: set.next })
    const canvas = new Canvas(compiled.page.height, 'tagged', bytes.length * 2)
    canvas.bytes(bytes)
    return { usedFonts, canvas, length: bytes.length, ...rest }
  }
}

/** Four bytes are enough: beside the digest of all that files of a kind share, they tell one piece from another. */
function checksum(bytes: Uint8Array): Uint8Array {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(bytes))
  return sum
}

/**
 * Serialises what never changes, with a cross-reference table of its own: each file adds a table of its few own objects
 * that leads to it.
 */
function layOut(
  objects: readonly PdfObject[],
  numbers: { own: readonly number[]; table: number; next: number },
) {
  const held = objects.filter(({ isStream }) => !isStream).sort((a, b) => a.number - b.number)
  const [holder, sharedTable] = [numbers.next, numbers.next + 1]
  const streams = [
    ...objects.filter(({ isStream }) => isStream),
    { number: holder, bytes: objectStream(held), isStream: true },
  ]
  const entries = new Map<number, Entry>([[0, [0, 0, 0xffff]]])
  const parts: Uint8Array[] = [HEADER]
  let offset = HEADER.length
  for (const { number, bytes } of streams) {
    const whole = Buffer.concat([Buffer.from(`${number} 0 obj\n`), bytes, Buffer.from('\nendobj\n')])
    entries.set(number, [1, offset, 0])
    parts.push(whole)
    offset += whole.length
  }
  held.forEach(({ number }, index) => {
    entries.set(number, [2, holder, index])
  })
  entries.set(sharedTable, [1, offset, 0])
  const common = `/Type/XRef/Size ${sharedTable + 1}/W[1 4 2]/Root ${CATALOG} 0 R/Info ${INFO} 0 R`
  const shared = tableOf(entries)
  parts.push(
    Buffer.from(`${sharedTable} 0 obj\n`),
    deflated(shared.bytes, `${common}/Index[${shared.index}]`),
    Buffer.from('\nendobj\n'),
  )
  const bytes = Buffer.concat(parts)
  const hash = createHash('sha256').update(bytes)
  const own = tableOf(new Map([...numbers.own, numbers.table].map((number) => [number, [1, 0, 0] as Entry])))
  return {
    bytes,
    hash,
    crc32: crc32(bytes),
    id: fileId(hash.copy().digest().subarray(0, 12)),
    table: own.bytes,
    ownNumbers: numbers.own,
    tableNumber: numbers.table,
    trailer: ` 0 obj\n<<${common}/Index[${own.index}]/Prev ${offset}/Length ${own.bytes.length}`,
  }
}

/** Type, offset or object stream, index in it. */
type Entry = readonly [number, number, number]

/** Entries of a cross-reference stream, and the ranges of numbers that they are for. */
function tableOf(entries: ReadonlyMap<number, Entry>): { bytes: Buffer; index: string } {
  const sorted = [...entries].sort(([a], [b]) => a - b)
  const bytes = Buffer.alloc(sorted.length * ENTRY)
  const ranges: [first: number, count: number][] = []
  sorted.forEach(([number, [type, second, third]], index) => {
    bytes[index * ENTRY] = type
    bytes.writeUInt32BE(second, index * ENTRY + 1)
    bytes.writeUInt16BE(third, index * ENTRY + 5)
    const last = ranges.at(-1)
    if (last && last[0] + last[1] === number) last[1]++
    else ranges.push([number, 1])
  })
  return { bytes, index: ranges.map((range) => range.join(' ')).join(' ') }
}
