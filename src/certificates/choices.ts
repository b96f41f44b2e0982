/**
 * Where eight, five and two per mille of the Irpef may go, as data by income year.
 *
 * @module
 */
import { z } from 'zod'
import type { Form } from './form.ts'

const year = z.int().min(2000).max(2100)
const Box = z.strictObject({
  text: z.string().min(1),
  /** What is written beside the signature. */
  code: z.string().min(1).optional(),
  from: year.optional(),
  to: year.optional(),
})

export const ChoicesSchema = z.strictObject({
  heading: z.string().min(1),
  intro: z.string().min(1),
  choices: z.array(
    z.strictObject({
      rate: z.union([z.literal(8), z.literal(5), z.literal(2)]),
      title: z.string().min(1),
      note: z.string().min(1).optional(),
      columns: z.int().min(1).max(6),
      boxes: z
        .array(
          z
            .union([z.string().min(1), Box])
            .transform((box) => (typeof box === 'string' ? { text: box } : box)),
        )
        .min(1),
    }),
  ),
})

export type Choices = z.infer<typeof ChoicesSchema>
export type Choice = Choices['choices'][number]

/** The choices of a form, each with the boxes of its year; one that nothing is said of is left out. */
export function choicesOf({ choices }: Choices, { choices: rates, incomeYear }: Form): Choice[] {
  return rates.flatMap((rate) =>
    choices
      .filter((choice) => choice.rate === rate)
      .map((choice) => ({
        ...choice,
        boxes: choice.boxes.filter(
          (box) => (box.from ?? incomeYear) <= incomeYear && incomeYear <= (box.to ?? incomeYear),
        ),
      })),
  )
}
