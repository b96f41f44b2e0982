/**
 * Turns a line with right-to-left text into the order in which it stands on paper, from the left: fontkit shapes
 * Arabic but knows nothing of the numbers, Latin names and brackets inside it (Unicode Standard Annex #9).
 *
 * @module
 */
import bidiFactory, { type Bidi } from 'bidi-js'
import type { Atom } from './atoms.ts'

// Its types describe an ES module; Node loads its CommonJS build, whose default export is the function itself.
/** Telephone numbers, ids and dates keep their own order: `+39 06 164164` would become `39 06 164164+`. */
const NUMBER = /\+?(?=[A-Za-z\u00a0/+-]*\d)[A-Za-z0-9](?:[A-Za-z0-9\u00a0/+-]*[A-Za-z0-9])?/g
const ISOLATE = '\u2066'
const END_ISOLATE = '\u2069'

const bidi = (bidiFactory as unknown as () => Bidi)()

/** A stretch of a line in one font, as it is written from left to right. */
export interface Stretch {
  readonly atom: Atom
  /** Joined forms; a right-to-left stretch is already turned round. */
  readonly text: string
}

/** Atoms of one line in reading order; where it is not glued, an atom has a space before it. */
export function visualOrder(atoms: readonly Atom[], direction: 'ltr' | 'rtl'): Stretch[] {
  const owners: (Atom | undefined)[] = []
  let line = ''
  const add = (text: string, owner: Atom | undefined) => {
    line += text
    for (let count = 0; count < text.length; count++) owners.push(owner)
  }
  atoms.forEach((atom, index) => {
    // The space belongs to the atom before it, whose typeface measured it.
    if (index > 0 && !atom.glued) {
      add(' ', atoms[index - 1])
    }
    let from = 0
    for (const { 0: number, index } of atom.text.matchAll(NUMBER)) {
      add(atom.text.slice(from, index), atom)
      add(ISOLATE, undefined)
      add(number, atom)
      add(END_ISOLATE, undefined)
      from = index + number.length
    }
    add(atom.text.slice(from), atom)
  })
  const embedding = bidi.getEmbeddingLevels(line, direction)
  const { levels } = embedding
  const order = bidi.getReorderedIndices(line, embedding)
  const stretches: Stretch[] = []
  for (let at = 0; at < order.length; ) {
    const from = order[at] as number
    const owner = owners[from]
    if (!owner) {
      at++
      continue
    }
    const backwards = ((levels[from] ?? 0) & 1) === 1
    let length = 1
    while (at + length < order.length) {
      const next = order[at + length] as number
      if (next !== from + (backwards ? -length : length) || owners[next]?.font !== owner.font) break
      if (levels[next] !== levels[from] || owners[next]?.alphabet !== owner.alphabet) break
      length++
    }
    const first = backwards ? from - length + 1 : from
    const text = owner.font.joined(line.slice(first, first + length))
    stretches.push({ atom: owner, text: backwards ? owner.font.reversed(text) : text })
    at += length
  }
  return stretches
}
