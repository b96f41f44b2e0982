/**
 * What a library is asked to do, and writing its bundle as ours is written.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export interface Engine {
  /** One PDF of this many letters, on disk, flushed, its SHA-256 taken. Answers its size in bytes. */
  bundle(letters: number, path: string): Promise<number>
  /** One PDF a letter, in memory, the SHA-256 of each taken. Answers the bytes of all. */
  singles(letters: number): Promise<number>
}

/** Takes the SHA-256 of a whole file in memory, and writes and flushes it. Answers its size. */
export async function writeHashed(path: string, bytes: Uint8Array): Promise<number> {
  sha256(bytes)
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  return bytes.length
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
