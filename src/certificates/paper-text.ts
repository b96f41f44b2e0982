/**
 * The texts that go with certificates on paper, as staff edit them: the page with the address, the explanation of the
 * surtaxes. They are written like those of the PIN letters.
 *
 * @module
 */
import { z } from 'zod'
import { blockFaults } from '../letters/block-faults.ts'
import type { LineFault } from '../letters/file-fault.ts'
import { type Blocks, readBlocks } from '../letters/letter-blocks.ts'
import { textParts } from '../letters/letter-text.ts'
import { readYaml, schemaFaults } from '../letters/yaml-text.ts'

const front = { version: z.int().min(1), title: z.string().min(1) }
const naming = (...names: readonly string[]) =>
  z.string().refine((text) => names.every((name) => text.includes(`{${name}}`)), {
    message: `ci vuole ${names.map((name) => `{${name}}`).join(', ')}`,
  })

const CoverFront = z.strictObject({
  ...front,
  elenco: z.strictObject({
    voce: naming('modello', 'anno', 'data'),
    rettifica: naming('data'),
    annullamento: naming('data'),
  }),
})
const SurtaxFront = z.strictObject(front)

const COVER_ZONES = { Riferimenti: 'reference', Testo: 'text', Piede: 'footer' } as const
const SURTAX_ZONES = { Testo: 'text' } as const

/** Stands alone in the cover's text. */
export const LIST = '{{elenco}}'

export type CoverText = z.infer<typeof CoverFront> & {
  readonly blocks: Blocks<(typeof COVER_ZONES)[keyof typeof COVER_ZONES]>
}
export type SurtaxText = z.infer<typeof SurtaxFront> & { readonly blocks: Blocks<'text'> }

type Read<Text> = { readonly text: Text } | { readonly faults: readonly LineFault[] }

export function readCoverText(source: string): Read<CoverText> {
  const read = readText(source, CoverFront, COVER_ZONES, {
    known: ['istituto', 'data', 'lettera', 'intestatario', 'foglio', 'fogli', 'elenco'],
    required: ['data', 'lettera', 'elenco'],
  })
  if ('faults' in read) return read
  const faults = Object.values(read.text.blocks)
    .flat()
    .filter(({ text }) => text.includes(LIST) && text !== LIST)
    .map(({ line }) => ({ line, message: `${LIST} sta da solo, tra due righe vuote` }))
  return faults.length > 0 ? { faults } : read
}

export function readSurtaxText(source: string): Read<SurtaxText> {
  return readText(source, SurtaxFront, SURTAX_ZONES, {
    known: ['modello', 'anno', 'anno_dopo', ...Object.keys(SURTAX_POINTS)],
    required: ['anno'],
  })
}

/** The figures whose points the text names. */
export const SURTAX_POINTS = {
  punto_regionale: 'surtax.regional',
  punto_acconto: 'surtax.municipal.advance',
  punto_saldo: 'surtax.municipal.balance',
  punto_acconto_dopo: 'surtax.municipal.next',
} as const

function readText<Front extends object, Zone extends string>(
  source: string,
  schema: z.ZodType<Front>,
  zones: Readonly<Record<string, Zone>>,
  { known, required }: { readonly known: readonly string[]; readonly required: readonly string[] },
): Read<Front & { readonly blocks: Blocks<Zone> }> {
  const parts = textParts(source)
  if (!parts) return { faults: [{ line: 1, message: 'le prime righe devono stare tra due righe «---»' }] }
  const { head, text, firstLine } = parts
  const yaml = readYaml(head, 1)
  const read = schema.safeParse(yaml.content)
  const { blocks, faults: found } = readBlocks(text, firstLine, zones)
  const faults: LineFault[] = [
    ...yaml.faults,
    ...(read.success || yaml.faults.length > 0 ? [] : schemaFaults(yaml, read.error)),
    ...found,
    ...blockFaults(blocks, known),
    ...required
      .filter((name) => !text.includes(`{{${name}}}`))
      .map((name) => ({ message: `manca {{${name}}}` })),
    ...Object.entries(zones)
      .filter(([, zone]) => blocks[zone].length === 0)
      .map(([name]) => ({ message: `manca il testo della zona ${name}` })),
  ]
  return read.success && faults.length === 0 ? { text: { ...read.data, blocks } } : { faults }
}
