/**
 * Files that can be made again: what is lost or damaged counts as absent, and a disk that takes none is no failure.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const DIGEST = 32

/** Keeps at most `most` files in a folder; each begins with the SHA-256 of the rest. */
export class DisposableCache {
  readonly #folder: string
  readonly #most: number

  constructor(folder: string, most: number) {
    this.#folder = folder
    this.#most = most
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const whole = await readFile(join(this.#folder, name)).catch(() => undefined)
    const content = whole?.subarray(DIGEST)
    return whole && content && digestOf(content).equals(whole.subarray(0, DIGEST)) ? content : undefined
  }

  async put(name: string, content: Uint8Array): Promise<void> {
    const temporary = join(this.#folder, `${name}.${process.pid}.tmp`)
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await writeFile(temporary, Buffer.concat([digestOf(content), content]), { mode: 0o600 })
      await rename(temporary, join(this.#folder, name))
      const others = (await readdir(this.#folder)).filter((other) => other !== name)
      const surplus = others.length + 1 - this.#most
      if (surplus > 0)
        await Promise.all(others.slice(0, surplus).map((other) => rm(join(this.#folder, other))))
    } catch {
      await rm(temporary, { force: true }).catch(() => {})
    }
  }
}

function digestOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest()
}
