/**
 * A PDF byte by byte, without a PDF library: objects in the order of the file, and the cross-reference streams beside
 * them. Strict where readers are lenient: what we write ourselves has no excuse.
 *
 * @module
 */
import { inflateSync } from 'node:zlib'

export interface WrittenObject {
  readonly number: number
  readonly offset: number
  /** Everything before the stream, or the whole object. */
  readonly head: string
  /** As it stands in the file. */
  readonly stream: Buffer | undefined
}

export interface FileLayout {
  readonly objects: readonly WrittenObject[]
  /** Type, second and third field by object number. */
  readonly references: ReadonlyMap<number, readonly [type: number, second: number, third: number]>
  /** The dictionary of the last cross-reference stream. */
  readonly trailer: string
}

/** Throws at the first byte that is not where it should be. */
export function readLayout(bytes: Uint8Array): FileLayout {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const tail = pdf.subarray(-64).toString('latin1')
  const [, start = ''] = /\nstartxref\n(\d+)\n%%EOF\n$/.exec(tail) ?? []
  if (!/^%PDF-1\.7\n%[\x80-\xff]{4}\n$/.test(pdf.subarray(0, 15).toString('latin1')))
    throw new Error('expected the header of a binary PDF 1.7')
  const end = pdf.length - `startxref\n${start}\n%%EOF\n`.length
  const objects: WrittenObject[] = []
  for (let offset = 15; offset < end; ) {
    const { object, next } = readObject(pdf, offset)
    objects.push(object)
    offset = next
  }
  const table = objects.at(-1)
  if (table?.offset !== Number(start)) throw new Error(`startxref ${start} is not the last object`)
  return { objects, references: readReferences(objects, table.offset), trailer: table.head }
}

function readObject(pdf: Buffer, offset: number): { object: WrittenObject; next: number } {
  const [line = '', number = ''] = /^(\d+) 0 obj\n/.exec(pdf.toString('latin1', offset, offset + 24)) ?? []
  if (line === '') throw new Error(`no object begins at ${offset}`)
  const from = offset + line.length
  const close = pdf.indexOf('\nendobj\n', from)
  const opening = pdf.indexOf('>>stream\n', from)
  if (opening < 0 || opening > close) {
    const head = pdf.toString('latin1', from, close)
    return { object: { number: Number(number), offset, head, stream: undefined }, next: close + 8 }
  }
  const head = pdf.toString('latin1', from, opening + 2)
  const data = opening + 9
  const length = Number(/\/Length +(\d+)/.exec(head)?.[1])
  const stream = pdf.subarray(data, data + length)
  const after = pdf.toString('latin1', data + length, data + length + 18)
  if (after !== '\nendstream\nendobj\n') throw new Error(`object ${number}: its /Length ${length} is wrong`)
  return { object: { number: Number(number), offset, head, stream }, next: data + length + 18 }
}

function inflated({ head, stream }: Pick<WrittenObject, 'head' | 'stream'>): Buffer {
  const content = stream ?? Buffer.alloc(0)
  return head.includes('/Filter/FlateDecode') ? inflateSync(content) : content
}

/** The table that begins at an offset, and those before it: what a later one says counts. */
function readReferences(objects: readonly WrittenObject[], start: number): FileLayout['references'] {
  const references = new Map<number, [number, number, number]>()
  for (let offset: number | undefined = start; offset !== undefined; ) {
    const table = objects.find((object) => object.offset === offset)
    if (!table?.stream || !table.head.includes('/Type/XRef'))
      throw new Error(`no cross-reference stream begins at ${offset}`)
    for (const [number, entry] of readTable(table.head, inflated(table))) {
      if (!references.has(number)) references.set(number, entry)
    }
    const previous = /\/Prev (\d+)/.exec(table.head)?.[1]
    offset = previous === undefined ? undefined : Number(previous)
  }
  return references
}

function readTable(head: string, table: Buffer): Map<number, [number, number, number]> {
  const numbers = (pattern: RegExp) => pattern.exec(head)?.[1]?.trim().split(/ +/).map(Number)
  const [size = 0] = numbers(/\/Size (\d+)/) ?? []
  const widths = numbers(/\/W\[([\d ]+)\]/) ?? []
  const index = numbers(/\/Index\[([\d ]+)\]/) ?? [0, size]
  const entries = new Map<number, [number, number, number]>()
  let at = 0
  for (let range = 0; range < index.length; range += 2) {
    for (let entry = 0; entry < (index[range + 1] as number); entry++) {
      const fields = widths.map((width) => {
        const value = width === 0 ? 0 : table.readUIntBE(at, width)
        at += width
        return value
      })
      const number = (index[range] as number) + entry
      if (number >= size) throw new Error(`object ${number} in a table of size ${size}`)
      entries.set(number, fields as [number, number, number])
    }
  }
  if (at !== table.length)
    throw new Error(`${table.length - at} bytes too many in the cross-reference stream`)
  return entries
}

/** Where cross-references and objects disagree; one that begins at its offset and holds its number is right. */
export function layoutFaults({ objects, references, trailer }: FileLayout): string[] {
  const faults: string[] = []
  const seen = new Set<number>()
  for (const { number, offset } of objects) {
    const [type, second] = references.get(number) ?? []
    if (type !== 1 || second !== offset) faults.push(`object ${number} stands at ${offset}, not at ${second}`)
    if (seen.has(number)) faults.push(`object ${number} stands there twice`)
    seen.add(number)
  }
  const held = new Map<number, number[]>()
  for (const { number, head, stream } of objects) {
    if (!stream || !head.includes('/Type/ObjStm')) continue
    const first = Number(/\/First (\d+)/.exec(head)?.[1])
    const index = inflated({ head, stream }).toString('latin1', 0, first).trim().split(' ').map(Number)
    held.set(
      number,
      index.filter((_, at) => at % 2 === 0),
    )
  }
  for (const [number, [type, second, third]] of references) {
    if (type === 1 && !seen.has(number)) faults.push(`object ${number} is nowhere`)
    if (type === 2 && held.get(second)?.[third] !== number)
      faults.push(`object ${number} is not in ${second} at ${third}`)
    if (type === 0 && seen.has(number)) faults.push(`object ${number} stands there and counts as free`)
  }
  if (!/\/ID\[\(([^()]{32})\)\(\1\)\]/.test(trailer)) faults.push('no /ID of two equal parts')
  if (!/\/Root \d+ 0 R/.test(trailer) || !/\/Info \d+ 0 R/.test(trailer)) faults.push('no /Root or no /Info')
  return faults
}
