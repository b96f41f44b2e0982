import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectReport, type Report } from '../../src/batch/report/report.ts'
import { outcomesCsv } from '../../src/batch/report/outcomes-csv.ts'
import { heldCsv, rejectedCsv } from '../../src/batch/report/report-csv.ts'
import { reportHtml } from '../../src/batch/report/report-html.ts'
import { putCertificateLetters, putCertificates, putReleases, RELEASED } from '../store/certificate-ledger.ts'
import { DATABASES, newStore } from '../support/databases.ts'

/** Four days before the deadline of income year 2018, which was the 1st of April 2019. */
const ON = '2019-03-28'

const held = (code: string, field: string, detail: string) => ({
  hold: code,
  hold_field: field,
  hold_detail: detail,
  hold_on: ON,
})

const text = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe.each(DATABASES)('the report of a day with certificates on %s', (kind) => {
  let open: Awaited<ReturnType<typeof newStore>>
  let bundles: string
  let found: Report
  beforeAll(async () => {
    bundles = await mkdtemp(join(tmpdir(), 'recapito-bundles-'))
    open = await newStore(kind)
    const { store } = open
    await putCertificates(
      store,
      [
        { state: 'CORRECTED', ...RELEASED },
        { codice_fiscale: 'PERSON-1', version: 2, kind: 'CORRECTION', replaces_id: 1, ...RELEASED },
        { warnings: JSON.stringify([{ code: 'R5', field: 'punto 21', detail: 'trovato 9.876.543,21' }]) },
        held('R2', 'punto 7', 'trovati 366 giorni, attesi da 0 a 365'),
        {
          ...held('R1', 'punto 21', 'trovato −987.654,32'),
          income_year: 2017,
          form: 'CU 2018',
          hold_on: '2019-03-20',
        },
        { ...held('R2', 'punto 7', 'trovati 400 giorni'), codice_fiscale: 'PERSON-3', version: 2 },
        { income_year: 2017, form: 'CU 2018', issued_on: '2018-05-02' },
        { ...held('MODELLO_NON_DISPONIBILE', 'income_year', '2030'), income_year: 2030, form: null },
        RELEASED,
      ],
      [
        { codice_fiscale: 'PERSON-1', state: 'SERVED' },
        { missing: '2012|2013', received_on: '2019-03-18', income_years: 'TUTTI' },
        { missing: 'TUTTI', income_years: 'TUTTI', channel: 'CAF' },
        {
          ...held('DOCUMENTI_MANCANTI', 'evidence', 'MANDATO'),
          channel: 'PATRONATO',
          codice_fiscale: 'PERSON-4',
        },
        { state: 'REJECTED', reason: 'CANALE_NON_AMMESSO', channel: 'COMUNE', state_on: ON },
        { codice_fiscale: 'PERSON-9', state: 'SERVED', channel: 'DOMICILIO' },
      ],
    )
    await putCertificateLetters(store, [
      { id: 50, source_id: 3, snapshot: '{"certificateIds":[9]}', created_on: ON },
    ])
    await putReleases(store, [
      { request_id: 1, certificate_id: 1, state: 'CONFIRMED' },
      { request_id: 1, certificate_id: 2, prepared_on: '2019-03-11' },
      { request_id: 6, certificate_id: 9, channel: 'DOMICILIO', file_name: null, letter_id: 50 },
    ])
    await store.db.raw(`update feed set received_on = '${ON}'`)
    found = await collectReport(store.db, {
      actor: { runId: 900, at: `${ON}T02:30:00.000Z`, on: ON },
      test: false,
      folders: { bundles },
      firstHalfSlaHours: 12,
      callbackMaxAgeDays: 30,
      approvalRequired: false,
      warningShare: 0.05,
    })
  })
  afterAll(async () => {
    await open.remove()
    await rm(bundles, { recursive: true })
  })
  const rowsOf = async (chunks: AsyncIterable<string>) => {
    let csv = ''
    for await (const chunk of chunks) csv += chunk
    return parse<Record<string, string>>(csv, { bom: true, columns: true, delimiter: ';' })
  }

  test('counts every version under its year, with its deadline and what is late', () => {
    expect(found.certificates.years).toEqual([
      {
        incomeYear: 2017,
        form: 'CU 2018',
        deadline: '2018-04-03',
        daysLeft: -359,
        ...{ ready: 1, held: 1, annulments: 0, corrected: 0, annulled: 0, superseded: 0 },
        entered: { originals: 2, corrections: 0, annulments: 0 },
        // One 29 days late, one held for almost a year.
        late: { originals: 1, corrections: 0, held: 1, sanctionCents: 3_333 + 10_000 },
      },
      {
        incomeYear: 2018,
        form: 'CU 2019',
        deadline: '2019-04-01',
        daysLeft: 4,
        ...{ ready: 3, held: 2, annulments: 0, corrected: 1, annulled: 0, superseded: 0 },
        entered: { originals: 5, corrections: 1, annulments: 0 },
        late: { originals: 0, corrections: 0, held: 0, sanctionCents: 0 },
      },
      expect.objectContaining({ incomeYear: 2030, form: null, deadline: '2031-03-17', held: 1 }),
    ])
    expect(found.certificates.warnings).toMatchObject([{ code: 'R5', count: 1 }])
    expect(found.waiting).toMatchObject({
      heldCertificates: { count: 4, oldestOn: '2019-03-20', oldestDays: 8 },
      heldCertificateRequests: { count: 1, oldestDays: 0 },
      certificateLettersToPrint: { count: 1 },
      lettersToPrint: { count: 0 },
      oldestDays: 8,
    })
    expect(found.counts).toEqual({ rows: 15, rejected: 1, held: 4, callList: 0, waiting: 5 })
    expect(found.exitHint).toBe(3)
    for (const { line, expected, found: is } of found.balance) expect([line, is]).toEqual([line, expected])
  })

  test('the page says what to do about them', () => {
    const page = text(reportHtml(found, { specimen: false }))
    for (const words of [
      'Correggere 1 richiesta di certificazione sospesa (la più vecchia da oggi)',
      'Correggere 4 certificazioni sospese (la più vecchia da 8 giorni)',
      'Primo termine di consegna: restano 4 giorni. Oltre il termine, e senza altra certificazione: 1.',
      '1 lettera con certificazioni è ancora da stampare',
      'recapito run print-certificates',
      '1 rilascio di certificazione aspetta conferma (il più vecchio da 17 giorni)',
      '2018 CU 2019 3 2 1 0 0 0 6 01/04/2019 restano 4 giorni',
      '2030 nessun modello',
      'Hanno già una certificazione valida, che resta finché questa è sospesa: 1.',
      'R2 anno 2018',
      'punto 7',
      'passato da 359 giorni',
      'Oltre il termine di consegna',
      '133,33 €',
      'R5 1 Le ritenute non corrispondono',
      'Patronato da evadere o in attesa 1',
      'Sito web preparati, da confermare 1',
      '2012, 2013 1 18/03/2019 da 10 giorni',
      'tutti: la persona non ne ha nessuna 1',
      'Spedizione al domicilio su carta: li conferma la consegna del lotto 1',
      'CUD e CU, Italia da stampare o sospese 1',
    ]) {
      expect(page).toContain(words)
    }
    expect(page).not.toMatch(/NaN|undefined|\bnull\b|\[object/)
  })

  test('neither page nor numbers say whose they are, nor how much', () => {
    const told = reportHtml(found, { specimen: false }) + JSON.stringify(found)
    expect(told).not.toMatch(/PERSON-|Cognome|Nome\d|9\.?876\.?543|987\.654|trovat/)
  })

  test('held.csv names row, person, year, days left, point and remedy', async () => {
    const rows = await rowsOf(heldCsv(open.store.db, ON))
    expect(rows.map((row) => Object.values(row).slice(0, 12).join(' | '))).toEqual([
      'certificazione | D-5 |  | Cognome5 | Nome5 | 2017 | 20/03/2019 | 8 | 03/04/2018 | in ritardo di 359 | R1 | punto 21',
      'certificazione | D-4 |  | Cognome4 | Nome4 | 2018 | 28/03/2019 | 0 | 01/04/2019 | 4 | R2 | punto 7',
      'certificazione | D-6 |  | Cognome6 | Nome6 | 2018 | 28/03/2019 | 0 | 01/04/2019 | 4 | R2 | punto 7',
      'certificazione | D-8 |  | Cognome8 | Nome8 | 2030 | 28/03/2019 | 0 | 17/03/2031 | 4372 | MODELLO_NON_DISPONIBILE | anno d’imposta',
      'richiesta di certificazione | Q-4 |  | Cognome4 | Nome4 |  | 28/03/2019 | 0 |  |  | DOCUMENTI_MANCANTI | documentazione',
    ])
    expect(rows[1]).toMatchObject({
      Motivo:
        'I giorni di detrazione non stanno fra 0 e 365 (trovati 366 giorni, attesi da 0 a 365). Verificare i dati all’origine; se sono sbagliati, ripresentare la riga corretta.',
      File: 'certificate-data-2018-1.csv',
      'Riga del file': '5',
    })
  })

  test('rejected.csv has what was refused after it had entered', async () => {
    const rows = await rowsOf(rejectedCsv(open.store.db, ON))
    expect(rows.map((row) => Object.values(row).slice(0, 5))).toEqual([
      ['certificate-requests-1.csv', '6', 'Q-5', 'decisione', 'CANALE_NON_AMMESSO'],
    ])
  })

  test('outcomes.csv tells the senders what became of each row', async () => {
    const rows = await rowsOf(outcomesCsv(open.store.db, ON, () => {}))
    expect(
      rows.map(({ Riga, Esito, Codice, Colonna }) => [Riga, Esito, Codice, Colonna].join(' | ')),
    ).toEqual([
      '2 | ACCETTATA |  | ',
      '3 | ACCETTATA |  | ',
      '4 | ACCETTATA |  | ',
      '5 | IN ATTESA | R2 | punto 7',
      '6 | IN ATTESA | R1 | punto 21',
      '7 | IN ATTESA | R2 | punto 7',
      '8 | ACCETTATA |  | ',
      '9 | IN ATTESA | MODELLO_NON_DISPONIBILE | income_year',
      '10 | ACCETTATA |  | ',
      '2 | ACCETTATA |  | ',
      '3 | IN ATTESA | CERTIFICAZIONE_NON_DISPONIBILE | income_years',
      '4 | IN ATTESA | CERTIFICAZIONE_NON_DISPONIBILE | income_years',
      '5 | IN ATTESA | DOCUMENTI_MANCANTI | evidence',
      '6 | RESPINTA | CANALE_NON_AMMESSO | ',
      '7 | ACCETTATA |  | ',
    ])
    expect(rows[10]?.['Motivo']).toContain('non c’è ancora o è sospesa (2012, 2013)')
  })
})
