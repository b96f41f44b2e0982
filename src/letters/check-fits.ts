/**
 * Sets every kind of letter with the longest values and a code: what fits here always fits, and what does not is a
 * fault of the template, found before anything is printed.
 *
 * @module
 */
import { Canvas } from '../pdf/canvas.ts'
import { type Edition, type Stamper, TemplateRefused } from '../pdf/stamper.ts'
import type { Refusal, Values } from '../pdf/template.ts'
import { ADDRESS_ALONE, MASKED_CODE } from './describe-letters.ts'
import type { LetterText, Residence } from './letter-text.ts'
import { LetterValues } from './letter-values.ts'
import { type WidestValues, widestValues } from './widest-values.ts'

export interface Misprint {
  /** `it+de/ESTERO` */
  readonly variant: string
  readonly refusal: Refusal
}

/** Of an address abroad, `domain.md` §4.1. */
const MOST_LINES = 6
const CHANNELS = ['SMS', 'EMAIL', 'PEC'] as const
const LONGEST_MARK = 'FAC-SIMILE\u00a0·\u00a0PROVA'

/** Every box that something leaves, each once, with the kind of letter where it is worst. */
export function checkFits(stamper: Stamper, texts: ReadonlyMap<string, LetterText>): Misprint[] {
  const widest = new Map([...texts].map(([language, text]) => [language, widestValues(text, stamper.fonts)]))
  const worst = new Map<string, Misprint>()
  const canvas = new Canvas(stamper.compiled.page.height, 'plain')
  const edition = stamper.edition(editionValues(texts, widest))
  // Of equals the first is named: better a letter in one language.
  const variants = Object.keys(stamper.compiled.variants)
  for (const variant of variants.sort((a, b) => languagesIn(a) - languagesIn(b))) {
    for (const [index, values] of samplesOf(variant, texts, widest).entries()) {
      for (const refusal of refusalsOf(edition, variant, values, { canvas, isFirst: index === 0 })) {
        const key = `${refusal.field} ${refusal.code}`
        const known = worst.get(key)
        if (!known || excessOf(refusal) > excessOf(known.refusal)) worst.set(key, { variant, refusal })
      }
    }
  }
  return [...worst.values()]
}

function languagesIn(variant: string): number {
  return variant.split('+').length
}

/** By how much the box is left: millimetres or lines; infinite where it cannot be measured. */
export function excessOf({ found, limit }: Refusal): number {
  const excess = Number.parseFloat(found) - Number.parseFloat(limit)
  return Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess
}

/** `isFirst`: what no values change is drawn with the first of them alone. */
function* refusalsOf(
  edition: Edition,
  variant: string,
  values: Values,
  { canvas, isFirst }: { canvas: Canvas; isFirst: boolean },
): Generator<Refusal> {
  try {
    for (const leaf of edition.variant(variant).leaves) {
      if (leaf.isFixed && !isFirst) continue
      canvas.length = 0
      const refusal = leaf.draw(canvas, values)
      if (refusal) yield refusal
    }
  } catch (error) {
    if (!(error instanceof TemplateRefused)) throw error
    yield error.refusal
  }
}

/** Every language with its own longest date. */
function editionValues(
  texts: ReadonlyMap<string, LetterText>,
  widest: ReadonlyMap<string, WidestValues>,
): Values {
  const all = [...texts].map(([language, text]) => {
    const { date = '', dateInSentence = '' } = widest.get(language) ?? {}
    const issue = { datedOn: date, expiresOn: dateInSentence, test: false }
    return new LetterValues(new Map([[language, text]])).ofEdition(issue, LONGEST_MARK)
  })
  return Object.assign({ mark: LONGEST_MARK }, ...all)
}

function samplesOf(
  variant: string,
  texts: ReadonlyMap<string, LetterText>,
  widest: ReadonlyMap<string, WidestValues>,
): Values[] {
  const indirizzo = Array.from({ length: MOST_LINES }, () => 'W')
  if (variant === ADDRESS_ALONE) return [{ indirizzo }]
  const [languages = '', residence = ''] = variant.split('/')
  const letterValues = new LetterValues(texts)
  return CHANNELS.map((firstHalfChannel) => {
    const all = languages.split('+').map((language) => {
      const { dateInSentence = '' } = widest.get(language) ?? {}
      const letter = {
        publicId: 'WWWWW-WWWWW-W',
        languages: language,
        residence: residence as Residence,
        addressLines: indirizzo,
        requestedOn: dateInSentence,
        firstHalfSentOn: dateInSentence,
        firstHalfChannel,
      }
      return letterValues.ofLetter(letter, MASKED_CODE)
    })
    return Object.assign({}, ...all)
  })
}
