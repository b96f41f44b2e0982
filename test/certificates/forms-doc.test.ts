import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { Form } from '../../src/certificates/form.ts'
import { noteSlots } from '../../src/certificates/note-slots.ts'
import { meaningsOf } from '../../src/certificates/point.ts'
import { readForms } from '../../src/certificates/read-forms.ts'
import { FIGURES, PARTICULARS } from '../../src/domain/certificates/meanings.ts'

const { forms } = await readForms('templates')
const text = await readFile('docs/certificates.md', 'utf8')

/** The rows of the table below a heading. */
function documented(heading: string): string[] {
  const [, below = ''] = text.split(`\n${heading}\n`)
  const [section = ''] = below.split(/\n##+ /)
  return section.split('\n').filter((line) => line.startsWith('| `'))
}

function row(name: string, cells: readonly string[]): string {
  return `| ${[name, ...cells].join(' | ')} |`
}

function pointOf({ sections }: Form, meaning: string): string {
  const points = sections.flatMap(({ groups }) => groups.flatMap((group) => group.points))
  const point = points.find((one) => meaningsOf(one).some((name) => name === meaning))
  if (!point) return '–'
  return point.known === 'C' ? point.number : `${point.number} ${point.known}`
}

// A failing row shows what the page must say: copy it from there.
it('docs/certificates.md gives every figure and particular the point that the forms give it', () => {
  const meanings = [...Object.keys(FIGURES), ...PARTICULARS]
  const rows = meanings
    .map((meaning) => ({ meaning, cells: forms.map((form) => pointOf(form, meaning)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== '–'))
    .map(({ meaning, cells }) => row(`\`${meaning}\``, cells))
  expect(documented('## Every datum and its point').join('\n')).toBe(rows.join('\n'))
})

it('docs/certificates.md gives every note its slots and the years that have it', () => {
  const codes = [...new Set(forms.flatMap(({ notes }) => Object.keys(notes)))].sort()
  const rows = codes.map((code) => {
    const [first] = forms.flatMap(({ notes }) => notes[code] ?? [])
    const slots = noteSlots(first?.text ?? '').join(', ')
    return row(`\`${code}\``, [slots, ...forms.map(({ notes }) => notes[code]?.known ?? '–')])
  })
  expect(documented('## Notes').join('\n')).toBe(rows.join('\n'))
})
