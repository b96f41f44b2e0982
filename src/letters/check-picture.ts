/**
 * Whether a PDF can lie under a letter: what the letters' own files may not have, its page may not bring along.
 *
 * @module
 */
import {
  decodePDFRawStream,
  EncryptedPDFError,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib'
import { compilePicture } from '../pdf/compile-picture.ts'
import { ObjectSet } from '../pdf/pdf-object.ts'

export interface PictureCheck {
  /** Italian: what is wrong, and what to do. */
  readonly faults: readonly string[]
  /** Of the page, in millimetres; nothing where the file cannot be read. */
  readonly size?: { readonly width: number; readonly height: number }
}

const AGAIN = 'esportarlo di nuovo come PDF/A'

export async function checkPicture(pdf: Uint8Array): Promise<PictureCheck> {
  let document: PDFDocument
  let page: PDFPage
  try {
    document = await PDFDocument.load(pdf, { updateMetadata: false })
    page = document.getPage(0)
  } catch (error) {
    const isEncrypted = error instanceof EncryptedPDFError
    return {
      faults: [
        isEncrypted
          ? 'è protetto da una password o cifrato: salvarlo senza protezione'
          : 'non si legge come PDF: esportarlo di nuovo',
      ],
    }
  }
  const faults: string[] = []
  const pages = document.getPageCount()
  if (pages > 1) faults.push(`ha ${pages} pagine: ci vuole una pagina sola`)
  if (page.getRotation().angle % 360 !== 0) faults.push('la pagina è ruotata: esportarla diritta')
  if (hasScript(document.context)) faults.push(`contiene JavaScript: ${AGAIN}`)
  faults.push(...contentFaults(page))
  if (faults.length === 0 && !(await canBeEmbedded(pdf))) faults.push(`la pagina è vuota o guasta: ${AGAIN}`)
  const { width, height } = page.getSize()
  return { faults, size: { width: (width / 72) * 25.4, height: (height / 72) * 25.4 } }
}

async function canBeEmbedded(pdf: Uint8Array): Promise<boolean> {
  try {
    await compilePicture(pdf, new ObjectSet(1), 0)
    return true
  } catch {
    return false
  }
}

function hasScript(context: PDFContext): boolean {
  const seen = new Set<PDFObject>()
  for (const [, object] of context.enumerateIndirectObjects()) {
    for (const { holder } of within(object, context, seen)) {
      if (!(holder instanceof PDFDict)) continue
      if (holder.has(name('JS')) || holder.get(name('S')) === name('JavaScript')) return true
    }
  }
  return false
}

/** What the page would bring along: fonts, colours. */
function contentFaults({ node, doc: { context } }: PDFPage): string[] {
  const { Contents, Resources } = node.normalizedEntries()
  const drawings = new Set((Contents?.asArray() ?? []).map((ref) => context.lookup(ref)))
  const fonts = new Set<string>()
  let hasCmyk = false
  const seen = new Set<PDFObject>()
  for (const part of [Contents, Resources, node.get(name('Group'))]) {
    for (const { holder, stream } of part ? within(part, context, seen) : []) {
      const font = holder instanceof PDFDict ? fontOutside(holder) : undefined
      if (font !== undefined) fonts.add(font)
      hasCmyk ||= namesCmyk(holder) || (stream !== undefined && isCmyk(stream, drawings.has(stream)))
    }
  }
  return [
    ...[...fonts].map((font) => `il carattere ${font} non è incorporato: ${AGAIN}, o il testo in tracciati`),
    ...(hasCmyk ? ['ha colori CMYK: esportarlo con colori RGB o grigi'] : []),
  ]
}

/** The name of a font that is not in the file. */
function fontOutside(dict: PDFDict): string | undefined {
  if (dict.get(name('Type')) !== name('Font')) return undefined
  const subtype = dict.get(name('Subtype'))
  // A composite font is embedded by its descendant, a Type 3 font by its own drawings.
  if (subtype === name('Type0') || subtype === name('Type3')) return undefined
  const descriptor = dict.lookupMaybe(name('FontDescriptor'), PDFDict)
  const isInside = ['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor?.has(name(key)))
  return isInside ? undefined : (dict.lookupMaybe(name('BaseFont'), PDFName)?.decodeText() ?? 'senza nome')
}

function namesCmyk(holder: PDFDict | PDFArray): boolean {
  const values = holder instanceof PDFDict ? holder.values() : holder.asArray()
  return values.includes(name('DeviceCMYK'))
}

/** Four numbers and the operator that paints with them. */
const PAINT = /(?:^|\s)(?:[+-]?[\d.]+\s+){4}k(?=\s|$)/i
const INLINE = /\/DeviceCMYK\b|\/CMYK\b/

/** A colour profile of four inks, or a drawing that paints with them. */
function isCmyk(stream: PDFRawStream, isPage: boolean): boolean {
  const { dict } = stream
  if (dict.lookup(name('N')) instanceof PDFNumber) return dict.lookup(name('N'), PDFNumber).asNumber() === 4
  const isDrawing = isPage || dict.get(name('Subtype')) === name('Form') || dict.has(name('PatternType'))
  if (!isDrawing) return false
  const text = Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1')
  // What stands in brackets is text and says nothing of colours.
  const drawing = text.replace(/\((?:\\.|[^\\()])*\)/gs, '()')
  return PAINT.test(drawing) || INLINE.test(drawing)
}

/** Every dictionary and list that hangs on an object, each once. */
function* within(
  object: PDFObject,
  context: PDFContext,
  seen: Set<PDFObject>,
): Generator<{ holder: PDFDict | PDFArray; stream?: PDFRawStream }> {
  const open = [object]
  for (let next = open.pop(); next; next = open.pop()) {
    const target = next instanceof PDFRef ? context.lookup(next) : next
    if (!target || seen.has(target)) continue
    const holder = target instanceof PDFStream ? target.dict : target
    if (!(holder instanceof PDFDict || holder instanceof PDFArray)) continue
    seen.add(target)
    yield { holder, ...(target instanceof PDFRawStream ? { stream: target } : {}) }
    open.push(...(holder instanceof PDFDict ? holder.values() : holder.asArray()))
  }
}

function name(text: string): PDFName {
  return PDFName.of(text)
}
