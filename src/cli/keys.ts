/** @module `recapito keys`: what is in the keyring, never the keys themselves. */
import { type Flags, loadSettings } from '../config.ts'
import { italianDate } from '../domain/civil-date.ts'
import { Files } from '../files/files.ts'
import { type Keyring, readKeyring, rotateKeyring } from '../secrets/keyring.ts'
import { answer, today } from './answer.ts'

export async function listKeys(flags: Flags, options: { json?: boolean }): Promise<void> {
  const { keyring } = await loadSettings(flags)
  show(keyring, await readKeyring(keyring), options)
}

export async function rotateKeys(flags: Flags, options: { json?: boolean }): Promise<void> {
  const { keyring } = await loadSettings(flags)
  show(keyring, await rotateKeyring(new Files(), keyring, today()), options)
}

const PURPOSES = { 'first half': 'prime parti', 'second half': 'seconde parti', pepper: 'impronte' } as const

function show(path: string, keyring: Keyring, options: { json?: boolean }): void {
  const rings = { 'first half': keyring.firstHalf, 'second half': keyring.secondHalf, pepper: keyring.pepper }
  const purposes = Object.keys(rings) as (keyof typeof rings)[]
  const rows = purposes.flatMap((purpose) =>
    Object.entries(rings[purpose].keys).map(([id, key]) => ({
      purpose,
      id,
      madeOn: key.madeOn,
      current: id === rings[purpose].current,
    })),
  )
  answer(options.json, { path, keys: rows }, [
    path,
    ...rows.map(
      (row) =>
        `  ${PURPOSES[row.purpose].padEnd(15)}${row.id.padEnd(6)}del ${italianDate(row.madeOn)}${row.current ? ', in uso' : ''}`,
    ),
  ])
}
