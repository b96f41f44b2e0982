/**
 * A zip whose entries are stored, not deflated: what PDFs hold is deflated already, and copying is as fast as the disk.
 * The same entries give the same bytes. No more than 65,535 entries and 4 GiB.
 *
 * @module
 */
export interface ZipEntry {
  /** ASCII. */
  readonly name: string
  /** Copied before the next entry is asked for. */
  readonly bytes: Uint8Array
  /** Of the bytes. */
  readonly crc32: number
}

const CHUNK = 4 * 1024 * 1024
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Stored entries, as version 1.0 of the format has them; made on Unix, for the mode of the files. */
const VERSION = 10
const MADE_BY = (3 << 8) | 20
/** 1 January 1980, the first day that the format knows. */
const DAY_ONE = 0x21
const PRIVATE_FILE = 0o100600 * 0x10000

/** Of some megabytes; one after the other, zips may share it. */
export function zipBuffer(): Buffer {
  return Buffer.allocUnsafeSlow(CHUNK)
}

/** The zip in chunks as large as the buffer; each is valid until the next is asked for. */
export async function* storedZip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  buffer = zipBuffer(),
): AsyncGenerator<Uint8Array> {
  const header = localHeader()
  const directory: Buffer[] = []
  let filled = 0
  let offset = 0
  for await (const { name, bytes, crc32 } of entries) {
    const written = Buffer.from(name, 'ascii')
    header.writeUInt32LE(crc32, 14)
    header.writeUInt32LE(bytes.length, 18)
    header.writeUInt32LE(bytes.length, 22)
    header.writeUInt16LE(written.length, 26)
    directory.push(centralHeader(header, offset), written)
    offset += header.length + written.length + bytes.length
    yield* put(header)
    yield* put(written)
    yield* put(bytes)
  }
  const central = Buffer.concat(directory)
  yield* put(central)
  yield* put(endRecord(directory.length / 2, central.length, offset))
  if (filled > 0) yield buffer.subarray(0, filled)

  function* put(bytes: Uint8Array): Generator<Uint8Array> {
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + buffer.length - filled)
      buffer.set(part, filled)
      filled += part.length
      from += part.length
      if (filled < buffer.length) return
      yield buffer
      filled = 0
    }
  }
}

/** What an entry begins with, its name aside; checksum and lengths are filled in. */
function localHeader(): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(LOCAL, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(DAY_ONE, 12)
  return header
}

/** The same in the directory: from the version needed to the length of the extra field both say alike. */
function centralHeader(local: Buffer, offset: number): Buffer {
  const header = Buffer.allocUnsafe(46).fill(0)
  header.writeUInt32LE(CENTRAL, 0)
  header.writeUInt16LE(MADE_BY, 4)
  local.copy(header, 6, 4)
  header.writeUInt32LE(PRIVATE_FILE, 38)
  header.writeUInt32LE(offset, 42)
  return header
}

function endRecord(entries: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(END, 0)
  record.writeUInt16LE(entries, 8)
  record.writeUInt16LE(entries, 10)
  record.writeUInt32LE(size, 12)
  record.writeUInt32LE(offset, 16)
  return record
}
