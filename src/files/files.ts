/**
 * Every change that the night makes to the file system goes through here: private modes, durable writes, one name
 * for each effect so that a test can stop the world at any of them.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DirectFile } from './direct-file.ts'
import { fileFailure } from './file-failure.ts'

/** Called before each effect with its name; a test makes it throw or kill. */
export type EffectGate = (effect: string) => Promise<void> | void

const PRIVATE = 0o600

export interface WrittenFile {
  readonly bytes: number
  readonly sha256: string
}

export class Files {
  readonly #gate: EffectGate

  constructor(gate: EffectGate = () => {}) {
    this.#gate = gate
  }

  /** Makes a folder and its parents, readable by their owner alone. */
  makeFolder(path: string): Promise<void> {
    return this.#effect('mkdir', path, async () => void (await mkdir(path, { recursive: true, mode: 0o700 })))
  }

  /** Writes a whole file and fsyncs it. The folder is not synced: see {@link syncFolder}. */
  writeFile(path: string, content: Uint8Array | string, mode = PRIVATE): Promise<WrittenFile> {
    return this.#effect('write', path, async () => {
      const handle = await open(path, 'w', PRIVATE)
      try {
        // The umask of the program takes from others what a mode at opening would give them.
        if (mode !== PRIVATE) await handle.chmod(mode)
        await handle.writeFile(content)
        await this.#sync(handle, path)
      } finally {
        await handle.close()
      }
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      return { bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') }
    })
  }

  /** Writes chunks as they come, hashed on the way, and fsyncs at the end: flat memory for files of any size. */
  writeStream(
    path: string,
    chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  ): Promise<WrittenFile> {
    return this.#effect('write', path, async () => {
      const hash = createHash('sha256')
      let bytes = 0
      const handle = await open(path, 'w', PRIVATE)
      try {
        for await (const chunk of chunks) {
          const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
          hash.update(buffer)
          bytes += buffer.byteLength
          await handle.writeFile(buffer)
        }
        await this.#sync(handle, path)
      } finally {
        await handle.close()
      }
      return { bytes, sha256: hash.digest('hex') }
    })
  }

  /**
   * Writes chunks past the page cache and fsyncs at the end, for files that nobody reads soon. Each chunk is a
   * {@link diskBuffer} that is full; only the last need not be.
   */
  writeDirect(path: string, chunks: Iterable<Uint8Array>): Promise<{ readonly bytes: number }> {
    return this.#effect('write', path, async () => {
      const file = await DirectFile.create(path, PRIVATE)
      try {
        for (const chunk of chunks) await file.append(chunk)
        await this.#sync(file, path)
      } finally {
        await file.close()
      }
      return { bytes: file.bytes }
    })
  }

  /** Replaces a file in one step: whoever reads it sees the old content or the new, never half of either. */
  async replaceFile(path: string, content: Uint8Array | string, mode = PRIVATE): Promise<WrittenFile> {
    const temporary = `${path}.tmp`
    const written = await this.writeFile(temporary, content, mode)
    await this.rename(temporary, path)
    await this.syncFolder(dirname(path))
    return written
  }

  copyFile(from: string, to: string): Promise<void> {
    return this.#effect('copy', to, async () => {
      await copyFile(from, to)
      const handle = await open(to, 'r+')
      try {
        await handle.chmod(0o600)
        await this.#sync(handle, to)
      } finally {
        await handle.close()
      }
    })
  }

  rename(from: string, to: string): Promise<void> {
    return this.#effect('rename', to, () => rename(from, to))
  }

  /** Another name for a file or folder that stays where it is: moving or removing the name does nothing to it. */
  link(target: string, name: string): Promise<void> {
    return this.#effect('link', name, () => symlink(target, name))
  }

  /** Makes the names inside a folder durable. */
  syncFolder(path: string): Promise<void> {
    return this.#effect('fsync-folder', path, () => syncAt(path))
  }

  /** Removes a file or a whole folder; one that is not there is no error. */
  remove(path: string): Promise<void> {
    return this.#effect('remove', path, () => rm(path, { recursive: true, force: true }))
  }

  /** The names inside a folder, sorted; none when the folder does not exist. Reading is no effect. */
  async list(path: string): Promise<string[]> {
    try {
      return (await readdir(path)).sort()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw fileFailure(error, path)
    }
  }

  async #sync(file: Pick<FileHandle, 'sync'>, path: string): Promise<void> {
    await this.#gate(`fsync ${path}`)
    await file.sync()
  }

  async #effect<T>(kind: string, path: string, act: () => Promise<T>): Promise<T> {
    try {
      await this.#gate(`${kind} ${path}`)
      return await act()
    } catch (error) {
      throw fileFailure(error, path)
    }
  }
}

async function syncAt(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Reads a file in pieces and answers its SHA-256, in hexadecimal. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileFailure(error, path)
  })
  try {
    for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20, autoClose: false })) {
      hash.update(chunk as Buffer)
    }
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}
