/** @module Which letters to look at: those of each kind, those at an edge of the data, then any, the same each time. */
import { createHash } from 'node:crypto'

/** What makes a letter worth looking at; the higher, the more. Zero is not worth it. */
export interface Edge<Letter> {
  readonly name: string
  score(letter: Letter): number
  /** Its letters come after those of all other edges, as many as there is room for. */
  readonly fills?: true
}

export interface Chosen<Letter> {
  readonly letter: Letter
  /** Names of the groups and edges that it was chosen for. */
  readonly edges: readonly string[]
}

export interface Choice<Letter> {
  readonly most: number
  /** Letters kept of each edge, taken in turn. */
  readonly ofEach: number
  readonly edges: readonly Edge<Letter>[]
  /** The first letter of each group comes before all edges. */
  groupsOf(letter: Letter): readonly string[]
}

interface Ranked<Letter> {
  readonly score: number
  readonly letter: Letter
}

export class LetterChoice<Letter extends { readonly publicId: string }> {
  readonly #choice: Choice<Letter>
  readonly #rankings: Ranked<Letter>[][]
  readonly #groups = new Map<string, Letter>()

  constructor(choice: Choice<Letter>) {
    this.#choice = choice
    this.#rankings = choice.edges.map(() => [])
  }

  look(letter: Letter): void {
    const { groupsOf, edges, ofEach, most } = this.#choice
    for (const group of groupsOf(letter)) if (!this.#groups.has(group)) this.#groups.set(group, letter)
    for (const [index, edge] of edges.entries()) {
      const ranking = this.#rankings[index] as Ranked<Letter>[]
      keepBest(ranking, { score: edge.score(letter), letter }, edge.fills ? most : ofEach)
    }
  }

  chosen(): Chosen<Letter>[] {
    const { most, edges } = this.#choice
    const chosen = new Map<string, { letter: Letter; edges: string[] }>()
    const choose = (letter: Letter, edge: string) => {
      const known = chosen.get(letter.publicId)
      if (known) known.edges.push(edge)
      else if (chosen.size < most) chosen.set(letter.publicId, { letter, edges: [edge] })
    }
    for (const [group, letter] of this.#groups) choose(letter, group)
    for (let rank = 0; rank < most; rank++) {
      for (const [index, { name, fills }] of edges.entries()) {
        const ranked = fills ? undefined : this.#rankings[index]?.[rank]
        if (ranked) choose(ranked.letter, name)
      }
    }
    for (const [index, { name, fills }] of edges.entries()) {
      const rest = (fills ? this.#rankings[index] : undefined) ?? []
      for (const { letter } of rest) if (!chosen.has(letter.publicId)) choose(letter, name)
    }
    return [...chosen.values()]
  }
}

/** The highest scores, the earlier letter first among equals. */
function keepBest<Letter>(ranking: Ranked<Letter>[], candidate: Ranked<Letter>, most: number): void {
  const lowest = ranking.at(-1)
  if (candidate.score <= 0 || (ranking.length === most && lowest && lowest.score >= candidate.score)) return
  const place = ranking.findIndex(({ score }) => score < candidate.score)
  ranking.splice(place < 0 ? ranking.length : place, 0, candidate)
  if (ranking.length > most) ranking.pop()
}

/** A number from 0 to 1 that looks drawn and is the same each time. */
export function lotOf({ publicId }: { readonly publicId: string }): number {
  return createHash('sha256').update(publicId).digest().readUInt32BE(0) / 2 ** 32
}
