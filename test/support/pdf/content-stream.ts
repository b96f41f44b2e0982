/**
 * A content stream as operations. Stricter than any reader: an operand that runs into its operator (`66.77Tz`) makes
 * poppler drop the value and passes validation.
 *
 * @module
 */
export type Operand = number | string | Buffer | readonly Operand[] | ReadonlyMap<string, Operand>

/** Names begin with a slash, strings are bytes. */
export interface Operation {
  readonly operator: string
  readonly operands: readonly Operand[]
}

const OPERATORS = new Set(
  (
    'b B b* B* BDC BMC BT c cm CS cs d Do EMC ET f f* g G gs h i j J k K l m M MP n q Q re RG rg ri s S sc SC scn ' +
    'SCN sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y \' "'
  ).split(' '),
)
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 }
const SPACE = /[\0\t\n\f\r ]/
const DELIMITER = /[()<>[\]{}/%]/

export function readContent(bytes: Uint8Array): Operation[] {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const operations: Operation[] = []
  let operands: Operand[] = []
  let at = 0

  const skipSpace = () => {
    while (at < source.length && SPACE.test(source[at] as string)) at++
  }
  const regular = (): string => {
    const from = at
    while (at < source.length && !SPACE.test(source[at] as string) && !DELIMITER.test(source[at] as string))
      at++
    return source.slice(from, at)
  }
  const until = (closing: string): Operand[] => {
    const items: Operand[] = []
    for (skipSpace(); !source.startsWith(closing, at); skipSpace()) {
      const item = read()
      if (item === undefined) throw new Error(`an operator before ${closing}`)
      items.push(item)
    }
    at += closing.length
    return items
  }
  /** An operand; undefined at an operator, which stays unread. */
  const read = (): Operand | undefined => {
    const first = source[at] as string
    if (first === '/') {
      at++
      return `/${regular()}`
    }
    if (first === '(') return literal()
    if (first === '[') {
      at++
      return until(']')
    }
    if (source.startsWith('<<', at)) {
      at += 2
      const items = until('>>')
      return new Map(
        items.flatMap((item, index) =>
          index % 2 === 0 ? [[String(item), items[index + 1] as Operand]] : [],
        ),
      )
    }
    if (first === '<') {
      const end = source.indexOf('>', at)
      const hex = source.slice(at + 1, end)
      at = end + 1
      return Buffer.from(hex, 'hex')
    }
    const from = at
    const word = regular()
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return Number(word)
    at = from
    return undefined
  }
  const literal = (): Buffer => {
    const value: number[] = []
    let depth = 1
    for (at++; depth > 0; at++) {
      const character = source[at]
      if (character === undefined) throw new Error('a string without its end')
      if (character === '\\') {
        at++
        const next = source[at] as string
        value.push(ESCAPES[next] ?? next.charCodeAt(0))
        continue
      }
      // Readers turn a bare carriage return into a line feed (ISO 32000-1, 7.3.4.2).
      if (character === '\r') throw new Error('a bare carriage return in a string')
      if (character === '(') depth++
      if (character === ')' && --depth === 0) continue
      value.push(character.charCodeAt(0))
    }
    return Buffer.from(value)
  }

  for (skipSpace(); at < source.length; skipSpace()) {
    const operand = read()
    if (operand !== undefined) {
      operands.push(operand)
      continue
    }
    const operator = regular()
    if (!OPERATORS.has(operator)) throw new Error(`«${operator || source[at]}» is no operator`)
    operations.push({ operator, operands })
    operands = []
  }
  if (operands.length > 0) throw new Error('operands without an operator')
  return operations
}

/** The 16-bit codes of a TJ operand. */
export function codesShown(operation: Operation): number[] {
  const parts =
    operation.operator === 'TJ' ? (operation.operands[0] as readonly Operand[]) : operation.operands
  return parts.flatMap((part) => {
    if (!Buffer.isBuffer(part)) return []
    if (part.length % 2 === 1) throw new Error('half a code')
    return Array.from({ length: part.length / 2 }, (_, index) => part.readUInt16BE(index * 2))
  })
}
