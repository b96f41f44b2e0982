/** @module Which pages to look at: all of a short file, of a long one the first, the last and an even spread. */

/** How much an inspection looks at; what concerns the whole file is always looked at. */
export interface Sampling {
  /** Pages whose text is read, 0 for none; otherwise files of up to {@link SHORT_FILE} pages are read whole. */
  readonly pages: number
  /** Of these, pages that are also drawn and looked at as an image, 0 for none; of short files all. */
  readonly renderedPages: number
}

/** Every page, read and drawn: for a person who has the time. */
export const EVERY_PAGE: Sampling = {
  pages: Number.POSITIVE_INFINITY,
  renderedPages: Number.POSITIVE_INFINITY,
}

const SHORT_FILE = 20

export interface Sample {
  readonly read: readonly number[]
  readonly drawn: ReadonlySet<number>
}

/** The pages of a file of `total`, counted from 1 and ascending; `odd` ones are read whatever the spread. */
export function samplePages(total: number, sampling: Sampling, odd: readonly number[] = []): Sample {
  const all = Array.from({ length: total }, (_, index) => index + 1)
  const whole = total <= SHORT_FILE && sampling.pages > 0
  const spreadOut = whole ? all : spread(all, sampling.pages)
  const added = sampling.pages > 0 ? odd.filter((page) => page <= total) : []
  const read = [...new Set([...spreadOut, ...added])].sort((a, b) => a - b)
  const drawn = whole && sampling.renderedPages > 0 ? all : spread(spreadOut, sampling.renderedPages)
  return { read, drawn: new Set(drawn) }
}

/** The first, the last, and what lies evenly between them. */
function spread(pages: readonly number[], count: number): readonly number[] {
  if (count >= pages.length) return pages
  if (count <= 1) return pages.slice(0, count)
  const step = (pages.length - 1) / (count - 1)
  return Array.from({ length: count }, (_, index) => pages[Math.round(index * step)] as number)
}
