/** @module What must hold for the whole file, whatever pages are sampled: fonts, and what a print file must not have. */
import type { Fault, FaultCode } from './fault.ts'
import { objectTexts } from './file-text.ts'

/** Names of PDF dictionaries (ISO 32000-1) that a file for the printer has no use for. */
const FORBIDDEN: Readonly<Record<string, FaultCode>> = {
  Encrypt: 'ENCRYPTED',
  JavaScript: 'SCRIPT',
  JS: 'SCRIPT',
  AcroForm: 'FORM',
  XFA: 'FORM',
  Annots: 'ANNOTATION',
  EmbeddedFile: 'ATTACHMENT',
  EmbeddedFiles: 'ATTACHMENT',
  Filespec: 'ATTACHMENT',
  OpenAction: 'ACTION',
  AA: 'ACTION',
  Launch: 'ACTION',
}
/** An empty list of annotations is none. */
const FORBIDDEN_NAME = new RegExp(`/(${Object.keys(FORBIDDEN).join('|')})(?![A-Za-z0-9]|\\s*\\[\\s*\\])`, 'g')

/** Faults without a page, each code or font once. */
export function wholeFileFaults(bytes: Uint8Array): Fault[] {
  const codes = new Set<FaultCode>()
  const fonts = new Map<string, FaultCode>()
  for (const text of objectTexts(bytes)) {
    if (text === undefined) {
      codes.add('UNREADABLE')
      continue
    }
    for (const [, name = ''] of text.matchAll(FORBIDDEN_NAME)) codes.add(FORBIDDEN[name] as FaultCode)
    if (/\/Type\s*\/Font/.test(text))
      for (const { name, code } of fontFaults(text)) addFont(fonts, name, code)
  }
  // What is encrypted cannot be inflated either: one fault is enough.
  if (codes.has('ENCRYPTED')) codes.delete('UNREADABLE')
  return [
    ...[...codes].map((code) => ({ code, detail: '' })),
    ...[...fonts].map(([name, code]) => ({ code, detail: name })),
  ]
}

/** A font that is not in the file has no subset and no map either: the first of these is what is wrong with it. */
const FONT_CODES: readonly FaultCode[] = ['FONT_NOT_EMBEDDED', 'FONT_NOT_SUBSET', 'FONT_WITHOUT_UNICODE']

function addFont(fonts: Map<string, FaultCode>, name: string, code: FaultCode): void {
  const known = fonts.get(name)
  if (known === undefined || FONT_CODES.indexOf(code) < FONT_CODES.indexOf(known)) fonts.set(name, code)
}

function* fontFaults(text: string): Generator<{ name: string; code: FaultCode }> {
  for (const dictionary of dictionaries(text)) {
    const type = nameAt(dictionary, 'Type')
    if (type !== 'Font' && type !== 'FontDescriptor') continue
    const subtype = nameAt(dictionary, 'Subtype') ?? ''
    const name = nameAt(dictionary, 'BaseFont') ?? nameAt(dictionary, 'FontName') ?? subtype
    // A composite font is embedded by its descendant, a Type 3 font by its own drawings.
    const embedding = type === 'FontDescriptor' ? /\/FontFile[23]?\b/ : /\/FontDescriptor\b/
    if (subtype !== 'Type0' && subtype !== 'Type3' && !embedding.test(dictionary)) {
      yield { name, code: 'FONT_NOT_EMBEDDED' }
    }
    if (subtype !== 'Type3' && !/^[A-Z]{6}\+./.test(name)) yield { name, code: 'FONT_NOT_SUBSET' }
    // A descendant's text is read by the font above it.
    if (type === 'Font' && !subtype.startsWith('CIDFont') && !/\/ToUnicode\b/.test(dictionary)) {
      yield { name, code: 'FONT_WITHOUT_UNICODE' }
    }
  }
}

/** The name that stands at a key. */
function nameAt(dictionary: string, key: string): string | undefined {
  return new RegExp(`/${key}\\s*/([^\\s/<>[\\]()]+)`).exec(dictionary)?.[1]
}

/** Each dictionary's own entries, without those of the dictionaries in it. */
function* dictionaries(text: string): Generator<string> {
  const open: string[] = ['']
  for (const [token] of text.matchAll(/<<|>>|[^<>]+|[<>]/g)) {
    if (token === '<<') open.push('')
    else if (token === '>>' && open.length > 1) yield open.pop() as string
    else open[open.length - 1] += token
  }
}
