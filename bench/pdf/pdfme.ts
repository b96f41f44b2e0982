/**
 * pdfme, which fills a template: a text field a block, broken by pdfme itself.
 *
 * @module
 */
import { loadPeer } from '../peers/load-peer.ts'
import { type Engine, sha256, writeHashed } from './engine.ts'
import { BLOCKS, type Block, fontFile, PAGE, valuesOf } from './letter.ts'
import { filler, POINTS_PER_MM, varies } from './page-layout.ts'

interface Generator {
  generate(job: object): Promise<Uint8Array>
}

interface Fontkit {
  create(bytes: Buffer): { ascent: number; unitsPerEm: number }
}

const BLANK = { width: PAGE.width, height: PAGE.height, padding: [0, 0, 0, 0] }

/** With `base`, what is the same in every letter is made once, as the PDF that the template is laid upon. */
export async function pdfme({ base }: { base: boolean }): Promise<Engine> {
  const { generate } = await loadPeer<Generator>('@pdfme/generator')
  const { text } = await loadPeer<{ text: object }>('@pdfme/schemas')
  const { create } = await loadPeer<Fontkit>('fontkit')
  const { ascent, unitsPerEm } = create(fontFile('text'))
  const schemasOf = (blocks: readonly Block[]) => [blocks.map((block) => schema(block, ascent / unitsPerEm))]
  const font = {
    text: { data: fontFile('text'), fallback: true, subset: true },
    strong: { data: fontFile('strong'), subset: true },
  }
  const common = { plugins: { text }, options: { font } }
  const fixed = { basePdf: BLANK, schemas: schemasOf(BLOCKS.filter((block) => !varies(block))) }
  const template = base
    ? {
        basePdf: await generate({ ...common, template: fixed, inputs: [{}] }),
        schemas: schemasOf(BLOCKS.filter(varies)),
      }
    : { basePdf: BLANK, schemas: schemasOf(BLOCKS) }
  const job = { ...common, template }
  const varying = BLOCKS.filter(varies).map(({ id, text }) => ({ id, fill: filler(text) }))
  const inputOf = (index: number): Record<string, string> => {
    const values = valuesOf(index)
    return Object.fromEntries(varying.map(({ id, fill }) => [id, fill(values).trimEnd()]))
  }

  return {
    async bundle(letters, path) {
      const inputs = Array.from({ length: letters }, (_, index) => inputOf(index))
      return await writeHashed(path, await generate({ ...job, inputs }))
    },
    async singles(letters) {
      let bytes = 0
      for (let index = 0; index < letters; index++) {
        const file = await generate({ ...job, inputs: [inputOf(index)] })
        sha256(file)
        bytes += file.length
      }
      return bytes
    },
  }
}

/** `ascent` of the typeface in ems: pdfme puts the first baseline that far down, plus half of the extra leading. */
function schema(block: Block, ascent: number): object {
  const { box, size, leading } = block
  const lowered = ascent * size + (leading - size) / 2 - size
  return {
    name: block.id,
    type: 'text',
    position: { x: box.x, y: box.y - lowered / POINTS_PER_MM },
    width: box.width,
    height: box.height,
    fontName: block.font,
    fontSize: size,
    lineHeight: leading / size,
    alignment: block.align === 'centre' ? 'center' : 'left',
    readOnly: !varies(block),
    content: varies(block) ? '' : block.text,
  }
}
