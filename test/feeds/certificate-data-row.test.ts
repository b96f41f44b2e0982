import { expect, test } from 'vitest'
import type { CertificateData } from '../../src/domain/certificates/certificate-data.ts'
import { FIGURES } from '../../src/domain/certificates/meanings.ts'
import { severityReader } from '../../src/domain/certificates/severity.ts'
import type { NumberFormat } from '../../src/feeds/amounts.ts'
import { type CertificateVerdict, judgeCertificateRow } from '../../src/feeds/certificate-data-row.ts'
import { CERTIFICATE_DATA_COLUMNS } from '../../src/feeds/columns.ts'
import { FeedRow } from '../../src/feeds/feed-row.ts'
import { type DataCells, dataCells } from '../support/certificate-rows.ts'
import { newPerson } from '../support/feed-rows.ts'

const PERSON = newPerson()
const OUTLINE = {
  form: 'CUD 2013',
  incomeYear: 2012,
  numbers: Object.fromEntries(Object.keys(FIGURES).map((figure, index) => [figure, String(index + 1)])),
  notes: { AB: ['cf', 'titolo'], AN: [], ZZ: ['testo'] },
}

type Changes = Partial<DataCells>

function judged(changes: Changes, numbers: NumberFormat = 'point'): CertificateVerdict {
  const cells = dataCells(PERSON, 2012, changes)
  const places = new Map(CERTIFICATE_DATA_COLUMNS.map((column, place) => [column, place]))
  const row = new FeedRow(
    CERTIFICATE_DATA_COLUMNS.map((column) => cells[column]),
    places,
  )
  return judgeCertificateRow(row, {
    incomeYear: 2012,
    outline: OUTLINE,
    numbers,
    severity: severityReader([]),
    receivedOn: '2013-02-20',
  })
}

function entered(changes: Changes, numbers?: NumberFormat) {
  const verdict = judged(changes, numbers)
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.rejections))
  return verdict.row
}

function dataOf(changes: Changes, numbers?: NumberFormat): CertificateData {
  return JSON.parse(entered(changes, numbers).data)
}

const PENSION = 'VO 12345678:2012-01-01:2012-12-31:12000.00'

/** What the row is refused with: code, field, detail. */
const REJECTED: readonly (readonly [title: string, changes: Changes, ...findings: string[][]])[] = [
  ['no id', { record_id: '' }, ['CAMPO_MANCANTE', 'record_id']],
  ['another operation', { operation: 'S' }, ['VALORE_NON_AMMESSO', 'operation', 'S']],
  [
    'the year of another file',
    { income_year: '2013' },
    ['ANNO_DIVERSO_DAL_FLUSSO', 'income_year', '2013 invece di 2012'],
  ],
  ['no year', { income_year: '' }, ['CAMPO_MANCANTE', 'income_year']],
  ['dated tomorrow', { issued_on: '2013-02-21' }, ['DATA_NON_VALIDA', 'issued_on', '2013-02-21, nel futuro']],
  ['no such date', { issued_on: '2013-02-30' }, ['DATA_NON_VALIDA', 'issued_on', '2013-02-30']],
  ['no date of birth', { birth_date: '' }, ['CAMPO_MANCANTE', 'birth_date']],
  [
    'born tomorrow',
    { birth_date: '2013-02-21' },
    ['DATA_NON_VALIDA', 'birth_date', '2013-02-21, nel futuro'],
  ],
  [
    'a death to come',
    { deceased_on: '2013-03-01' },
    ['DATA_NON_VALIDA', 'deceased_on', '2013-03-01, nel futuro'],
  ],
  [
    'a codice fiscale with another check letter',
    { codice_fiscale: 'RSSMRA50A01H501Z' },
    ['CF_CARATTERE_CONTROLLO', 'codice_fiscale', 'atteso O, trovato Z'],
  ],
  [
    'a representative who has none',
    { representative_codice_fiscale: 'ROSSI' },
    ['CF_FORMA', 'representative_codice_fiscale', 'trovati 5 caratteri invece di 16'],
  ],
  [
    'another payer who has none',
    { merged_payer: '80078750588' },
    ['CF_CARATTERE_CONTROLLO', 'merged_payer', 'attesa 7, trovata 8'],
  ],
  [
    'no role that there is',
    { beneficiary_role: 'FIGLIO' },
    ['VALORE_NON_AMMESSO', 'beneficiary_role', 'FIGLIO'],
  ],
  ['three decimals', { 'tax.gross': '2760.001' }, ['NUMERO_FORMATO', 'tax.gross', '2760.001']],
  ['a comma among points', { 'tax.gross': '2760,00' }, ['NUMERO_FORMATO', 'tax.gross', '2760,00']],
  ['thousands', { 'tax.gross': '2.760,00' }, ['NUMERO_FORMATO', 'tax.gross', '2.760,00']],
  ['letters', { 'tax.gross': 'n.d.' }, ['NUMERO_FORMATO', 'tax.gross', 'n.d.']],
  ['days and a half', { 'days.pension': '364.5' }, ['NUMERO_FORMATO', 'days.pension', '364.5']],
  [
    'two figures that are none, each told',
    { 'tax.gross': 'x', 'withholding.irpef': 'y' },
    ['NUMERO_FORMATO', 'withholding.irpef', 'y'],
    ['NUMERO_FORMATO', 'tax.gross', 'x'],
  ],
  [
    'an unknown point',
    { other_figures: 'punto.999=12.00|tax.net=1.00' },
    ['PUNTO_SCONOSCIUTO', 'other_figures', 'punto.999, tax.net'],
  ],
  [
    'a point named by a member of every object',
    { other_figures: 'constructor=1' },
    ['PUNTO_SCONOSCIUTO', 'other_figures', 'constructor'],
  ],
  [
    'another figure in another format',
    { other_figures: 'solidarity.contribution=12,00' },
    ['NUMERO_FORMATO', 'solidarity.contribution', '12,00'],
  ],
  [
    'a figure twice',
    { other_figures: 'solidarity.contribution=12.00|solidarity.contribution=13.00' },
    ['VALORE_NON_AMMESSO', 'solidarity.contribution', 'indicato due volte'],
  ],
  [
    'a figure that has a column, in both',
    { other_figures: 'tax.gross=2760.00' },
    ['VALORE_NON_AMMESSO', 'tax.gross', 'indicato due volte'],
  ],
  [
    'a flag that is neither',
    { other_figures: 'withholding.higher=X' },
    ['VALORE_NON_AMMESSO', 'withholding.higher', 'X'],
  ],
  [
    'a code of a sentence',
    { other_figures: 'case.special=ABCD' },
    ['VALORE_NON_AMMESSO', 'case.special', 'ABCD'],
  ],
  [
    'a pension without its amount',
    { pensions: 'VO 1:2012-01-01:2012-12-31' },
    ['VALORE_NON_AMMESSO', 'pensions', 'VO 1:2012-01-01:2012-12-31'],
  ],
  [
    'a pension from no date',
    { pensions: 'VO 1:2012-02-30:2012-12-31:1.00' },
    ['DATA_NON_VALIDA', 'pensions', 'VO 1:2012-02-30:2012-12-31:1.00'],
  ],
  [
    'a pension that ends before it begins',
    { pensions: 'VO 1:2012-12-31:2012-01-01:1.00' },
    ['DATA_NON_VALIDA', 'pensions', 'VO 1:2012-12-31:2012-01-01:1.00'],
  ],
  [
    'a pension of three decimals',
    { pensions: 'VO 1:2012-01-01:2012-12-31:1.001' },
    ['NUMERO_FORMATO', 'pensions', 'VO 1:2012-01-01:2012-12-31:1.001'],
  ],
  ['a note of three letters', { notes: 'ANX' }, ['VALORE_NON_AMMESSO', 'notes', 'AN']],
  ['a slot without a name', { notes: 'AN|ZZ(nota)' }, ['VALORE_NON_AMMESSO', 'notes', 'ZZ']],
  ['a slot twice', { notes: 'ZZ(testo=a;testo=b)' }, ['VALORE_NON_AMMESSO', 'notes', 'ZZ']],
  ['a bracket that stays open', { notes: 'ZZ(testo=a' }, ['VALORE_NON_AMMESSO', 'notes', 'ZZ']],
  ['half an address', { residence: '', street: 'VIA ROMA' }, ['CAMPO_MANCANTE', 'residence']],
  [
    'an annulment without a person',
    { operation: 'A', codice_fiscale: '' },
    ['CAMPO_MANCANTE', 'codice_fiscale'],
  ],
  ['a text too long', { surname: 'X'.repeat(61) }, ['CAMPO_TROPPO_LUNGO', 'surname', '61/60']],
  ['a control character', { surname: 'ROS\u0007SI' }, ['CARATTERE_DI_CONTROLLO', 'surname']],
]

const ROWS = REJECTED.map(([title, changes, ...findings]) => ({ title, changes, findings }))

test.each(ROWS)('$title', ({ changes, findings }) => {
  const verdict = judged(changes)
  expect(verdict.ok).toBe(false)
  if (verdict.ok) return
  expect(
    verdict.rejections.map(({ code, field, detail }) =>
      detail === undefined ? [code, field] : [code, field, detail],
    ),
  ).toEqual(findings)
})

/** The row enters and waits with this hold; every other hold is told among the warnings. */
const HELD: readonly (readonly [title: string, changes: Changes, codes: string[]])[] = [
  ['a negative sum', { 'surtax.regional': '-12.00' }, ['R1']],
  ['366 days', { 'days.pension': '366' }, ['R2']],
  ['dated before the year was over', { issued_on: '2012-12-31' }, ['R15']],
  ['an unknown note', { notes: 'QQ' }, ['NOTA_SCONOSCIUTA']],
  ['a note without its text', { notes: 'ZZ' }, ['NOTA_INCOMPLETA']],
  ['two of them', { 'surtax.regional': '-12.00', notes: 'QQ' }, ['NOTA_SCONOSCIUTA', 'R1']],
]

test.each(HELD)('%s is held', (_title, changes, [first, ...others]) => {
  const row = entered(changes)
  expect(row.hold?.code).toBe(first)
  const warnings = JSON.parse(row.warnings ?? '[]') as { code: string }[]
  expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(others))
})

test('a row that is right has neither hold nor warning', () => {
  expect(entered({})).toMatchObject({
    hold: undefined,
    warnings: null,
    operation: 'O',
    issuedOn: '2013-02-20',
  })
})

test('everything that is printed is read', () => {
  const data = dataOf({
    deceased_on: '2012-12-30',
    beneficiary_role: 'coniuge_superstite',
    domicile_end_comune: 'BARI',
    domicile_end_province: 'ba',
    domicile_next_code: 'a662',
    representative_codice_fiscale: newPerson().codice_fiscale.toLowerCase(),
    abroad_state: 'be',
    merged_payer: '80078750587',
    pensions: `SO 9:2012-03-01:2012-12-31:1.00 | ${PENSION}`,
    other_figures: 'withholding.higher=s|case.special=b2|solidarity.contribution=12.00|days.employment=3',
    notes: 'ZZ( testo = Nota libera; a=b )|an',
  })
  expect(data).toMatchObject({
    incomeYear: 2012,
    deceasedOn: '2012-12-30',
    beneficiaryRole: 'CONIUGE_SUPERSTITE',
    domicileEnd: { comune: 'BARI', province: 'BA' },
    domicileNext: { code: 'A662' },
    abroad: { state: 'BE' },
    mergedPayer: '80078750587',
    pensions: [
      { pension: 'VO 12345678', from: '2012-01-01', to: '2012-12-31', cents: 1_200_000 },
      { pension: 'SO 9', from: '2012-03-01', to: '2012-12-31', cents: 100 },
    ],
    notes: [
      { code: 'AN', slots: {} },
      { code: 'ZZ', slots: { a: 'b', testo: 'Nota libera' } },
    ],
  })
  expect(data.figures).toEqual({
    'income.pension': 1_200_000,
    'days.employment': 3,
    'days.pension': 365,
    'withholding.irpef': 131_700,
    'tax.gross': 276_000,
    'deductions.pension': 144_300,
    'deductions.total': 144_300,
    'withholding.higher': 1,
    'case.special': 'B2',
    'solidarity.contribution': 1_200,
  })
})

test('commas are read where the settings say so, and points are not', () => {
  const cells = {
    'income.pension': '12.000,00',
    'withholding.irpef': '1317,00',
    'tax.gross': '2.760,00',
    'deductions.pension': '1.443,00',
    'deductions.total': '1443,00',
    pensions: 'VO 1:2012-01-01:2012-12-31:12.000,00',
  }
  expect(dataOf(cells, 'comma')).toMatchObject({
    figures: { 'income.pension': 1_200_000, 'tax.gross': 276_000, 'deductions.total': 144_300 },
    pensions: [{ cents: 1_200_000 }],
  })
  const mixed = judged({ ...cells, 'tax.gross': '2760.00' }, 'comma')
  expect(mixed).toMatchObject({
    ok: false,
    rejections: [{ code: 'NUMERO_FORMATO', field: 'tax.gross', detail: '2760.00' }],
  })
})

/** Printed the same, so hashed the same. */
const SAME: readonly (readonly [title: string, changes: Changes])[] = [
  ['another date', { issued_on: '2013-02-01' }],
  ['another id', { record_id: 'OTHER' }],
  ['another address', { street: 'VIA NUOVA', pec: 'anna@pec.example', care_allowance: 'S' }],
  [
    'zeros where nothing stood',
    { 'surtax.regional': '0.00', other_figures: 'solidarity.contribution=0|withholding.higher=N' },
  ],
  ['fewer decimals, zeros in front', { 'withholding.irpef': '01317' }],
  [
    'spaces and small letters',
    { codice_fiscale: ` ${PERSON.codice_fiscale.toLowerCase()} `, sex: 'f', domicile_start_province: ' rm' },
  ],
]

test.each(SAME)('%s is no other certificate', (_title, changes) => {
  expect(entered(changes).dataHash).toBe(entered({}).dataHash)
})

test('neither the order of lists nor how an accent is written makes another certificate', () => {
  const one = {
    pensions: `${PENSION}|SO 9:2012-01-01:2012-12-31:1.00`,
    notes: 'AN|ZZ(a=1;testo=b)',
    name: 'NICOLÒ',
  }
  const other = {
    pensions: `SO 9:2012-01-01:2012-12-31:1.00|${PENSION}`,
    notes: 'ZZ(testo=b;a=1)|AN',
    name: 'NICOLO\u0300',
  }
  expect(entered(one).dataHash).toBe(entered(other).dataHash)
})

test('a cent, a name, a note each make another one', () => {
  const changes: Changes[] = [
    {},
    { 'tax.gross': '2760.01' },
    { name: 'ANNA MARIA' },
    { notes: 'AN' },
    { deceased_on: '2012-12-31' },
  ]
  expect(new Set(changes.map((one) => entered(one).dataHash)).size).toBe(changes.length)
})

test('no address is none; the recipient is kept apart from what is printed', () => {
  const nowhere = Object.fromEntries(
    ['residence', 'street', 'civic', 'locality', 'cap', 'province'].map((column) => [column, '']),
  )
  expect(JSON.parse(entered(nowhere).recipient)).toEqual({ postalName: '', pec: '', hasCareAllowance: false })
  expect(JSON.parse(entered({ postal_name: 'ANNA B', care_allowance: 's' }).recipient)).toMatchObject({
    postalName: 'ANNA B',
    address: { street: 'Via Garibaldi', country: 'IT' },
    hasCareAllowance: true,
  })
})

test('an annulment needs no figures, and reads none', () => {
  const row = entered({ operation: 'a', 'tax.gross': 'whatever', surname: '' })
  expect(row).toMatchObject({ operation: 'A', data: '', hold: undefined })
})
