/** @module Counting the oddities of a sample by their ids. */

export class Tally {
  readonly counts: Record<string, number> = {}

  count(id: string): void {
    if (id !== 'none') this.counts[id] = (this.counts[id] ?? 0) + 1
  }
}
