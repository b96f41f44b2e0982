import { describe, expect, test } from 'vitest'
import { explainCertificate } from '../../src/certificates/explain.ts'
import type { CertificateData } from '../../src/domain/certificates/certificate-data.ts'
import { judgeCertificate } from '../../src/domain/certificates/judge-certificate.ts'
import { severityReader } from '../../src/domain/certificates/severity.ts'
import { CU_2020, CUD_2013, ROSSI, withFigures } from '../domain/certificates/people.ts'

function explained(
  data: CertificateData,
  outline: typeof CUD_2013 | undefined = CUD_2013,
  on = '2013-02-20',
) {
  const issuedOn = `${data.incomeYear + 1}-02-28`
  const judgement = judgeCertificate(data, { outline, issuedOn, severity: severityReader([]) })
  return explainCertificate(data, outline, { judgement, on })
}

/** The lines of one part, with runs of blanks as one. */
function part(title: string, lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => line.startsWith(title))
  const end = lines.indexOf('', start)
  return lines.slice(start + 1, end < 0 ? undefined : end).map((line) => line.trim().replace(/ {2,}/g, ' '))
}

const WHOLE = `\
CUD 2013, redditi del 2012: Rossi Mario, nato il 17/02/1950

Reddito
  Redditi di pensione (punto 1)                                     12.000,00
  Reddito complessivo                                               12.000,00

Imposta lorda, scaglioni del 2012
  23% di 12.000,00                                                   2.760,00
  Imposta lorda calcolata                                            2.760,00
  Imposta lorda certificata (punto 101)                              2.760,00  corrisponde

Detrazione per redditi di pensione, art. 13 TUIR
  Età: meno di 75 anni in tutto il 2012
  (15.000,00 − 12.000,00) : 7.500,00, troncato a 4 decimali            0,4000
  1.255,00 + 470,00 × 0,4000                                         1.443,00
  Per i giorni di pensione: 1.443,00 × 365 : 365                     1.443,00
  Detrazione teorica                                                 1.443,00
  Detrazione certificata (punto 107)                                 1.443,00  corrisponde

Totale delle detrazioni certificate
  Lavoro dipendente, pensioni e redditi assimilati (punto 107)       1.443,00
  Somma                                                              1.443,00
  Totale certificato (punto 113)                                     1.440,00  non corrisponde (R4)

Imposta netta e ritenute
  Imposta lorda (punto 101)                                          2.760,00
  − totale delle detrazioni (punto 113)                              1.440,00
  − credito per le imposte pagate all’estero (punto 114)                 3,00
  Imposta netta, mai sotto lo zero                                   1.317,00
  Ritenute certificate (punto 5)                                     1.317,00  corrisponde

Addizionali
  Addizionale regionale (punto 6)                                      147,60
  Addizionale comunale, acconto dell’anno (punto 10)                    20,00
  Addizionale comunale, saldo dell’anno (punto 11)                      46,00
  Acconto comunale dell’anno dopo: 30% di (20,00 + 46,00)               19,80
  Acconto certificato (punto 13)                                        19,80  corrisponde

Controlli
  Avviso: R4, punto 113: Il totale delle detrazioni non è la loro somma (trovato 1.440,00, atteso 1.443,00). Verificare i dati all’origine; se sono sbagliati, ripresentare la riga corretta.

Termine di consegna: 28/02/2013, mancano 8 giorni.`

test('follows a certificate from the income to the surtaxes', () => {
  const data = withFigures({ 'deductions.total': 1_440_00, 'credit.foreignTax': 3_00 })
  expect(explained(data).join('\n')).toBe(WHOLE)
})

describe('the gross tax', () => {
  test('shows each slice, with the fractions of a cent that it has', () => {
    const data = withFigures({
      'income.pension': 23_456_78,
      'income.alimony': 10_000_00,
      'tax.gross': 9_033_58,
    })
    expect(part('Reddito', explained(data))).toEqual([
      'Redditi di pensione (punto 1) 23.456,78',
      'Assegni periodici del coniuge (punto 2) 10.000,00',
      'Reddito complessivo 33.456,78',
    ])
    // 3,450 + 3,510 + 5,456.78 × 0.38
    expect(part('Imposta lorda', explained(data))).toEqual([
      '23% di 15.000,00 3.450,00',
      '27% di 13.000,00 3.510,00',
      '38% di 5.456,78 2.073,5764',
      'Imposta lorda calcolata 9.033,58',
      'Imposta lorda certificata (punto 101) 9.033,58 corrisponde',
    ])
  })

  test('is not computed for a year without rates', () => {
    const lines = explained({ ...ROSSI, incomeYear: 2022 })
    expect(part('Imposta lorda, scaglioni', lines)).toEqual([
      'Per quest’anno non c’è una tabella delle aliquote: l’imposta non si ricalcola (R6).',
    ])
    expect(part('Detrazione per redditi', lines)).toEqual([
      'Per quest’anno non c’è una tabella delle detrazioni: non si ricalcola (R7).',
    ])
  })
})

describe('the deduction', () => {
  test.each([
    {
      title: 'a part of the year on a higher income',
      figures: { 'income.pension': 18_500_00, 'days.pension': 122, 'deductions.pension': 382_00 },
      says: [
        'Età: meno di 75 anni in tutto il 2012',
        '(55.000,00 − 18.500,00) : 40.000,00, troncato a 4 decimali 0,9125',
        '1.255,00 × 0,9125 1.145,1875',
        'Per i giorni di pensione: 1.145,1875 × 122 : 365 382,78',
        'Detrazione teorica 382,78',
        'Detrazione certificata (punto 107) 382,00 non corrisponde (R7)',
      ],
    },
    {
      title: 'the minimum, from 75 on',
      figures: { 'income.pension': 6_500_00, 'days.pension': 100, 'deductions.pension': 713_00 },
      born: '1937-12-31',
      says: [
        'Età: 75 anni compiuti entro il 2012',
        'Reddito fino a 7.750,00: misura fissa 1.783,00',
        'Per i giorni di pensione: 1.783,00 × 100 : 365 488,49',
        'Non può essere inferiore al minimo 713,00',
        'Detrazione teorica 713,00',
        'Detrazione certificata (punto 107) 713,00 corrisponde',
      ],
    },
    {
      title: 'none',
      figures: { 'income.pension': 60_000_00, 'deductions.pension': 0 },
      says: [
        'Età: meno di 75 anni in tutto il 2012',
        'Reddito oltre 55.000,00: nessuna detrazione 0,00',
        'Detrazione teorica 0,00',
        'Detrazione certificata (punto 107) 0,00 corrisponde',
      ],
    },
    {
      title: 'less, which another income may explain',
      figures: { 'income.other': 3_000_00, 'deductions.pension': 1_000_00 },
      says: [
        'Età: meno di 75 anni in tutto il 2012',
        '(15.000,00 − 15.000,00) : 7.500,00, troncato a 4 decimali 0,0000',
        '1.255,00 + 470,00 × 0,0000 1.255,00',
        'Per i giorni di pensione: 1.255,00 × 365 : 365 1.255,00',
        'Detrazione teorica 1.255,00',
        'Detrazione certificata (punto 107) 1.000,00 differenza ammessa (R7)',
      ],
    },
    {
      title: 'shared with employment',
      figures: { 'days.employment': 10, 'days.pension': 355 },
      says: ['Lo stesso punto comprende la detrazione per lavoro dipendente: non si ricalcola (R7).'],
    },
    {
      title: 'of impossible days',
      figures: { 'days.pension': 366 },
      says: ['I giorni di pensione non sono possibili: non si ricalcola (R2).'],
    },
  ])('$title', ({ figures, born = ROSSI.birthDate, says }) => {
    const lines = explained(withFigures(figures, { birthDate: born }))
    expect(part('Detrazione per redditi', lines)).toEqual(says)
  })
})

test('another year has its own numbers and tables', () => {
  const data = withFigures(
    { 'deductions.pension': 1_546_82, 'deductions.total': 1_546_82, 'withholding.irpef': 1_213_18 },
    { incomeYear: 2019 },
  )
  const lines = explained(data, CU_2020, '2020-04-30')
  expect(lines[0]).toBe('CU 2020, redditi del 2019: Rossi Mario, nato il 17/02/1950')
  expect(part('Imposta netta', lines).at(-1)).toBe('Ritenute certificate (punto 21) 1.213,18 corrisponde')
  expect(part('Controlli', lines)).toEqual(['Tutto torna.'])
  expect(lines.at(-1)).toBe('Termine di consegna: 30/04/2020, scade oggi.')
})

test('says what holds a certificate', () => {
  const lines = explained(withFigures({ 'solidarity.contribution': -1 }))
  expect(part('Controlli', lines)).toEqual([
    'Trattiene la certificazione: R1, punto 136: Un importo è negativo (trovato -0,01). ' +
      'Verificare i dati all’origine; se sono sbagliati, ripresentare la riga corretta.',
  ])
})

test('has no numbers without a form', () => {
  const judgement = { holds: [], warnings: [] }
  const lines = explainCertificate(ROSSI, undefined, { judgement, on: '2013-02-20' })
  expect(lines[0]).toMatch(/^Senza modello, redditi del 2012/)
  expect(lines.join('\n')).not.toContain('punto 1')
})

test('has nothing to say of surtaxes where there are none', () => {
  const none = {
    'surtax.regional': 0,
    'surtax.municipal.advance': 0,
    'surtax.municipal.balance': 0,
    'surtax.municipal.next': 0,
  }
  expect(part('Addizionali', explained(withFigures(none)))).toEqual(['Nessuna.'])
})

test.each([
  { on: '2013-02-27', says: 'Termine di consegna: 28/02/2013, manca 1 giorno.' },
  { on: '2013-03-01', says: 'Termine di consegna: 28/02/2013, scaduto da 1 giorno.' },
  { on: '2013-03-10', says: 'Termine di consegna: 28/02/2013, scaduto da 10 giorni.' },
])('on $on: $says', ({ on, says }) => {
  expect(explained(ROSSI, CUD_2013, on).at(-1)).toBe(says)
})

test.each([
  { issuedOn: '2013-02-28', says: 'Termine di consegna: 28/02/2013, rispettato.' },
  { issuedOn: '2013-03-01', says: 'Termine di consegna: 28/02/2013, superato di 1 giorno.' },
])('in force since $issuedOn: $says', ({ issuedOn, says }) => {
  const judgement = { holds: [], warnings: [] }
  expect(explainCertificate(ROSSI, CUD_2013, { judgement, on: '2026-01-01', issuedOn }).at(-1)).toBe(says)
})

test('knows of no deadline before the first table', () => {
  expect(explained({ ...ROSSI, incomeYear: 2010 }).at(-1)).toBe(
    'Termine di consegna: non previsto per quest’anno.',
  )
})
