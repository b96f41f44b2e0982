/**
 * Bytes written one after the other into a buffer that grows. The hot path of stamping: no string is built that could
 * be written at once.
 *
 * @module
 */
export class ByteWriter {
  buffer: Buffer
  length = 0

  constructor(capacity = 1 << 16) {
    this.buffer = Buffer.allocUnsafe(capacity)
  }

  /** Makes room for so many bytes more. */
  reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }

  /** Characters up to U+00FF, a byte each. */
  ascii(text: string): this {
    const { length } = text
    this.reserve(length)
    if (length > 24) {
      this.buffer.write(text, this.length, 'latin1')
      this.length += length
      return this
    }
    // The call into native code costs more than a short text.
    const { buffer } = this
    let at = this.length
    for (let index = 0; index < length; index++) buffer[at++] = text.charCodeAt(index)
    this.length = at
    return this
  }

  /** These bytes of a block. */
  part(block: Buffer, start: number, end: number): this {
    const length = end - start
    this.reserve(length)
    if (length > 48) block.copy(this.buffer, this.length, start, end)
    else {
      const { buffer } = this
      const shift = this.length - start
      for (let index = start; index < end; index++) buffer[index + shift] = block[index] as number
    }
    this.length += length
    return this
  }

  bytes(bytes: Uint8Array): this {
    const { length } = bytes
    this.reserve(length)
    if (length > 48) this.buffer.set(bytes, this.length)
    else {
      const { buffer } = this
      const start = this.length
      for (let index = 0; index < length; index++) buffer[start + index] = bytes[index] as number
    }
    this.length += length
    return this
  }

  /** A number as PDF reads it: at most two decimals, never an exponent. */
  number(value: number): this {
    this.reserve(16)
    const { buffer } = this
    let hundredths = Math.round(value * 100)
    if (hundredths < 0) {
      buffer[this.length++] = 45
      hundredths = -hundredths
    }
    const whole = Math.floor(hundredths / 100)
    if (whole < 10) buffer[this.length++] = 48 + whole
    else if (whole < 100) {
      const tens = (whole / 10) | 0
      buffer[this.length++] = 48 + tens
      buffer[this.length++] = 48 + whole - tens * 10
    } else this.#digits(whole)
    const rest = hundredths - whole * 100
    if (rest !== 0) {
      const tenths = (rest / 10) | 0
      buffer[this.length++] = 46
      buffer[this.length++] = 48 + tenths
      if (rest !== tenths * 10) buffer[this.length++] = 48 + rest - tenths * 10
    }
    return this
  }

  /** Leaves room for a number that is only known later; `patch` writes it, right-aligned among spaces. */
  gap(places: number): number {
    this.reserve(places)
    const at = this.length
    this.buffer.fill(32, at, at + places)
    this.length += places
    return at
  }

  patch(at: number, places: number, value: number): void {
    let rest = value
    for (let position = at + places - 1; position >= at; position--) {
      this.buffer[position] = 48 + (rest % 10)
      rest = Math.floor(rest / 10)
      if (rest === 0) return
    }
    throw new RangeError(`${value} does not fit in ${places} places`)
  }

  /** A copy of what was written. */
  toBuffer(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length))
  }

  /** A whole number from 10 up. */
  #digits(value: number): void {
    let places = 2
    for (let power = 100; value >= power; power *= 10) places++
    this.length += places
    let rest = value
    for (let at = this.length - 1; places > 0; places--) {
      const tens = Math.floor(rest / 10)
      this.buffer[at--] = 48 + rest - tens * 10
      rest = tens
    }
  }
}
