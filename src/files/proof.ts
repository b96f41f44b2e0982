/** @module What files were, in one hash, before they go; and whether a text file names anybody of a list. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileFailure } from './file-failure.ts'
import { sha256OfFile } from './files.ts'

export interface Proof {
  readonly items: number
  readonly bytes: number
  /** Of one file its own; of several that of their list as `sha256sum` writes it, in order of the names. */
  readonly sha256: string
}

/** Of files, and of all that lies in folders; of nothing where nothing is there. */
export async function proofOf(paths: readonly string[]): Promise<Proof> {
  const list: string[] = []
  let [bytes, own] = [0, '']
  for (const path of paths) {
    for (const file of await filesBelow(path)) {
      own = await sha256OfFile(file)
      list.push(`${own}  ${join(basename(path), relative(path, file))}\n`)
      bytes += (await stat(file)).size
    }
  }
  const sha256 = list.length === 1 ? own : createHash('sha256').update(list.join('')).digest('hex')
  return { items: list.length, bytes, sha256 }
}

/** The file itself, or every file inside the folder, sorted. */
export async function filesBelow(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw fileFailure(error, path)
  }
}

/** Whether a cell of a CSV, quoted or not, is one of these values, whatever its capitals. */
export async function namesAnyOf(path: string, values: ReadonlySet<string>): Promise<boolean> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line.split(/[;,"]/).some((cell) => values.has(cell.trim().toUpperCase()))) return true
  }
  return false
}
