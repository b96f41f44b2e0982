import { describe, expect, test } from 'vitest'
import type { CertificateData } from '../../../src/domain/certificates/certificate-data.ts'
import { judgeCertificate } from '../../../src/domain/certificates/judge-certificate.ts'
import { severityReader } from '../../../src/domain/certificates/severity.ts'
import { sentenceOf } from '../../../src/domain/finding-texts.ts'
import { CU_2020, CUD_2013, FIGURES_OF_ROSSI, ROSSI, withFigures } from './people.ts'

const DEFAULTS = { outline: CUD_2013, issuedOn: '2013-02-28', severity: severityReader([]) }

/** `R4 punto 113: trovato …`, in the order in which they come. */
function found(data: CertificateData, context: Partial<Parameters<typeof judgeCertificate>[1]> = {}) {
  const { holds, warnings } = judgeCertificate(data, { ...DEFAULTS, ...context })
  const said = (findings: typeof holds) =>
    findings.map(({ code, field, detail }) => `${code} ${field}: ${detail}`)
  return { holds: said(holds), warnings: said(warnings) }
}

test('nothing is wrong with Rossi', () => {
  expect(found(ROSSI)).toEqual({ holds: [], warnings: [] })
})

/** Each row changes Rossi; `says` is all that the rules then say, none where the row is a boundary that passes. */
const CASES: readonly {
  readonly rule: string
  readonly title: string
  readonly data: CertificateData
  readonly issuedOn?: string
  readonly holds?: readonly string[]
  readonly warnings?: readonly string[]
}[] = [
  {
    rule: 'R1',
    title: 'a negative sum',
    data: withFigures({ 'solidarity.contribution': -1 }),
    holds: ['R1 punto 136: trovato -0,01'],
  },
  {
    rule: 'R1',
    title: 'half a cent',
    data: withFigures({ 'solidarity.contribution': 12.5 }),
    holds: ['R1 punto 136: trovato un valore che non è in centesimi'],
  },
  { rule: 'R1', title: 'zero', data: withFigures({ 'solidarity.contribution': 0 }) },
  {
    rule: 'R2',
    title: '366 days in a leap year',
    data: withFigures({ 'days.pension': 366 }),
    holds: ['R2 punto 4: trovati 366 giorni, attesi da 0 a 365'],
  },
  {
    rule: 'R2',
    title: 'negative days',
    data: withFigures({ 'days.employment': -1 }),
    holds: ['R2 punto 3: trovati -1 giorni, attesi da 0 a 365'],
  },
  {
    rule: 'R2',
    title: 'half a day',
    data: withFigures({ 'days.pension': 364.5 }),
    holds: ['R2 punto 4: trovati 364.5 giorni, attesi da 0 a 365'],
  },
  {
    rule: 'R2',
    title: 'both kinds beyond the year',
    data: withFigures({ 'days.employment': 1 }),
    holds: ['R2 punto 4: trovati 1 + 365 = 366 giorni, attesi al più 365'],
  },
  {
    rule: 'R2',
    title: 'both kinds filling the year',
    data: withFigures({ 'days.employment': 165, 'days.pension': 200 }),
  },
  {
    rule: 'R3',
    title: 'a pension without days',
    data: withFigures({
      'days.pension': 0,
      'deductions.pension': 0,
      'deductions.total': 0,
      'withholding.irpef': 2_760_00,
    }),
    warnings: ['R3 punto 4: trovati 0 giorni con un reddito di 12.000,00, atteso almeno 1'],
  },
  {
    rule: 'R3',
    title: 'one day: 1443 / 365 = 3.95',
    data: withFigures({
      'days.pension': 1,
      'deductions.pension': 3_95,
      'deductions.total': 3_95,
      'withholding.irpef': 2_756_05,
    }),
  },
  {
    rule: 'R3',
    title: 'wages without days',
    data: withFigures({
      'income.pension': 0,
      'income.employment': 12_000_00,
      'days.pension': 0,
    }),
    warnings: ['R3 punto 3: trovati 0 giorni con un reddito di 12.000,00, atteso almeno 1'],
  },
  {
    rule: 'R3',
    title: 'a pension whose days are days of work too',
    data: withFigures({ 'days.pension': 0, 'days.employment': 365, 'income.employment': 0 }),
  },
  {
    rule: 'R4',
    title: 'two cents off',
    data: withFigures({ 'deductions.total': 1_443_02, 'withholding.irpef': 1_316_98 }),
    warnings: ['R4 punto 113: trovato 1.443,02, atteso 1.443,00'],
  },
  {
    rule: 'R4',
    title: 'a cent off',
    data: withFigures({ 'deductions.total': 1_443_01, 'withholding.irpef': 1_316_99 }),
  },
  {
    rule: 'R4',
    title: 'every deduction, and credits that are no part of them',
    data: withFigures({
      'deductions.family': 690_00,
      'deductions.largeFamily': 10_00,
      'deductions.expenses': 20_00,
      'deductions.rent': 30_00,
      'credit.largeFamily.granted': 500_00,
      'credit.rent.granted': 40_00,
      'deductions.total': 2_193_00,
      'withholding.irpef': 567_00,
    }),
  },
  {
    rule: 'R5',
    title: 'two cents too little',
    data: withFigures({ 'withholding.irpef': 1_316_98 }),
    warnings: ['R5 punto 5: trovato 1.316,98, atteso 1.317,00'],
  },
  { rule: 'R5', title: 'a cent too much', data: withFigures({ 'withholding.irpef': 1_317_01 }) },
  {
    rule: 'R5',
    title: 'tax paid abroad counts',
    data: withFigures({ 'credit.foreignTax': 317_00, 'withholding.irpef': 1_000_00 }),
  },
  {
    rule: 'R5',
    title: 'deductions above the tax leave nothing, and surtaxes then are wrong',
    data: withFigures({
      'deductions.family': 1_500_00,
      'deductions.total': 2_943_00,
      'withholding.irpef': 0,
    }),
    warnings: ['R8 punto 6: trovato 147,60, atteso 0,00'],
  },
  {
    rule: 'R5',
    title: 'a higher rate was asked for',
    data: withFigures({ 'withholding.higher': 1, 'withholding.irpef': 1_500_00, 'tax.gross': 2_943_00 }),
  },
  {
    rule: 'R5',
    title: 'a higher rate explains no less',
    data: withFigures({ 'withholding.higher': 1, 'withholding.irpef': 1_300_00 }),
    warnings: ['R5 punto 5: trovato 1.300,00, atteso 1.317,00'],
  },
  {
    rule: 'R6',
    title: 'two cents off',
    data: withFigures({ 'tax.gross': 2_760_02, 'withholding.irpef': 1_317_02 }),
    warnings: ['R6 punto 101: trovato 2.760,02, atteso 2.760,00'],
  },
  {
    rule: 'R6',
    title: 'a cent off',
    data: withFigures({ 'tax.gross': 2_759_99, 'withholding.irpef': 1_316_99 }),
  },
  {
    rule: 'R6',
    title: 'alimony is income: 12000 + 3000 at 23 %, and the deduction only has an upper limit',
    data: withFigures({
      'income.alimony': 3_000_00,
      'tax.gross': 3_450_00,
      'deductions.pension': 1_200_00,
      'deductions.total': 1_200_00,
      'withholding.irpef': 2_250_00,
    }),
  },
  {
    rule: 'R7',
    title: 'two cents less',
    data: withFigures({
      'deductions.pension': 1_442_98,
      'deductions.total': 1_442_98,
      'withholding.irpef': 1_317_02,
    }),
    warnings: ['R7 punto 107: trovato 1.442,98, atteso 1.443,00'],
  },
  {
    rule: 'R7',
    title: 'a cent more',
    data: withFigures({
      'deductions.pension': 1_443_01,
      'deductions.total': 1_443_01,
      'withholding.irpef': 1_316_99,
    }),
  },
  {
    rule: 'R7',
    title: 'the deduction of who is 75 for who is not',
    data: withFigures({
      'deductions.pension': 1_498_06,
      'deductions.total': 1_498_06,
      'withholding.irpef': 1_261_94,
    }),
    warnings: ['R7 punto 107: trovato 1.498,06, atteso 1.443,00'],
  },
  {
    rule: 'R7',
    title: 'less than due, with another payer’s income',
    data: withFigures(
      { 'deductions.pension': 1_300_00, 'deductions.total': 1_300_00, 'withholding.irpef': 1_460_00 },
      { mergedPayer: '80078750587' },
    ),
  },
  {
    rule: 'R7',
    title: 'more than due, with another payer’s income',
    data: withFigures({
      'merged.income': 0,
      'income.other': 3_000_00,
      'tax.gross': 3_450_00,
      'deductions.pension': 1_255_02,
      'deductions.total': 1_255_02,
      'withholding.irpef': 2_194_98,
    }),
    warnings: ['R7 punto 107: trovato 1.255,02, atteso al più 1.255,00'],
  },
  {
    rule: 'R7',
    title: 'a deduction for no pension',
    data: withFigures({
      'income.pension': 0,
      'income.other': 12_000_00,
      'days.pension': 0,
      'deductions.pension': 2,
      'deductions.total': 2,
      'withholding.irpef': 2_759_98,
    }),
    warnings: ['R7 punto 107: trovato 0,02, atteso al più 0,00'],
  },
  {
    rule: 'R7',
    title: 'days without a pension',
    data: withFigures({ 'income.pension': 0, 'income.other': 12_000_00 }),
    warnings: ['R7 punto 107: trovato 1.443,00, atteso al più 0,00'],
  },
  {
    rule: 'R7',
    title: 'days of employment share the point',
    data: withFigures({
      'days.employment': 100,
      'days.pension': 265,
      'deductions.pension': 1_700_00,
      'deductions.total': 1_700_00,
      'withholding.irpef': 1_060_00,
    }),
  },
  {
    rule: 'R8',
    title: 'an advance without tax',
    data: withFigures({
      'income.pension': 6_500_00,
      'tax.gross': 1_495_00,
      'deductions.pension': 1_725_00,
      'deductions.total': 1_725_00,
      'withholding.irpef': 0,
      'surtax.regional': 0,
      'surtax.municipal.advance': 0,
      'surtax.municipal.balance': 1_00,
      'surtax.municipal.next': 30,
    }),
    warnings: ['R8 punto 11: trovato 1,00, atteso 0,00'],
  },
  {
    rule: 'R8',
    title: 'a cent of tax is tax',
    data: withFigures({
      'deductions.family': 1_316_99,
      'deductions.total': 2_759_99,
      'withholding.irpef': 1,
    }),
  },
  {
    rule: 'R10',
    title: 'below 29 per cent of 66.00',
    data: withFigures({ 'surtax.municipal.next': 19_13 }),
    warnings: ['R10 punto 13: trovato 19,13, atteso 19,80'],
  },
  { rule: 'R10', title: '29 per cent', data: withFigures({ 'surtax.municipal.next': 19_14 }) },
  { rule: 'R10', title: '31 per cent', data: withFigures({ 'surtax.municipal.next': 20_46 }) },
  {
    rule: 'R10',
    title: 'above 31 per cent',
    data: withFigures({ 'surtax.municipal.next': 20_47 }),
    warnings: ['R10 punto 13: trovato 20,47, atteso 19,80'],
  },
  {
    rule: 'R10',
    title: 'no advance at all',
    data: withFigures({ 'surtax.municipal.next': 0 }),
    warnings: ['R10 punto 13: trovato 0,00, atteso 19,80'],
  },
  {
    rule: 'R10',
    title: 'none is owed by the dead',
    data: withFigures({ 'surtax.municipal.next': 0 }, { deceasedOn: '2012-12-31' }),
  },
  {
    rule: 'R10',
    title: 'what the dead were charged all the same',
    data: withFigures({ 'surtax.municipal.next': 10_00 }, { deceasedOn: '2012-12-31' }),
    warnings: ['R10 punto 13: trovato 10,00, atteso 19,80'],
  },
  {
    rule: 'R11',
    title: 'a cent more IRPEF is suspended than there was',
    data: withFigures({ 'suspended.irpef': 1_317_01 }),
    warnings: ['R11 punto 14: trovato 1.317,01, atteso al più 1.317,00'],
  },
  { rule: 'R11', title: 'all of it is suspended', data: withFigures({ 'suspended.irpef': 1_317_00 }) },
  {
    rule: 'R11',
    title: 'every other suspension',
    data: withFigures({
      'suspended.regional': 147_61,
      'suspended.municipal.advance': 20_01,
      'suspended.municipal.balance': 46_01,
      'advance.irpef.suspended': 1,
      'advance.municipal.suspended': 1,
      'advance.cedolare.suspended': 1,
      'solidarity.suspended': 1,
    }),
    warnings: [
      'R11 punto 15: trovato 147,61, atteso al più 147,60',
      'R11 punto 17: trovato 20,01, atteso al più 20,00',
      'R11 punto 18: trovato 46,01, atteso al più 46,00',
      'R11 punto 23: trovato 0,01, atteso al più 0,00',
      'R11 punto 25: trovato 0,01, atteso al più 0,00',
      'R11 punto 28: trovato 0,01, atteso al più 0,00',
      'R11 punto 137: trovato 0,01, atteso al più 0,00',
    ],
  },
  {
    rule: 'R11',
    title: 'both instalments suspended in full',
    data: withFigures({
      'advance.cedolare.first': 40_00,
      'advance.cedolare.second': 60_00,
      'advance.cedolare.suspended': 100_00,
    }),
  },
  {
    rule: 'R12',
    title: 'an advance and no other trace of a 730',
    data: withFigures({ 'advance.irpef.first': 100_00, 'advance.irpef.second': 150_00 }),
    warnings: ['R12 punto 21: trovato 250,00 e nient’altro del modello 730'],
  },
  {
    rule: 'R12',
    title: 'a single advance',
    data: withFigures({ 'advance.irpef.second': 50_00 }),
    warnings: ['R12 punto 22: trovato 50,00 e nient’altro del modello 730'],
  },
  {
    rule: 'R12',
    title: 'an advance and a municipal one',
    data: withFigures({ 'advance.irpef.first': 100_00, 'advance.municipal': 1_00 }),
  },
  {
    rule: 'R12',
    title: 'an advance and refunds of a 730',
    data: withFigures({ 'advance.irpef.first': 100_00 }, { notes: [{ code: 'AM', slots: {} }] }),
  },
  {
    rule: 'R13',
    title: 'a day after death: 1443 × 62/365 = 245.11',
    data: withFigures(
      {
        'days.pension': 62,
        'deductions.pension': 245_11,
        'deductions.total': 245_11,
        'withholding.irpef': 2_514_89,
      },
      { deceasedOn: '2012-03-01' },
    ),
    warnings: ['R13 punto 4: trovati 62 giorni, attesi al più 61: decesso il 01/03/2012'],
  },
  {
    rule: 'R13',
    title: 'up to the day of death, 29 February included: 1443 × 61/365 = 241.16',
    data: withFigures(
      {
        'days.pension': 61,
        'deductions.pension': 241_16,
        'deductions.total': 241_16,
        'withholding.irpef': 2_518_84,
      },
      { deceasedOn: '2012-03-01' },
    ),
  },
  {
    rule: 'R13',
    title: 'on the last day of a leap year',
    data: withFigures({}, { deceasedOn: '2012-12-31' }),
  },
  { rule: 'R13', title: 'after the year', data: withFigures({}, { deceasedOn: '2013-01-15' }) },
  {
    rule: 'R13',
    title: 'before the year',
    data: withFigures({}, { deceasedOn: '2011-06-01' }),
    warnings: ['R13 punto 4: trovati 365 giorni, attesi al più 0: decesso il 01/06/2011'],
  },
  {
    rule: 'R13',
    title: 'before the year, and no days',
    data: { ...ROSSI, deceasedOn: '2011-06-01', figures: {} },
  },
  {
    rule: 'R13',
    title: 'days of work count too',
    data: withFigures({ 'days.pension': 31, 'days.employment': 31 }, { deceasedOn: '2012-03-01' }),
    warnings: ['R13 punto 4: trovati 62 giorni, attesi al più 61: decesso il 01/03/2012'],
  },
  {
    rule: 'R14',
    title: 'another name and another day',
    data: withFigures({}, { name: 'Luigi', birthDate: '1950-02-18' }),
    warnings: ['R14 name: nel codice: MRA', 'R14 birth_date: nel codice: 17/02/50'],
  },
  { rule: 'R14', title: 'a birth place nobody knows', data: withFigures({}, { birthPlace: '' }) },
  {
    rule: 'R14',
    title: 'a provisional code',
    data: withFigures({}, { codiceFiscale: '80078750587', name: 'Luigi' }),
  },
  {
    rule: 'R15',
    title: 'the last day of the income year',
    data: ROSSI,
    issuedOn: '2012-12-31',
    holds: ['R15 issued_on: trovata 31/12/2012, attesa dal 01/01/2013'],
  },
  { rule: 'R15', title: 'the first day after it', data: ROSSI, issuedOn: '2013-01-01' },
]

test.each(CASES)('$rule: $title', ({ data, issuedOn = '2013-02-28', holds = [], warnings = [] }) => {
  expect(found(data, { issuedOn })).toEqual({ holds, warnings })
})

describe('severity', () => {
  const data = withFigures({ 'withholding.irpef': 1_300_00 })
  const R5 = 'R5 punto 5: trovato 1.300,00, atteso 1.317,00'
  const severity = severityReader([{ rule: 'R5', severity: 'E', validFrom: '2013-03-01' }])

  test('is that of the issue date', () => {
    expect(found(data, { severity, issuedOn: '2013-02-28' })).toEqual({ holds: [], warnings: [R5] })
    expect(found(data, { severity, issuedOn: '2013-03-01' })).toEqual({ holds: [R5], warnings: [] })
  })

  test.each([
    {
      title: 'another payer',
      data: withFigures({ 'withholding.irpef': 1_300_00 }, { mergedPayer: '80078750587' }),
    },
    {
      title: 'income that another paid',
      data: withFigures({ 'withholding.irpef': 1_300_00, 'merged.income': 1 }),
    },
    {
      title: 'tax that another withheld',
      data: withFigures({ 'withholding.irpef': 1_300_00, 'merged.withholding': 1 }),
    },
    {
      title: 'a suspension',
      data: withFigures({ 'withholding.irpef': 1_300_00, 'suspended.regional': 10_00 }),
    },
  ])('R5 only warns where there is $title', ({ data: excused }) => {
    expect(found(excused, { severity, issuedOn: '2013-03-01' })).toEqual({ holds: [], warnings: [R5] })
  })
})

describe('the form', () => {
  test('without one nothing else is judged', () => {
    expect(
      found(withFigures({ 'solidarity.contribution': -1 }, { incomeYear: 2031 }), { outline: undefined }),
    ).toEqual({
      holds: ['MODELLO_NON_DISPONIBILE income_year: 2031'],
      warnings: [],
    })
  })

  test('a figure that it has no point for is held, unless it is zero', () => {
    const figures = {
      'solidarity.contribution': 12_34,
      'case.special': '1',
      'suspended.irpef': 0,
      'withholding.higher': 1,
    }
    expect(
      found(withFigures(figures, { incomeYear: 2019 }), { outline: CU_2020, issuedOn: '2020-04-30' }),
    ).toMatchObject({
      holds: [
        'PUNTO_NON_NEL_MODELLO solidarity.contribution: trovato 12,34',
        'PUNTO_NON_NEL_MODELLO case.special: trovato 1',
        'PUNTO_NON_NEL_MODELLO withholding.higher: trovato 1',
      ],
    })
  })

  test('an empty code needs no point', () => {
    const { holds } = found(withFigures({ 'case.special': '' }), { outline: CU_2020 })
    expect(holds).toEqual([])
  })

  test('each says its own number', () => {
    const data = withFigures({ 'deductions.total': 1_600_00, 'withholding.irpef': 0 }, { incomeYear: 2019 })
    const { warnings } = found(data, { outline: CU_2020, issuedOn: '2020-04-30' })
    expect(warnings).toEqual([
      'R4 punto 373: trovato 1.600,00, atteso 1.443,00',
      'R5 punto 21: trovato 0,00, atteso 1.160,00',
      'R7 punto 367: trovato 1.443,00, atteso 1.546,82',
      'R8 punto 22: trovato 147,60, atteso 0,00',
    ])
  })

  test('a rule names the figure where the form has no point', () => {
    const data = withFigures({ 'days.employment': -1 }, { incomeYear: 2019 })
    expect(found(data, { outline: CU_2020, issuedOn: '2020-04-30' }).holds).toContain(
      'R2 days.employment: trovati -1 giorni, attesi da 0 a 365',
    )
  })

  test.each([2011, 2022])('R6 and R7 say nothing of %i, which has no table', (incomeYear) => {
    const data = withFigures({ 'tax.gross': 9_000_00, 'withholding.irpef': 7_557_00 }, { incomeYear })
    expect(found(data, { issuedOn: `${incomeYear + 1}-02-28` })).toEqual({ holds: [], warnings: [] })
  })
})

describe('notes', () => {
  test.each([
    { title: 'complete', code: 'AB', slots: { cf: 'VRDLGI30A01H501X', titolo: 'eredità' }, holds: [] },
    { title: 'a slot missing', code: 'AB', slots: { cf: 'x' }, holds: ['NOTA_INCOMPLETA notes: AB: titolo'] },
    {
      title: 'blank slots',
      code: 'AB',
      slots: { cf: ' ', titolo: '' },
      holds: ['NOTA_INCOMPLETA notes: AB: cf, titolo'],
    },
    { title: 'unknown to the year', code: 'GH', slots: {}, holds: ['NOTA_SCONOSCIUTA notes: GH'] },
    {
      title: 'named like something of the platform',
      code: 'constructor',
      slots: {},
      holds: ['NOTA_SCONOSCIUTA notes: constructor'],
    },
    {
      title: 'AI, which is derived',
      code: 'AI',
      slots: { tipo: 'x' },
      holds: ['NOTA_SCONOSCIUTA notes: AI: si ricava dalle pensioni'],
    },
  ])('$code: $title', ({ code, slots, holds }) => {
    expect(found({ ...ROSSI, notes: [{ code, slots: slots as Record<string, string> }] })).toEqual({
      holds,
      warnings: [],
    })
  })
})

test('what staff read is a sentence', () => {
  const data = withFigures({ 'withholding.irpef': 1_300_00 })
  const [finding] = judgeCertificate(data, DEFAULTS).warnings
  expect(finding && sentenceOf(finding)).toBe(
    'Le ritenute non corrispondono all’imposta lorda meno le detrazioni (trovato 1.300,00, atteso 1.317,00). ' +
      'Verificare i dati all’origine; se sono sbagliati, ripresentare la riga corretta.',
  )
})

test('a mistake of a cent or more in any one figure of Rossi’s tax is seen', () => {
  const unseen = Object.keys(FIGURES_OF_ROSSI).filter((figure) => {
    const value = FIGURES_OF_ROSSI[figure as keyof typeof FIGURES_OF_ROSSI]
    const { holds, warnings } = found(withFigures({ [figure]: Number(value) + 10_00 }))
    return holds.length + warnings.length === 0
  })
  // Whoever withholds the regional surtax has its rates; a certificate does not.
  expect(unseen).toEqual(['surtax.regional'])
})
