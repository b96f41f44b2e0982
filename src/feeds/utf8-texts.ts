/** @module Many texts in UTF-8, one after the other in one run of bytes. */

/** Longest that one UTF-16 unit becomes. */
const MOST_BYTES = 3

export class Utf8Texts {
  // Room for a page: what is never written takes no memory, and what has to grow is copied.
  #bytes = Buffer.allocUnsafeSlow(1 << 23)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** How many bytes `text` is. */
  add(text: string): number {
    if (this.#length + text.length * MOST_BYTES > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length + text.length * MOST_BYTES)
    }
    const written = this.#bytes.write(text, this.#length)
    this.#length += written
    return written
  }

  /** Nothing else is in their memory: it may go to another thread. */
  toBytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}
