/**
 * What fills the slots of a certificate. A million of them are filled in a row, so nothing is done for a box that stays
 * empty: all values begin as a copy of the form's empty ones.
 *
 * @module
 */
import type { IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import { italianAmount } from '../domain/certificates/italian-amount.ts'
import { isFigure } from '../domain/certificates/meanings.ts'
import type { Values } from '../pdf/template.ts'
import { changeSlot } from './change-sheet.ts'
import { changesOf } from './changes.ts'
import type { Form } from './form.ts'
import { noteSlot, pensionSlot } from './form-annotations.ts'
import { HOLDER_SLOT, ISSUED_SLOT, REPLACED_SLOT } from './form-sheets.ts'
import { noteText } from './notes-text.ts'
import { meaningsOf } from './point.ts'
import { type ReadPoint, readPoints } from './point-values.ts'
import { printedDay } from './printed-day.ts'

export function certificateValues(certificate: IssuedCertificate, form: Form): Values {
  const { data, issuedOn, kind, replaced } = certificate
  const { empty, particulars, byFigure } = filling(form)
  const values = { ...empty }
  for (const { slot, read } of particulars) values[slot] = read(data)
  for (const figure in data.figures) {
    const point = byFigure.get(figure)
    if (point) values[point.slot] = point.read(data)
  }
  values[HOLDER_SLOT] = data.codiceFiscale
  values[ISSUED_SLOT] = printedDay(issuedOn)
  values[REPLACED_SLOT] = printedDay(replaced?.issuedOn ?? '')
  data.pensions.forEach((pension, index) => {
    const slots = pensionSlots(index)
    values[slots.name] = pension.pension
    values[slots.from] = printedDay(pension.from)
    values[slots.to] = printedDay(pension.to)
    values[slots.amount] = italianAmount(pension.cents)
  })
  data.notes.forEach((note, index) => {
    values[noteSlot(index, 'code')] = note.code
    values[noteSlot(index, 'text')] = noteText(form, note)
  })
  if (kind === 'CORRECTION') {
    changesOf(certificate, form).forEach(({ point, text }, index) => {
      values[changeSlot(index, 'point')] = point
      values[changeSlot(index, 'text')] = text
    })
  }
  return values
}

interface Filling {
  readonly empty: Readonly<Record<string, string>>
  /** Points in words. */
  readonly particulars: readonly ReadPoint[]
  /** The point that shows a figure, as `outlineOf` has it. */
  readonly byFigure: ReadonlyMap<string, ReadPoint>
}

const fillings = new WeakMap<Form, Filling>()

function filling(form: Form): Filling {
  let known = fillings.get(form)
  if (!known) {
    const points = readPoints(form)
    const figures = points.flatMap((one) =>
      meaningsOf(one.point)
        .filter(isFigure)
        .map((figure) => [figure, one] as const),
    )
    const slots = [...points.map(({ slot }) => slot), HOLDER_SLOT, ISSUED_SLOT, REPLACED_SLOT]
    const empty = Object.fromEntries(slots.map((slot) => [slot, '']))
    known = {
      // Parsed, since the engine copies what a parser made ten times faster than what was put together.
      empty: JSON.parse(JSON.stringify(empty)) as Record<string, string>,
      particulars: points.filter(({ point }) => !meaningsOf(point).some(isFigure)),
      byFigure: new Map(figures),
    }
    fillings.set(form, known)
  }
  return known
}

type PensionSlots = Readonly<Record<'name' | 'from' | 'to' | 'amount', string>>

const slotsOfPensions: PensionSlots[] = []

/** Made once: a text that is put together anew is looked up slowly. */
function pensionSlots(index: number): PensionSlots {
  let slots = slotsOfPensions[index]
  if (!slots) {
    const [name, from, to, amount] = (['name', 'from', 'to', 'amount'] as const).map((column) =>
      pensionSlot(index, column),
    ) as [string, string, string, string]
    slots = { name, from, to, amount }
    slotsOfPensions[index] = slots
  }
  return slots
}
