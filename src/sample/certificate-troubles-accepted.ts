/**
 * Rows that are certified: odd and yet good, or breaking a rule that only warns (`domain.md` §2.5, §2.6).
 *
 * @module
 */
import { addDays } from '../domain/civil-date.ts'
import { italianAmount } from '../domain/certificates/italian-amount.ts'
import type { Figure } from '../domain/certificates/meanings.ts'
import { omocodeOf } from '../domain/codice-fiscale.ts'
import { computeCodiceFiscale, lettersOf, surnameCode } from '../domain/codice-fiscale-computed.ts'
import { computeTax, type SampleFigures, settle } from './certificate-figures.ts'
import type { CertificateTrouble } from './certificate-trouble.ts'
import { NO_ADDRESS } from './feed-rows.ts'
import { italianSurname, numericCode } from './people.ts'

/** Somebody whose every point is filled, so that a fault in one of them is the only one. */
const TAXED = { residence: 'ITALIA', yearly: 21_000, age: 72 } as const

const WARNED: readonly CertificateTrouble[] = [
  {
    id: 'income-without-days',
    share: 1,
    outcome: 'accepted',
    code: 'R3',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['days.pension'] = 0
      figures['deductions.pension'] = 0
      settle(figures)
    },
  },
  {
    id: 'deductions-not-added-up',
    share: 2,
    outcome: 'accepted',
    code: 'R4',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['deductions.total'] = (figures['deductions.total'] ?? 0) + 10_000
      figures['withholding.irpef'] = (figures['withholding.irpef'] ?? 0) - 10_000
    },
  },
  {
    id: 'withheld-too-much',
    share: 2,
    outcome: 'accepted',
    code: 'R5',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['withholding.irpef'] = (figures['withholding.irpef'] ?? 0) + 12_345
    },
  },
  {
    // As if the rates of 2006 still held.
    id: 'gross-tax-of-other-rates',
    share: 1,
    outcome: 'accepted',
    code: 'R6',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['tax.gross'] = (figures['tax.gross'] ?? 0) + 8_000
      settle(figures)
    },
  },
  {
    id: 'deduction-not-due',
    share: 1,
    outcome: 'accepted',
    code: 'R7',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['deductions.pension'] = (figures['deductions.pension'] ?? 0) + 25_000
      settle(figures)
    },
  },
  {
    id: 'surtax-without-tax',
    share: 1,
    outcome: 'accepted',
    code: 'R8',
    outline: { ...TAXED, yearly: 6_600 },
    applyToData: ({ figures }) => {
      figures['surtax.regional'] = 8_118
    },
  },
  {
    id: 'next-advance-of-half',
    share: 1,
    outcome: 'accepted',
    code: 'R10',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['surtax.municipal.next'] = 2 * (figures['surtax.municipal.next'] ?? 0)
    },
  },
  {
    id: 'suspended-more-than-due',
    share: 1,
    outcome: 'accepted',
    code: 'R11',
    outline: TAXED,
    applyToData: ({ figures, notes }) => {
      figures['suspended.regional'] = (figures['surtax.regional'] ?? 0) + 100
      notes.push('AA')
    },
  },
  {
    id: 'advances-without-730',
    share: 1,
    outcome: 'accepted',
    code: 'R12',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['advance.irpef.first'] = 20_000
    },
  },
  {
    id: 'days-after-death',
    share: 1,
    outcome: 'accepted',
    code: 'R13',
    outline: TAXED,
    apply: (row, { year }) => {
      row.deceased_on = `${year}-09-14`
    },
  },
  {
    id: 'another-surname',
    share: 1,
    outcome: 'accepted',
    code: 'R14',
    outline: TAXED,
    apply: (row, { world, random }) => {
      const other = italianSurname(world, random).toUpperCase()
      const letters = surnameCode(lettersOf(other, '2011'))
      row.surname = row.codice_fiscale.startsWith(letters) ? 'ZUCCHELLI' : other
    },
  },
  {
    id: 'another-birth-date',
    share: 1,
    outcome: 'accepted',
    code: 'R14',
    outline: TAXED,
    apply: (row) => {
      const sex = row.sex === 'F' ? 'F' : 'M'
      const birthDate = addDays(row.birth_date, row.birth_date.endsWith('-01') ? 1 : -1)
      row.codice_fiscale = computeCodiceFiscale({
        surname: row.surname,
        name: row.name,
        sex,
        birthDate,
        birthPlace: row.birth_place,
      })
    },
  },
]

export const ACCEPTED_CERTIFICATES: readonly CertificateTrouble[] = [
  ...WARNED,
  {
    id: 'certified-omocodia',
    share: 2,
    outcome: 'accepted',
    outline: TAXED,
    apply: (row) => {
      row.codice_fiscale = omocodeOf(row.codice_fiscale, 2)
    },
  },
  {
    id: 'certified-numeric-code',
    share: 1,
    outcome: 'accepted',
    outline: TAXED,
    apply: (row, { random }) => {
      row.codice_fiscale = numericCode(random)
    },
  },
  {
    // Nobody can post to them; on the web they are served.
    id: 'certified-without-address',
    share: 4,
    outcome: 'accepted',
    outline: TAXED,
    apply: (row) => {
      Object.assign(row, NO_ADDRESS)
    },
  },
  { id: 'orphan', share: 2, outcome: 'accepted', outline: { residence: 'ITALIA', yearly: 4_300, age: 16 } },
  { id: 'high-pension', share: 2, outcome: 'accepted', outline: { ...TAXED, yearly: 145_000 } },
  {
    // Another payer's pension settled together with ours (casellario delle pensioni).
    id: 'merged-by-casellario',
    share: 3,
    outcome: 'accepted',
    outline: TAXED,
    applyToData: ({ figures, notes, pensioner, year }) => {
      const merged = 540_000
      figures['income.pension'] = (figures['income.pension'] ?? 0) + merged
      computeTax(figures, pensioner, year)
      figures['merged.income'] = merged
      figures['merged.withholding'] = 124_200
      notes.push('ZZ(testo=Conguaglio eseguito dal casellario delle pensioni)')
    },
    apply: (row, { random }) => {
      row.merged_payer = numericCode(random)
    },
  },
  {
    // The earthquake of 2016.
    id: 'suspended-by-earthquake',
    share: 2,
    outcome: 'accepted',
    outline: TAXED,
    applyToData: ({ figures, notes }) => {
      figures['suspended.irpef'] = Math.round((figures['withholding.irpef'] ?? 0) / 3)
      figures['suspended.regional'] = Math.round((figures['surtax.regional'] ?? 0) / 3)
      notes.push('AA')
    },
  },
  {
    id: 'settled-730',
    share: 3,
    outcome: 'accepted',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['advance.irpef.first'] = 18_400
      figures['advance.irpef.second'] = 27_600
      figures['advance.municipal'] = 2_500
    },
  },
  {
    id: 'arrears-of-earlier-years',
    share: 2,
    outcome: 'accepted',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['arrears.income'] = 321_050
      figures['arrears.withholding'] = 73_842
    },
  },
  {
    id: 'taxed-abroad-too',
    share: 2,
    outcome: 'accepted',
    outline: { residence: 'ESTERO', yearly: 19_500, age: 74 },
    applyToData: ({ figures }) => {
      figures['credit.foreignTax'] = 41_000
      settle(figures)
    },
  },
  {
    // Taxed where they live alone, by treaty.
    id: 'exempt-abroad',
    share: 3,
    outcome: 'accepted',
    outline: { residence: 'ESTERO', yearly: 9_800, age: 79 },
    applyToData: ({ figures, notes }) => {
      const cents = figures['income.pension'] ?? 0
      clear(figures)
      notes.splice(0, notes.length, `AJ(importo=${italianAmount(cents)})`)
    },
  },
  {
    id: 'higher-rate-asked-for',
    share: 1,
    outcome: 'accepted',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['withholding.irpef'] = (figures['withholding.irpef'] ?? 0) + 60_000
      figures['withholding.higher'] = 1
    },
  },
  {
    // What was still due to somebody who died, paid to an heir: taxed apart, not to be declared.
    id: 'paid-to-an-heir',
    share: 2,
    outcome: 'accepted',
    outline: { residence: 'ITALIA', yearly: 12_000, age: 48 },
    applyToData: ({ figures, notes }) => {
      clear(figures)
      figures['arrears.income'] = 168_400
      figures['arrears.withholding'] = 38_732
      notes.splice(0, notes.length, `AB(cf=${OF_THE_DECEASED}; titolo=eredità)`)
    },
    apply: (row) => {
      row.beneficiary_role = 'EREDE'
      row.pensions = ''
    },
  },
  {
    // Data that were put right before anybody saw them.
    id: 'put-right-in-the-feed',
    share: 3,
    outcome: 'accepted',
    outline: TAXED,
    besides: 'other-data-before',
  },
  {
    id: 'certificate-repeated',
    share: 3,
    outcome: 'repeat',
    code: 'DATI_INVARIATI',
    outline: TAXED,
    besides: 'same-data-after',
  },
]

const OF_THE_DECEASED = computeCodiceFiscale({
  surname: 'BIANCHI',
  name: 'MARIO',
  sex: 'M',
  birthDate: '1930-01-01',
  birthPlace: 'H501',
})

function clear(figures: SampleFigures): void {
  for (const figure of Object.keys(figures) as Figure[]) delete figures[figure]
}
