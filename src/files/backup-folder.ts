/** @module A backup on the disk: files in a folder, and a list of their hashes that is written last. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256OfFile } from './files.ts'

export const BACKUP_LIST = 'backup.json'
/** The database inside a backup. */
export const COPIED_DATABASE = { sqlite: 'recapito.sqlite', postgres: 'recapito.dump' } as const

const Ring = z.strictObject({ current: z.string(), ids: z.array(z.string()) })

const BackupList = z.strictObject({
  version: z.literal(1),
  program: z.string(),
  madeAt: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  /** Where the keyring was and which keys were in it; the keys are in no backup of ours. */
  keyring: z.strictObject({ path: z.string(), firstHalf: Ring, secondHalf: Ring, pepper: Ring }).nullable(),
  /** Path inside the backup → what it is. */
  files: z.record(z.string(), z.strictObject({ bytes: z.number(), sha256: z.string() })),
})

export type BackupList = z.infer<typeof BackupList>

/** A folder that is no backup, or not the one that was made (exit 2). */
export class BackupRefused extends Error {
  readonly exitCode = 2
  constructor(message: string) {
    super(message)
    this.name = 'BackupRefused'
  }
}

/** Reads the list and compares every file with it. */
export async function readBackup(folder: string): Promise<BackupList> {
  const path = join(folder, BACKUP_LIST)
  const text = await readFile(path, 'utf8').catch(() => {
    throw new BackupRefused(
      `${path}: qui serve l’elenco di una copia, e non c’è: indicare la cartella che backup ha scritto`,
    )
  })
  const parsed = BackupList.safeParse(safeJson(text))
  if (!parsed.success) throw new BackupRefused(`${path}: non è l’elenco di una copia: usarne un’altra`)
  for (const [name, { sha256 }] of Object.entries(parsed.data.files)) {
    // A name is ours; one that leads out of the folder was put there by somebody.
    const inside = !name.split('/').includes('..') && !name.startsWith('/')
    const found = inside
      ? await sha256OfFile(join(folder, name)).catch(() => 'nessun file')
      : 'un percorso che porta altrove'
    if (found !== sha256) {
      throw new BackupRefused(
        `${join(folder, name)}: SHA-256 atteso ${sha256}, trovato ${found}: questa copia è danneggiata, usarne un’altra`,
      )
    }
  }
  return parsed.data
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
