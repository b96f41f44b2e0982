/**
 * The body of a letter's text: zones and the blocks in them, each with its line.
 *
 * @module
 */
import type { LineFault } from './file-fault.ts'

export type Residence = 'ITALIA' | 'ESTERO'

export interface Block {
  readonly kind: 'title' | 'paragraph' | 'step' | 'entry' | 'code'
  /** A step's number, an entry's label. */
  readonly label: string
  /** With `**` and placeholders still in it. */
  readonly text: string
  /** Undefined: for everyone. */
  readonly residence: Residence | undefined
  /** Of the file, where the block begins. */
  readonly line: number
}

/** Zone names as the text file writes them, and as geometry calls them. */
export const ZONES = {
  Riferimenti: 'reference',
  Apertura: 'opening',
  Codice: 'code',
  Istruzioni: 'instructions',
  Piede: 'footer',
} as const
export type Zone = (typeof ZONES)[keyof typeof ZONES]

export type Blocks<Name extends string = Zone> = Readonly<Record<Name, readonly Block[]>>

/** A title, a step or an entry needs no empty line before it. */
const OPENS_BLOCK = /^(## |\d+\. |- .+?: )/

/** What would be printed with its sign, because something is missing for it to be read as one. */
const MISTAKES: readonly { readonly looks: RegExp; readonly message: string }[] = [
  {
    looks: /^-(?! .+?: )/,
    message: 'una voce si scrive «- Etichetta: testo»: mancano lo spazio o i due punti',
  },
  { looks: /^##[^#\s]/, message: 'dopo ## ci vuole uno spazio' },
  { looks: /^\d+\.\S/, message: 'dopo il numero di un passo ci vuole uno spazio: «1. testo»' },
]

/** Reads what stands below the front matter; `firstLine` is its place in the file. Comments are gone already. */
export function readBlocks<Name extends string>(
  text: string,
  firstLine: number,
  zones: Readonly<Record<string, Name>>,
): { readonly blocks: Blocks<Name>; readonly faults: LineFault[] } {
  const blocks = Object.fromEntries(Object.values(zones).map((name) => [name, []])) as unknown as Record<
    Name,
    Block[]
  >
  const faults: LineFault[] = []
  let zone: Name | undefined
  /** In a zone that there is not. */
  let lost = false
  let fenced: { residence: Residence; line: number } | undefined
  let open: { from: string[]; line: number } | undefined

  function close(): void {
    if (open && zone) blocks[zone].push(toBlock(open.from.join(' '), fenced?.residence, open.line))
    else if (open && !lost)
      faults.push({ line: open.line, message: `testo prima della prima zona (# ${Object.keys(zones)[0]})` })
    open = undefined
  }
  function fence(name: string, line: number): void {
    if (name !== '' && fenced)
      faults.push({ line, message: `prima manca «:::»: il blocco della riga ${fenced.line} è ancora aperto` })
    const residence = name === 'italia' ? 'ITALIA' : name === 'estero' ? 'ESTERO' : undefined
    fenced = residence && { residence, line }
    if (name !== '' && !residence)
      faults.push({ line, message: `dopo «:::» ci vuole italia o estero, c’è «${name}»` })
  }

  text.split('\n').forEach((raw, index) => {
    const line = raw.trim()
    const number = firstLine + index
    const name = /^# (.+)$/.exec(line)?.[1]
    const fenceName = /^:::\s*(.*)$/.exec(line)?.[1]
    if (line === '' || name !== undefined || fenceName !== undefined || OPENS_BLOCK.test(line)) close()
    if (name !== undefined) {
      zone = zones[name]
      lost = !zone
      const known = Object.keys(zones).join(', ')
      if (lost) faults.push({ line: number, message: `non c’è una zona «${name}»: le zone sono ${known}` })
    } else if (fenceName !== undefined) {
      fence(fenceName, number)
    } else if (line !== '') {
      const mistake = MISTAKES.find(({ looks }) => looks.test(line))
      if (mistake) faults.push({ line: number, message: mistake.message })
      open = { from: [...(open?.from ?? []), line], line: open?.line ?? number }
    }
    if (/<!--|-->/.test(line))
      faults.push({ line: number, message: 'un commento comincia con <!-- e finisce con -->' })
    if (/^#(?!#? \S)/.test(line))
      faults.push({ line: number, message: 'una zona si scrive «# Nome», un titolo «## Titolo»' })
  })
  close()
  if (fenced) faults.push({ line: fenced.line, message: 'il blocco che comincia qui non è chiuso da «:::»' })
  return { blocks, faults }
}

function toBlock(text: string, residence: Residence | undefined, line: number): Block {
  const [, title] = /^## (.*)$/.exec(text) ?? []
  const [, number, step] = /^(\d+)\. (.*)$/.exec(text) ?? []
  const [, label, entry] = /^- (.+?): (.*)$/.exec(text) ?? []
  const joined = (value: string) => value.replaceAll('~', '\u00a0').replaceAll("'", '’')
  if (text === '{{codice}}') return { kind: 'code', label: '', text, residence, line }
  if (title !== undefined) return { kind: 'title', label: '', text: joined(title), residence, line }
  if (step !== undefined) return { kind: 'step', label: number ?? '', text: joined(step), residence, line }
  if (entry !== undefined)
    return { kind: 'entry', label: joined(label ?? ''), text: joined(entry), residence, line }
  return { kind: 'paragraph', label: '', text: joined(text), residence, line }
}
