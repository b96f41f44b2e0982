/**
 * PDF objects as bytes with their numbers already in them: what is made once is stored as it will stand in every file.
 *
 * @module
 */
import { deflateSync } from 'node:zlib'

/** Numbers that mean the same in every file. */
export const CATALOG = 1
export const PAGE_TREE = 2
export const METADATA = 3
export const COLOUR_PROFILE = 4
export const INFO = 5
export const RESOURCES = 6
export const FIRST_COMPILED = 7

/** Plain data. */
export interface PdfObject {
  readonly number: number
  /** Without `obj` and `endobj` around them. */
  readonly bytes: Uint8Array
  /** A stream stands alone; anything else may stand in an object stream. */
  readonly isStream: boolean
}

/** Hands out object numbers and keeps what is written under them. */
export class ObjectSet {
  readonly objects: PdfObject[] = []
  #next: number

  constructor(first: number) {
    this.#next = first
  }

  get next(): number {
    return this.#next
  }

  reserve(): number {
    return this.#next++
  }

  /** Text is an object of its own kind; bytes are a whole stream. */
  put(number: number, content: string | Uint8Array): number {
    const isStream = typeof content !== 'string'
    this.objects.push({ number, bytes: isStream ? content : Buffer.from(content, 'latin1'), isStream })
    return number
  }

  /** Takes an object that was numbered elsewhere, from `next` on. */
  adopt(object: PdfObject): void {
    this.objects.push(object)
    this.#next = Math.max(this.#next, object.number + 1)
  }

  add(content: string | Uint8Array): number {
    return this.put(this.reserve(), content)
  }
}

/** A stream object, deflated as far as it goes: for what is made once. */
export function deflated(bytes: Uint8Array | string, entries = ''): Buffer {
  const content = deflateSync(bytes, { level: 9 })
  return streamOf(content, `${entries}/Filter/FlateDecode`)
}

export function streamOf(content: Uint8Array, entries: string): Buffer {
  return Buffer.concat([
    Buffer.from(`<<${entries}/Length ${content.length}>>stream\n`, 'latin1'),
    content,
    Buffer.from('\nendstream', 'latin1'),
  ])
}

/** A stream that holds other objects (ISO 32000-1, 7.5.7), deflated. */
export function objectStream(objects: readonly PdfObject[]): Buffer {
  let index = ''
  let offset = 0
  for (const { number, bytes } of objects) {
    index += `${number} ${offset} `
    offset += bytes.length + 1
  }
  const bodies = objects.flatMap(({ bytes }) => [bytes, Buffer.from('\n')])
  const content = Buffer.concat([Buffer.from(index, 'latin1'), ...bodies])
  return deflated(content, `/Type/ObjStm/N ${objects.length}/First ${index.length}`)
}

/** A text string: plain where ASCII does, else UTF-16 with its mark. */
export function textString(text: string): string {
  if (/^[ -~]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`
}
