/** One certificate on which everything agrees, and the two forms it is told by; tests change what they are about. */
import type { CertificateData } from '../../../src/domain/certificates/certificate-data.ts'
import type { FormOutline } from '../../../src/domain/certificates/form-outline.ts'
import type { Figure } from '../../../src/domain/certificates/meanings.ts'

/** `domain.md` §2.3. */
export const CUD_2013: FormOutline = {
  form: 'CUD 2013',
  incomeYear: 2012,
  numbers: {
    'income.pension': '1',
    'income.employment': '1',
    'income.other': '1',
    'income.alimony': '2',
    'days.employment': '3',
    'days.pension': '4',
    'withholding.irpef': '5',
    'surtax.regional': '6',
    'surtax.municipal.advance': '10',
    'surtax.municipal.balance': '11',
    'surtax.municipal.next': '13',
    'suspended.irpef': '14',
    'suspended.regional': '15',
    'suspended.municipal.advance': '17',
    'suspended.municipal.balance': '18',
    'advance.irpef.first': '21',
    'advance.irpef.second': '22',
    'advance.irpef.suspended': '23',
    'advance.municipal': '24',
    'advance.municipal.suspended': '25',
    'advance.cedolare.first': '26',
    'advance.cedolare.second': '27',
    'advance.cedolare.suspended': '28',
    'unrefunded.irpef': '31',
    'unrefunded.regional': '32',
    'unrefunded.municipal': '33',
    'unrefunded.cedolare': '34',
    'tax.gross': '101',
    'deductions.family': '102',
    'deductions.largeFamily': '103',
    'credit.largeFamily.granted': '104',
    'deductions.pension': '107',
    'deductions.expenses': '108',
    'deductions.rent': '109',
    'credit.rent.granted': '110',
    'deductions.total': '113',
    'credit.foreignTax': '114',
    'withholding.higher': '134',
    'case.special': '135',
    'solidarity.contribution': '136',
    'solidarity.suspended': '137',
    'merged.income': '201',
    'merged.withholding': '202',
  },
  notes: { AI: ['tipo'], AB: ['cf', 'titolo'], AM: [], ZZ: ['testo'] },
}

/** `domain.md` §2.4: the same data, other numbers. */
export const CU_2020: FormOutline = {
  form: 'CU 2020',
  incomeYear: 2019,
  numbers: {
    'income.pension': '3',
    'days.pension': '7',
    'withholding.irpef': '21',
    'surtax.regional': '22',
    'surtax.municipal.advance': '26',
    'surtax.municipal.balance': '27',
    'surtax.municipal.next': '29',
    'tax.gross': '361',
    'deductions.pension': '367',
    'deductions.total': '373',
  },
  notes: { AB: ['cf', 'titolo'] },
}

/** 12,000.00 of pension in 2012, under 75: the fourth golden example of `domain.md` §2.5, with surtaxes. */
export const FIGURES_OF_ROSSI: Readonly<Partial<Record<Figure, number | string>>> = {
  'income.pension': 12_000_00,
  'days.pension': 365,
  'withholding.irpef': 1_317_00,
  'surtax.regional': 147_60,
  'surtax.municipal.advance': 20_00,
  'surtax.municipal.balance': 46_00,
  'surtax.municipal.next': 19_80,
  'tax.gross': 2_760_00,
  'deductions.pension': 1_443_00,
  'deductions.total': 1_443_00,
}

const HOME = { comune: 'MARINO', province: 'RM', code: 'E958' }

export const ROSSI: CertificateData = {
  incomeYear: 2012,
  codiceFiscale: 'RSSMRA50B17A558W',
  surname: 'Rossi',
  name: 'Mario',
  sex: 'M',
  birthDate: '1950-02-17',
  birthPlace: 'A558',
  birthComune: 'BARBATA',
  birthProvince: 'BG',
  beneficiaryRole: 'TITOLARE',
  deceasedOn: '',
  domicileStart: HOME,
  domicileEnd: { comune: HOME.comune, province: HOME.province },
  domicileNext: HOME,
  representative: '',
  abroad: { fiscalId: '', locality: '', street: '', state: '' },
  mergedPayer: '',
  figures: FIGURES_OF_ROSSI,
  pensions: [{ pension: 'VO 12345678', from: '2012-01-01', to: '2012-12-31', cents: 12_000_00 }],
  notes: [],
}

/** Rossi with some figures changed. */
export function withFigures(
  figures: Partial<Record<Figure, number | string>>,
  rest: Partial<CertificateData> = {},
): CertificateData {
  return { ...ROSSI, ...rest, figures: { ...FIGURES_OF_ROSSI, ...figures } }
}
