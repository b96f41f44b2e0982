/**
 * The keys: one ring for each half and one for the pepper, in a file of mode 0600 outside the database. Rotation adds
 * a key and keeps the old ones readable (`design.md` §8).
 *
 * @module
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Files } from '../files/files.ts'

const KeyRing = z.strictObject({
  current: z.string().min(1),
  keys: z.record(
    z.string().regex(/^[a-z0-9]+$/),
    z.strictObject({ madeOn: z.string(), secret: z.string().length(43) }),
  ),
})
const KeyringFile = z.strictObject({
  version: z.literal(1),
  firstHalf: KeyRing,
  secondHalf: KeyRing,
  pepper: KeyRing,
})

export type KeyPurpose = 'firstHalf' | 'secondHalf' | 'pepper'

/** The keys of one purpose; plain data, so that it can be handed to a render thread alone. */
export interface Keys {
  readonly current: string
  /** Key id → 32 bytes, base64url. */
  readonly secrets: Readonly<Record<string, string>>
}

export type Keyring = z.infer<typeof KeyringFile>

/** The keyring is missing, unreadable by us, readable by others, or lacks a key (exit 2). */
export class KeyringError extends Error {
  readonly exitCode = 2
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'KeyringError'
  }
}

/** Reads the keyring. Its mode must be 0600: a ring that others can read has to be replaced, not used. */
export async function readKeyring(path: string): Promise<Keyring> {
  const info = await stat(path).catch((error: unknown) => {
    throw new KeyringError(
      `${path}: il portachiavi non si legge: ripristinarlo dalla sua copia, perché apre le metà già sigillate`,
      error,
    )
  })
  if ((info.mode & 0o077) !== 0) {
    const mode = (info.mode & 0o777).toString(8).padStart(4, '0')
    throw new KeyringError(
      `${path}: permessi attesi 0600, trovati ${mode}: eseguire "chmod 600" e cambiare le chiavi`,
    )
  }
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new KeyringError(
      `${path}: questo utente non può leggere il portachiavi: dare la lettura all’utente del servizio`,
      error,
    )
  })
  const parsed = KeyringFile.safeParse(safeJson(text))
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || 'il file').join(', ')
    throw new KeyringError(`${path}: non è un portachiavi (si veda ${where}): ripristinarlo dalla sua copia`)
  }
  for (const purpose of ['firstHalf', 'secondHalf', 'pepper'] as const) {
    const ring = parsed.data[purpose]
    if (!ring.keys[ring.current]) {
      throw new KeyringError(
        `${path}: manca la chiave corrente "${ring.current}" di ${purpose}: ripristinare la copia`,
      )
    }
  }
  return parsed.data
}

/** Makes a keyring where none is. Never replaces one: without the old keys sealed halves are lost. */
export async function makeKeyring(files: Files, path: string, madeOn: string): Promise<Keyring> {
  const ring = (prefix: string) => ({ current: `${prefix}1`, keys: { [`${prefix}1`]: newKey(madeOn) } })
  const keyring: Keyring = { version: 1, firstHalf: ring('f'), secondHalf: ring('s'), pepper: ring('p') }
  await files.makeFolder(dirname(path))
  await files.replaceFile(path, `${JSON.stringify(keyring, null, 2)}\n`)
  return keyring
}

/**
 * Adds a new current key for each half. The pepper stays: verifiers can be compared only under the key that made
 * them.
 */
export async function rotateKeyring(files: Files, path: string, madeOn: string): Promise<Keyring> {
  const keyring = await readKeyring(path)
  const rotated = {
    ...keyring,
    firstHalf: withNewKey(keyring.firstHalf, 'f'),
    secondHalf: withNewKey(keyring.secondHalf, 's'),
  }
  await files.replaceFile(path, `${JSON.stringify(rotated, null, 2)}\n`)
  return rotated

  function withNewKey(ring: Keyring['firstHalf'], prefix: string): Keyring['firstHalf'] {
    const id = `${prefix}${Object.keys(ring.keys).length + 1}`
    return { current: id, keys: { ...ring.keys, [id]: newKey(madeOn) } }
  }
}

export function keysFor(keyring: Keyring, purpose: KeyPurpose): Keys {
  const ring = keyring[purpose]
  return {
    current: ring.current,
    secrets: Object.fromEntries(Object.entries(ring.keys).map(([id, key]) => [id, key.secret])),
  }
}

/** The key of an id. Key objects are kept: making one costs three times what sealing a half does. */
export function keyOf(keys: Keys, id: string): KeyObject {
  const made = keyObjects.get(keys) ?? new Map<string, KeyObject>()
  keyObjects.set(keys, made)
  let key = made.get(id)
  if (!key) {
    const secret = keys.secrets[id]
    if (secret === undefined) {
      throw new KeyringError(
        `al portachiavi manca la chiave "${id}" con cui è sigillata una metà: ripristinarlo dalla sua copia`,
      )
    }
    key = createSecretKey(secret, 'base64url')
    made.set(id, key)
  }
  return key
}

const keyObjects = new WeakMap<Keys, Map<string, KeyObject>>()

function newKey(madeOn: string): { madeOn: string; secret: string } {
  return { madeOn, secret: randomBytes(32).toString('base64url') }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
