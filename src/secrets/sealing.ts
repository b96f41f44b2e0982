/** @module Sealing a half: AES-256-GCM, bound to its credential and index, stored as `keyId.base64url`. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { KeyringError, type Keys, keyOf } from './keyring.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A half that belongs to another row, or was altered, does not open. */
export class SealBroken extends Error {
  readonly exitCode = 5
  constructor(cause: unknown) {
    super(
      'una metà sigillata non si apre con la sua chiave: la riga è stata alterata o spostata; ripristinare la base dati',
      { cause },
    )
    this.name = 'SealBroken'
  }
}

export interface HalfOwner {
  readonly credentialId: number
  readonly idx: 1 | 2
}

export function seal(keys: Keys, owner: HalfOwner, half: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(keys, keys.current), nonce)
  cipher.setAAD(boundTo(owner))
  const sealed = Buffer.concat([nonce, cipher.update(half, 'ascii'), cipher.final(), cipher.getAuthTag()])
  return `${keys.current}.${sealed.toString('base64url')}`
}

/** Opens a sealed half. The clear text must go nowhere but into its letter or message. */
export function open(keys: Keys, owner: HalfOwner, sealedText: string): string {
  const dot = sealedText.indexOf('.')
  const key = keyOf(keys, sealedText.slice(0, dot))
  const sealed = Buffer.from(sealedText.slice(dot + 1), 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(boundTo(owner))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)
    return decipher.update(body, undefined, 'ascii') + decipher.final('ascii')
  } catch (error) {
    if (error instanceof KeyringError) throw error
    throw new SealBroken(error)
  }
}

function boundTo(owner: HalfOwner): Buffer {
  return Buffer.from(`half/${owner.credentialId}/${owner.idx}`)
}
