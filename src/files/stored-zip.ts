/**
 * A zip whose entries are stored, not deflated: what PDFs hold is deflated already, and copying is as fast as the disk.
 * The same entries give the same bytes. No more than 65,535 entries and 4 GiB.
 *
 * @module
 */
export interface ZipEntry {
  /** ASCII. */
  readonly name: string
  /** Copied whole before any chunk is handed out: meanwhile its owner may write over it. */
  readonly bytes: Uint8Array
  /** Of the bytes. */
  readonly crc32: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Stored entries, as version 1.0 of the format has them; made on Unix, for the mode of the files. */
const VERSION = 10
const MADE_BY = (3 << 8) | 20
/** 1 January 1980, the first day that the format knows. */
const DAY_ONE = 0x21
const PRIVATE_FILE = 0o100600 * 0x10000

/** The zip in chunks that fill `buffer`, and a rest; each is valid until the next is asked for. */
export function* storedZip(entries: Iterable<ZipEntry>, buffer: Buffer): Generator<Buffer> {
  const header = localHeader()
  const directory: Buffer[] = []
  let filled = 0
  let over: Buffer[] = []
  let offset = 0
  for (const { name, bytes, crc32 } of entries) {
    const written = Buffer.from(name, 'ascii')
    header.writeUInt32LE(crc32, 14)
    header.writeUInt32LE(bytes.length, 18)
    header.writeUInt32LE(bytes.length, 22)
    header.writeUInt16LE(written.length, 26)
    directory.push(centralHeader(header, offset), written)
    offset += header.length + written.length + bytes.length
    put(header)
    put(written)
    put(bytes)
    yield* full()
  }
  const central = Buffer.concat(directory)
  put(central)
  put(endRecord(directory.length / 2, central.length, offset))
  yield* full()
  if (filled > 0) yield buffer.subarray(0, filled)

  /** What there is no room for is copied elsewhere: its owner may write over it. */
  function put(bytes: Uint8Array): void {
    const room = buffer.length - filled
    const fitting = bytes.length > room ? bytes.subarray(0, room) : bytes
    buffer.set(fitting, filled)
    filled += fitting.length
    if (bytes.length > room) over.push(Buffer.from(bytes.subarray(room)))
  }

  function* full(): Generator<Buffer> {
    while (filled === buffer.length) {
      yield buffer
      filled = 0
      const pieces = over
      over = []
      for (const piece of pieces) put(piece)
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
