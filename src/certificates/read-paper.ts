/**
 * What goes with certificates on paper, from `templates/certificates/`: what is faulty is left out and named.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileFault, inFile, type LineFault, unreadable } from '../letters/file-fault.ts'
import { readYaml, schemaFaults } from '../letters/yaml-text.ts'
import { type Choices, ChoicesSchema } from './choices.ts'
import { type CoverText, readCoverText, readSurtaxText, type SurtaxText } from './paper-text.ts'
import { FORMS } from './read-forms.ts'

export interface PaperTexts {
  readonly cover: CoverText
  readonly surtaxes: SurtaxText
  readonly choices: Choices
}

export const COVER = `${FORMS}/cover.md`
export const SURTAXES = `${FORMS}/surtaxes.md`
export const CHOICES = `${FORMS}/choices.yaml`

export async function readPaperTexts(
  templatesFolder: string,
): Promise<{ readonly texts?: PaperTexts; readonly faults: readonly FileFault[] }> {
  const [cover, surtaxes, choices] = await Promise.all([
    readOne(templatesFolder, COVER, readCoverText),
    readOne(templatesFolder, SURTAXES, readSurtaxText),
    readOne(templatesFolder, CHOICES, readChoices),
  ])
  const faults = [...cover.faults, ...surtaxes.faults, ...choices.faults]
  return cover.text && surtaxes.text && choices.text
    ? { texts: { cover: cover.text, surtaxes: surtaxes.text, choices: choices.text }, faults }
    : { faults }
}

type Read<Text> = { readonly text: Text } | { readonly faults: readonly LineFault[] }

function readChoices(source: string): Read<Choices> {
  const yaml = readYaml(source)
  if (yaml.faults.length > 0) return { faults: yaml.faults }
  const read = ChoicesSchema.safeParse(yaml.content ?? {})
  return read.success ? { text: read.data } : { faults: schemaFaults(yaml, read.error) }
}

async function readOne<Text>(
  templatesFolder: string,
  file: string,
  reader: (source: string) => Read<Text>,
): Promise<{ readonly text?: Text; readonly faults: readonly FileFault[] }> {
  let source: string
  try {
    source = await readFile(join(templatesFolder, file), 'utf8')
  } catch (error) {
    return { faults: [{ file, message: unreadable(error) }] }
  }
  const read = reader(source)
  return 'text' in read ? { text: read.text, faults: [] } : { faults: inFile(file, read.faults) }
}
