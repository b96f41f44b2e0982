/**
 * Compiles a template: everything that every piece shares is made once, as plain data that a thread or a cache can
 * take. Typefaces become tables and subset fonts, letterheads become form XObjects; all are PDF objects with their
 * final numbers. What reads font files and PDFs is loaded for that alone: a template is mostly there, compiled before.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { compileFont, type EmbeddedFont } from './compile-font.ts'
import type { CompiledPicture } from './compile-picture.ts'
import type { FontFile } from './font-file.ts'
import type { CompiledFont } from './font-table.ts'
import { FIRST_COMPILED, ObjectSet } from './pdf-object.ts'
import type { Node, TemplateDescription, Variant } from './template.ts'

/** Plain data. */
export interface CompiledTemplate {
  /** Of everything that decides what is printed, this engine's own layout rules included. */
  readonly hash: string
  readonly page: { readonly width: number; readonly height: number }
  readonly slots: TemplateDescription['slots']
  readonly variants: TemplateDescription['variants']
  readonly fonts: readonly (readonly [string, CompiledFont])[]
  readonly embedded: readonly EmbeddedFont[]
  readonly pictures: readonly (readonly [string, CompiledPicture])[]
  /** The first object number that is free. */
  readonly nextNumber: number
}

/** Raised with every change to src/pdf that changes what is printed. */
const ENGINE = 1
/** A bit each in a 32-bit mask. */
const MOST_FONTS = 31

/** A hash of the description: templates of equal hash compile to equal bytes. */
export function templateHash(description: TemplateDescription): string {
  const hash = createHash('sha256').update(`engine ${ENGINE}\n`)
  const add = (name: string, content: string | Uint8Array) =>
    hash.update(`\n${name} ${content.length}\n`).update(content)
  for (const [name, { file, alphabets, isUnkerned }] of Object.entries(description.typefaces)) {
    add(name, digestOf(file))
    if (isUnkerned) add(name, 'unkerned')
    for (const alphabet of alphabets) add(name, alphabet)
  }
  for (const [name, picture] of Object.entries(description.pictures)) add(name, picture)
  const { page, slots, variants } = description
  add('layout', JSON.stringify({ page, slots, variants }))
  return hash.digest('hex')
}

const digests = new WeakMap<Uint8Array, Uint8Array>()

/** A font file is megabytes and is asked for often. */
function digestOf(file: Uint8Array): Uint8Array {
  let digest = digests.get(file)
  if (!digest) {
    digest = createHash('sha256').update(file).digest()
    digests.set(file, digest)
  }
  return digest
}

export async function compileTemplate(description: TemplateDescription): Promise<CompiledTemplate> {
  const set = new ObjectSet(FIRST_COMPILED)
  const fonts: [string, CompiledFont][] = []
  const embedded: EmbeddedFont[] = []
  const own = charactersByTypeface(description)
  for (const [name, { file, alphabets, isUnkerned }] of Object.entries(description.typefaces)) {
    const [first = '', ...others] = alphabets
    // A space is in every alphabet: it stands between what is set in it.
    const all = [`${first}${own.get(name) ?? ''} `, ...others.map((alphabet) => `${alphabet} `)]
    const compiled = compileFont(await fontFileOf(file), all, set, {
      firstResource: embedded.length,
      isUnkerned,
    })
    fonts.push([name, compiled.font])
    embedded.push(...compiled.embedded)
  }
  if (embedded.length > MOST_FONTS)
    throw new RangeError(`expected at most ${MOST_FONTS} fonts, found ${embedded.length}`)
  const pictures: [string, CompiledPicture][] = []
  for (const [name, pdf] of Object.entries(description.pictures)) {
    const { compilePicture } = await import('./compile-picture.ts')
    pictures.push([name, await compilePicture(pdf, set, pictures.length)])
  }
  const { page, slots, variants } = description
  return {
    hash: templateHash(description),
    page,
    slots,
    variants,
    fonts,
    embedded,
    pictures,
    nextNumber: set.next,
  }
}

const fontFiles = new WeakMap<Uint8Array, FontFile>()

/** Opening one asks it for every joined form of Arabic: a third of a second that checks of many templates share. */
async function fontFileOf(file: Uint8Array): Promise<FontFile> {
  let opened = fontFiles.get(file)
  if (!opened) {
    const { FontFile } = await import('./font-file.ts')
    opened = new FontFile(file)
    fontFiles.set(file, opened)
  }
  return opened
}

/** What the template itself prints in each typeface. */
function charactersByTypeface({ variants }: TemplateDescription): Map<string, string> {
  const texts = new Map<string, string>()
  const add = ({ typeface, text }: { typeface: string; text: string }) => {
    const printed = text
      .normalize('NFC')
      .replace(/\{\{[^{}]*\}\}/g, '')
      .replaceAll('\u00a0', ' ')
    texts.set(typeface, (texts.get(typeface) ?? '') + printed)
  }
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.kind === 'group') walk(node.children)
      else if (node.kind === 'line') node.runs.forEach(add)
      else if (node.kind === 'mark') add(node.run)
      else if (node.kind === 'flow') {
        for (const block of node.blocks) {
          block.runs.forEach(add)
          if (block.label) add(block.label.run)
        }
      }
    }
  }
  for (const variant of Object.values(variants) as Variant[]) walk(variant.content)
  return texts
}
