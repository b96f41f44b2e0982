/**
 * What a PDF's objects say, as text: everything outside its streams, and its object streams inflated. Found by looking
 * for the words of the file format rather than by its cross-reference table, so what the table does not mention and
 * what stands on a page that nobody samples is seen as well, in one pass over the bytes.
 *
 * @module
 */
import { inflateSync } from 'node:zlib'

const STREAM = 'stream'
const END = 'endstream'

/** Each piece of object text; `undefined` for an object stream that cannot be inflated. */
export function* objectTexts(bytes: Uint8Array): Generator<string | undefined> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let from = 0
  for (;;) {
    const start = nextStream(file, from)
    const text = file.toString('latin1', from, start === -1 ? file.length : start)
    yield text
    if (start === -1) return
    const data = start + STREAM.length + (file[start + STREAM.length] === CR ? 2 : 1)
    const end = file.indexOf(END, data)
    if (end === -1) return
    if (/\/Type\s*\/ObjStm\b/.test(text)) yield inflated(file.subarray(data, end), text)
    from = end + END.length
  }
}

const CR = 13
const LF = 10

/** The word that opens a stream ends its line; the same word in a text does not. */
function nextStream(file: Buffer, from: number): number {
  for (let at = file.indexOf(STREAM, from); at !== -1; at = file.indexOf(STREAM, at + 1)) {
    const after = file[at + STREAM.length]
    if (after === LF || after === CR) return at
  }
  return -1
}

function inflated(data: Buffer, dictionary: string): string | undefined {
  if (!/\/Filter\b/.test(dictionary)) return data.toString('latin1')
  if (!/\/Filter\s*\[?\s*\/FlateDecode\b/.test(dictionary) || /\/DecodeParms\b/.test(dictionary))
    return undefined
  try {
    return inflateSync(data).toString('latin1')
  } catch {
    return undefined
  }
}
