/**
 * What of sound files still could not be printed: missing characters, texts that leave their boxes.
 *
 * @module
 */
import { type CompiledTemplate, compileTemplate } from '../pdf/compile-template.ts'
import { openStamper } from '../pdf/stamper.ts'
import { missingGlyphs, withStandIns } from './check-glyphs.ts'
import { describeLetters, type LetterSources } from './describe-letters.ts'
import type { FileFault } from './file-fault.ts'
import { fitFaults } from './fit-faults.ts'
import type { Profile } from './read-geometry.ts'
import type { Templates } from './read-templates.ts'
import type { Sender } from './stationery.ts'

/** The letters of one profile. */
export function letterSources(templates: Templates, sender: Sender, { geometry }: Profile): LetterSources {
  const { texts, letterhead, pictures } = templates
  return { texts, geometry, sender, letterhead, pictures }
}

/** `compiled`, where the letters of the first profile are compiled already. */
export async function printFaults(
  templates: Templates,
  sender: Sender,
  compiled?: CompiledTemplate,
): Promise<FileFault[]> {
  const [first] = templates.profiles
  if (!first) return []
  const original = letterSources(templates, sender, first)
  let typeset = compiled ?? (await compileTemplate(describeLetters(original)))
  const missing = missingGlyphs(original, openStamper(typeset).fonts)
  const complete = (sources: LetterSources) =>
    missing.length === 0 ? sources : withStandIns(sources, missing)
  if (missing.length > 0) typeset = await compileTemplate(describeLetters(complete(original)))
  const misfits = templates.profiles.flatMap((profile) => {
    const sources = complete(letterSources(templates, sender, profile))
    // Typefaces depend on the texts alone, and to compile them is what takes time.
    const { page, variants } = describeLetters(sources)
    return fitFaults(openStamper({ ...typeset, page, variants }), sources, profile)
  })
  return [...missing.map(({ fault }) => fault), ...misfits]
}
