/** @module Many texts in UTF-8, one after the other in one run of bytes. */

/** Longest that one UTF-16 unit becomes. */
const MOST_BYTES = 3

export class Utf8Texts {
  #bytes = Buffer.allocUnsafeSlow(1 << 20)
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

  /** Of their own, so that nothing else crosses to another thread with them. */
  toBytes(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#length))
  }
}
