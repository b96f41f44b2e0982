import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  certificateRequestsByChannel,
  certificatesByStanding,
  certificatesEnteredOn,
  certificatesIssuedLate,
  certificateWarnings,
  formsOfYears,
  heldCertificatesByYear,
  releasesByChannel,
  requestsMissingYears,
} from '../../src/store/report/certificates.ts'
import { refusedRequests } from '../../src/store/report/outcomes.ts'
import { refusedOn } from '../../src/store/report/totals.ts'
import {
  countHeldOn,
  heldByCode,
  heldKeys,
  heldRows,
  lettersToPrint,
} from '../../src/store/report/waiting.ts'
import { overview } from '../../src/store/overview.ts'
import { DATABASES, newStore } from '../support/databases.ts'
import { putCertificateLetters, putCertificates, putReleases, RELEASED } from './certificate-ledger.ts'
import { ON, putLetters, putRequests } from './report-rows.ts'

const HELD = { hold: 'R2', hold_field: 'punto 7', hold_detail: 'trovati 366 giorni', hold_on: ON }

describe.each(DATABASES)('what the report reads of certificates on %s', (kind) => {
  let open: Awaited<ReturnType<typeof newStore>>
  beforeEach(async () => {
    open = await newStore(kind)
  })
  afterEach(() => open.remove())

  test('every version stands somewhere, by income year; a loading feed counts nowhere', async () => {
    const { store } = open
    await putCertificates(store, [
      {},
      {},
      HELD,
      { state: 'CORRECTED', ...RELEASED },
      { codice_fiscale: 'PERSON-4', version: 2, kind: 'CORRECTION', replaces_id: 4 },
      { state: 'ANNULLED' },
      { codice_fiscale: 'PERSON-6', version: 2, kind: 'ANNULMENT', replaces_id: 6 },
      { state: 'SUPERSEDED', ...HELD },
      { income_year: 2012, form: 'CUD 2013' },
      { income_year: 2025, form: null, ...HELD, hold: 'MODELLO_NON_DISPONIBILE' },
    ])
    await store.db('feed').insert({
      id: 12,
      kind: 'certificate-data',
      file_name: 'x.csv',
      sha256: 'x',
      bytes: 1,
      state: 'loading',
      run_id: 900,
      received_on: ON,
    })
    await store.db.raw(`update certificate set feed_id = 12 where id = 2`)
    const standings = (await certificatesByStanding(store.db)).map(
      ({ income_year, state, n }) => `${income_year} ${state} ${n}`,
    )
    expect(standings.sort()).toEqual([
      '2012 READY 1',
      '2018 ANNULLED 1',
      '2018 ANNULMENT 1',
      '2018 CORRECTED 1',
      '2018 HELD 1',
      '2018 READY 2',
      '2018 SUPERSEDED 1',
      '2025 HELD 1',
    ])
    expect([...(await formsOfYears(store.db, [2012, 2018, 2025]))]).toEqual([
      [2012, 'CUD 2013'],
      [2018, 'CU 2019'],
    ])
    const entered = await certificatesEnteredOn(store.db, ON)
    expect(entered.map(({ income_year, kind: of, n }) => `${income_year} ${of} ${n}`)).toEqual([
      '2012 ORIGINAL 1',
      '2018 ANNULMENT 1',
      '2018 CORRECTION 1',
      '2018 ORIGINAL 5',
      '2025 ORIGINAL 1',
    ])
    expect(await certificatesEnteredOn(store.db, '2026-11-21')).toEqual([])
  })

  test('held ones by year, code and point, with those who have nothing else in their hands', async () => {
    const { store } = open
    await putCertificates(store, [
      { ...HELD, hold_on: '2026-11-18' },
      HELD,
      { codice_fiscale: 'PERSON-2', version: 2 },
      { ...HELD, hold_field: 'punto 6' },
      { ...HELD, income_year: 2017 },
      { ...HELD, state: 'SUPERSEDED' },
    ])
    expect(await heldCertificatesByYear(store.db)).toEqual([
      { income_year: 2017, code: 'R2', field: 'punto 7', n: 1, oldest_on: ON, without_valid: 1 },
      { income_year: 2018, code: 'R2', field: 'punto 7', n: 2, oldest_on: '2026-11-18', without_valid: 1 },
      { income_year: 2018, code: 'R2', field: 'punto 6', n: 1, oldest_on: ON, without_valid: 1 },
    ])
    expect(await heldByCode(store.db)).toEqual([
      { kind: 'certificate', code: 'R2', field: 'punto 7', n: 3, oldest_on: '2026-11-18' },
      { kind: 'certificate', code: 'R2', field: 'punto 6', n: 1, oldest_on: ON },
    ])
    expect(await countHeldOn(store.db, ON)).toBe(3)
  })

  test('what was issued late is parted by what it costs, originals from corrections', async () => {
    const { store } = open
    const dated = (...days: string[]) => days.map((issued_on) => ({ issued_on }))
    await putCertificates(store, [
      ...dated('2019-04-01', '2019-04-02', '2019-04-06', '2019-04-07', '2019-05-31', '2019-06-01'),
      { issued_on: '2019-07-01', kind: 'CORRECTION', replaces_id: 1, codice_fiscale: 'PERSON-1', version: 2 },
      { issued_on: '2019-07-01', kind: 'ANNULMENT', replaces_id: 2, codice_fiscale: 'PERSON-2', version: 2 },
      { issued_on: '2019-07-01', ...HELD },
      { issued_on: '2019-07-01', state: 'SUPERSEDED' },
      { issued_on: '2019-07-01', income_year: 2017 },
    ])
    const year = {
      incomeYear: 2018,
      deadline: '2019-04-01',
      freeUntil: '2019-04-06',
      reducedUntil: '2019-05-31',
    }
    expect(await certificatesIssuedLate(store.db, [year])).toEqual([
      { income_year: 2018, kind: 'CORRECTION', free: 0, reduced: 0, full: 1 },
      { income_year: 2018, kind: 'ORIGINAL', free: 2, reduced: 2, full: 1 },
    ])
    expect(await certificatesIssuedLate(store.db, [])).toEqual([])
  })

  test('a warning counts once a certificate, whatever its words', async () => {
    const { store } = open
    const warnings = (...findings: object[]) => ({ warnings: JSON.stringify(findings) })
    await putCertificates(store, [
      warnings({ code: 'R11', field: 'punto 30' }, { code: 'R11', field: 'punto 31' }),
      warnings({ code: 'R4', field: 'punto 373', detail: '"code":"R5"' }),
      warnings({ code: 'R11', field: 'punto 30' }),
      {},
    ])
    expect(await certificateWarnings(store.db, ON)).toEqual([
      { code: 'R11', n: 2 },
      { code: 'R4', n: 1 },
    ])
    expect(await certificateWarnings(store.db, '2026-11-21')).toEqual([])
  })

  test('requests by channel and state, those that lack years, those refused today', async () => {
    const { store } = open
    await putCertificates(
      store,
      [{}],
      [
        { missing: '2012|2013' },
        { missing: '2012|2013', received_on: '2026-11-01' },
        { missing: 'TUTTI' },
        { missing: '2012', hold: 'DECEDUTO' },
        { state: 'SERVED', channel: 'CAF' },
        { state: 'REJECTED', channel: 'CAF', reason: 'CANALE_NON_AMMESSO' },
        { state: 'REJECTED', channel: 'CAF', reason: 'CANALE_NON_AMMESSO', state_on: '2026-11-19' },
      ],
    )
    expect(await requestsMissingYears(store.db)).toEqual([
      { missing: '2012|2013', n: 2, oldest_on: '2026-11-01' },
      { missing: 'TUTTI', n: 1, oldest_on: ON },
    ])
    const channels = (await certificateRequestsByChannel(store.db)).map(
      ({ channel, state, n }) => `${channel} ${state} ${n}`,
    )
    expect(channels).toEqual(['CAF REJECTED 2', 'CAF SERVED 1', 'WEB RECEIVED 4'])
    expect(await refusedOn(store.db, ON)).toEqual([{ reason: 'CANALE_NON_AMMESSO', n: 1 }])
    const refused = await refusedRequests(store.db, 'certificate_request', ON, 0, 10)
    expect(refused.map((row) => [row.file_name, row.line, row.request_key])).toEqual([
      ['certificate-requests-1.csv', 7, 'Q-6'],
    ])
    expect(await overview(store.db)).toMatchObject({
      heldCertificateRequests: 1,
      missingCertificates: 3,
      certificateRequests: { RECEIVED: 4, REJECTED: 2, SERVED: 1 },
    })
  })

  test('the register by channel, paper apart; letters to print by kind', async () => {
    const { store } = open
    await putRequests(store, [{}])
    await putLetters(store, [{ lines: ['A'] }])
    await putCertificates(store, [RELEASED, RELEASED, RELEASED], [{}, {}, { channel: 'DOMICILIO' }])
    await putCertificateLetters(store, [{ id: 50, source_id: 3, snapshot: '{"certificateIds":[3]}' }])
    const paper = { channel: 'DOMICILIO', file_name: null, letter_id: 50 }
    await putReleases(store, [{ prepared_on: '2026-11-10' }, { state: 'CONFIRMED' }, paper])
    expect(await releasesByChannel(store.db)).toEqual([
      { channel: 'DOMICILIO', state: 'PREPARED', paper: 1, n: 1, oldest_on: ON },
      { channel: 'WEB', state: 'CONFIRMED', paper: 0, n: 1, oldest_on: ON },
      { channel: 'WEB', state: 'PREPARED', paper: 0, n: 1, oldest_on: '2026-11-10' },
    ])
    expect(await lettersToPrint(store.db, 'CERTIFICATE')).toEqual({ n: 1, oldest_on: ON })
    expect((await lettersToPrint(store.db, 'PIN_HALF2')).n).toBe(1)
    expect(await overview(store.db)).toMatchObject({
      certificates: { READY: 3 },
      releases: { CONFIRMED: 1, PREPARED: 2 },
      unconfirmedReleases: 1,
      lettersToPrint: { CERTIFICATE: 1, PIN_HALF2: 1 },
    })
  })

  test('everything held comes oldest first with its row, its person and its year', async () => {
    const { store } = open
    await putRequests(store, [{ ...HELD, hold: 'ERR_NO_CIVIC', surname: 'Rossi', name: 'Mario' }])
    const asked = { ...HELD, hold: 'DOCUMENTI_MANCANTI', hold_on: '2026-11-17' }
    await putCertificates(
      store,
      [
        { ...HELD, hold_on: '2026-11-18' },
        RELEASED,
        { income_year: 2012, codice_fiscale: 'PERSON-2', data: '{"surname":"Prima","name":"X"}' },
      ],
      [
        { codice_fiscale: 'NOBODY', ...asked },
        { codice_fiscale: 'PERSON-2', ...asked },
        { channel: 'DOMICILIO' },
      ],
    )
    await putReleases(store, [{ request_id: 3, certificate_id: 2, channel: 'DOMICILIO', file_name: null }])
    await putCertificateLetters(store, [
      { id: 50, source_id: 1, snapshot: '{"certificateIds":[2]}', ...HELD, hold: 'GLIFO_MANCANTE' },
    ])
    const keys = await heldKeys(store.db)
    const seen = [
      ...(await heldRows(store.db, keys.slice(0, 2))),
      ...(await heldRows(store.db, keys.slice(2))),
    ].map((row) =>
      [
        row.since,
        row.kind,
        row.row_key,
        row.file_name,
        row.line,
        row.letter_id,
        row.income_year,
        row.surname,
        row.code,
      ].join(' | '),
    )
    expect(seen).toEqual([
      '2026-11-17 | certificate_request | Q-1 | certificate-requests-1.csv | 2 |  |  |  | DOCUMENTI_MANCANTI',
      '2026-11-17 | certificate_request | Q-2 | certificate-requests-1.csv | 3 |  |  | Cognome2 | DOCUMENTI_MANCANTI',
      '2026-11-18 | certificate | D-1 | certificate-data-2018-1.csv | 2 |  | 2018 | Cognome1 | R2',
      '2026-11-20 | certificate_letter | Q-3 | certificate-requests-1.csv | 4 | LETTER-50 |  | Cognome2 | GLIFO_MANCANTE',
      '2026-11-20 | request | R-1 | pin-requests-1.csv | 1 |  |  | Rossi | ERR_NO_CIVIC',
    ])
  })
})
