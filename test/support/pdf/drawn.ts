/**
 * Walks through what a page draws, form XObjects included: which codes in which font, under which marked content, and
 * what is wrong with the order of its operators.
 *
 * @module
 */
import { codesShown, type Operand, type Operation, readContent } from './content-stream.ts'
import { type Dict, type PdfObjects, Reference } from './pdf-objects.ts'

/** Marked content as it was opened. */
export interface Tagged {
  readonly role: string
  readonly id: number
}

export interface Drawn {
  /** Codes by the object number of their font. */
  readonly codes: Map<number, Set<number>>
  /** In the order of drawing, empty ones too. */
  readonly tagged: Tagged[]
  /** Text and paint that belong to neither an element nor an artifact. */
  readonly untagged: string[]
  readonly faults: string[]
}

const PAINT = new Set('TJ Tj \' " f f* F B B* b b* S s Do sh'.split(' '))
/** Only these stand in a text object (ISO 32000-1, figure 9). */
const IN_TEXT = /^(T.|'|"|g|G|rg|RG|k|K|BDC|BMC|EMC)$/

export function readDrawn(file: PdfObjects, page: Reference): Drawn {
  const drawn: Drawn = { codes: new Map(), tagged: [], untagged: [], faults: [] }
  const resources = file.dict(page).get('Resources')
  if (resources === undefined) return { ...drawn, faults: ['a page without its own /Resources'] }
  walk(file, file.content(page), file.dict(resources), drawn, undefined)
  return drawn
}

function walk(
  file: PdfObjects,
  content: Buffer,
  resources: Dict,
  drawn: Drawn,
  outside: 'artifact' | Tagged | undefined,
): void {
  let font = 0
  let inText = false
  let saved = 0
  let open = outside
  let operations: Operation[] = []
  try {
    operations = readContent(content)
  } catch (error) {
    drawn.faults.push((error as Error).message)
  }
  const named = (kind: string, name: Operand | undefined): Reference => {
    const found = file.dict(resources.get(kind)).get(String(name).slice(1))
    if (!(found instanceof Reference)) throw new Error(`no ${kind} ${String(name)} among the resources`)
    return found
  }
  for (const operation of operations) {
    const { operator, operands } = operation
    if (operator === 'BT' || operator === 'ET') {
      if (inText !== (operator === 'ET')) drawn.faults.push(`${operator} out of order`)
      inText = operator === 'BT'
    } else if (inText !== operator.startsWith('T') && !IN_TEXT.test(operator)) {
      drawn.faults.push(`${operator} inside a text object`)
    }
    if (operator === 'q') saved++
    if (operator === 'Q' && --saved < 0) drawn.faults.push('Q without q')
    if (operator === 'Tf') font = named('Font', operands[0]).number
    if (operator === 'BDC' || operator === 'BMC') {
      if (open !== undefined) drawn.faults.push(`${operator} inside other marked content`)
      open = opened(operands)
      if (typeof open === 'object') drawn.tagged.push(open)
    }
    if (operator === 'EMC') {
      if (open === outside) drawn.faults.push('EMC without its beginning')
      open = outside
    }
    if (PAINT.has(operator) && open === undefined) drawn.untagged.push(operator)
    if (operator === 'TJ' || operator === 'Tj') {
      const codes = drawn.codes.get(font) ?? new Set()
      for (const code of codesShown(operation)) codes.add(code)
      drawn.codes.set(font, codes)
    }
    if (operator === 'Do') {
      const form = file.stream(named('XObject', operands[0]))
      if (form.dict.get('Subtype') !== '/Form') continue
      const own = form.dict.get('Resources')
      walk(file, form.bytes, own === undefined ? resources : file.dict(own), drawn, open)
    }
  }
  if (inText || saved !== 0 || open !== outside)
    drawn.faults.push('something stays open at the end of a stream')
}

function opened([role, properties]: readonly Operand[]): 'artifact' | Tagged {
  if (role === '/Artifact') return 'artifact'
  const id = properties instanceof Map ? properties.get('/MCID') : undefined
  return { role: String(role).slice(1), id: typeof id === 'number' ? id : -1 }
}
