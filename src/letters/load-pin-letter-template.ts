/**
 * Reads what staff edit under `templates/` and compiles it, once for each state of those files.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { LetterLanguageRules } from '../domain/letter-languages.ts'
import { compileTemplate, templateHash } from '../pdf/compile-template.ts'
import type { TemplateDescription } from '../pdf/template.ts'
import { compiledOnce, type TemplateCache } from './compiled-once.ts'
import { describeLetters } from './describe-letters.ts'
import { type FileFault, faultSentence } from './file-fault.ts'
import type { LetterText } from './letter-text.ts'
import { type PinLetterTemplate, pinLetterTemplate } from './pin-letter.ts'
import { letterSources, printFaults } from './print-faults.ts'
import { readTemplates } from './read-templates.ts'
import type { Sender } from './stationery.ts'
import { TemplateFault } from './template-fault.ts'

export interface TemplateOptions {
  readonly templatesFolder: string
  readonly profile: string
  readonly sender: Sender
  readonly languages: LetterLanguageRules
  /** Drafts may be printed: a demo or a trial. */
  readonly test: boolean
}

/** Throws one `TemplateFault` that names everything for which a letter could not be printed with these files. */
export async function loadPinLetterTemplate(
  options: TemplateOptions,
  cache?: TemplateCache,
): Promise<PinLetterTemplate> {
  const { templatesFolder, sender } = options
  const templates = await readTemplates(templatesFolder, [options.profile])
  const [profile] = templates.profiles
  if (templates.faults.length > 0 || !profile) {
    throw faultIn(templatesFolder, [...templates.faults, ...(await printFaults(templates, sender))])
  }
  const description = describeLetters(letterSources(templates, sender, profile))
  const key = keyOf(description, templates.texts)
  const compiled = await compiledOnce(key, cache, async () => {
    const fresh = await compileTemplate(description)
    const faults = await printFaults(templates, sender, fresh)
    if (faults.length > 0) throw faultIn(templatesFolder, faults)
    return fresh
  })
  return pinLetterTemplate({
    key,
    compiled,
    texts: templates.texts,
    geometry: profile.geometry,
    sender,
    rules: options.languages,
    test: options.test,
  })
}

/** Of everything that letters are made from: the description, and how each language writes what fills its slots. */
function keyOf(description: TemplateDescription, texts: ReadonlyMap<string, LetterText>): string {
  const written = [...texts.values()].map(({ language, date, via }) => [language, date, via])
  return createHash('sha256').update(templateHash(description)).update(JSON.stringify(written)).digest('hex')
}

function faultIn(folder: string, faults: readonly FileFault[]): TemplateFault {
  return new TemplateFault(folder, faults.map(faultSentence))
}
