/**
 * Pair kerning straight from a font's GPOS table: fontkit's `layout` takes 70 µs a word, too slow to ask for every
 * pair of letters. Only pair adjustments (lookup type 2) of Latin's `kern` feature are read; contextual ones are not.
 *
 * @module
 */
import type { Font } from 'fontkit'

/** The parts of fontkit's parsed GPOS that are used; its published types leave them out. */
interface Gpos {
  readonly scriptList: readonly {
    tag: string
    script: { defaultLangSys: { featureIndexes: number[] } | null }
  }[]
  readonly featureList: readonly { tag: string; feature: { lookupListIndexes: number[] } }[]
  readonly lookupList: { get(index: number): Lookup }
}
interface Lookup {
  readonly lookupType: number
  readonly subTables: readonly (PairTable | { lookupType: number; extension: PairTable })[]
}
interface LazyList<T> {
  readonly length: number
  get(index: number): T
}
interface PairTable {
  readonly version: 1 | 2
  readonly coverage: Coverage
  readonly pairSets: LazyList<readonly { secondGlyph: number; value1?: { xAdvance?: number } }[]>
  readonly classDef1: ClassDefinition
  readonly classDef2: ClassDefinition
  readonly classRecords: LazyList<LazyList<{ value1?: { xAdvance?: number } }>>
}
interface Coverage {
  readonly version: 1 | 2
  readonly glyphs?: readonly number[]
  readonly rangeRecords?: readonly { start: number; end: number; startCoverageIndex: number }[]
}
interface ClassDefinition {
  readonly version: 1 | 2
  readonly startGlyph: number
  readonly classValueArray: readonly number[]
  readonly classRangeRecord: readonly { start: number; end: number; class: number }[]
}

const PAIRS = 2
const EXTENSION = 9

/** Units added to the advance of the left glyph before the right one; glyphs by their id. */
export function pairKerning(font: Font): (left: number, right: number) => number {
  const lookups = kernLookups((font as unknown as { GPOS?: Gpos }).GPOS)
  return (left, right) => {
    let sum = 0
    for (const tables of lookups) {
      for (const table of tables) {
        const value = table(left, right)
        if (value === undefined) continue
        // The first table that knows the pair settles it, but only for its own lookup.
        sum += value
        break
      }
    }
    return sum
  }
}

type PairValue = (left: number, right: number) => number | undefined

function kernLookups(gpos: Gpos | undefined): PairValue[][] {
  const script =
    gpos?.scriptList.find(({ tag }) => tag === 'latn') ?? gpos?.scriptList.find(({ tag }) => tag === 'DFLT')
  if (!gpos || !script?.script.defaultLangSys) return []
  const lookups = script.script.defaultLangSys.featureIndexes
    .map((index) => gpos.featureList[index])
    .filter((feature) => feature?.tag === 'kern')
    .flatMap((feature) => feature?.feature.lookupListIndexes ?? [])
    .map((index) => gpos.lookupList.get(index))
  return lookups.map((lookup) =>
    lookup.subTables.flatMap((table) => {
      const extended = lookup.lookupType === EXTENSION && 'extension' in table ? table : undefined
      if ((extended?.lookupType ?? lookup.lookupType) !== PAIRS) return []
      const pairs = extended ? extended.extension : (table as PairTable)
      return [pairs.version === 1 ? singlePairs(pairs) : classPairs(pairs)]
    }),
  )
}

function singlePairs(table: PairTable) {
  const values = new Map<number, Map<number, number>>()
  for (const [index, left] of covered(table.coverage).entries()) {
    const pairs = table.pairSets
      .get(index)
      .map((pair) => [pair.secondGlyph, pair.value1?.xAdvance ?? 0] as const)
    values.set(left, new Map(pairs))
  }
  return (left: number, right: number) => values.get(left)?.get(right)
}

function classPairs(table: PairTable) {
  const lefts = new Set(covered(table.coverage))
  const [classOfLeft, classOfRight] = [classes(table.classDef1), classes(table.classDef2)]
  // A covered left glyph settles the pair, also where its classes say nothing is added.
  return (left: number, right: number) =>
    lefts.has(left)
      ? (table.classRecords.get(classOfLeft.get(left) ?? 0).get(classOfRight.get(right) ?? 0).value1
          ?.xAdvance ?? 0)
      : undefined
}

function covered(coverage: Coverage): number[] {
  if (coverage.version === 1) return [...(coverage.glyphs ?? [])]
  return (coverage.rangeRecords ?? []).flatMap(({ start, end }) =>
    Array.from({ length: end - start + 1 }, (_, index) => start + index),
  )
}

function classes(definition: ClassDefinition): Map<number, number> {
  const found = new Map<number, number>()
  if (definition.version === 1) {
    definition.classValueArray.forEach((value, index) => {
      found.set(definition.startGlyph + index, value)
    })
  } else {
    for (const { start, end, class: value } of definition.classRangeRecord) {
      for (let glyph = start; glyph <= end; glyph++) found.set(glyph, value)
    }
  }
  return found
}
