/**
 * What a PIN letter is made from: its person's data, and what its bundle shares.
 *
 * @module
 */
import type { CivilDate } from '../domain/civil-date.ts'
import type { PinLetterSnapshot } from '../domain/pin-letter-snapshot.ts'
import type { Refusal } from '../pdf/template.ts'

/** What a letter says of its person; stored before rendering, JSON-safe, no secret. */
export interface PinLetterData
  extends Pick<
    PinLetterSnapshot,
    'addressLines' | 'requestedOn' | 'firstHalfSentOn' | 'firstHalfChannel' | 'residence'
  > {
  /** `R3K7Q-9TX2M-C` */
  readonly publicId: string
  /** `it`, `de`, `it+de`: chosen when the letter was measured. */
  readonly languages: string
}

/** What all letters of a bundle share. */
export interface PinLetterIssue {
  readonly datedOn: CivilDate
  readonly expiresOn: CivilDate
  /** Every page is marked PROVA. */
  readonly test: boolean
}

/** Nobody's fault but the data's; `detail` completes a sentence and never holds a secret. */
export interface Misfit {
  readonly ok: false
  readonly code: 'GLIFO_MANCANTE' | 'TESTO_TROPPO_LUNGO'
  readonly field: string
  readonly detail: string
}

/** In the words that staff read in the list of what waits. */
export function misfitOf({ code, field, found, limit }: Refusal): Misfit {
  if (code === 'missing-glyph') return { ok: false, code: 'GLIFO_MANCANTE', field, detail: found }
  const [what, detail] =
    code === 'too-many-lines' ? ['indirizzo', `${found} righe`] : [field, `${found} invece di ${limit}`]
  return { ok: false, code: 'TESTO_TROPPO_LUNGO', field: what, detail }
}
