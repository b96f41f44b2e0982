/**
 * What is printed, as text that a person can compare: a changed sentence, order, role or language shows in the
 * difference. After a wanted change: `npm run golden`, and read what it changed.
 *
 * @module
 */
import { describe, expect, it } from 'vitest'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import {
  asItWas,
  certificate,
  certificateData,
  loadForms,
  printed,
  YEARS,
} from '../certificates/certificates.ts'
import { ISSUE, LANGUAGES, letter, loadTemplate, RESIDENCES } from '../letters/letters.ts'
import { compiledForm, formValues } from '../pdf/form-template.ts'
import { readOutline } from '../support/pdf/outline.ts'

describe('as agreed', async () => {
  const template = await loadTemplate()

  it.each([...LANGUAGES, 'it+de', 'it+ar'])('a letter in %s, to Italy and abroad', async (languages) => {
    const letters = RESIDENCES.map((residence) =>
      letter({
        languages,
        residence,
        firstHalfChannel: residence === 'ITALIA' ? 'SMS' : 'EMAIL',
        addressLines:
          residence === 'ITALIA'
            ? ['MARIA D’ANNUNZIO', 'VIA GARIBALDI 16/A', '00144 ROMA RM']
            : ['ŁUKASZ ȘTEFĂNESCU-ĐORĐEVIĆ', '12 RUE DE RIVOLI', '75004 PARIS', 'FRANCIA'],
      }),
    )
    const outline = await readOutline(template.specimen(ISSUE, letters))
    expect(outline).not.toMatch(/\b[0-9A-F]{4} [0-9A-F]{4}\b/)
    await expect(outline).toMatchFileSnapshot(`letter-${languages}.txt`)
  })

  it.each(YEARS)('a certificate for the income of %i', async (incomeYear) => {
    const data = certificateData({ incomeYear })
    const one = certificate(data, 'CORRECTION', asItWas(data))
    const { bytes, sha256 } = printed(await loadForms(), one)
    // Another hash: no certificate that was released with this form comes out again the same (PRINTING, ENGINE).
    await expect(`${await readOutline(bytes)}\nSHA-256 ${sha256}\n`).toMatchFileSnapshot(
      `certificate-${incomeYear}.txt`,
    )
  })

  it('a form', async () => {
    const made = new SingleFiles(openStamper(await compiledForm()).edition({ year: '2026' }), 'form').make(
      formValues(),
    )
    if ('code' in made) throw new Error(made.code)
    await expect(await readOutline(made.bytes)).toMatchFileSnapshot('form.txt')
  })
})
