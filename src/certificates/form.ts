/**
 * A form as data: sections, points, notes, page layout, one folder a year in `templates/certificates/`. A new year is a
 * new folder and no code.
 *
 * @module
 */
import { z } from 'zod'
import { FIGURES, type Meaning, PARTICULARS } from '../domain/certificates/meanings.ts'

const MEANINGS = [...Object.keys(FIGURES), ...PARTICULARS] as Meaning[]

const UNKNOWN_MEANING =
  'non è un dato che le certificazioni conoscono: i nomi sono nella tabella di docs/certificates.md'

const meaning = z.enum(MEANINGS as [Meaning, ...Meaning[]], UNKNOWN_MEANING)
const length = z.number().min(0).max(300)
/** How sure a number or a code is: confirmed by a source, inferred, or without one (`domain.md` §0). */
const known = z.enum(['C', 'I', 'K']).default('C')

const PointSchema = z.strictObject({
  /** As the form prints it; the same number may stand in two sections. */
  number: z.string().regex(/^\d{1,3}$/, 'ci vuole un numero da una a tre cifre, tra virgolette'),
  label: z.string().min(1),
  /** What the box shows; several figures are added up. Absent: the box is printed and stays empty. */
  means: z.union([meaning, z.array(meaning).min(2)], UNKNOWN_MEANING).optional(),
  /** Twelfths of the width of a row. */
  width: z.number().int().min(1).max(12).default(3),
  known,
})

const SectionSchema = z.strictObject({
  /** `agent`, `A`, `B`, `C`, `person`, `tax`, …: names a section in messages and golden files. */
  id: z.string().regex(/^[a-zA-Z0-9-]+$/, 'ci vogliono lettere, cifre e trattini'),
  title: z.string().min(1),
  /** From 1. */
  page: z.number().int().min(1).max(4),
  /** A sentence below the title; a section without boxes has nothing else. */
  text: z.string().min(1).optional(),
  groups: z
    .array(z.strictObject({ title: z.string().min(1).optional(), points: z.array(PointSchema).min(1) }))
    .default([]),
})

export const FormSchema = z.strictObject({
  form: z.string().regex(/^(CUD|CU) \d{4}$/, 'ci vuole il nome del modello, come CUD 2013 o CU 2020'),
  incomeYear: z.number().int().min(2000).max(2100),
  title: z.string().min(1),
  /** Below the title: the law, and the year it is about. */
  heading: z.string().min(1),
  sections: z.array(SectionSchema).min(1),
  notes: z.record(z.string().regex(/^[A-Z]{2}$/), z.strictObject({ text: z.string().min(1), known }), {
    error: ({ code }) =>
      code === 'invalid_key' ? 'il codice di un’annotazione è di due lettere maiuscole' : undefined,
  }),
  /** What stands in the place of a signature by hand. */
  signature: z.string().min(1),
  /** Per mille of the choice sheet that follows on paper, as `8`, `5`, `2`. */
  choices: z.array(z.literal([8, 5, 2])),
  /** An institute's official PDF laid underneath; then each point named here stands in its own box (millimetres). */
  background: z
    .strictObject({
      file: z.string().regex(/^[\w.-]+\.pdf$/i, 'ci vuole il nome di un file .pdf di questa cartella'),
      boxes: z.array(
        z.strictObject({
          section: z.string(),
          number: z.string(),
          page: z.number().int().min(1),
          x: length,
          y: length,
          width: length,
          height: length,
        }),
      ),
    })
    .optional(),
})

export type Form = z.infer<typeof FormSchema>
export type Section = z.infer<typeof SectionSchema>
export type Point = z.infer<typeof PointSchema>
