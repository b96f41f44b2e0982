/**
 * Texts as an envelope window shows them: capitals, no needless punctuation, 44 characters a line, nothing ever cut.
 * Sources: Poste Italiane "Standard di composizione indirizzi" and pagoPA (`domain.md` §4.1).
 *
 * @module
 */
import type { Finding } from './finding.ts'

export const LINE_LENGTH = 44

/** A piece of text for the window, and the feed's column it comes from. */
export interface PrintedText {
  readonly text: string
  readonly field: string
}

/** Leaves no line. */
export const NOTHING: PrintedText = { text: '', field: '' }

/** Capitals and single spaces; nothing else changes. `ß` becomes `SS`; both Turkish i become `I`. */
export function capitals(text: string): string {
  const upper = text.toUpperCase()
  return ODD_SPACES.test(upper) ? upper.replace(/\s+/g, ' ').trim() : upper
}

const ODD_SPACES = /^\s|\s$|\s\s|[^\S ]/

const APOSTROPHES = /[’‘ʼ`´′]/g
/** A full stop or comma holds a word together only between two of its characters: `P.ZZA`, `KM 12,5`. */
const NEEDLESS = /[;:()[\]"“”„«»]|(?<![\p{L}\p{N}])\.|\.(?![\p{L}\p{N}])|(?<!\d),|,(?!\d)/gu
const WORD = /[\p{L}\p{N}]/u

/** The same text without needless punctuation and with plain apostrophes; `''` when no letter or digit is left. */
function plain(text: string): string {
  const clean = text.replace(APOSTROPHES, "'").replace(NEEDLESS, ' ').replace(/\s+/g, ' ').trim()
  return WORD.test(clean) ? clean : ''
}

/** What needs nothing but capitals, which is nearly every text: one look instead of six. */
const EVERYDAY = /^[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ'/-]*(?: [A-Za-z0-9À-ɏ'/-]+)*$/

/**
 * One part of an address in its printed form. `respell` gets the capitals and may rewrite them before punctuation goes.
 * Adds `OK_NORMALISED` with the printed form when more changed than letter case and spaces.
 */
export function printed(
  raw: string,
  field: string,
  findings: Finding[],
  respell: (text: string) => string = unchanged,
): string {
  if (raw === '') return ''
  const everyday = EVERYDAY.test(raw)
  if (!everyday) refuseCharacters(raw, field, findings)
  const upper = everyday ? raw.toUpperCase() : capitals(raw)
  const respelt = respell(upper)
  const text = everyday ? respelt : plain(respelt)
  if (text !== upper) findings.push({ code: 'OK_NORMALISED', field, detail: text })
  return text
}

function unchanged(text: string): string {
  return text
}

const REFUSED = /[\p{C}\p{Zl}\p{Zp}\p{Emoji_Presentation}\ufffd]|\ufe0f/u

/**
 * Adds `ERR_CHARSET` for what no envelope may carry: controls, bidi marks, private use, emoji, halves of characters.
 * Whether a font has the glyph is another question (`GLIFO_MANCANTE`). A leading TAB or CR is a spreadsheet's formula
 * sign (`mail.md` §2.2) and has its own code.
 */
export function refuseCharacters(raw: string, field: string, findings: Finding[]): void {
  const found = REFUSED.exec(raw)?.[0]
  if (found === undefined) return
  const code = raw.startsWith('\t') || raw.startsWith('\r') ? 'ERR_LINE_START' : 'ERR_CHARSET'
  const point = found.codePointAt(0) ?? 0
  findings.push({ code, field, detail: `U+${point.toString(16).toUpperCase().padStart(4, '0')}` })
}

const FORMULA_STARTS = '=+-@'

/** A text that a spreadsheet would run: no line and no cell of the vendor's CSV may begin so (`mail.md` V4). */
export function refuseFormula(text: string, field: string, findings: Finding[]): void {
  const first = text.charAt(0)
  if (first !== '' && FORMULA_STARTS.includes(first))
    findings.push({ code: 'ERR_LINE_START', field, detail: first })
}

/**
 * The lines of the window. Each block is a list of texts that share a line where 44 characters allow, or else take one
 * each; empty texts and blocks leave no line. Adds `ERR_LINE_OVERFLOW`, `ERR_TOO_MANY_LINES` (detail: found/allowed)
 * and `ERR_LINE_START`; the lines are then not for printing.
 */
export function layOut(
  blocks: readonly (readonly PrintedText[])[],
  maxLines: number,
  findings: Finding[],
): readonly string[] {
  const lines: PrintedText[] = []
  let crowding: string | undefined
  for (const block of blocks) {
    const line = block.length === 1 ? block[0] : shared(block)
    if (!line) {
      lines.push(...block.filter((part) => part.text !== ''))
      crowding = lines.at(-1)?.field
    } else if (line.text !== '') lines.push(line)
  }
  for (const { text, field } of lines) {
    if (text.length > LINE_LENGTH)
      findings.push({ code: 'ERR_LINE_OVERFLOW', field, detail: `${text.length}/${LINE_LENGTH}` })
    refuseFormula(text, field, findings)
  }
  if (lines.length > maxLines) {
    const field = crowding ?? lines[maxLines - 1]?.field ?? ''
    findings.push({ code: 'ERR_TOO_MANY_LINES', field, detail: `${lines.length}/${maxLines}` })
  }
  return lines.map((line) => line.text)
}

/** The texts of a block on one line, or undefined when they need more. */
function shared(block: readonly PrintedText[]): PrintedText | undefined {
  let line: PrintedText | undefined
  for (const part of block) {
    if (part.text === '') continue
    line = line ? { text: `${line.text} ${part.text}`, field: line.field } : part
  }
  if (!line) return NOTHING
  const alone = block.includes(line)
  return alone || line.text.length <= LINE_LENGTH ? line : undefined
}
