/**
 * The PIN letter: the second half of a code on one sheet, or two in two languages, from the templates that staff edit.
 *
 * `measure` needs no secret and says beforehand whether a letter can be printed; `bundle` is a pure function of what it
 * is given, so the same letters give the same bytes.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { chooseLanguages, type LetterLanguageRules } from '../domain/letter-languages.ts'
import { groupHalf } from '../domain/pin-code.ts'
import type { PinLetterSnapshot } from '../domain/pin-letter-snapshot.ts'
import { bundleFile, PieceRefused } from '../pdf/bundle-file.ts'
import type { CompiledTemplate } from '../pdf/compile-template.ts'
import { joinValues, joinVariants } from '../pdf/join-variants.ts'
import { SingleFiles } from '../pdf/single-file.ts'
import { openStamper } from '../pdf/stamper.ts'
import { ADDRESS_ALONE, MASKED_CODE, variantName } from './describe-letters.ts'
import type { Geometry } from './geometry.ts'
import { type Misfit, misfitOf, type PinLetterData, type PinLetterIssue } from './letter-data.ts'
import { LetterRefused } from './letter-refused.ts'
import type { LetterText } from './letter-text.ts'
import { LetterValues } from './letter-values.ts'
import type { Sender } from './stationery.ts'

export type { Misfit, PinLetterData, PinLetterIssue }

/** A letter that can be printed, in which languages, and which it should have had. */
export interface Printable {
  readonly ok: true
  /** `it`, `de`, `it+de` */
  readonly languages: string
  readonly fellBackFrom: string
}

export type MeasuredLetter = Pick<PinLetterSnapshot, 'language' | 'place'> & Omit<PinLetterData, 'languages'>

export interface PinLetterTemplate {
  /** Hash of everything a letter is made from: texts, geometry, fonts, letterhead, sender, layout, language rules. */
  readonly version: string
  readonly parts: TemplateParts
  /** Whether the letter can be printed, and in which languages; else which field is at fault. */
  measure(letter: MeasuredLetter): Printable | Misfit
  /** The same for the addressee alone, before there is a letter. */
  measureAddressLines(lines: readonly string[]): { readonly ok: true } | Misfit
  /** Sheets of a letter. */
  pagesOf(letter: Pick<PinLetterData, 'languages' | 'residence'>): number
  /**
   * One PDF of all letters in their order, as chunks that are valid until the next is asked for. Throws
   * `LetterRefused` for a half of the wrong form, `PieceRefused` for a letter that `measure` would refuse.
   */
  bundle(issue: PinLetterIssue, letters: Iterable<PinLetterData & { half: string }>): Generator<Uint8Array>
  /** The same sheets as one accessible document, with bullets for the code and FAC-SIMILE across. */
  specimen(issue: PinLetterIssue, letters: readonly PinLetterData[]): Uint8Array
}

const HALF = /^[0-9A-F]{8}$/
const PUBLIC_ID_LENGTH = 13
const SPECIMEN = 'specimen'
/** All that printing needs, as plain data: a thread makes the same template of it, and reads no file. */
export interface TemplateParts {
  /** Of all that the letters are made from. */
  readonly key: string
  readonly compiled: CompiledTemplate
  readonly texts: ReadonlyMap<string, LetterText>
  readonly geometry: Geometry
  readonly sender: Sender
  readonly rules: LetterLanguageRules
  /** Drafts may be printed: a demo or a trial. */
  readonly test: boolean
}

export function pinLetterTemplate(parts: TemplateParts): PinLetterTemplate {
  const { compiled, texts, rules, test } = parts
  const stamper = openStamper(compiled)
  const isPrintable = (language: string) => {
    const text = texts.get(language)
    return text !== undefined && (test || text.status === 'approved')
  }
  const printable = [...texts.keys()].filter(isPrintable).sort()
  const version = createHash('sha256')
    .update(JSON.stringify([parts.key, rules, printable]))
    .digest('hex')
  const values = new LetterValues(texts)
  const editionOf = (issue: PinLetterIssue, mark: string) => stamper.edition(values.ofEdition(issue, mark))
  // Every date fits (checked when the template was compiled), so which one stands here does not matter.
  const measuring = editionOf({ datedOn: '2028-09-28', expiresOn: '2028-09-28', test: false }, '')

  return {
    version: version.slice(0, 16),
    parts,
    measure(letter) {
      if (letter.publicId.length !== PUBLIC_ID_LENGTH) {
        const detail = `${letter.publicId.length} caratteri`
        return { ok: false, code: 'TESTO_TROPPO_LUNGO', field: 'rif. lettera', detail }
      }
      const { language: declared, residence, place } = letter
      const { province, countryIso2 } = place
      const chosen = chooseLanguages({ declared, residence, province, countryIso2 }, rules, isPrintable)
      const languages = chosen.languages.join('+')
      const filled = values.ofLetter({ ...letter, languages }, MASKED_CODE)
      const refusal = measuring.measure(variantName(languages, residence), filled)
      return refusal
        ? misfitOf(refusal)
        : { ok: true, languages, fellBackFrom: chosen.fellBackFrom.join('+') }
    },
    measureAddressLines(lines) {
      const refusal = measuring.measure(ADDRESS_ALONE, { indirizzo: lines })
      return refusal ? misfitOf(refusal) : { ok: true }
    },
    pagesOf: ({ languages, residence }) => compiled.variants[variantName(languages, residence)]?.pages ?? 0,
    bundle(issue, letters) {
      const edition = editionOf(issue, issue.test ? 'PROVA' : '')
      const title = texts.get('it')?.title ?? ''
      return bundleFile(edition, pieces(letters), { title, language: 'it-IT' })
    },
    specimen(issue, letters) {
      const edition = editionOf(issue, issue.test ? 'FAC-SIMILE\u00a0·\u00a0PROVA' : 'FAC-SIMILE')
      const variants = letters.map(({ languages, residence }) => {
        const variant = compiled.variants[variantName(languages, residence)]
        if (!variant) throw new RangeError(`the template has no letter in ${languages}`)
        return variant
      })
      edition.include(SPECIMEN, joinVariants(variants, compiled.slots))
      const filled = joinValues(letters.map((letter) => values.ofLetter(letter, MASKED_CODE)))
      const made = new SingleFiles(edition, SPECIMEN).make(filled)
      if ('code' in made) throw new PieceRefused('specimen', made)
      return Uint8Array.from(made.bytes)
    },
  }

  function* pieces(letters: Iterable<PinLetterData & { half: string }>) {
    for (const letter of letters) {
      const { publicId, half, languages, residence } = letter
      if (!HALF.test(half)) {
        throw new LetterRefused(publicId, 'its half is not eight characters of 0–9 and A–F')
      }
      const filled = values.ofLetter(letter, groupHalf(half))
      yield { parts: [{ variant: variantName(languages, residence), values: filled }], label: publicId }
    }
  }
}
