/**
 * What validation says of a request: a code for machines, a field to look at, a detail for the sentence.
 * The sentences that people read are in `finding-texts.ts`.
 *
 * @module
 */

/** `reject`: the row does not enter. `hold`: it enters and waits for a person. `warn`: it goes on, the report tells. */
export type Severity = 'reject' | 'hold' | 'warn'

/** Codes of `domain.md` §4.6 keep their published names; the others are ours and Italian. */
export type FindingCode =
  // the row itself
  | 'NUMERO_COLONNE'
  | 'CAMPO_MANCANTE'
  | 'CAMPO_TROPPO_LUNGO'
  | 'CARATTERE_DI_CONTROLLO'
  | 'VALORE_NON_AMMESSO'
  | 'DATA_NON_VALIDA'
  // codice fiscale
  | 'CF_FORMA'
  | 'CF_CARATTERE_CONTROLLO'
  | 'CF_DATA'
  | 'WARN_CF_NOME'
  | 'WARN_CF_NASCITA'
  | 'WARN_CF_NUMERICO'
  // who asks, and whether a PIN may be issued at all
  | 'DELEGA_NON_AMMESSA'
  | 'SOLO_SPORTELLO'
  | 'PIN_DISMESSO'
  | 'GIA_TITOLARE'
  | 'TROPPE_RICHIESTE'
  | 'DECEDUTO'
  | 'RICHIESTA_GIA_LAVORATA'
  | 'RICHIESTA_RIPETUTA'
  // contacts
  | 'EMAIL_OBBLIGATORIA'
  | 'CONTATTO_MANCANTE'
  | 'WARN_CONTATTO_NON_VALIDO'
  | 'WARN_CONTATTO_UNICO'
  // postal address, `domain.md` §4.6
  | 'OK_NORMALISED'
  | 'WARN_CAP_REGION'
  | 'WARN_CAP_LOCALITY'
  | 'WARN_LOCALITY_UNKNOWN'
  | 'ERR_CAP_MISSING'
  | 'ERR_CAP_GENERIC'
  | 'ERR_NO_STREET'
  | 'ERR_NO_CIVIC'
  | 'ERR_NO_LOCALITY'
  | 'ERR_LINE_OVERFLOW'
  | 'ERR_TOO_MANY_LINES'
  | 'ERR_LINE_START'
  | 'ERR_COUNTRY_UNKNOWN'
  | 'ERR_PROVINCE_UNKNOWN'
  | 'ERR_CHARSET'
  // printing
  | 'GLIFO_MANCANTE'
  | 'TESTO_TROPPO_LUNGO'
  // events
  | 'EVENTO_SENZA_RICHIESTA'
  | 'EVENTO_SENZA_CREDENZIALE'
  | 'EVENTO_NON_APPLICABILE'

/** One thing found in one field. `field` is the feed's column name; `detail` completes the Italian sentence. */
export interface Finding {
  readonly code: FindingCode
  readonly field: string
  readonly detail?: string
}
