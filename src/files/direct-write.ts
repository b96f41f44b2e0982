/**
 * Writing past the page cache (`O_DIRECT`), where the file system can. The kernel then neither looks for free pages nor
 * copies: a tenth of the processor time for a file of gigabytes, and what others have in the cache stays there.
 *
 * @module
 */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Of this the address, the place in the file and the length are multiples: sectors of usual disks divide it. */
const BLOCK = 4096

/** Memory that can be written directly: one that could grow begins at a page of its own, any other just anywhere. */
export function diskBuffer(bytes: number): Buffer {
  return Buffer.from(new ArrayBuffer(bytes, { maxByteLength: bytes }))
}

/** Creates or empties a file; without the page cache unless the file system refuses. */
export async function openDirect(path: string, mode: number): Promise<FileHandle> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_DIRECT } = constants
  const flags = O_WRONLY | O_CREAT | O_TRUNC
  try {
    // Only Linux knows it.
    return await open(path, flags | (O_DIRECT ?? 0), mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error
    return open(path, flags, mode)
  }
}

/** Writes the start of a {@link diskBuffer} in whole blocks: what is too much is for the caller to cut off. */
export async function writeBlocks(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  const length = Math.ceil(chunk.byteLength / BLOCK) * BLOCK
  const blocks = new Uint8Array(chunk.buffer, chunk.byteOffset, length)
  for (let from = 0; from < length; ) {
    const { bytesWritten } = await handle.write(blocks, from, length - from, position + from)
    from += bytesWritten
  }
}
