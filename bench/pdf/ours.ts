/**
 * Recapito's own bundle and single letter.
 *
 * @module
 */
import { compileTemplate } from '../../src/pdf/compile-template.ts'
import { bundleFile } from '../../src/pdf/bundle-file.ts'
import { Files } from '../../src/files/files.ts'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { type Edition, openStamper } from '../../src/pdf/stamper.ts'
import type { Leaf, TemplateDescription, Values } from '../../src/pdf/template.ts'
import { BLOCKS, type Block, fontFile, type LetterValues, PAGE, valuesOf } from './letter.ts'

const VARIANT = 'letter'
/** What people's names and addresses bring. */
const LATIN_1 = String.fromCharCode(
  ...Array.from({ length: 95 }, (_, index) => 0x20 + index),
  ...Array.from({ length: 95 }, (_, index) => 0xa1 + index),
)

/** One PDF of the letters 0 … `letters - 1`, on disk, flushed, its SHA-256 taken. Answers its size in bytes. */
export async function ourBundle(letters: number, path: string): Promise<number> {
  const pdf = bundleFile(await edition(), pieces(letters), {
    title: 'Seconda parte del PIN',
    language: 'it-IT',
  })
  return (await new Files().writeStream(path, pdf)).bytes
}

/** One PDF a letter, in memory, the SHA-256 of each taken. Answers the bytes of all. */
export async function ourSingles(letters: number): Promise<number> {
  const files = new SingleFiles(await edition(), VARIANT)
  let bytes = 0
  for (let index = 0; index < letters; index++) {
    const made = files.make(valuesOf(index) as LetterValues & Values)
    if ('code' in made) throw new Error(`letter ${index}: ${made.code} in ${made.field}`)
    bytes += made.bytes.length
  }
  return bytes
}

function* pieces(letters: number) {
  for (let index = 0; index < letters; index++) {
    const values = valuesOf(index)
    yield { parts: [{ variant: VARIANT, values: values as LetterValues & Values }], label: values.id }
  }
}

let made: Promise<Edition> | undefined

function edition(): Promise<Edition> {
  made ??= compileTemplate(describe()).then((compiled) => openStamper(compiled).edition({}))
  return made
}

function describe(): TemplateDescription {
  const slots = Object.fromEntries(Object.keys(valuesOf(0)).map((slot) => [slot, 'piece' as const]))
  const content = BLOCKS.flatMap(leavesOf)
  return {
    page: PAGE,
    typefaces: {
      text: { file: fontFile('text'), alphabets: [LATIN_1] },
      strong: { file: fontFile('strong'), alphabets: ['0123456789ABCDEF '] },
    },
    pictures: {},
    slots,
    variants: { [VARIANT]: { title: 'Seconda parte del PIN', language: 'it-IT', pages: 1, content } },
  }
}

function leavesOf(block: Block): Leaf[] {
  const { id, box, font, size, leading, align, text } = block
  const role = id === 'title' ? 'H1' : 'P'
  if (block.wraps) {
    const run = { typeface: font, text }
    return [
      {
        kind: 'flow',
        page: 0,
        box,
        direction: 'ltr',
        align: align === 'centre' ? 'centre' : 'start',
        fits: [{ scale: 1, gap: 0 }],
        field: id,
        blocks: [{ role, size, leading, runs: [run] }],
      },
    ]
  }
  const height = (leading * 25.4) / 72
  return text.split('\n').map((line, index) => ({
    kind: 'line',
    page: 0,
    box: { ...box, y: box.y + index * height, height },
    tag: { role: 'P' },
    align: align === 'centre' ? 'centre' : 'left',
    size,
    runs: [{ typeface: font, text: line }],
    field: id,
  }))
}
