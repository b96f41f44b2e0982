/** @module What an inspection can find, and what staff read of it. */

/**
 * A code a kind of fault, each with its Italian sentence. The detail says where and how much, never what stands
 * there: half a PIN may stand in the wrong place, and that is the very fault.
 */
export const FAULT_SENTENCES = {
  UNREADABLE: 'Il file o una sua parte non si può leggere',
  ENCRYPTED: 'Il file è cifrato: lo stampatore non può aprirlo',
  SCRIPT: 'Il file contiene un programma JavaScript',
  FORM: 'Il file contiene un modulo da compilare',
  ANNOTATION: 'Il file contiene annotazioni, che sulla carta non si vedono o coprono il testo',
  ATTACHMENT: 'Il file contiene altri file allegati',
  ACTION: 'Il file fa qualcosa da solo quando lo si apre',
  FONT_NOT_EMBEDDED: 'Un carattere tipografico non è incorporato nel file',
  FONT_NOT_SUBSET: 'Un carattere tipografico è incorporato per intero',
  FONT_WITHOUT_UNICODE: 'Da un carattere tipografico non si può ricavare il testo',
  METADATA_AUTHOR: 'Le proprietà del file nominano un autore',
  METADATA_ADDRESS: 'Le proprietà del file riportano una riga di un indirizzo',
  PAGE_COUNT: 'Le pagine non sono quelle che il CSV annuncia',
  PAGE_SIZE: 'La pagina non ha la misura del profilo, o è ruotata',
  WINDOW_TEXT: 'Nella finestra si legge altro oltre all’indirizzo',
  ADDRESS_DIFFERS: 'L’indirizzo nella finestra non è quello del CSV',
  ADDRESS_OUTSIDE: 'L’indirizzo esce dalla finestra se il foglio scivola nella busta',
  PIECE_MISSING: 'La pagina non porta il numero della sua lettera',
  PIECE_OTHER: 'La pagina porta il numero di un’altra lettera',
  MARK_MISSING: 'A piè di pagina manca la sigla del foglio',
  MARK_WRONG: 'La sigla del foglio non è quella attesa',
  MARK_REPEATED: 'La sigla del foglio compare più di una volta',
  INK_IN_CLEAR_ZONE: 'C’è inchiostro dove il foglio deve restare bianco',
  CODE_LEAKED: 'Una seconda parte di PIN compare fuori dal riquadro del codice',
  CODE_MISSING: 'Nel riquadro del codice non si legge la seconda parte del PIN',
  CODICE_FISCALE: 'Un codice fiscale compare dove non deve',
} as const

export type FaultCode = keyof typeof FAULT_SENTENCES

export interface Fault {
  /** Counted from 1; absent where the fault is the whole file's. */
  readonly page?: number
  readonly code: FaultCode
  /** A few Italian words; `''` where the code says it all. */
  readonly detail: string
}

/** A fault of a page that its caller names. */
export type PageFault = Omit<Fault, 'page'>

/** Millimetres with one decimal, as Italians write them. */
export function mm(length: number): string {
  return length.toFixed(1).replace('.', ',')
}
