/** @module A place where something secret stands that must not stand there. */

export interface Leak {
  readonly code: 'CODE_LEAKED' | 'CODE_MISSING' | 'CODICE_FISCALE'
  /** Of the PDF. */
  readonly page?: number
  /** Where, in Italian; never what. */
  readonly place: string
}
