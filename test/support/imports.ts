/** @module The imports of every source file, as text; type imports count too, since they tie folders as well. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Import {
  readonly from: string
  readonly to: string
}

/** Imports between our own files under `src` and `jobs`, as paths from the root. */
export async function ownImports(): Promise<Import[]> {
  const files = (
    await Promise.all(
      ['src', 'jobs'].map(async (folder) =>
        (
          await readdir(join(ROOT, folder), { recursive: true })
        )
          .filter((name) => name.endsWith('.ts'))
          .map((name) => join(folder, name)),
      ),
    )
  ).flat()
  const imports: Import[] = []
  for (const file of files) {
    const text = await readFile(join(ROOT, file), 'utf8')
    for (const match of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g)) {
      imports.push({ from: file, to: relative(ROOT, join(ROOT, dirname(file), match[1] as string)) })
    }
  }
  return imports
}
