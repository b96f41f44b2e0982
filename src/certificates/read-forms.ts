/**
 * Everything under `templates/certificates/`, folder by folder: what is faulty is left out and named, so that one wrong
 * form hides nothing of the others.
 *
 * @module
 */
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { type FileFault, inFile, type LineFault, unreadable } from '../letters/file-fault.ts'
import { readYaml, schemaFaults, type YamlText } from '../letters/yaml-text.ts'
import { type Form, FormSchema } from './form.ts'
import { formFaults } from './form-faults.ts'
import { type WithholdingAgent, WithholdingAgentSchema } from './withholding-agent.ts'

export const FORMS = 'certificates'
const AGENT = `${FORMS}/withholding-agent.yaml`
const NAME = 'form.yaml'

export interface ReadForms {
  /** Sound ones, by income year. */
  readonly forms: readonly Form[]
  /** Undefined where it is faulty, and where there are no certificates. */
  readonly agent: WithholdingAgent | undefined
  readonly faults: readonly FileFault[]
}

interface Read<T> {
  readonly file: string
  readonly content?: T
  readonly yaml?: YamlText
  readonly faults: readonly FileFault[]
}

/** Without the folder there are no certificates, and nothing is wrong. */
export async function readForms(templatesFolder: string): Promise<ReadForms> {
  let folders: string[]
  try {
    const entries = await readdir(join(templatesFolder, FORMS), { withFileTypes: true })
    folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const faults = isAbsent ? [] : [{ file: FORMS, message: unreadable(error) }]
    return { forms: [], agent: undefined, faults }
  }
  const [agent, ...forms] = await Promise.all([
    readFileOf(templatesFolder, AGENT, WithholdingAgentSchema),
    ...folders.sort().map((folder) => readForm(templatesFolder, folder)),
  ])
  const byYear = new Map<number, Form>()
  const faults = [...agent.faults]
  for (const { content: form, yaml, file, ...read } of forms) {
    faults.push(...read.faults)
    if (!form || !yaml) continue
    const other = byYear.get(form.incomeYear)
    if (!other) byYear.set(form.incomeYear, form)
    else faults.push({ file, line: yaml.lineOf(['incomeYear']), message: sameYear(form, other) })
  }
  const sorted = [...byYear.values()].sort((a, b) => a.incomeYear - b.incomeYear)
  return { forms: sorted, agent: agent.content, faults }
}

function sameYear({ incomeYear }: Form, { form }: Form): string {
  return `incomeYear: i redditi del ${incomeYear} hanno già il modello ${form}: un anno ha un modello solo`
}

async function readForm(templatesFolder: string, folder: string): Promise<Read<Form>> {
  const file = `${FORMS}/${folder}/${NAME}`
  const read = await readFileOf(templatesFolder, file, FormSchema)
  const { content: form, yaml } = read
  if (!form || !yaml) return read
  const own = formFaults(form, folder).map(({ path, message }) => ({ line: yaml.lineOf(path), message }))
  const faults: LineFault[] = [
    ...own,
    ...(await backgroundFaults(join(templatesFolder, FORMS, folder), form, yaml)),
  ]
  return faults.length > 0 ? { file, faults: inFile(file, faults) } : read
}

async function backgroundFaults(folder: string, { background }: Form, yaml: YamlText): Promise<LineFault[]> {
  if (!background) return []
  try {
    await access(join(folder, background.file))
    return []
  } catch (error) {
    const line = yaml.lineOf(['background', 'file'])
    return [{ line, message: `background.file: ${background.file} ${unreadable(error)}` }]
  }
}

async function readFileOf<T>(templatesFolder: string, file: string, schema: z.ZodType<T>): Promise<Read<T>> {
  let source: string
  try {
    source = await readFile(join(templatesFolder, file), 'utf8')
  } catch (error) {
    return { file, faults: [{ file, message: unreadable(error) }] }
  }
  const yaml = readYaml(source)
  if (yaml.faults.length > 0) return { file, faults: inFile(file, yaml.faults) }
  const read = schema.safeParse(yaml.content ?? {})
  if (!read.success) return { file, faults: inFile(file, schemaFaults(yaml, read.error)) }
  return { file, content: read.data, yaml, faults: [] }
}
