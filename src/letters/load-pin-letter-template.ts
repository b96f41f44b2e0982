/**
 * Reads what staff edit under `templates/` and compiles it, once for each state of those files.
 *
 * @module
 */
import type { LetterLanguageRules } from '../domain/letter-languages.ts'
import { type CompiledTemplate, compileTemplate, templateHash } from '../pdf/compile-template.ts'
import { describeLetters, type Sender } from './describe-letters.ts'
import { type FileFault, faultSentence } from './file-fault.ts'
import { type PinLetterTemplate, pinLetterTemplate } from './pin-letter.ts'
import { letterSources, printFaults } from './print-faults.ts'
import { readTemplates } from './read-templates.ts'
import { TemplateFault } from './template-fault.ts'

export interface TemplateOptions {
  readonly templatesFolder: string
  readonly profile: string
  readonly sender: Sender
  readonly languages: LetterLanguageRules
  /** Drafts may be printed: a demo or a trial. */
  readonly test: boolean
}

/** Keeps compiled templates by their hash; what it answers must be what was kept. */
export interface TemplateCache {
  get(hash: string): Promise<CompiledTemplate | undefined>
  put(template: CompiledTemplate): Promise<void>
}

/** Of this process, the last one used at the end. */
const recent = new Map<string, CompiledTemplate>()
const MOST_RECENT = 4

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
  const hash = templateHash(description)
  let compiled = recent.get(hash) ?? (await cache?.get(hash))
  if (!compiled) {
    compiled = await compileTemplate(description)
    const faults = await printFaults(templates, sender, compiled)
    if (faults.length > 0) throw faultIn(templatesFolder, faults)
    await cache?.put(compiled)
  }
  recent.delete(hash)
  recent.set(hash, compiled)
  if (recent.size > MOST_RECENT) recent.delete(recent.keys().next().value ?? '')
  return pinLetterTemplate({
    compiled,
    texts: templates.texts,
    geometry: profile.geometry,
    sender,
    rules: options.languages,
    test: options.test,
  })
}

function faultIn(folder: string, faults: readonly FileFault[]): TemplateFault {
  return new TemplateFault(folder, faults.map(faultSentence))
}
