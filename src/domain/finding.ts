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
  // a person stopped it
  | 'FERMATA_DAL_PERSONALE'
  // printing
  | 'GLIFO_MANCANTE'
  | 'TESTO_TROPPO_LUNGO'
  // certificate data
  | 'NUMERO_FORMATO'
  | 'PUNTO_SCONOSCIUTO'
  | 'PUNTO_NON_NEL_MODELLO'
  | 'NOTA_SCONOSCIUTA'
  | 'NOTA_INCOMPLETA'
  | 'ANNO_DIVERSO_DAL_FLUSSO'
  | 'MODELLO_NON_DISPONIBILE'
  | 'DATI_INVARIATI'
  | 'ANNULLAMENTO_SENZA_CERTIFICAZIONE'
  // arithmetic of a certificate, `domain.md` §2.5
  | CertificateRule
  // releases of certificates
  | 'CANALE_NON_AMMESSO'
  | 'SPORTELLO_MOBILE_NON_SPETTA'
  | 'DOCUMENTI_MANCANTI'
  | 'EREDE_DI_PERSONA_IN_VITA'
  | 'INDIRIZZO_NON_IN_ARCHIVIO'
  | 'INDIRIZZO_MANCANTE'
  | 'PEC_MANCANTE'
  | 'CERTIFICAZIONE_NON_DISPONIBILE'
  | 'CERTIFICAZIONE_ANNULLATA'
  | 'COPIA_DIVERSA'
  // events
  | 'EVENTO_SENZA_RICHIESTA'
  | 'EVENTO_SENZA_CREDENZIALE'
  | 'EVENTO_NON_APPLICABILE'

/** The rules R1–R15 of `domain.md` §2.5; whether one holds a certificate or warns is a dated setting. */
export type CertificateRule =
  | 'R1'
  | 'R2'
  | 'R3'
  | 'R4'
  | 'R5'
  | 'R6'
  | 'R7'
  | 'R8'
  | 'R10'
  | 'R11'
  | 'R12'
  | 'R13'
  | 'R14'
  | 'R15'

/** One thing found in one field. `field` is the feed's column name; `detail` completes the Italian sentence. */
export interface Finding {
  readonly code: FindingCode
  readonly field: string
  readonly detail?: string
}
