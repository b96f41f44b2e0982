/**
 * Word lists of the letter's invented people. Latin-1 letters with their accents, names of several lengths: no two
 * letters in a row break their lines alike.
 *
 * @module
 */

export const GIVEN_NAMES = [
  'Anna',
  'Niccolò',
  'Maria Grazia',
  'Renè',
  'Giovanni Battista',
  'Zoë',
  'Chloé',
  'Ugo',
  'Massimiliano',
  'Françoise',
  'José Luis',
  'Jürgen',
  'Alessandra',
  'Noè',
  'Sofía',
  'Pier Paolo',
]

export const SURNAMES = [
  'Rossi',
  'D’Amico',
  'Bonaventura Castelli',
  'Mulè',
  'Re',
  'De Filippis',
  'Pérez Núñez',
  'Müller',
  'Lo Presti',
  'Nardò',
  'Quattrocchi',
  'Gagliardi Sforza',
  'Dell’Acqua',
  'Cantù',
  'Grün',
  'Østergård',
  'Fusco',
]

export const STREETS = [
  'Via Garibaldi',
  'Piazza della Libertà',
  'Viale della Repubblica',
  'Via Sant’Agnese',
  'Corso Vittorio Emanuele II',
  'Vicolo dell’Università',
  'Strada Provinciale per Città di Castello',
  'Via Santa Lucia',
  'Largo Nicolò Tommaseo',
  'Via Po',
  'Contrada Pietà dei Turchini',
]

/** Postcode, place and province, as the last line of an address has them. */
export const TOWNS = [
  '00184 ROMA RM',
  '20121 MILANO MI',
  '47121 FORLÌ FC',
  '10122 TORINO TO',
  '22063 CANTÙ CO',
  '80134 NAPOLI NA',
  '06012 CITTÀ DI CASTELLO PG',
  '90133 PALERMO PA',
  '73048 NARDÒ LE',
  '39012 MERANO BZ',
  '16121 GENOVA GE',
  '88900 CROTONE KR',
  '30027 SAN DONÀ DI PIAVE VE',
]

/** Where in the building. */
export const DETAILS = [
  'Scala A, interno 12',
  'Palazzina 3',
  'Piano 2, interno 7',
  'Scala destra',
  'Cortile B',
]

/** How the first half was sent. */
export const CHANNELS = ['con un SMS', 'per e-mail', 'per posta elettronica certificata (PEC)']
