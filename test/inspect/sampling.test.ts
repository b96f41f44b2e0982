import { describe, expect, it, test } from 'vitest'
import { EVERY_PAGE, samplePages } from '../../src/inspect/sampling.ts'

describe('the pages that are looked at', () => {
  test.each([
    ['all of a short file, all as images', 20, { pages: 12, renderedPages: 2 }, '1-20', '1-20'],
    [
      'first, last and an even spread of a long one',
      101,
      { pages: 5, renderedPages: 3 },
      [1, 26, 51, 76, 101],
      [1, 51, 101],
    ],
    ['one more than a short file', 21, { pages: 2, renderedPages: 2 }, [1, 21], [1, 21]],
    ['one page', 1, { pages: 12, renderedPages: 2 }, [1], [1]],
    ['the first alone', 500, { pages: 1, renderedPages: 1 }, [1], [1]],
    ['no image', 30, { pages: 2, renderedPages: 0 }, [1, 30], []],
    ['every page', 40, EVERY_PAGE, '1-40', '1-40'],
    ['none at all', 5, { pages: 0, renderedPages: 2 }, [], []],
    ['none of an empty file', 0, EVERY_PAGE, [], []],
  ] as const)('%s', (_title, total, sampling, read, drawn) => {
    const sample = samplePages(total, sampling)
    expect([...sample.read]).toEqual(pagesOf(read))
    expect([...sample.drawn]).toEqual(pagesOf(drawn))
  })
})

it('takes odd pages besides, such as the sheets of a letter that has two', () => {
  const sampling = { pages: 3, renderedPages: 1 }
  expect(samplePages(1_629, sampling, [786, 787]).read).toEqual([1, 786, 787, 815, 1_629])
})

/** `1-4` stands for 1, 2, 3, 4. */
function pagesOf(pages: string | readonly number[]): number[] {
  if (typeof pages !== 'string') return [...pages]
  const [from = 0, to = 0] = pages.split('-').map(Number)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
