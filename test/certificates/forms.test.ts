import { describe, expect, it } from 'vitest'
import { outlineOf } from '../../src/certificates/form-outline-of.ts'
import { meaningsOf } from '../../src/certificates/point.ts'
import { readForms } from '../../src/certificates/read-forms.ts'
import { FIGURES, type Figure, type Meaning } from '../../src/domain/certificates/meanings.ts'

const { forms, agent, faults } = await readForms('templates')

function pointsOf(form: string) {
  const found = forms.find((one) => one.form === form)
  if (!found) throw new Error(`no ${form}`)
  return found.sections.flatMap(({ id, page, groups }) =>
    groups.flatMap(({ points }) => points.map((point) => ({ section: id, page, ...point }))),
  )
}

function numberOf(form: string, meaning: Meaning): string | undefined {
  return pointsOf(form).find((point) => meaningsOf(point).includes(meaning))?.number
}

it('reads a form for every income year from 2012 to 2019, without a fault', () => {
  expect(faults).toEqual([])
  expect(forms.map(({ form, incomeYear }) => [form, incomeYear])).toEqual([
    ['CUD 2013', 2012],
    ['CUD 2014', 2013],
    ['CU 2015', 2014],
    ['CU 2016', 2015],
    ['CU 2017', 2016],
    ['CU 2018', 2017],
    ['CU 2019', 2018],
    ['CU 2020', 2019],
  ])
  expect(agent).toMatchObject({
    codiceFiscale: '80078750587',
    cap: '00144',
    signatory: 'IL SOSTITUTO D’IMPOSTA',
  })
})

/** Copied by hand from `domain.md` §2.3 and §2.4. */
const ANCHORS: readonly (readonly [figure: Figure, cud: string, cu2015: string, from2016: string])[] = [
  ['income.pension', '1', '3', '3'],
  ['income.employment', '1', '1', '1'],
  ['income.alimony', '2', '5', '5'],
  ['days.employment', '3', '6', '6'],
  ['days.pension', '4', '7', '7'],
  ['withholding.irpef', '5', '11', '21'],
  ['surtax.regional', '6', '12', '22'],
  ['surtax.municipal.advance', '10', '16', '26'],
  ['surtax.municipal.balance', '11', '17', '27'],
  ['surtax.municipal.next', '13', '19', '29'],
  ['tax.gross', '101', '101', '361'],
  ['deductions.family', '102', '102', '362'],
  ['deductions.pension', '107', '107', '367'],
  ['deductions.expenses', '108', '108', '368'],
  ['deductions.total', '113', '113', '373'],
  ['expenses.excluded', '129', '161', '431'],
]
const LATE = ['CU 2016', 'CU 2017', 'CU 2018', 'CU 2019', 'CU 2020']

describe('each datum at the number of its year', () => {
  it.each(ANCHORS)('%s: %s, %s, %s', (figure, cud, cu2015, from2016) => {
    expect(['CUD 2013', 'CUD 2014'].map((form) => numberOf(form, figure))).toEqual([cud, cud])
    expect(numberOf('CU 2015', figure)).toBe(cu2015)
    expect(LATE.map((form) => numberOf(form, figure))).toEqual(LATE.map(() => from2016))
  })

  it.each<[form: string, meaning: Meaning, number: string]>([
    ['CUD 2013', 'person.codiceFiscale', '1'],
    ['CUD 2013', 'person.birthProvince', '7'],
    ['CUD 2013', 'domicile.start.code', '14'],
    ['CUD 2013', 'domicile.end.comune', '15'],
    ['CUD 2013', 'domicile.next.code', '19'],
    ['CUD 2013', 'suspended.municipal.balance', '18'],
    ['CUD 2013', 'advance.irpef.second', '22'],
    ['CUD 2013', 'advance.cedolare.suspended', '28'],
    ['CUD 2013', 'unrefunded.irpef', '31'],
    ['CUD 2013', 'credit.largeFamily.recovered', '106'],
    ['CUD 2013', 'credit.rent.recovered', '112'],
    ['CUD 2013', 'credit.foreignTax', '114'],
    ['CUD 2013', 'expenses.deductible', '131'],
    ['CUD 2013', 'withholding.higher', '134'],
    ['CUD 2013', 'solidarity.contribution', '136'],
    ['CU 2015', 'withholding.higher', '191'],
    ['CU 2015', 'merged.income', '301'],
    ['CU 2015', 'merged.payer', '305'],
    ['CU 2015', 'merged.withholding', '313'],
    ['CU 2020', 'suspended.irpef', '30'],
    ['CU 2020', 'suspended.municipal.balance', '34'],
    ['CU 2020', 'domicile.start.comune', '20'],
    ['CU 2020', 'domicile.next.code', '26'],
    ['CU 2020', 'representative.codiceFiscale', '30'],
    ['CU 2020', 'abroad.fiscalId', '40'],
    ['CU 2020', 'abroad.state', '44'],
    ['CU 2020', 'agent.activity', '10'],
  ])('%s has %s at %s', (form, meaning, number) => {
    expect(numberOf(form, meaning)).toBe(number)
  })
})

describe('how sure a number is', () => {
  it.each([
    ['CUD 2013', 'A', 'K', ['8', '9', '11']],
    ['CUD 2013', 'A', 'I', ['12', '13', '14', '15', '16', '17', '18', '19']],
    ['CUD 2013', 'B', 'I', ['4']],
    ['CUD 2013', 'B', 'K', '14 15 17 18 23 24 25 26 27 28 31 32 33 34'.split(' ')],
    ['CUD 2013', 'B-other', 'I', '103 104 105 109 110 111 112 114 129 130 132 133 134 135 137'.split(' ')],
  ])('%s, section %s: %s as in domain.md §2.3', (form, section, known, numbers) => {
    const found = pointsOf(form).filter((point) => point.section === section && point.known === known)
    expect(found.map(({ number }) => number)).toEqual(numbers)
  })

  it('is never said to be confirmed for 2016–2018 beyond what a source names', () => {
    const confirmed = ['CU 2016', 'CU 2017', 'CU 2018'].map((form) =>
      pointsOf(form)
        .filter(({ section, known }) => section.startsWith('tax') && known === 'C')
        .map(({ number }) => number),
    )
    expect(confirmed).toEqual([
      ['1', '2', '3', '4', '5', '22', '27', '29', '361', '431'],
      ['7', '21', '22', '26', '27', '29'],
      ['7', '21', '22', '26', '27', '29'],
    ])
  })
})

describe('every form', () => {
  const all = forms.map((form) => [form.form, form] as const)

  it.each(all)('%s has a point for every figure of its year', (_, form) => {
    const { numbers } = outlineOf(form)
    const missing = Object.keys(FIGURES).filter((figure) => !Object.hasOwn(numbers, figure))
    const solidarity = form.incomeYear > 2016 ? ['solidarity.contribution', 'solidarity.suspended'] : []
    expect(missing).toEqual([...(form.incomeYear > 2014 ? ['expenses.included'] : []), ...solidarity])
  })

  it.each(all)('%s names its income year wherever it names one', (_, form) => {
    const { incomeYear } = form
    const years = JSON.stringify([form.heading, form.sections])
      .replace('n. 322', '')
      .match(/(?<!luglio )\b(19|20)\d\d\b/g)
    expect(new Set(years)).toEqual(new Set([String(incomeYear), String(incomeYear + 1)]))
  })

  it.each(all)('%s fills the rows of its pages', (_, { sections }) => {
    for (const { groups } of sections) {
      for (const { points } of groups) expect(points.reduce((sum, { width }) => sum + width, 0) % 12).toBe(0)
    }
    expect(sections.map(({ page }) => page)).toEqual([1, 1, 1, 2, 2])
  })

  it('asks for the two per mille from the income of 2013 on', () => {
    expect(forms.map(({ choices }) => choices.includes(2))).toEqual(
      forms.map(({ incomeYear }) => incomeYear > 2012),
    )
  })
})

describe('notes of a year', () => {
  it.each<[code: string, forms: string[]]>([
    ['GH', ['CU 2015']],
    ['CB', ['CUD 2013']],
    ['BQ', ['CU 2015', ...LATE]],
    ['AZ', ['CUD 2014', 'CU 2015', ...LATE]],
    ['BY', ['CUD 2013', 'CUD 2014', 'CU 2015', 'CU 2016', 'CU 2017']],
    ['AL', forms.map(({ form }) => form)],
    ['AI', forms.map(({ form }) => form)],
  ])('%s: %s', (code, expected) => {
    expect(forms.filter(({ notes }) => notes[code] !== undefined).map(({ form }) => form)).toEqual(expected)
  })

  it.each([
    ['AB', ['titolo', 'cf']],
    ['AD', ['stato', 'importo']],
    ['AI', ['pensione', 'dal', 'al', 'importo']],
    ['AT', ['codice', 'onere', 'importo']],
    ['BB', []],
    ['ZZ', ['testo']],
  ])('%s has the slots %s in every year', (code, slots) => {
    for (const form of forms) expect(outlineOf(form).notes[code]).toEqual(slots)
  })
})
