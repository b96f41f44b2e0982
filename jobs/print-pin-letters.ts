/** Measures, freezes, renders and publishes the letters with second halves; finishes what an earlier night left half done. */
import { addDays } from '../src/domain/civil-date.ts'
import type { ParameterReader } from '../src/domain/parameters.ts'
import { parseSnapshot } from '../src/domain/pin-letter-snapshot.ts'
import type { Job, JobContext } from './job.ts'
import { type PrintLine, printLetters, tidyBundles } from './print-letters.ts'

/** Measured on a bundle of 2,000. */
const BYTES_A_LETTER = 6_000

export const printPinLetters: Job = {
  name: 'print-pin-letters',
  summary: 'freezes, renders and publishes the letters with the second halves',
  async run(context) {
    await tidyBundles(context, 'PIN_HALF2')
    return printLetters(context, await pinLetterLine(context), 'all')
  },
}

export async function pinLetterLine({ actor, letterTemplate, parameter }: JobContext): Promise<PrintLine> {
  const template = await letterTemplate()
  return {
    kind: 'PIN_HALF2',
    templateVersion: template.version,
    bytesALetter: BYTES_A_LETTER,
    measure: async (letters) =>
      letters.map(({ public_id: publicId, snapshot }) =>
        template.measure({ ...parseSnapshot(snapshot), publicId }),
      ),
    expiresOn: (product, postingOn) => lastDayOfCodes(parameter, actor.on, product, postingOn),
  }
}

/** Of the codes in a bundle of PIN letters, frozen on a business date. */
export function lastDayOfCodes(
  parameter: ParameterReader,
  on: string,
  product: string,
  postingOn: string,
): string {
  const abroad = product.endsWith('_EXT')
  const days = parameter(abroad ? 'initialUnusedValidityDaysAbroad' : 'initialUnusedValidityDaysItaly', on)
  return addDays(postingOn, days)
}
