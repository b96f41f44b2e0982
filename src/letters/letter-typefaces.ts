/**
 * The typefaces of a letter. Titillium Web is the Italian public administration's; Noto Sans has the letters of every
 * Latin alphabet, Greek and Cyrillic for what the person supplied; Noto Sans Mono crosses its zero and keeps 8 and B
 * apart, for what is copied by hand; Vazirmatn is an Arabic whose letters are whole glyphs, dots included, so that text
 * comes back letter by letter (Noto Sans Arabic draws the dots apart).
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { TypefaceDescription } from '../pdf/template.ts'

/** What a text may be set in; its front matter says which. */
export const TEXT_TYPEFACES = ['titillium-web', 'noto-sans', 'vazirmatn'] as const
export type TextTypeface = (typeof TEXT_TYPEFACES)[number]

const FILES: Readonly<Record<TextTypeface, { text: string; strong: string }>> = {
  'titillium-web': {
    text: 'titillium-web/400Regular/TitilliumWeb_400Regular.ttf',
    strong: 'titillium-web/600SemiBold/TitilliumWeb_600SemiBold.ttf',
  },
  'noto-sans': {
    text: 'noto-sans/400Regular/NotoSans_400Regular.ttf',
    strong: 'noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  },
  vazirmatn: {
    text: 'vazirmatn/400Regular/Vazirmatn_400Regular.ttf',
    strong: 'vazirmatn/600SemiBold/Vazirmatn_600SemiBold.ttf',
  },
}

/** Names of the typefaces in a template. */
export const PERSON = 'person'
export const ID = 'id'
export const CODE = 'code'

export function strongOf(typeface: TextTypeface): string {
  return `${typeface} strong`
}

const ASCII = characters(0x20, 0x7e)
const LATIN_1 = characters(0xa1, 0xff)
/** Latin Extended-A and -B as far as people's names use them, letters with a comma below, Vietnamese and Welsh. */
const LATIN = characters(0x100, 0x24f) + characters(0x1e00, 0x1eff)
const GREEK = characters(0x370, 0x3ff)
const CYRILLIC = characters(0x400, 0x4ff)
const PUNCTUATION = '‘’“”–—·°'

/**
 * Typefaces with what values may bring: `valueText` is everything that dates and the like can say in each text
 * typeface. Only the alphabets that a file needs are embedded in it.
 */
export function letterTypefaces(
  valueText: ReadonlyMap<TextTypeface, string>,
): Record<string, TypefaceDescription> {
  const typefaces: Record<string, TypefaceDescription> = {
    [PERSON]: personTypeface(),
    [ID]: {
      file: fontFile('noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf'),
      alphabets: ['0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/ '],
    },
    [CODE]: {
      file: fontFile('noto-sans-mono/600SemiBold/NotoSansMono_600SemiBold.ttf'),
      alphabets: ['0123456789ABCDEF• '],
    },
  }
  for (const [name, text] of valueText) {
    typefaces[name] = { file: fontFile(FILES[name].text), alphabets: [text] }
    typefaces[strongOf(name)] = { file: fontFile(FILES[name].strong), alphabets: [text] }
  }
  return typefaces
}

/** Of what the person supplied: every Latin alphabet, Greek and Cyrillic, and in each of them the characters of `own`. */
export function personTypeface(own = ''): TypefaceDescription {
  const always = ASCII + PUNCTUATION + own
  return {
    file: typefaceFile('noto-sans', 'text'),
    alphabets: [
      always,
      always + LATIN_1,
      always + LATIN_1 + LATIN,
      always + GREEK,
      always + CYRILLIC,
      always + LATIN_1 + LATIN + GREEK + CYRILLIC,
    ],
  }
}

export function typefaceFile(typeface: TextTypeface, weight: 'text' | 'strong'): Uint8Array {
  return fontFile(FILES[typeface][weight])
}

const resolve = createRequire(import.meta.url).resolve

const files = new Map<string, Uint8Array>()

/** Read once a process: they are part of the program and do not change under it. */
function fontFile(path: string): Uint8Array {
  let file = files.get(path)
  if (!file) {
    file = readFileSync(resolve(`@expo-google-fonts/${path}`))
    files.set(path, file)
  }
  return file
}

function characters(first: number, last: number): string {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index))
}
