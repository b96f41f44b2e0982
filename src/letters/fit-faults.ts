/**
 * What of the letters leaves its place on the page, as staff read it: in which file, which zone, by how much.
 *
 * @module
 */
import { POINTS_PER_MM } from '../pdf/canvas.ts'
import type { Stamper } from '../pdf/stamper.ts'
import type { Leaf, Node } from '../pdf/template.ts'
import { checkFits, excessOf, type Misprint } from './check-fits.ts'
import { CODE_SIZE, type LetterSources } from './describe-letters.ts'
import { type FileFault, mm, SETTING } from './file-fault.ts'
import { type Block, type LetterText, ZONES, type Zone } from './letter-text.ts'
import { CODE } from './letter-typefaces.ts'
import type { Profile } from './read-geometry.ts'
import { zoneName } from './zone-names.ts'

/** Names of flows as `describeLetters` gives them: the language, then the zone, or the second sheet. */
const FLOW = /^([a-z]{2,3}): (\w+)(.*)$/
const SECOND_SHEET = 'Foglio'

/** Expects sources without missing glyphs. */
export function fitFaults(stamper: Stamper, sources: LetterSources, profile: Profile): FileFault[] {
  const { texts } = sources
  const misprints = checkFits(stamper, texts).map((misprint) => faultOf(misprint, sources, profile))
  const leaves = Object.values(stamper.compiled.variants).flatMap(({ content }) => leavesOf(content))
  return distinct([
    ...misprints,
    ...headFaults(leaves, sources, profile),
    ...leaves.flatMap((leaf) => labelFaults(leaf, texts, stamper)),
    ...codeFaults(profile, stamper),
  ])
}

function faultOf({ variant, refusal }: Misprint, sources: LetterSources, profile: Profile): FileFault {
  const { field, found, limit, code } = refusal
  const [, language = '', zone = '', part = ''] = FLOW.exec(field) ?? []
  const text = sources.texts.get(language)
  if (text) {
    const message =
      code === 'too-tall'
        ? `la zona ${zone}${part} è troppo piena: supera il suo spazio di ${mm(excessOf(refusal))}`
        : `nella zona ${zone}${part} c’è una parola più larga della riga: ${found} invece di ${limit}`
    const [key, remedy] = [zoneKey(zone), code === 'too-tall' ? 'accorciare il testo' : 'spezzarla']
    return {
      file: `pin-letter/${language}.md`,
      ...at(firstBlock(text, zone, part)?.line),
      message: `${message.replaceAll('.', ',')} (${letterName(variant)}, profilo ${profile.name}): ${remedy}, o ingrandire ${zoneName(key)} in ${fileOf(profile)}`,
    }
  }
  if (field.startsWith('institute.')) {
    const message = `troppo largo anche con il carattere più piccolo, ${found} invece di ${limit} (${letterName(variant)}, profilo ${profile.name})`
    return { file: SETTING + field, message: `${message.replaceAll('.', ',')}: accorciarlo` }
  }
  const key = PROFILE_KEYS[field] ?? 'footer'
  return {
    file: fileOf(profile),
    ...at(profile.lines[key]),
    message: `${zoneName(key)}: ${field} non ci sta, ${found} invece di ${limit || 'quanto serve'}: ingrandire la zona`,
  }
}

/** Where the profile decides alone whether a field fits. */
const PROFILE_KEYS: Readonly<Record<string, string>> = {
  codice: 'secret',
  indirizzo: 'address',
  'riga 1 dell’indirizzo': 'address',
}

function fileOf({ name }: Profile): string {
  return `geometry/${name}.yaml`
}

function at(line: number | undefined): { line?: number } {
  return line === undefined ? {} : { line }
}

/** `it+de/ESTERO` → `lettera it+de per l’estero` */
function letterName(variant: string): string {
  const [languages, residence] = variant.split('/')
  return `lettera ${languages} per ${residence === 'ITALIA' ? 'l’Italia' : 'l’estero'}`
}

function zoneKey(zone: string): string {
  if (zone === SECOND_SHEET) return 'continuation'
  return ZONES[zone as keyof typeof ZONES] ?? zone
}

/** Where the part of the text begins. */
function firstBlock({ blocks }: LetterText, zone: string, part: string): Block | undefined {
  const key = ZONES[zone as keyof typeof ZONES] as Zone | undefined
  if (!key) return undefined
  const inZone = blocks[key]
  const isBelow = part.startsWith(', sotto')
  return isBelow ? inZone[inZone.findIndex(({ kind }) => kind === 'code') + 1] : inZone[0]
}

/** Logo, institute and return address stand one below the other: nothing else keeps them in their zone. */
function headFaults(leaves: readonly Leaf[], { letterhead }: LetterSources, profile: Profile): FileFault[] {
  const { header, senderLine } = profile.geometry
  const room = header.y + header.height
  const bottoms = leaves.flatMap((leaf) => {
    const isHead =
      (leaf.kind === 'picture' && leaf.picture === 'logo') ||
      (leaf.kind === 'line' && leaf.field.startsWith('institute.') && leaf.box !== senderLine)
    return isHead ? [leaf.box.y + leaf.box.height] : []
  })
  const excess = Math.max(...bottoms, room) - room
  if (excess < 0.05) return []
  const file = letterhead.logo ? 'letterhead/letterhead.yaml' : `${SETTING}institute.returnAddress`
  const remedy = letterhead.logo ? 'un logo più basso, meno righe di institute.returnAddress' : 'meno righe'
  const message = `quello che sta in testa esce di ${mm(excess)} dalla zona ${zoneName('header')} (profilo ${profile.name}): ${remedy}, o una zona più alta in ${fileOf(profile)}`
  return [{ file, message }]
}

/** A label has a column of its own; a longer one would run into its text. */
function labelFaults(leaf: Leaf, texts: ReadonlyMap<string, LetterText>, stamper: Stamper): FileFault[] {
  if (leaf.kind !== 'flow') return []
  const language = FLOW.exec(leaf.field)?.[1] ?? ''
  const text = texts.get(language)
  return leaf.blocks.flatMap(({ label, size }) => {
    const font = label && stamper.fonts.get(label.run.typeface)
    if (!label || !font || !text) return []
    const width = (font.width(font.joined(label.run.text)) * size) / 1000 / POINTS_PER_MM
    if (width <= label.column) return []
    const block = Object.values(text.blocks)
      .flat()
      .find((one) => one.label === label.run.text || `${one.label}.` === label.run.text)
    const message = `«${label.run.text}» è largo ${mm(width)}, la sua colonna ${mm(label.column)}: abbreviarlo`
    return [{ file: `pin-letter/${language}.md`, ...at(block?.line), message }]
  })
}

/** The code is never made smaller. */
function codeFaults(profile: Profile, stamper: Stamper): FileFault[] {
  const font = stamper.fonts.get(CODE)
  const height = ((font?.capHeight ?? 0) * CODE_SIZE) / 1000 / POINTS_PER_MM
  if (height <= profile.geometry.secret.height) return []
  const message = `${zoneName('secret')}: il codice è alto ${mm(height)}, la zona ${mm(profile.geometry.secret.height)}: alzarla`
  return [{ file: fileOf(profile), ...at(profile.lines['secret']), message }]
}

function leavesOf(nodes: readonly Node[]): Leaf[] {
  return nodes.flatMap((node) => (node.kind === 'group' ? leavesOf(node.children) : [node]))
}

function distinct(faults: readonly FileFault[]): FileFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}
