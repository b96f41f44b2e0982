/**
 * What is wrong with the body of a letter's text: data that there are not, data that a letter lacks.
 *
 * @module
 */
import type { LineFault } from './file-fault.ts'
import { type Block, type Blocks, type Residence, ZONES, type Zone } from './letter-blocks.ts'

const PLACEHOLDERS = [
  'istituto',
  'data',
  'lettera',
  'data_richiesta',
  'data_prima_parte',
  'via',
  'scadenza',
  'foglio',
  'fogli',
] as const
type Placeholder = (typeof PLACEHOLDERS)[number]

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g

/** What a text must say for the letter to be of use, whatever else it says. */
export const REQUIRED: readonly (Placeholder | 'codice')[] = [
  'lettera',
  'data',
  'data_prima_parte',
  'via',
  'scadenza',
  'codice',
]

/** What is wrong with a block by itself; `known` are the data that it may name. */
export function blockFaults<Name extends string>(
  blocks: Blocks<Name>,
  known: readonly string[] = [...PLACEHOLDERS, 'codice'],
): LineFault[] {
  return Object.entries<readonly Block[]>(blocks).flatMap(([zone, inZone]) =>
    inZone.flatMap(({ kind, label, text, line }) => {
      const messages: string[] = []
      for (const [whole, name = ''] of text.matchAll(PLACEHOLDER)) {
        if (!known.includes(name))
          messages.push(`${whole} non è un dato della lettera: sono ${known.join(', ')}`)
        if (name === 'codice' && (kind !== 'code' || zone !== 'code'))
          messages.push('{{codice}} sta da solo, tra due righe vuote, nella zona Codice')
      }
      if (/\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''))) messages.push('{{ senza }}, o }} senza {{')
      if (text.split('**').length % 2 === 0) messages.push('** senza l’altro **')
      if (/\{\{|\*\*/.test(label)) messages.push('prima dei due punti sta una parola sola, senza {{…}} né **')
      return messages.map((message) => ({ line, message }))
    }),
  )
}

/** What a letter lacks, for who lives in Italy or abroad, beside what is `absent` from the whole text. */
export function letterFaults(blocks: Blocks, absent: readonly string[]): LineFault[] {
  const lacking = new Map<string, Residence[]>()
  const repeated = new Set<number>()
  for (const residence of ['ITALIA', 'ESTERO'] as const) {
    const visible = (zone: Zone) =>
      blocks[zone].filter((block) => (block.residence ?? residence) === residence)
    const lacks = (what: string) => lacking.set(what, [...(lacking.get(what) ?? []), residence])
    for (const [name, zone] of Object.entries(ZONES)) {
      if (visible(zone).length === 0) lacks(`il testo della zona ${name}`)
    }
    const all = Object.values(ZONES).flatMap(visible)
    for (const name of REQUIRED.filter((one) => !absent.includes(one))) {
      if (!all.some(({ text }) => text.includes(`{{${name}}}`))) lacks(`{{${name}}}`)
    }
    const codes = visible('code').filter(({ kind }) => kind === 'code')
    for (const { line } of codes.slice(1)) repeated.add(line)
    const titled = visible('opening').some(({ kind }) => kind === 'title')
    if (visible('opening').length > 0 && !titled) lacks('un titolo (## …) nella zona Apertura')
  }
  const missing = [...lacking].map(([what, where]) => ({
    message: `manca ${what}${where.length > 1 ? '' : ` nella lettera per ${where[0] === 'ITALIA' ? 'l’Italia' : 'l’estero'}`}`,
  }))
  return [...missing, ...[...repeated].map((line) => ({ line, message: '{{codice}} c’è già più in alto' }))]
}
