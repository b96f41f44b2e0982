/**
 * Writing past the page cache (`O_DIRECT`), where the system can. The kernel then neither looks for free pages nor
 * copies: a tenth of the processor time for a file of gigabytes, and what others have in the cache stays there.
 *
 * @module
 */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Of this the address, the place in the file and the length are multiples: sectors of usual disks divide it. */
const BLOCK = 4096

/**
 * Memory that can be written directly, of some blocks: one that could grow begins at a page of its own, any other just
 * anywhere.
 */
export function diskBuffer(bytes: number): Buffer {
  return Buffer.from(new ArrayBuffer(bytes, { maxByteLength: bytes }))
}

export class DirectFile {
  readonly #path: string
  #handle: FileHandle
  #bytes = 0

  private constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  /** Creates or empties a file. */
  static async create(path: string, mode: number): Promise<DirectFile> {
    const { O_WRONLY, O_CREAT, O_TRUNC, O_DIRECT } = constants
    const flags = O_WRONLY | O_CREAT | O_TRUNC
    try {
      // Only Linux has it.
      return new DirectFile(path, await open(path, flags | (O_DIRECT ?? 0), mode))
    } catch (error) {
      if (!isInvalid(error)) throw error
      return new DirectFile(path, await open(path, flags, mode))
    }
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The start of a {@link diskBuffer}; all of it unless it is the last. */
  async append(chunk: Uint8Array): Promise<void> {
    // What follows in the last block goes with it: `sync` cuts it off.
    const length = Math.ceil(chunk.byteLength / BLOCK) * BLOCK
    const blocks = new Uint8Array(chunk.buffer, chunk.byteOffset, length)
    try {
      await this.#write(blocks)
    } catch (error) {
      // Other blocks than ours, a network that only seemed to know the flag, or what a full disk left of a write.
      if (!isInvalid(error)) throw error
      await this.#handle.close()
      this.#handle = await open(this.#path, constants.O_WRONLY)
      await this.#write(blocks)
    }
    this.#bytes += chunk.byteLength
  }

  /** Cuts off what is too much, and makes all durable. */
  async sync(): Promise<void> {
    await this.#handle.truncate(this.#bytes)
    await this.#handle.sync()
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, from, bytes.length - from, this.#bytes + from)
      from += bytesWritten
    }
  }
}

function isInvalid(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EINVAL'
}
