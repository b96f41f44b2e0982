/** @module The objects of a PDF as plain values, parsed by pdf-lib. */
import { inflateSync } from 'node:zlib'
import {
  PDFArray,
  PDFBool,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from 'pdf-lib'

export class Reference {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
}
/** Names begin with a slash; text is decoded. */
export type Value = null | boolean | number | string | Reference | Dict | Stream | readonly Value[]
export type Dict = ReadonlyMap<string, Value>
export interface Stream {
  readonly dict: Dict
  /** Inflated. */
  readonly bytes: Buffer
}

export class PdfObjects {
  readonly all: ReadonlyMap<number, Value>
  readonly trailer: Dict

  constructor(all: ReadonlyMap<number, Value>, trailer: Dict) {
    this.all = all
    this.trailer = trailer
  }

  get catalog(): Dict {
    return this.dict(this.trailer.get('Root'))
  }

  /** What a reference stands for. */
  at(value: Value | undefined): Value {
    return value instanceof Reference ? (this.all.get(value.number) ?? null) : (value ?? null)
  }

  dict(value: Value | undefined): Dict {
    const found = this.at(value)
    if (found instanceof Map) return found as Dict
    if (isStream(found)) return found.dict
    throw new Error(`expected a dictionary, found ${String(found)}`)
  }

  stream(value: Value | undefined): Stream {
    const found = this.at(value)
    if (!isStream(found)) throw new Error(`expected a stream, found ${String(found)}`)
    return found
  }

  /** A single value counts as a list of one. */
  list(value: Value | undefined): readonly Value[] {
    const found = this.at(value)
    if (found === null) return []
    return Array.isArray(found) ? (found as readonly Value[]) : [found]
  }

  /** References to the pages, in order. */
  pages(): Reference[] {
    const walk = (node: Value): Reference[] => {
      const dict = this.dict(node)
      if (dict.get('Type') === '/Page') return [node as Reference]
      return this.list(dict.get('Kids')).flatMap(walk)
    }
    return walk(this.catalog.get('Pages') ?? null)
  }

  /** What is drawn on a page, its streams one after the other. */
  content(page: Value): Buffer {
    const streams = this.list(this.dict(page).get('Contents')).map((stream) => this.stream(stream).bytes)
    return Buffer.concat(streams.flatMap((bytes) => [bytes, Buffer.from('\n')]))
  }
}

function isStream(value: Value): value is Stream {
  return typeof value === 'object' && value !== null && 'bytes' in value
}

export async function readObjects(pdf: Uint8Array): Promise<PdfObjects> {
  const { context } = await PDFDocument.load(pdf, { updateMetadata: false })
  const all = new Map(
    context.enumerateIndirectObjects().map(([ref, object]) => [ref.objectNumber, plain(object)] as const),
  )
  const { Root, Info, Encrypt } = context.trailerInfo
  const trailer = Object.entries({ Root, Info, Encrypt }).flatMap(([name, object]) =>
    object ? [[name, plain(object)] as const] : [],
  )
  return new PdfObjects(all, new Map(trailer))
}

function plain(object: PDFObject): Value {
  if (object instanceof PDFRef) return new Reference(object.objectNumber)
  if (object instanceof PDFName) return object.toString()
  if (object instanceof PDFNumber) return object.asNumber()
  if (object instanceof PDFBool) return object.asBoolean()
  if (object instanceof PDFString || object instanceof PDFHexString) return object.decodeText()
  if (object instanceof PDFArray) return object.asArray().map(plain)
  if (object instanceof PDFDict) return dictOf(object)
  if (object instanceof PDFRawStream) {
    const dict = dictOf(object.dict)
    const filter = dict.get('Filter')
    const contents = Buffer.from(object.contents)
    if (filter !== undefined && filter !== '/FlateDecode' && String(filter) !== '/FlateDecode')
      throw new Error(`expected no filter but FlateDecode, found ${String(filter)}`)
    return { dict, bytes: filter ? inflateSync(contents) : contents }
  }
  return null
}

function dictOf(dict: PDFDict): Dict {
  return new Map(dict.entries().map(([name, value]) => [name.toString().slice(1), plain(value)]))
}
