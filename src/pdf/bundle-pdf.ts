/**
 * One PDF of many pages that share their fonts and their unchanging content.
 *
 * The same calls give the same bytes: no clock, no random number, and the file's /ID comes from a text of the
 * caller's. pdf-lib's object model and writer do the work; its `PDFDocument` would add dates and a producer.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { PDFContext, PDFHeader, PDFHexString, type PDFRef, PDFStreamWriter, PDFString } from 'pdf-lib'
import { Content, POINTS_PER_MM, type UsedCharacters } from './content.ts'
import { deflatedStream } from './deflated-stream.ts'
import { embedTypeface } from './embed-typeface.ts'
import type { Typeface } from './typeface.ts'

export interface BundlePdfOptions {
  readonly title: string
  /** BCP 47, e.g. `it-IT`. */
  readonly language: string
  /** Every typeface that any page may use. */
  readonly typefaces: readonly Typeface[]
  /** Millimetres. */
  readonly pageWidth: number
  readonly pageHeight: number
}

export interface BundlePdf {
  /** An empty content stream for this bundle's pages. */
  newContent(): Content
  /** Stores content that many pages show. */
  share(content: Content): SharedContent
  /** Adds a page that shows these contents one upon the other. */
  addPage(contents: readonly (SharedContent | Content)[]): void
  /**
   * Embeds the fonts and serialises; the bundle takes no more pages. `identity` says what is in it, without any
   * secret: the file's /ID is made from it.
   */
  finish(identity: string): Promise<Uint8Array>
}

/** Content stored once in the file. */
export interface SharedContent {
  readonly ref: PDFRef
}

export function createBundlePdf(options: BundlePdfOptions): BundlePdf {
  const context = PDFContext.create()
  context.header = PDFHeader.forVersion(1, 7)
  const used: UsedCharacters = new Map()
  const fonts = new Map(options.typefaces.map((typeface) => [typeface, context.nextRef()]))
  const resources = context.nextRef()
  const pageTree = context.nextRef()
  const pages: PDFRef[] = []
  const mediaBox = context.obj(
    [0, 0, options.pageWidth, options.pageHeight].map((mm) => Math.round(mm * POINTS_PER_MM * 100) / 100),
  )

  function store(content: Content, level: number): PDFRef {
    return context.register(deflatedStream(context, content.toBuffer(), {}, level))
  }

  return {
    newContent: () => new Content(used, options.pageHeight),
    share: (content) => ({ ref: store(content, 9) }),
    addPage(contents) {
      const refs = contents.map((content) => (content instanceof Content ? store(content, 1) : content.ref))
      pages.push(
        context.register(
          context.obj({
            Type: 'Page',
            Parent: pageTree,
            MediaBox: mediaBox,
            Resources: resources,
            Contents: refs,
          }),
        ),
      )
    },
    async finish(identity) {
      const present = [...fonts].filter(([typeface]) => used.has(typeface))
      for (const [typeface, ref] of present) {
        embedTypeface(context, ref, typeface, used.get(typeface) ?? new Set())
      }
      context.assign(
        resources,
        context.obj({ Font: Object.fromEntries(present.map(([typeface, ref]) => [typeface.name, ref])) }),
      )
      context.assign(pageTree, context.obj({ Type: 'Pages', Count: pages.length, Kids: pages }))
      context.trailerInfo.Root = context.register(
        context.obj({
          Type: 'Catalog',
          Pages: pageTree,
          Lang: PDFString.of(options.language),
          ViewerPreferences: { DisplayDocTitle: true },
        }),
      )
      context.trailerInfo.Info = context.register(
        context.obj({ Title: PDFHexString.fromText(options.title), Producer: PDFString.of('Recapito') }),
      )
      const id = PDFString.of(fileId(identity))
      context.trailerInfo.ID = context.obj([id, id])
      return PDFStreamWriter.forContext(context, Number.POSITIVE_INFINITY, true, 200).serializeToBuffer()
    },
  }
}

/** Letters that no code can hold (g–v), so that a scan for eight hexadecimal characters never meets the /ID. */
function fileId(identity: string): string {
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 32)
  return [...digest].map((nibble) => String.fromCharCode(103 + Number.parseInt(nibble, 16))).join('')
}
