import { describe, expect, it } from 'vitest'
import { isLetterId } from '../../src/domain/letter-id.ts'
import { loadPinLetterTemplate } from '../../src/letters/load-pin-letter-template.ts'
import { languagesOf, ordinarySheaves, worstSheaves } from '../../src/letters/specimen-sheaves.ts'
import { LONGEST } from '../../src/letters/specimens.ts'
import { SENDER } from './edited-templates.ts'

const LANGUAGES = { declaredLanguage: 'alone', secondLanguages: {} } as const

describe('people to look at letters with', () => {
  it('have the longest lines that an address may have', () => {
    for (const { residence, addressLines } of LONGEST) {
      expect(addressLines).toHaveLength(residence === 'ITALIA' ? 5 : 6)
      expect(Math.max(...addressLines.map((line) => line.length))).toBe(44)
    }
  })

  it.each(['it-dx', 'din-b', 'notify-c5'])('all fit %s, the longest too', async (profile) => {
    const options = {
      templatesFolder: 'templates',
      profile,
      sender: SENDER,
      languages: LANGUAGES,
      test: true,
    }
    const template = await loadPinLetterTemplate(options)
    expect(languagesOf(template)).toEqual(expect.arrayContaining(['it', 'de', 'it+de', 'ar', 'it+ar']))
    for (const sheaf of [...ordinarySheaves(template), ...worstSheaves(template)]) {
      expect(sheaf.held).toEqual([])
      for (const { letter } of sheaf.letters) expect(isLetterId(letter.publicId)).toBe(true)
      const letters = sheaf.letters.map(({ letter }) => letter)
      expect(template.specimen(sheaf.issue, letters).length).toBeGreaterThan(10_000)
    }
  })
})
