/** @module Font files for tests, and tables made of them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFont } from '../../src/pdf/compile-font.ts'
import { FontFile } from '../../src/pdf/font-file.ts'
import { FontTable } from '../../src/pdf/font-table.ts'
import { ObjectSet } from '../../src/pdf/pdf-object.ts'

const PATHS = {
  titillium: 'titillium-web/400Regular/TitilliumWeb_400Regular.ttf',
  titilliumStrong: 'titillium-web/600SemiBold/TitilliumWeb_600SemiBold.ttf',
  noto: 'noto-sans/400Regular/NotoSans_400Regular.ttf',
  mono: 'noto-sans-mono/600SemiBold/NotoSansMono_600SemiBold.ttf',
  vazirmatn: 'vazirmatn/400Regular/Vazirmatn_400Regular.ttf',
} as const
type Name = keyof typeof PATHS

export const ASCII = characters(0x20, 0x7e)
export const LATIN_1 = characters(0xa1, 0xff)
export const LATIN = characters(0x100, 0x24f)
export const GREEK = characters(0x370, 0x3ff)
export const CYRILLIC = characters(0x400, 0x4ff)
export const ARABIC = characters(0x60c, 0x652)

export function characters(first: number, last: number): string {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index))
}

const resolve = createRequire(import.meta.url).resolve
const bytes = new Map<Name, Uint8Array>()
const opened = new Map<Name, FontFile>()

export function fontBytes(name: Name): Uint8Array {
  const known = bytes.get(name) ?? readFileSync(resolve(`@expo-google-fonts/${PATHS[name]}`))
  bytes.set(name, known)
  return known
}

export function fontFile(name: Name): FontFile {
  const known = opened.get(name) ?? new FontFile(fontBytes(name))
  opened.set(name, known)
  return known
}

export function fontTable(name: Name, ...alphabets: readonly string[]): FontTable {
  return new FontTable(compileFont(fontFile(name), alphabets, new ObjectSet(1), { firstResource: 0 }).font)
}
