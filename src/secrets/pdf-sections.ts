/**
 * A PDF taken apart for a scan of its bytes: the text of its objects, and each stream, inflated where it was deflated.
 * Found by the words of the format, not by its cross-reference table: what the table does not mention is seen as well.
 *
 * @module
 */
import { inflateSync } from 'node:zlib'

export interface PdfSection {
  /** What to scan; of a stream that was deflated its own bytes. */
  readonly bytes: Buffer
  readonly from: number
  readonly to: number
  /** The stream's dictionary, its object's number before it; undefined for the text of objects. */
  readonly dictionary: string | undefined
  readonly isInflated: boolean
}

const STREAM = 'stream'
const END = 'endstream'
const [LF, CR] = [10, 13]

/** Throws what zlib says of a stream that cannot be inflated. */
export function* sectionsOf(file: Buffer): Generator<PdfSection> {
  let from = 0
  for (;;) {
    const start = nextStream(file, from)
    const to = start === -1 ? file.length : start
    yield { bytes: file, from, to, dictionary: undefined, isInflated: false }
    if (start === -1) return
    const opened = file.lastIndexOf('\n', file.lastIndexOf(' obj', start)) + 1
    const dictionary = file.toString('latin1', Math.max(opened, from), start)
    const data = start + STREAM.length + (file[start + STREAM.length] === CR ? 2 : 1)
    const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1]
    const stated = length === undefined ? -1 : file.indexOf(END, data + Number(length))
    const end = stated === -1 ? file.indexOf(END, data) : stated
    if (end === -1) return
    if (/\/Filter\s*\[?\s*\/FlateDecode/.test(dictionary)) {
      const bytes = inflateSync(file.subarray(data, end))
      yield { bytes, from: 0, to: bytes.length, dictionary, isInflated: true }
    } else yield { bytes: file, from: data, to: end, dictionary, isInflated: false }
    from = end + END.length
  }
}

/** The word that opens a stream ends its line; the same word in a text does not. */
function nextStream(file: Buffer, from: number): number {
  for (let at = file.indexOf(STREAM, from); at !== -1; at = file.indexOf(STREAM, at + 1)) {
    const after = file[at + STREAM.length]
    const isEnd = file[at - 1] === 0x64 && file[at - 2] === 0x6e
    if (!isEnd && (after === LF || after === CR)) return at
  }
  return -1
}
