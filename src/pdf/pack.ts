/**
 * A compiled template as bytes: threads share them without a copy, a cache keeps them.
 *
 * @module
 */
import { deserialize, serialize } from 'node:v8'

/** Plain data into memory that every thread sees. */
export function pack(data: unknown): Uint8Array {
  const bytes = serialize(data)
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}

/** Only of what `pack` gave on a machine of one's own: the bytes are trusted. */
export function unpack<T>(packed: Uint8Array): T {
  return deserialize(Buffer.from(packed)) as T
}
