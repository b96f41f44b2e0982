/** @module The institute as withholding agent: what every certificate prints of it. */
import { z } from 'zod'
import { checkCodiceFiscale } from '../domain/codice-fiscale.ts'
import type { AgentField } from './point.ts'

const text = z.string().min(1)
/** Printed as an empty box where empty. */
const textOrNothing = z.string()

const FIELDS = {
  codiceFiscale: z
    .string()
    .refine((number) => checkCodiceFiscale(number).ok, 'non è un codice fiscale: controllarne le cifre'),
  name: text,
  comune: text,
  province: z.string().regex(/^[A-Z]{2}$/, 'ci vuole la sigla della provincia'),
  cap: z.string().regex(/^\d{5}$/, 'ci vogliono cinque cifre, tra virgolette'),
  address: text,
  telephone: textOrNothing,
  email: textOrNothing,
  activity: textOrNothing,
  office: textOrNothing,
} satisfies Record<AgentField, z.ZodString>

export const WithholdingAgentSchema = z.strictObject({
  ...FIELDS,
  /** Who signs, and in what office. */
  signatory: text,
})

export type WithholdingAgent = Readonly<z.infer<typeof WithholdingAgentSchema>>
