/**
 * The letter that every library prints: one page like `templates/pin-letter/it.md`, with invented people.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { addDays, italianLongDate, withArticle } from '../../src/domain/civil-date.ts'
import { CHANNELS, DETAILS, GIVEN_NAMES, STREETS, SURNAMES, TOWNS } from './people.ts'

export type LetterFont = 'text' | 'strong'

/** Millimetres from the top left corner of the sheet. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Block {
  readonly id: string
  readonly box: Box
  readonly font: LetterFont
  /** Points. The first baseline stands this far below the top of the box. */
  readonly size: number
  /** Points from one baseline to the next. */
  readonly leading: number
  readonly align: 'left' | 'centre'
  /** True where lines are broken to the width of the box; else a line of `text` is a line on paper. */
  readonly wraps: boolean
  /** With `{{placeholders}}` of `LetterValues`. */
  readonly text: string
}

/** What differs from one letter to the next. Of the address lines only the last can be empty. */
export interface LetterValues {
  readonly name: string
  readonly line1: string
  readonly line2: string
  readonly line3: string
  readonly line4: string
  readonly line5: string
  readonly date: string
  readonly id: string
  readonly requestedOn: string
  readonly firstHalfOn: string
  readonly via: string
  readonly code: string
}

/** A4, millimetres. */
export const PAGE = { width: 210, height: 297 }

/** TrueType files by import path. */
export const FONT_PATHS: Readonly<Record<LetterFont, string>> = {
  text: '@expo-google-fonts/titillium-web/400Regular/TitilliumWeb_400Regular.ttf',
  strong: '@expo-google-fonts/titillium-web/600SemiBold/TitilliumWeb_600SemiBold.ttf',
}

const BODY = { font: 'text', size: 10.5, leading: 13.5, align: 'left', wraps: true } as const
const HEADING = { ...BODY, font: 'strong', size: 13, leading: 16 } as const
const ADDRESS = { ...BODY, size: 11, leading: 14, wraps: false } as const
const SMALL = { ...BODY, size: 8.5, leading: 11, wraps: false } as const

const STEPS = [
  'Vada sul sito www.inps.it e scelga «Servizi per il cittadino».',
  'Scriva il codice fiscale e il PIN intero, di 16 caratteri senza spazi: prima gli 8 che ha già ricevuto, poi gli 8 di questa lettera. Maiuscole o minuscole, è lo stesso.',
  'La pagina le dirà che il PIN è scaduto o al primo accesso e va cambiato: non è un errore, la prima volta succede sempre. Segua i quattro passi indicati.',
  'Riceverà così un nuovo PIN, di 8 caratteri: da quel momento vale solo quello. Lo trascriva o lo stampi e lo conservi in un luogo sicuro.',
]

/** Top of each step, millimetres. */
const STEP_TOPS = [209.5, 216, 227, 238]

export const BLOCKS: readonly Block[] = [
  { ...HEADING, id: 'sender', box: { x: 25, y: 12, width: 66, height: 7 }, text: 'INPS' },
  {
    ...SMALL,
    id: 'senderAddress',
    box: { x: 25, y: 19, width: 66, height: 20 },
    text: 'Istituto Nazionale Previdenza Sociale\nDirezione centrale Organizzazione\nVia Ciro il Grande, 21\n00144 ROMA RM',
  },
  {
    ...ADDRESS,
    id: 'address',
    box: { x: 101, y: 45.5, width: 92.5, height: 36 },
    text: '{{line1}}\n{{line2}}\n{{line3}}\n{{line4}}\n{{line5}}',
  },
  {
    ...BODY,
    wraps: false,
    id: 'reference',
    box: { x: 25, y: 46, width: 64, height: 12 },
    text: 'Data: {{date}}\nRif. lettera: {{id}}',
  },
  {
    ...HEADING,
    id: 'title',
    box: { x: 25, y: 104, width: 165, height: 7 },
    text: 'La seconda parte del suo PIN',
  },
  {
    ...BODY,
    id: 'opening',
    box: { x: 25, y: 113, width: 165, height: 28 },
    text: 'Gentile {{name}}, le inviamo la seconda parte del PIN per i servizi online INPS che ci ha chiesto {{requestedOn}}: sono 8 caratteri, da unire alla prima parte inviata {{firstHalfOn}} {{via}}. Insieme formano il suo PIN di 16 caratteri. Le due parti viaggiano per strade diverse, perché chi ne trovasse una sola non possa farne nulla.',
  },
  {
    ...BODY,
    id: 'warning',
    box: { x: 25, y: 143, width: 165, height: 16 },
    text: 'Una è su carta, l’altra in formato elettronico: le tenga separate fino al primo accesso e non le comunichi a nessuno: il personale INPS non gliele chiederà mai. Se non ha chiesto lei questo PIN, ci chiami subito: il numero è in fondo alla pagina.',
  },
  {
    ...BODY,
    font: 'strong',
    id: 'codeTitle',
    box: { x: 25, y: 161, width: 165, height: 6 },
    text: 'Gli ultimi 8 caratteri del suo PIN, da usare entro il 20 maggio 2027',
  },
  {
    id: 'code',
    box: { x: 67.5, y: 169.5, width: 80, height: 14 },
    font: 'strong',
    size: 32,
    leading: 38,
    align: 'centre',
    wraps: false,
    text: '{{code}}',
  },
  {
    ...BODY,
    id: 'codeNote',
    box: { x: 25, y: 187, width: 165, height: 12 },
    text: 'Lo 0 è sempre il numero zero, mai la lettera O. Il codice ha solo cifre da 0 a 9 e lettere da A a F; lo spazio a metà non si scrive.',
  },
  {
    ...HEADING,
    id: 'stepsTitle',
    box: { x: 25, y: 200.5, width: 165, height: 7 },
    text: 'Il primo accesso, passo per passo',
  },
  ...STEPS.flatMap((text, index): Block[] => {
    const y = STEP_TOPS[index] ?? 0
    return [
      {
        ...BODY,
        font: 'strong',
        id: `step${index + 1}Number`,
        box: { x: 25, y, width: 6, height: 6 },
        text: `${index + 1}.`,
      },
      { ...BODY, id: `step${index + 1}`, box: { x: 31, y, width: 159, height: 11 }, text },
    ]
  }),
  {
    ...BODY,
    id: 'attempts',
    box: { x: 25, y: 249.5, width: 165, height: 11 },
    text: 'Dopo 10 tentativi sbagliati bisogna aspettare cinque minuti, e altri cinque a ogni nuovo errore. Se entro quella data non avrà fatto il primo accesso, dovrà chiedere un altro PIN.',
  },
  {
    ...BODY,
    id: 'help',
    box: { x: 25, y: 262.5, width: 165, height: 16 },
    text: 'Le serve aiuto? Chiami il numero 803 164 (gratuito da rete fissa) o 06 164164 (da cellulare, a pagamento secondo il suo gestore), dal lunedì al venerdì dalle 8 alle 20 e il sabato dalle 8 alle 14.',
  },
  {
    ...SMALL,
    id: 'footer',
    box: { x: 25, y: 286, width: 165, height: 5 },
    text: 'INPS · Rif. lettera {{id}} · Foglio 1 di 1',
  },
]

/** The same index gives the same person, date and dummy code in every library; no two people have one id. */
export function valuesOf(index: number): LetterValues {
  const dice = scrambled(index)
  const more = scrambled(dice)
  const name = `${pick(GIVEN_NAMES, dice)} ${pick(SURNAMES, dice >>> 5)}`
  const street = `${pick(STREETS, dice >>> 11)}, ${(dice >>> 16) % 300}`
  const town = pick(TOWNS, dice >>> 9)
  const detail = pick(DETAILS, more)
  const keeper = dice & 0x8000 ? `presso famiglia ${pick(SURNAMES, more >>> 20)}` : ''
  const [line2, line3, line4] = keeper ? [keeper, detail, street] : [detail, street, town]
  const code = more.toString(16).toUpperCase().padStart(8, '0')
  return {
    name,
    line1: name,
    line2,
    line3,
    line4,
    line5: keeper && town,
    date: pick(DAYS, 60 + (dice % 30)),
    id: letterId(index),
    requestedOn: pick(DAYS_WITH_ARTICLE, more % 30),
    firstHalfOn: pick(DAYS_WITH_ARTICLE, 30 + ((more >>> 8) % 30)),
    via: pick(CHANNELS, more >>> 13),
    code: `${code.slice(0, 4)} ${code.slice(4)}`,
  }
}

/** The bytes of a typeface of the letter. */
export function fontFile(font: LetterFont): Buffer {
  return readFileSync(createRequire(import.meta.url).resolve(FONT_PATHS[font]))
}

const CALENDAR = Array.from({ length: 90 }, (_, day) => addDays('2026-09-01', day))
const DAYS = CALENDAR.map(italianLongDate)
const DAYS_WITH_ARTICLE = CALENDAR.map((date) => withArticle(date, italianLongDate(date)))

/** Base 32 without I, L, O and U. */
const ID_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Like `R3K7Q-9TX2M-C`. */
function letterId(index: number): string {
  let [rest, id] = [index, '']
  for (let place = 0; place < 5; place++) {
    id = ID_LETTERS.charAt(rest & 31) + id
    rest >>>= 5
  }
  return `R3K7Q-${id}-${ID_LETTERS.charAt(index % 31)}`
}

/** A permutation of the 32-bit numbers without visible order (the finaliser of MurmurHash3). */
function scrambled(seed: number): number {
  let bits = Math.imul(seed + 1, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

function pick<T>(list: readonly T[], dice: number): T {
  return list[dice % list.length] as T
}
