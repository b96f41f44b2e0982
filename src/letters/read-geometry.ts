/**
 * A geometry profile as staff write it: the profile, or every fault with its line, in Italian.
 *
 * @module
 */
import { type LineFault, mm } from './file-fault.ts'
import { type Geometry, parseGeometry } from './geometry.ts'
import { TemplateFault } from './template-fault.ts'
import { atLeast, atMost, expectedKind, readYaml, unknownKeys } from './yaml-text.ts'
import { zoneName } from './zone-names.ts'

export interface Profile {
  readonly name: string
  readonly geometry: Geometry
  /** Of its file, where each entry begins. */
  readonly lines: Readonly<Record<string, number>>
}

/** What `parseGeometry` says, and what staff read. */
const SENTENCES: readonly (readonly [found: RegExp, sentence: (...parts: string[]) => string])[] = [
  [/^Invalid input: expected \w+, received undefined$/, () => 'manca'],
  [/^Invalid input: expected (\w+), received \w+$/, expectedKind],
  [/^Too small: expected number to be >=(\S+)$/, atLeast],
  [/^Too big: expected number to be <=(\S+)$/, atMost],
  [/^Unrecognized keys?: (.*)$/, (keys) => unknownKeys([keys.replaceAll('"', '')])],
  [/^expected small letters, digits and hyphens$/, () => 'ci vogliono lettere minuscole, cifre e trattini'],
  [
    /^nearer to the edge than (\S+) mm$/,
    (border) => `è a meno di ${mm(border)} dal bordo del foglio: spostarla all’interno`,
  ],
  [
    /^in a zone that stays white \(clear, x (\S+) y (\S+)\)$/,
    (x, y) => `entra nella zona che resta bianca (clear, x ${x} y ${y}): spostarla`,
  ],
  [
    /^leaves the window when the sheet slides (\S+) mm$/,
    (shift) => `esce dalla finestra quando il foglio scorre di ${mm(shift)}: stringerla o spostarla`,
  ],
  [
    /^in the window when the sheet slides (\S+) mm$/,
    (shift) => `si vede nella finestra quando il foglio scorre di ${mm(shift)}: spostarla`,
  ],
  [/^overlaps (\w+)$/, (other) => `si sovrappone a ${zoneName(other)}: spostarne una`],
  [/^smallest is larger than largest$/, () => 'smallest è più grande di largest'],
  [/^leaves the code zone$/, () => `esce dalla zona ${zoneName('code')}: deve stare tutta dentro`],
  [
    /^under the fold at (\S+) mm$/,
    (fold) => `sta sotto la piega a ${mm(fold)}, o così vicino da finirci: spostare il codice o la piega`,
  ],
  [
    /^behind the window when the sheet is folded$/,
    () => 'a foglio piegato sta dietro la finestra, dove si leggerebbe in controluce: spostare il codice',
  ],
]

const POINT = 25.4 / 72

/** Reads the profile of a file, or names every fault in it. */
export function readGeometry(
  source: string,
  name: string,
): { readonly profile: Profile } | { readonly faults: LineFault[] } {
  const yaml = readYaml(source)
  if (yaml.faults.length > 0) return { faults: [...yaml.faults] }
  try {
    const geometry = parseGeometry(source, name)
    const faults = ownFaults(geometry, name)
    if (faults.length === 0) {
      const lines = Object.fromEntries(Object.keys(geometry).map((key) => [key, yaml.lineOf([key])]))
      return { profile: { name, geometry, lines } }
    }
    return { faults: faults.map(([key, message]) => ({ line: yaml.lineOf([key]), message })) }
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error
    return { faults: error.faults.map(translated) }
  }

  function translated(fault: string): LineFault {
    const [, place = '', found = fault] = /^([\w.]*): (.*)$/s.exec(fault) ?? []
    const path = place.split('.')
    const stray = /^Unrecognized keys?: "(\w+)"/.exec(found)?.[1]
    const at = [...path.filter((key) => key !== ''), ...(stray === undefined ? [] : [stray])]
    return { line: yaml.lineOf(at), message: `${place === '' ? '' : `${zonePath(path)}: `}${italian(found)}` }
  }
}

function italian(found: string): string {
  for (const [pattern, sentence] of SENTENCES) {
    const parts = pattern.exec(found)
    if (parts) return sentence(...parts.slice(1))
  }
  return found
}

/** `window.height` → `window.height`, `window` → `window (finestra)` */
function zonePath(path: readonly string[]): string {
  return path.length === 1 ? zoneName(path[0] ?? '') : path.join('.')
}

/** What a profile must also be, for the letters that are set with it. */
function ownFaults({ name: own, addressText }: Geometry, name: string): [key: string, message: string][] {
  const faults: [string, string][] = []
  if (own !== name) faults.push(['name', `name: il profilo si chiama come il file, «${name}»`])
  if (addressText.largest * POINT > addressText.pitch) {
    faults.push([
      'addressText',
      `addressText: righe di ${addressText.largest} punti a ${mm(addressText.pitch)} si toccano: aumentare pitch`,
    ])
  }
  return faults
}
