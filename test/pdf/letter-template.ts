/** @module A small letter that uses every kind of node, compiled once a process. */
import { type CompiledTemplate, compileTemplate } from '../../src/pdf/compile-template.ts'
import type { TemplateDescription, Values } from '../../src/pdf/template.ts'
import { ASCII, CYRILLIC, fontBytes, GREEK, LATIN, LATIN_1 } from './typefaces.ts'

export const BODY = { x: 25, y: 104, width: 165, height: 60 }
export const ADDRESS = { x: 101, y: 45, width: 90, height: 34 }
/** The telephone number is set in another typeface, as letters do: readers turn the groups of a plain one round. */
const ARABIC_RUNS = [
  {
    typeface: 'arabic',
    text: 'نرسل إليكم الجزء الثاني من رمز PIN (الأحرف الثمانية) في الموقع «www.inps.it» بتاريخ 12 نوفمبر 2026 ورقمه R3K7Q-9TX2M-C، اتصلوا بالرقم ',
  },
  { typeface: 'text', text: '+39\u00a006\u00a0164164' },
  { typeface: 'arabic', text: ' لا غير' },
]
export const ARABIC_TEXT = ARABIC_RUNS.map(({ text }) => text).join('')

export const letterDescription: TemplateDescription = {
  page: { width: 210, height: 297 },
  typefaces: {
    text: { file: fontBytes('titillium'), alphabets: [`${ASCII}àèéìòù’`, ASCII + LATIN_1] },
    person: {
      file: fontBytes('noto'),
      alphabets: [ASCII, ASCII + LATIN_1 + LATIN, ASCII + GREEK, ASCII + CYRILLIC],
    },
    code: { file: fontBytes('mono'), alphabets: ['0123456789ABCDEF•'] },
    arabic: { file: fontBytes('vazirmatn'), alphabets: ['0123456789'] },
  },
  pictures: {},
  slots: { on: 'edition', mark: 'edition', name: 'piece', address: 'piece', id: 'piece', code: 'piece' },
  variants: {
    letter: {
      title: 'Prova (così) <&> \\',
      language: 'it-IT',
      pages: 1,
      content: [
        {
          kind: 'vector',
          page: 0,
          shapes: [
            { frame: ADDRESS, weight: 0.5, grey: 0.5 },
            { fill: { x: 25, y: 20, width: 30, height: 10 }, grey: 0.8 },
            { rule: [25, 280, 160], weight: 0.5, grey: 0.4 },
          ],
        },
        {
          kind: 'lines',
          page: 0,
          tag: { role: 'P' },
          box: ADDRESS,
          typeface: 'person',
          slot: 'address',
          size: 11,
          pitch: 5.2,
          most: 6,
          shrink: { smallest: 9, narrowest: 85 },
          field: 'address line {{line}}',
        },
        {
          kind: 'flow',
          page: 0,
          field: 'body',
          box: BODY,
          direction: 'ltr',
          align: 'start',
          fits: [{ scale: 1, gap: 2.4 }],
          blocks: [
            { role: 'H1', size: 16, leading: 20, runs: [{ typeface: 'text', text: 'La seconda parte' }] },
            {
              role: 'P',
              size: 11,
              leading: 13.4,
              runs: [
                {
                  typeface: 'text',
                  text: 'Gentile {{name}}, le inviamo {{on}} la seconda parte di 16\u00a0caratteri: ',
                },
                { typeface: 'code', text: '0' },
                { typeface: 'text', text: ', con la barra, è sempre il numero zero (e \\ non conta). ' },
                { typeface: 'person', text: 'Αθήνα' },
              ],
            },
            {
              role: 'LI',
              size: 11,
              leading: 13.4,
              label: { run: { typeface: 'text', text: '1.' }, column: 6 },
              runs: [{ typeface: 'text', text: 'Vada sul sito www.inps.it.' }],
            },
          ],
        },
        {
          kind: 'line',
          page: 0,
          field: 'code',
          tag: { role: 'P' },
          box: { x: 67.5, y: 170, width: 80, height: 14 },
          align: 'centre',
          size: 32,
          runs: [{ typeface: 'code', text: '{{code}}' }],
        },
        {
          kind: 'flow',
          page: 0,
          field: 'arabic',
          box: { x: 25, y: 200, width: 165, height: 40 },
          direction: 'rtl',
          align: 'start',
          fits: [{ scale: 1, gap: 2.4 }],
          blocks: [{ role: 'P', language: 'ar', size: 12, leading: 18, runs: ARABIC_RUNS }],
        },
        { kind: 'matrix', page: 0, box: { x: 8, y: 13, width: 9, height: 9 }, text: '{{id}} 1/1' },
        {
          kind: 'mark',
          page: 0,
          run: { typeface: 'text', text: '{{mark}}' },
          centre: [105, 150],
          degrees: 50,
          size: 130,
          widest: 190,
          grey: 0.9,
        },
        {
          kind: 'line',
          page: 0,
          field: 'footer',
          tag: 'artifact',
          box: { x: 25, y: 284, width: 160, height: 5 },
          align: 'right',
          size: 8.5,
          grey: 0.3,
          runs: [{ typeface: 'text', text: '{{id}} 1/1' }],
        },
      ],
    },
  },
}

export const EDITION: Values = { on: '12\u00a0maggio\u00a02026', mark: '' }

export function letterValues(
  index = 0,
  address: readonly string[] = ['MARIA ROSSI', '00144 ROMA RM'],
): Values {
  return { name: `Maria D’Annunzio ${index}`, address, id: 'R3K7Q-9TX2M-C', code: '0B8D 5A1F' }
}

let compiling: Promise<CompiledTemplate> | undefined

export function compiledLetter(): Promise<CompiledTemplate> {
  compiling ??= compileTemplate(letterDescription)
  return compiling
}
