/**
 * YAML as staff write it: its content, or every mistake with its line, in Italian.
 *
 * @module
 */
import { type Document, isMap, isNode, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import type { LineFault } from './file-fault.ts'

export interface YamlText {
  /** Undefined where there are faults, and where there is nothing but comments. */
  readonly content: unknown
  readonly faults: readonly LineFault[]
  /** The line of an entry, or of what would hold it. */
  lineOf(path: readonly PropertyKey[]): number
}

/** Codes of the yaml library. */
const MISTAKES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'la voce c’è già più in alto: toglierne una',
  TAB_AS_INDENT: 'il rientro è fatto con una tabulazione: usare spazi',
  BAD_INDENT: 'il rientro non è quello delle righe vicine',
  MISSING_CHAR: 'manca la chiusura di virgolette o parentesi, o una virgola',
  MULTILINE_IMPLICIT_KEY: 'la voce va su più righe: manca forse la chiusura delle virgolette',
  BLOCK_AS_IMPLICIT_KEY: 'dopo i due punti ne vengono altri: mettere il testo tra virgolette',
  BAD_SCALAR_START: 'il testo comincia con un segno riservato: metterlo tra virgolette',
}

/** Of this process, by text: every job reads what staff edit anew, and parsing takes far longer than reading. */
const recent = new Map<string, YamlText>()
const MOST_RECENT = 64

/** `above` is the number of lines that the file has before the text. */
export function readYaml(text: string, above = 0): YamlText {
  const key = `${above} ${text}`
  let known = recent.get(key)
  if (!known) {
    known = parseYaml(text, above)
    if (recent.size === MOST_RECENT) recent.clear()
    recent.set(key, known)
  }
  return known
}

function parseYaml(text: string, above: number): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const lineAt = (offset: number) => lines.linePos(offset).line + above
  const faults = document.errors.map(({ code, pos }) => ({
    line: lineAt(code === 'MISSING_CHAR' ? openedBefore(document, pos[0]) : pos[0]),
    message: MISTAKES[code] ?? 'non è YAML valido: controllare due punti, virgolette e rientri',
  }))
  return {
    content: faults.length > 0 ? undefined : document.toJS(),
    faults,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const key = path[length - 1]
        const holder = document.getIn(path.slice(0, length - 1), true)
        const pair =
          isMap(holder) && holder.items.find(({ key: node }) => isNode(node) && textOf(node) === key)
        const node = pair ? (pair.key as Node) : document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return lineAt(node.range[0])
      }
      return above + 1
    },
  }
}

/** Quotes that nobody closes are missed at the end of the file, but it is where they open that must be mended. */
function openedBefore(document: Document, offset: number): number {
  let start = offset
  visit(document, {
    Scalar(_, { range, type }) {
      if (range && range[0] < offset && offset <= range[1] && type?.startsWith('QUOTE')) start = range[0]
    },
  })
  return start
}

function textOf(node: Node): unknown {
  return 'value' in node ? String(node.value) : undefined
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'un testo',
  number: 'un numero',
  int: 'un numero intero',
  boolean: 'true oppure false',
  array: 'un elenco',
  object: 'un gruppo di voci',
  record: 'un gruppo di voci',
}

/** What a schema says of the content; a message of the schema's own is taken as it is. */
export function schemaFaults(yaml: YamlText, error: z.ZodError): LineFault[] {
  return error.issues.map((issue) => {
    const stray = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    const name = issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
    return {
      line: yaml.lineOf([...issue.path, ...stray]),
      message: name + sentenceOf(issue, valueAt(yaml.content, issue.path)),
    }
  })
}

function sentenceOf(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined) return 'manca'
  switch (issue.code) {
    case 'invalid_type':
      return expectedKind(issue.expected)
    case 'unrecognized_keys':
      return unknownKeys(issue.keys)
    case 'invalid_value':
      return `ci vuole ${issue.values.join(' oppure ')}`
    case 'too_small':
      if (issue.origin !== 'number') return tooFew(issue.minimum)
      return issue.inclusive ? atLeast(issue.minimum) : `ci vuole più di ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'number') return atMost(issue.maximum)
      return `ci vogliono ${issue.exact ? '' : 'al più '}${issue.maximum} voci`
    default:
      return issue.message
  }
}

export function expectedKind(kind: string): string {
  return `ci vuole ${KINDS[kind] ?? 'altro'}`
}

export function unknownKeys(keys: readonly string[]): string {
  return `voce sconosciuta: ${keys.join(', ')}`
}

export function atLeast(least: number | bigint | string): string {
  return `ci vuole almeno ${least}`
}

export function atMost(most: number | bigint | string): string {
  return `ci vuole al più ${most}`
}

function tooFew(least: number | bigint): string {
  return Number(least) === 1 ? 'è vuoto' : `ci vogliono ${least} voci`
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  let value = content
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key]
  return value
}
