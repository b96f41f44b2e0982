/** @module `recapito keys`: what is in the keyring, never the keys themselves. */
import { type Flags, loadSettings } from '../config.ts'
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

function show(path: string, keyring: Keyring, options: { json?: boolean }): void {
  const rings = { 'first half': keyring.firstHalf, 'second half': keyring.secondHalf, pepper: keyring.pepper }
  const rows = Object.entries(rings).flatMap(([purpose, ring]) =>
    Object.entries(ring.keys).map(([id, key]) => ({
      purpose,
      id,
      madeOn: key.madeOn,
      current: id === ring.current,
    })),
  )
  answer(options.json, { path, keys: rows }, [
    path,
    ...rows.map(
      (row) =>
        `  ${row.purpose.padEnd(12)} ${row.id.padEnd(5)} ${row.madeOn}${row.current ? '  current' : ''}`,
    ),
  ])
}
