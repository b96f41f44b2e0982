/**
 * The text of a letter as staff edit it: front matter, zones, blocks. The convention is described at the top of
 * `templates/pin-letter/it.md`, where those who need it look.
 *
 * @module
 */
import { parse } from 'yaml'
import { z } from 'zod'
import { TemplateFault } from './template-fault.ts'

export type Residence = 'ITALIA' | 'ESTERO'

const FrontMatter = z.strictObject({
  version: z.int().min(1),
  language: z.literal('it'),
  title: z.string().min(1),
  status: z.string(),
  via: z.strictObject({ SMS: z.string(), EMAIL: z.string(), PEC: z.string() }),
})

export interface Block {
  readonly kind: 'title' | 'paragraph' | 'step' | 'entry' | 'code'
  /** A step's number, an entry's label. */
  readonly label: string
  /** With `**` and placeholders still in it. */
  readonly text: string
  /** Undefined: for everyone. */
  readonly residence: Residence | undefined
}

/** Zone names as the text file writes them, and as geometry calls them. */
export const ZONES = {
  Riferimenti: 'reference',
  Apertura: 'opening',
  Codice: 'code',
  Istruzioni: 'instructions',
  Piede: 'footer',
} as const
export type Zone = (typeof ZONES)[keyof typeof ZONES]

export interface LetterText extends Readonly<z.infer<typeof FrontMatter>> {
  readonly blocks: Readonly<Record<Zone, readonly Block[]>>
}

const PLACEHOLDERS = [
  'istituto',
  'data',
  'lettera',
  'data_richiesta',
  'data_prima_parte',
  'via',
  'scadenza',
] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

/** What a text must say for the letter to be of use, whatever else it says. */
const REQUIRED: readonly Placeholder[] = ['lettera', 'data', 'data_prima_parte', 'via', 'scadenza']

/** A title, a step or an entry needs no empty line before it. */
const OPENS_BLOCK = /^(## |\d+\. |- .+?: )/

/** Reads the file; throws one `TemplateFault` with every fault and its line. */
export function parseLetterText(source: string, file: string): LetterText {
  const [, head = '', body = ''] =
    /^---\n(.*?)\n---\n(.*)$/s.exec(source.normalize('NFC').replaceAll('\r\n', '\n')) ?? []
  const front = FrontMatter.safeParse(head === '' ? undefined : parse(head))
  const faults = front.success
    ? []
    : front.error.issues.map((issue) => `front matter ${issue.path.join('.')}: ${issue.message}`)
  const { blocks, faults: found } = readBlocks(body, head.split('\n').length + 3)
  faults.push(...found, ...contentFaults(blocks))
  if (!front.success || faults.length > 0) throw new TemplateFault(file, faults)
  return { ...front.data, blocks }
}

function readBlocks(body: string, firstLine: number) {
  const blocks: Record<Zone, Block[]> = { reference: [], opening: [], code: [], instructions: [], footer: [] }
  const faults: string[] = []
  let zone: Zone | undefined
  let residence: Residence | undefined
  let open: { from: string[]; line: number } | undefined

  function close(): void {
    if (open && zone) blocks[zone].push(toBlock(open.from.join(' '), residence))
    else if (open) faults.push(`line ${open.line}: text before the first zone`)
    open = undefined
  }

  // Comments give way to as many empty lines, so that line numbers stay true.
  const text = body.replace(/<!--.*?-->/gs, (comment) => comment.replace(/[^\n]/g, ''))
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim()
    const number = firstLine + index
    const name = /^# (.+)$/.exec(line)?.[1]
    const fence = /^:::\s*(.*)$/.exec(line)?.[1]
    if (line === '' || name !== undefined || fence !== undefined || OPENS_BLOCK.test(line)) close()
    if (name !== undefined) {
      zone = ZONES[name as keyof typeof ZONES]
      if (!zone)
        faults.push(`line ${number}: expected a zone (${Object.keys(ZONES).join(', ')}), found «${name}»`)
    } else if (fence !== undefined) {
      if (fence !== '' && residence) faults.push(`line ${number}: the block before is not closed by «:::»`)
      residence = fence === 'italia' ? 'ITALIA' : fence === 'estero' ? 'ESTERO' : undefined
      if (fence !== '' && !residence)
        faults.push(`line ${number}: expected italia or estero, found «${fence}»`)
    } else if (line !== '') {
      open = { from: [...(open?.from ?? []), line], line: open?.line ?? number }
    }
  })
  close()
  if (residence) faults.push(`a block «::: ${residence.toLowerCase()}» is not closed by «:::»`)
  return { blocks, faults }
}

function toBlock(text: string, residence: Residence | undefined): Block {
  const [, title] = /^## (.*)$/.exec(text) ?? []
  const [, number, step] = /^(\d+)\. (.*)$/.exec(text) ?? []
  const [, label, entry] = /^- (.+?): (.*)$/.exec(text) ?? []
  const joined = (value: string) => value.replaceAll('~', '\u00a0').replaceAll("'", '’')
  if (text === '{{codice}}') return { kind: 'code', label: '', text, residence }
  if (title !== undefined) return { kind: 'title', label: '', text: joined(title), residence }
  if (step !== undefined) return { kind: 'step', label: number ?? '', text: joined(step), residence }
  if (entry !== undefined)
    return { kind: 'entry', label: joined(label ?? ''), text: joined(entry), residence }
  return { kind: 'paragraph', label: '', text: joined(text), residence }
}

function contentFaults(blocks: Readonly<Record<Zone, readonly Block[]>>): string[] {
  const all = Object.values(blocks).flat()
  const used = all.flatMap((block) =>
    [...block.text.matchAll(/\{\{(.*?)\}\}/g)].map((match) => match[1] ?? ''),
  )
  const known: readonly string[] = [...PLACEHOLDERS, 'codice']
  const faults = [...new Set(used)]
    .filter((name) => !known.includes(name))
    .map((name) => `{{${name}}}: expected one of ${known.join(', ')}`)
  for (const name of REQUIRED) if (!used.includes(name)) faults.push(`{{${name}}} does not occur`)
  if (
    used.filter((name) => name === 'codice').length !== 1 ||
    !blocks.code.some(({ kind }) => kind === 'code')
  ) {
    faults.push('{{codice}} must stand alone, once, in the zone Codice')
  }
  return faults
}
