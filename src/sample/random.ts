/**
 * Pseudo-random numbers that are the same for the same keys, on every machine and in any order of asking: person
 * 700,000 can be made again without the 699,999 before. Never for secrets.
 *
 * @module
 */

/** The generator sfc32 (Chris Doty-Humphrey, PractRand), keyed by up to four numbers. */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(first: number, second = 0, third = 0, fourth = 0) {
    this.#a = (first ^ Math.imul(fourth, 0x9e3779b1)) | 0
    this.#b = second | 0
    this.#c = third | 0
    // Neighbouring keys leave together and must not arrive together.
    for (let round = 0; round < 12; round++) this.#step()
  }

  /** A number in [0, 1). */
  next(): number {
    return (this.#step() >>> 0) / 4_294_967_296
  }

  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('expected at least one item to pick from, found none')
    return item
  }

  /** The text with each `#` a digit, each `^` a digit from 1, each `?` a letter of postcodes, each `@` one of A–F. */
  fill(pattern: string): string {
    return pattern.replace(/[#^?@]/g, (mark) => {
      if (mark === '#') return String(this.below(10))
      if (mark === '@') return 'ABCDEF'.charAt(this.below(6))
      return mark === '^' ? String(this.between(1, 9)) : LETTERS.charAt(this.below(LETTERS.length))
    })
  }

  #step(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum
  }
}

/** Letters that the inward half of a British postcode may have; good enough wherever letters are wanted. */
const LETTERS = 'ABDEFGHJLNPRSTUWXYZ'

/** Picks items in proportion to their weights. */
export class WeightedList<T> {
  readonly #items: readonly T[]
  readonly #totals: Float64Array
  readonly #sum: number

  constructor(items: readonly T[], weightOf: (item: T) => number) {
    this.#items = items
    this.#totals = new Float64Array(items.length)
    let sum = 0
    for (const [index, item] of items.entries()) {
      sum += weightOf(item)
      this.#totals[index] = sum
    }
    this.#sum = sum
  }

  pick(random: Random): T {
    const target = random.next() * this.#sum
    let [low, high] = [0, this.#totals.length - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#totals[middle] ?? 0) > target) high = middle
      else low = middle + 1
    }
    const item = this.#items[low]
    if (item === undefined) throw new RangeError('expected at least one item to pick from, found none')
    return item
  }
}

/**
 * The place of `index` in a shuffled block of `size` (a multiple of ten): every run of `size` indexes meets each place
 * once, so that shares are exact and the rarest trouble is never missing by bad luck.
 */
export function shuffledPlace(
  seed: number,
  day: number,
  stream: number,
  index: number,
  size: number,
): number {
  const block = Math.floor(index / size)
  const random = new Random(seed, day, block, stream)
  // Ends in 1, 3, 7 or 9, so it has no factor in common with a power of ten.
  const stride = 10 * random.between(size / 40, size / 10 - 1) + random.pick([1, 3, 7, 9])
  return (stride * (index - block * size) + random.below(size)) % size
}
