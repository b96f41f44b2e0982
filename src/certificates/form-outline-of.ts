/** @module What the rules need to know of a form. */
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import { type Figure, isFigure } from '../domain/certificates/meanings.ts'
import type { Form } from './form.ts'
import { noteSlots } from './note-slots.ts'
import { meaningsOf } from './point.ts'

export function outlineOf({ form, incomeYear, sections, notes }: Form): FormOutline {
  const numbers: Partial<Record<Figure, string>> = {}
  const points = sections.flatMap(({ groups }) => groups.flatMap((group) => group.points))
  for (const point of points) {
    for (const meaning of meaningsOf(point)) if (isFigure(meaning)) numbers[meaning] = point.number
  }
  const slots = Object.entries(notes).map(([code, { text }]) => [code, noteSlots(text)])
  return { form, incomeYear, numbers, notes: Object.fromEntries(slots) }
}
