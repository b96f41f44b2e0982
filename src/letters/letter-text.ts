/**
 * The text of a letter as staff edit it: front matter, zones, blocks. The convention is described at the top of
 * `templates/pin-letter/it.md`, where those who need it look.
 *
 * @module
 */
import { z } from 'zod'
import { blockFaults, letterFaults, REQUIRED } from './block-faults.ts'
import type { LineFault } from './file-fault.ts'
import { type Block, type Blocks, type Residence, readBlocks, ZONES, type Zone } from './letter-blocks.ts'
import { TEXT_TYPEFACES } from './letter-typefaces.ts'
import { readYaml, schemaFaults } from './yaml-text.ts'

export { type Block, type Residence, ZONES, type Zone }

const DAY = /^([1-9]|[12]\d|3[01])$/
const byDay = (others: readonly string[], message: string) =>
  z
    .record(z.string(), z.string())
    .default({})
    .refine((days) => Object.keys(days).every((day) => DAY.test(day) || others.includes(day)), message)

const FrontMatter = z.strictObject({
  version: z.int().min(1),
  /** BCP 47, its primary tag alone. */
  language: z.string().regex(/^[a-z]{2,3}$/, 'ci vuole una lingua come it, de, en'),
  title: z.string().min(1),
  /** A draft waits for the institute's approval and never reaches a real bundle. */
  status: z.enum(['draft', 'approved']),
  direction: z.enum(['ltr', 'rtl']),
  typeface: z.enum(TEXT_TYPEFACES),
  date: z.strictObject({
    form: z.string().refine((form) => ['{day}', '{month}', '{year}'].every((part) => form.includes(part)), {
      message: 'ci vogliono {day}, {month} e {year}',
    }),
    months: z.array(z.string().min(1)).length(12),
    days: byDay([], 'ci vogliono giorni da 1 a 31'),
    articles: byDay(['other'], 'ci vogliono giorni da 1 a 31, oppure other'),
  }),
  via: z.strictObject({ SMS: z.string().min(1), EMAIL: z.string().min(1), PEC: z.string().min(1) }),
  /** Where the text stands, for the first sheet of a letter in two languages. */
  pointer: z.string().min(1).optional(),
  /** Where the code stands, for the second sheet, which has none. */
  codePointer: z.string().min(1).optional(),
})

export interface LetterText extends Readonly<z.infer<typeof FrontMatter>> {
  readonly blocks: Blocks
  /** Of the file, where each entry of the front matter begins. */
  readonly lines: Readonly<Record<string, number>>
}

/** Reads the text of a file, or names every fault in it. */
export function readLetterText(
  source: string,
): { readonly text: LetterText } | { readonly faults: LineFault[] } {
  const parts = textParts(source)
  if (!parts) {
    return { faults: [{ line: 1, message: 'le prime righe devono stare tra due righe «---»: vedere it.md' }] }
  }
  const { head, text, firstLine } = parts
  const yaml = readYaml(head, 1)
  const faults: LineFault[] = [...yaml.faults]
  const front = FrontMatter.safeParse(yaml.content)
  if (!front.success && yaml.faults.length === 0) faults.push(...schemaFaults(yaml, front.error))
  faults.push(...headFaults(head))
  const { blocks, faults: found } = readBlocks(text, firstLine, ZONES)
  faults.push(...found, ...blockFaults(blocks))
  const absent = REQUIRED.filter((name) => !text.includes(`{{${name}}}`))
  faults.push(...absent.map((name) => ({ message: `manca {{${name}}}` })))
  // A zone that is not found, or a block that is not closed, would make others seem to lack something.
  if (found.length === 0) faults.push(...letterFaults(blocks, absent))
  if (!front.success || faults.length > 0)
    return { faults: faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
  const lines = Object.fromEntries(Object.keys(front.data).map((key) => [key, yaml.lineOf([key])]))
  return { text: { ...front.data, blocks, lines } }
}

/** Front matter and body of a text; undefined where there is no front matter. */
export function textParts(
  source: string,
): { readonly head: string; readonly text: string; readonly firstLine: number } | undefined {
  const [, head = '', body = ''] =
    /^---\n(.*?)\n---\n(.*)$/s.exec(
      source
        .normalize('NFC')
        .replace(/^\ufeff/, '')
        .replaceAll('\r\n', '\n'),
    ) ?? []
  if (head === '') return undefined
  // Comments give way to as many empty lines, so that line numbers stay true.
  const text = body.replace(/<!--.*?-->/gs, (comment) => comment.replace(/[^\n]/g, ''))
  return { head, text, firstLine: head.split('\n').length + 3 }
}

/** What stands there is printed as it is. */
function headFaults(head: string): LineFault[] {
  return head
    .split('\n')
    .flatMap((line, index) =>
      /^[^#]*\{\{/.test(line) ? [{ line: index + 2, message: 'qui non può stare un dato fra {{ e }}' }] : [],
    )
}
