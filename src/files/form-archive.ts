/** @module Compiled forms, kept by version for as long as a certificate was released with them. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Files } from './files.ts'
import { fileFailure } from './file-failure.ts'

export class FormArchive {
  readonly #files: Files
  readonly #folder: string

  constructor(files: Files, folder: string) {
    this.#files = files
    this.#folder = folder
  }

  /** Undefined when there is none of this version. */
  async get(version: string): Promise<Uint8Array | undefined> {
    const path = join(this.#folder, version)
    try {
      return await readFile(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw fileFailure(error, path)
    }
  }

  /** Keeps a form unless it is kept already. */
  async put(version: string, packed: Uint8Array): Promise<void> {
    if ((await this.#files.list(this.#folder)).includes(version)) return
    await this.#files.makeFolder(this.#folder)
    await this.#files.syncFolder(dirname(this.#folder))
    await this.#files.replaceFile(join(this.#folder, version), packed)
  }
}
