/**
 * The PIN letter: the second half of a code on one A4 page, from the templates that staff edit.
 *
 * `measure` needs no secret and says beforehand whether a letter can be printed; `render` is a pure function of what
 * it is given, so the same letters give the same bytes.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Measured, measureAddress } from './address-block.ts'
import { ID_STAND_IN } from './flow.ts'
import { parseGeometry } from './geometry.ts'
import { type LetterSources, letterValues, type PinLetterData, type PinLetterIssue } from './letter-data.ts'
import { codePlace, PageFault, type Sender, setPage, setSender } from './letter-page.ts'
import { parseLetterText } from './letter-text.ts'
import { openLetterTypefaces } from './letter-typefaces.ts'
import { TemplateFault } from './template-fault.ts'

export interface PinLetterTemplate {
  /** Hash of everything a letter is made from: texts, geometry, fonts, sender, layout. */
  readonly version: string
  /** Whether the letter can be printed; says which field is at fault. */
  measure(letter: PinLetterData): Measured
  /** The same for the addressee alone, before there is a letter. */
  measureAddressLines(lines: readonly string[]): Measured
  /** Throws `LetterRefused` for a half of the wrong form or a letter that `measure` would refuse. */
  render(
    issue: PinLetterIssue,
    letters: AsyncIterable<PinLetterData & { half: string }> | Iterable<PinLetterData & { half: string }>,
  ): Promise<{ pdf: Uint8Array; pages: number[] }>
  /** The same pages with bullets for the code and FAC-SIMILE across. */
  specimen(issue: PinLetterIssue, letters: readonly PinLetterData[]): Promise<Uint8Array>
}

export type { Measured, PinLetterData, PinLetterIssue }

/** Raised whenever a change to this folder or to src/pdf changes what is printed. */
const LAYOUT = 1

/** Reads and checks the templates; throws a `TemplateFault` when a letter could not be printed with them. */
export async function loadPinLetterTemplate(options: {
  templatesFolder: string
  profile: string
  language: 'it'
  sender: Sender
}): Promise<PinLetterTemplate> {
  const geometryFile = join(options.templatesFolder, 'geometry', `${options.profile}.yaml`)
  const textFile = join(options.templatesFolder, 'pin-letter', `${options.language}.md`)
  const [geometrySource, textSource] = await Promise.all([source(geometryFile), source(textFile)])
  const typefaces = openLetterTypefaces()
  const { sender } = options
  const parts = [
    LAYOUT,
    geometrySource,
    textSource,
    sender,
    Object.values(typefaces).map(({ sha256 }) => sha256),
  ]
  const sources: LetterSources = {
    geometry: parseGeometry(geometrySource, geometryFile),
    text: parseLetterText(textSource, textFile),
    typefaces,
    sender,
    version: createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16),
  }
  checkFits(sources, textFile)
  const measureAddressLines = (lines: readonly string[]) =>
    measureAddress(
      lines.map((line) => line.normalize('NFC')),
      typefaces.person,
      sources.geometry.address,
    )

  return {
    version: sources.version,
    measure({ publicId, addressLines }) {
      if (publicId.length !== ID_STAND_IN.length) {
        return {
          ok: false,
          code: 'TESTO_TROPPO_LUNGO',
          field: 'rif. lettera',
          detail: `${publicId.length} caratteri`,
        }
      }
      return measureAddressLines(addressLines)
    },
    measureAddressLines,
    async render(issue, letters) {
      // pdf-lib and bwip-js load only where something is drawn: measuring runs in short commands too.
      const { renderPinLetters } = await import('./render-pin-letters.ts')
      return renderPinLetters(sources, issue, letters, { mark: issue.test ? 'PROVA' : '', masked: false })
    },
    async specimen(issue, letters) {
      const { renderPinLetters } = await import('./render-pin-letters.ts')
      const mark = issue.test ? 'FAC-SIMILE · PROVA' : 'FAC-SIMILE'
      return (await renderPinLetters(sources, issue, letters, { mark, masked: true })).pdf
    },
  }
}

/** Every kind of letter with the longest date there is: what fits here always fits. */
function checkFits(sources: LetterSources, file: string): void {
  const { text, geometry, typefaces, sender } = sources
  const longest = '2028-09-28'
  const issue = { datedOn: longest, expiresOn: longest, test: false }
  const faults = new Set<string>()
  const attempt = (set: () => unknown) => {
    try {
      set()
    } catch (error) {
      if (!(error instanceof PageFault)) throw error
      faults.add(error.message)
    }
  }
  attempt(() => setSender(sender, geometry, typefaces))
  attempt(() => codePlace(geometry, typefaces))
  for (const residence of ['ITALIA', 'ESTERO'] as const) {
    for (const firstHalfChannel of ['SMS', 'EMAIL', 'PEC'] as const) {
      const letter = { requestedOn: longest, firstHalfSentOn: longest, firstHalfChannel }
      attempt(() => setPage(text, geometry, letterValues(sources, issue, letter), residence, typefaces))
    }
  }
  if (faults.size > 0) throw new TemplateFault(file, [...faults])
}

async function source(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new TemplateFault(file, [`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`])
  }
}
