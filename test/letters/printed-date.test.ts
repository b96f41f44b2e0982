import { describe, expect, it } from 'vitest'
import { dateCharacters, dateInSentence, printedDate } from '../../src/letters/printed-date.ts'
import { loadTemplate } from './letters.ts'

const { texts } = (await loadTemplate()).parts

describe('a date', () => {
  it.each([
    ['it', '2026-05-12', '12 maggio 2026', 'il 12 maggio 2026'],
    ['it', '2026-05-08', '8 maggio 2026', 'l’8 maggio 2026'],
    ['it', '2026-11-11', '11 novembre 2026', 'l’11 novembre 2026'],
    ['it', '2026-05-01', '1° maggio 2026', 'il 1° maggio 2026'],
    ['de', '2026-03-01', '1. März 2026', '1. März 2026'],
    ['en', '2026-05-12', '12 May 2026', '12 May 2026'],
    ['fr', '2026-05-01', '1er mai 2026', '1er mai 2026'],
    ['fr', '2026-08-02', '2 août 2026', '2 août 2026'],
    ['es', '2026-05-12', '12 de mayo de 2026', '12 de mayo de 2026'],
    ['pl', '2026-10-03', '3 października 2026 r.', '3 października 2026 r.'],
    ['ru', '2026-05-12', '12 мая 2026 г.', '12 мая 2026 г.'],
    ['ar', '2026-05-12', '12 مايو 2026', '12 مايو 2026'],
  ])('in %s of %s is «%s», and «%s» in a sentence', (language, on, alone, inSentence) => {
    const text = texts.get(language)
    if (!text) throw new Error('no text')
    expect(printedDate(text, on).replaceAll('\u00a0', ' ')).toBe(alone)
    expect(dateInSentence(text, on).replaceAll('\u00a0', ' ')).toBe(inSentence)
  })

  it('never breaks over two lines, and has no character that its language does not declare', () => {
    for (const text of texts.values()) {
      for (let month = 1; month <= 12; month++) {
        for (const day of ['01', '08', '11', '28']) {
          const date = dateInSentence(text, `2026-${String(month).padStart(2, '0')}-${day}`)
          expect(date).not.toContain(' ')
          for (const letter of date.replaceAll('\u00a0', '')) expect(dateCharacters(text)).toContain(letter)
        }
      }
    }
  })
})
