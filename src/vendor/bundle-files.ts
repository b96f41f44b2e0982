/** @module What lies in a bundle's folder, held against what was sealed. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256OfFile } from '../files/files.ts'
import type { BundleFile } from './manifest.ts'

export interface SealedBundle {
  readonly name: string
  readonly manifest_sha256: string | null
}

/** Of a manifest, what finding a bundle's files and letters again needs. */
export interface ReadManifest {
  readonly bundle: string
  readonly product: string
  readonly runId: string
  readonly part: number
  readonly replaces: string | null
  readonly datedOn: string
  readonly expectedPostingOn: string
  readonly rows: number
  readonly pages: number
  readonly files: Readonly<Record<'pdf' | 'csv', BundleFile>>
  readonly templateVersion: string
}

/**
 * Names of the files that are missing or not what was sealed: the manifest must be the one that the ledger knows, the
 * others those that it hashes. Nothing is said of files that a manifest gone wrong no longer vouches for.
 */
export async function alteredFiles(
  folder: string,
  bundle: SealedBundle,
  kinds: readonly (keyof ReadManifest['files'])[] = ['pdf', 'csv'],
): Promise<string[]> {
  const manifestName = `${bundle.name}.json`
  if ((await hashIfThere(join(folder, manifestName))) !== bundle.manifest_sha256) return [manifestName]
  const { files } = await readManifest(folder, bundle.name)
  const altered: string[] = []
  for (const kind of kinds) {
    const { name, sha256 } = files[kind]
    if ((await hashIfThere(join(folder, name))) !== sha256) altered.push(name)
  }
  return altered
}

export async function readManifest(folder: string, name: string): Promise<ReadManifest> {
  return JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as ReadManifest
}

/** Undefined where the file, or its folder, is missing. */
export async function hashIfThere(path: string): Promise<string | undefined> {
  try {
    return await sha256OfFile(path)
  } catch (error) {
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
