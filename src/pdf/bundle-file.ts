/**
 * Thousands of pieces in one file: PDF/A-2b, streamed, with flat memory. Fonts and what never changes on a page are
 * stored once; a piece is its own strings, a page object and an entry of the outline by which it is found.
 *
 * @module
 */
import { createHash } from 'node:crypto'
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
  PAGE_TREE,
  RESOURCES,
  streamOf,
  textString,
} from './pdf-object.ts'
import type { Edition } from './stamper.ts'
import type { Refusal, Values } from './template.ts'

/** Pages of one variant; the same variant may stand in a piece twice. */
export interface Part {
  readonly variant: string
  readonly values: Values
}

export interface Piece {
  readonly parts: readonly Part[]
  /** Found by it in the outline and as a page label: the piece's public id. */
  readonly label: string
}

export interface BundleFileOptions {
  readonly title: string
  /** BCP 47. */
  readonly language: string
}

/** A piece that cannot be set: its bundle must be made without it. */
export class PieceRefused extends Error {
  readonly label: string
  readonly refusal: Refusal

  constructor(label: string, refusal: Refusal) {
    super(`piece ${label}: ${refusal.code} in ${refusal.field}: found ${refusal.found}`)
    this.name = 'PieceRefused'
    this.label = label
    this.refusal = refusal
  }
}

/** Chunks of about this size go to the disk: they are hashed while they are still in the processor's cache. */
const CHUNK = 256 << 10
/** Children of a page tree node, labels of a leaf: few enough for a reader to search quickly. */
const FANOUT = 64
const LENGTH_PLACES = 7
const ENTRY = 6
const ENTRIES_PER_BLOCK = 1 << 16

/**
 * The file as chunks; a chunk is valid until the next one is asked for. Throws `PieceRefused`, and `TemplateRefused`
 * when a variant's own text cannot be set.
 */
export function* bundleFile(
  edition: Edition,
  pieces: Iterable<Piece>,
  options: BundleFileOptions,
): Generator<Uint8Array> {
  const file = new BundleFile(edition, options)
  for (const piece of pieces) {
    file.add(piece)
    if (file.out.length >= CHUNK) yield file.takeChunk()
  }
  yield* file.finish()
}

interface PageForms {
  readonly number: number
  readonly resource: number
}

class BundleFile {
  readonly out: Canvas
  readonly #edition: Edition
  readonly #options: BundleFileOptions
  readonly #identity = createHash('sha256')
  readonly #page: Uint8Array
  readonly #references = new ReferenceTable()
  #next: number
  /** Of the chunks that were taken. */
  #written = 0
  readonly #forms = new Map<string, PageForms[]>()
  #usedFonts = 0

  /** Page tree nodes that are full, and the one that fills. */
  readonly #nodes: number[] = []
  #node = 0
  #kids: number[] = []
  #pages = 0

  readonly #labelLeaves: { number: number; first: number; last: number }[] = []
  #labels: { page: number; entry: string }[] = []

  readonly #outline: number
  #firstItem = 0
  #pendingItem: { number: number; label: string; page: number } | undefined
  #previousItem = 0
  #items = 0

  constructor(edition: Edition, options: BundleFileOptions) {
    this.#edition = edition
    this.#options = options
    this.#page = Buffer.from(` 0 R${mediaBox(edition.compiled)}/Resources ${RESOURCES} 0 R/Contents `)
    this.#next = edition.compiled.nextNumber
    this.out = new Canvas(edition.compiled.page.height, 'plain', CHUNK + (1 << 16))
    this.out.bytes(HEADER)
    this.#identity.update(edition.compiled.hash).update(JSON.stringify([edition.values, options]))
    this.#outline = this.#next++
    const { title, language } = options
    this.#object(METADATA, streamOf(metadataOf(title, language, 'PDF/A-2b'), '/Type/Metadata/Subtype/XML'))
    this.#object(COLOUR_PROFILE, deflated(colourProfile(), '/N 3'))
    this.#object(INFO, infoOf(title))
  }

  add({ parts, label }: Piece): void {
    let firstPage = 0
    let pages = 0
    for (const part of parts) {
      const forms = this.#formsOf(part.variant)
      this.out.usedFonts = 0
      for (let page = 0; page < forms.length; page++) {
        const number = this.#drawPage(forms[page] as PageForms, part, page, label)
        if (pages === 0) firstPage = number
        pages++
      }
      this.#usedFonts |= this.out.usedFonts
    }
    const written = textString(label)
    this.#addLabel(label, written, pages)
    this.#addItem(written, firstPage)
  }

  /** Answers the page's object number. */
  #drawPage(form: PageForms, { variant, values }: Part, page: number, label: string): number {
    const { out } = this
    const content = this.#next++
    this.#begin(content)
    out.ascii('<</Length ')
    const length = out.gap(LENGTH_PLACES)
    out.ascii('>>stream\n')
    const start = out.length
    out.ascii('/S').number(form.resource).ascii(' Do\n')
    const refusal = this.#edition.drawPiece(out, variant, page, values)
    if (refusal) throw new PieceRefused(label, refusal)
    out.patch(length, LENGTH_PLACES, out.length - start)
    out.ascii('\nendstream\nendobj\n')
    return this.#addPage(content)
  }

  takeChunk(): Uint8Array {
    const chunk = this.out.buffer.subarray(0, this.out.length)
    this.#written += this.out.length
    this.out.length = 0
    return chunk
  }

  *finish(): Generator<Uint8Array> {
    const { compiled } = this.#edition
    const { out } = this
    this.#closeItem(undefined)
    this.#closeNode()
    this.#closeLabels()
    for (const { number, bytes } of sharedObjects(compiled, this.#usedFonts)) this.#object(number, bytes)
    const forms = [...this.#forms.values()].flat()
    this.#object(
      RESOURCES,
      resourcesOf(
        compiled,
        this.#usedFonts,
        forms.map(({ number, resource }) => [`S${resource}`, number]),
      ),
    )
    this.#object(
      PAGE_TREE,
      `<</Type/Pages/Count ${this.#pages}/Kids[${this.#nodes.map((node) => `${node} 0 R`).join(' ')}]>>`,
    )
    const outline = `/First ${this.#firstItem} 0 R/Last ${this.#previousItem} 0 R/Count -${this.#items}`
    this.#object(this.#outline, `<</Type/Outlines${this.#items === 0 ? '' : outline}>>`)
    const leaves = this.#labelLeaves.map(({ number }) => `${number} 0 R`).join(' ')
    this.#object(
      CATALOG,
      `<</Type/Catalog/Pages ${PAGE_TREE} 0 R/Outlines ${this.#outline} 0 R/PageLabels<</Kids[${leaves}]>>${catalogEntries(this.#options.language)}>>`,
    )
    const table = this.#next++
    const tableAt = this.#written + out.length
    const size = this.#next
    this.#begin(table)
    const id = fileId(this.#identity.digest().subarray(0, 16))
    out.ascii(
      `<</Type/XRef/Size ${size}/W[1 5 0]/Root ${CATALOG} 0 R/Info ${INFO} 0 R/ID[(${id})(${id})]/Length ${size * ENTRY}>>stream\n`,
    )
    yield this.takeChunk()
    yield* this.#references.blocks(size)
    out.ascii(`\nendstream\nendobj\nstartxref\n${tableAt}\n%%EOF\n`)
    yield this.takeChunk()
  }

  #begin(number: number): void {
    this.#references.set(number, this.#written + this.out.length)
    this.out.number(number).ascii(' 0 obj\n')
  }

  #object(number: number, content: string | Uint8Array): void {
    this.#begin(number)
    if (typeof content === 'string') this.out.ascii(content)
    else this.out.bytes(content)
    this.out.ascii('\nendobj\n')
  }

  /** What never changes on the pages of a variant: a form XObject each. */
  #formsOf(variant: string): PageForms[] {
    let forms = this.#forms.get(variant)
    if (!forms) {
      const { compiled } = this.#edition
      const box = mediaBox(compiled).replace('/MediaBox', '/BBox')
      const known = [...this.#forms.values()].reduce((sum, some) => sum + some.length, 0)
      forms = Array.from({ length: this.#edition.variant(variant).variant.pages }, (_, page) => {
        const { bytes, usedFonts } = this.#edition.fixedContent(variant, page, 'plain')
        const number = this.#next++
        const resources = `/Resources${resourcesOf(compiled, usedFonts, [])}`
        this.#object(number, deflated(bytes, `/Type/XObject/Subtype/Form${box}${resources}`))
        this.#usedFonts |= usedFonts
        return { number, resource: known + page }
      })
      this.#forms.set(variant, forms)
    }
    return forms
  }

  #addPage(content: number): number {
    if (this.#kids.length === 0) this.#node = this.#next++
    const number = this.#next++
    this.#begin(number)
    this.out.ascii('<</Type/Page/Parent ').number(this.#node).bytes(this.#page)
    this.out.number(content).ascii(' 0 R>>\nendobj\n')
    this.#kids.push(number)
    this.#pages++
    if (this.#kids.length === FANOUT) this.#closeNode()
    return number
  }

  #closeNode(): void {
    if (this.#kids.length === 0) return
    const kids = this.#kids.map((kid) => `${kid} 0 R`).join(' ')
    this.#object(
      this.#node,
      `<</Type/Pages/Parent ${PAGE_TREE} 0 R/Count ${this.#kids.length}/Kids[${kids}]>>`,
    )
    this.#nodes.push(this.#node)
    this.#kids = []
  }

  /** `R3K7Q-9TX2M-C`, and `R3K7Q-9TX2M-C - 2` for the second page of a piece. */
  #addLabel(label: string, written: string, pages: number): void {
    const entry = pages > 1 ? `<</S/D/P${textString(`${label} - `)}>>` : `<</P${written}>>`
    this.#labels.push({ page: this.#pages - pages, entry })
    if (this.#labels.length === FANOUT) this.#closeLabels()
  }

  #closeLabels(): void {
    const [first] = this.#labels
    const last = this.#labels.at(-1)
    if (!first || !last) return
    const number = this.#next++
    const entries = this.#labels.map(({ page, entry }) => `${page}${entry}`).join('')
    this.#identity.update(entries)
    this.#object(number, `<</Limits[${first.page} ${last.page}]/Nums[${entries}]>>`)
    this.#labelLeaves.push({ number, first: first.page, last: last.page })
    this.#labels = []
  }

  /** An item names its neighbour, so it is written when the next one has its number. */
  #addItem(label: string, page: number): void {
    const number = this.#next++
    this.#closeItem(number)
    if (this.#items === 0) this.#firstItem = number
    this.#pendingItem = { number, label, page }
    this.#items++
  }

  #closeItem(next: number | undefined): void {
    const item = this.#pendingItem
    if (!item) return
    const { out } = this
    this.#begin(item.number)
    out.ascii('<</Title').ascii(item.label).ascii('/Parent ').number(this.#outline).ascii(' 0 R/Dest[')
    out.number(item.page).ascii(' 0 R/Fit]')
    if (this.#previousItem !== 0) out.ascii('/Prev ').number(this.#previousItem).ascii(' 0 R')
    if (next !== undefined) out.ascii('/Next ').number(next).ascii(' 0 R')
    out.ascii('>>\nendobj\n')
    this.#previousItem = item.number
    this.#pendingItem = undefined
  }
}

/** Where each object begins: six bytes an object, in blocks, so that nothing is copied as it grows. */
class ReferenceTable {
  readonly #blocks: Buffer[] = []

  set(number: number, offset: number): void {
    const index = Math.floor(number / ENTRIES_PER_BLOCK)
    while (this.#blocks.length <= index) this.#blocks.push(Buffer.alloc(ENTRIES_PER_BLOCK * ENTRY))
    const block = this.#blocks[index] as Buffer
    const at = (number % ENTRIES_PER_BLOCK) * ENTRY
    block[at] = 1
    block[at + 1] = offset / 0x100000000
    block.writeUInt32BE(offset % 0x100000000, at + 2)
  }

  /** Numbers that were never used stay free. */
  *blocks(size: number): Generator<Uint8Array> {
    let left = size * ENTRY
    for (const block of this.#blocks) {
      yield block.subarray(0, Math.min(left, block.length))
      left -= block.length
      if (left <= 0) return
    }
  }
}
