import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import {
  type AskingCells,
  askingFeed,
  askingRow,
  certificateRow,
  certificatesFeed,
} from '../support/certificate-rows.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_ROME, newPerson } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { type Program, start } from './ledger.ts'

const ON = '2019-03-12'
const PERSON = newPerson()

const REJECTED: readonly (readonly [
  title: string,
  code: FindingCode,
  field: keyof AskingCells,
  changes: Partial<AskingCells>,
])[] = [
  ['no id', 'CAMPO_MANCANTE', 'request_id', { request_id: '' }],
  ['asked tomorrow', 'DATA_NON_VALIDA', 'submitted_at', { submitted_at: '2019-03-13' }],
  ['no such day', 'DATA_NON_VALIDA', 'submitted_at', { submitted_at: '2019-02-29' }],
  ['no such channel', 'VALORE_NON_AMMESSO', 'channel', { channel: 'FAX' }],
  ['nobody', 'CAMPO_MANCANTE', 'codice_fiscale', { codice_fiscale: '' }],
  ['a wrong codice fiscale', 'CF_FORMA', 'codice_fiscale', { codice_fiscale: 'ANNA' }],
  ['a requester who has none', 'CF_FORMA', 'requester_codice_fiscale', { requester_codice_fiscale: 'CAF' }],
  ['no year', 'CAMPO_MANCANTE', 'income_years', { income_years: '' }],
  ['a list of no year', 'CAMPO_MANCANTE', 'income_years', { income_years: '|' }],
  ['a year that is not over', 'VALORE_NON_AMMESSO', 'income_years', { income_years: '2018|2019' }],
  ['a year that is none', 'VALORE_NON_AMMESSO', 'income_years', { income_years: '2012-2015' }],
  ['all and one', 'VALORE_NON_AMMESSO', 'income_years', { income_years: 'TUTTI|2012' }],
  ['a paper that is none', 'VALORE_NON_AMMESSO', 'evidence', { evidence: 'MANDATO|PAROLA' }],
  ['half an address', 'CAMPO_MANCANTE', 'residence', { street: 'VIA ROMA' }],
  ['no such comparison', 'VALORE_NON_AMMESSO', 'archive_match', { archive_match: 'FORSE' }],
]

describe.each(DATABASES)('requests for certificates on %s', (kind) => {
  let on: Installation
  let program: Program
  let counts: Readonly<Record<string, number>>

  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
    const rows = REJECTED.map(([, , , changes]) => askingRow(PERSON, changes))
    const good = [
      askingRow(PERSON, {
        request_id: 'ALL',
        income_years: 'tutti',
        channel: 'caf',
        evidence: 'mandato | documento',
        requester_codice_fiscale: '80078750587',
        requester_name: 'CAF UNO',
        operator: 'op7',
        pec: 'anna@pec.example',
      }),
      askingRow(PERSON, {
        request_id: 'TWO',
        income_years: '2013|2012|2013',
        channel: 'DOMICILIO',
        ...IN_ROME,
      }),
    ]
    await on.putFeed('certificate-requests-a.csv', askingFeed([...rows, 'short', ...good]))
    await on.putFeed('certificate-data-2018-z.csv', certificatesFeed([certificateRow(PERSON, 2018)]))
    counts = (await program.run([intake], ON))[0] ?? {}
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each(REJECTED.map((entry, index) => [...entry, index + 2] as const))(
    '%s is rejected',
    async (_title, code, field, _changes, line) => {
      const found = await program.ledger(
        `select code, field from rejection r join feed f on f.id = r.feed_id
         where f.kind = 'certificate-requests' and line = ?`,
        [line],
      )
      expect(found).toEqual([{ code, field }])
    },
  )

  test('good rows are kept as they are read', async () => {
    const [all, two] = await program.ledger<Record<string, unknown>>(
      `select request_key, channel, codice_fiscale, income_years, evidence, requester_codice_fiscale, requester_name,
         operator, pec, address, archive_match, submitted_on, received_on, state, hold
       from certificate_request order by id`,
    )
    expect(all).toEqual({
      request_key: 'ALL',
      channel: 'CAF',
      codice_fiscale: PERSON.codice_fiscale,
      income_years: 'TUTTI',
      evidence: 'MANDATO|DOCUMENTO',
      requester_codice_fiscale: '80078750587',
      requester_name: 'CAF UNO',
      operator: 'op7',
      pec: 'anna@pec.example',
      address: null,
      archive_match: 'UNKNOWN',
      submitted_on: '2019-03-11',
      received_on: ON,
      state: 'RECEIVED',
      hold: null,
    })
    expect(two).toMatchObject({ request_key: 'TWO', income_years: '2012|2013', evidence: '' })
    expect(JSON.parse(String(two?.['address']))).toMatchObject({ street: 'Via Garibaldi', cap: '00184' })
    expect(counts).toMatchObject({ files: 2, entered: 3, rejected: REJECTED.length + 1 })
  })

  test('certificates are read before those who ask for them, whatever their names', async () => {
    const kinds = await program.ledger('select kind from feed order by id')
    expect(kinds).toEqual([{ kind: 'certificate-data' }, { kind: 'certificate-requests' }])
  })

  /** What stands under an id, and a row that comes with it again. */
  const AGAIN: readonly (readonly [
    title: string,
    before: string | null,
    changes: Partial<AskingCells>,
    code: FindingCode | null,
  ])[] = [
    ['the same row is repeated', null, {}, 'RICHIESTA_RIPETUTA'],
    ['other values of one that waits for nobody', null, { income_years: '2017' }, 'RICHIESTA_GIA_LAVORATA'],
    ['other values of one that is held', `hold = 'DOCUMENTI_MANCANTI'`, { evidence: 'MANDATO' }, null],
    [
      'other values of one that was served',
      `state = 'SERVED'`,
      { income_years: '2017' },
      'RICHIESTA_GIA_LAVORATA',
    ],
  ]

  test.each(AGAIN.map((entry, index) => [...entry, index] as const))(
    '%s',
    async (_title, before, changes, code, index) => {
      const request_id = `AGAIN-${index}`
      await on.putFeed(`certificate-requests-${index}-1.csv`, askingFeed([askingRow(PERSON, { request_id })]))
      await program.run([intake], ON)
      if (before)
        await program.ledger(`update certificate_request set ${before} where request_key = ?`, [request_id])
      // A line more, or it would be the same file.
      await on.putFeed(
        `certificate-requests-${index}-2.csv`,
        `${askingFeed([askingRow(PERSON, { request_id, ...changes })])}\n`,
      )
      await program.run([intake], ON)
      const rejections = await program.ledger('select code from rejection where request_key = ?', [
        request_id,
      ])
      expect(rejections).toEqual(code === null ? [] : [{ code }])
      const states = await program.ledger(
        'select state, reason, hold from certificate_request where request_key = ? order by id',
        [request_id],
      )
      if (code !== null) expect(states).toHaveLength(1)
      else {
        expect(states).toEqual([
          { state: 'CANCELLED', reason: 'CORRETTA_DAL_MITTENTE', hold: null },
          { state: 'RECEIVED', reason: null, hold: null },
        ])
      }
    },
  )
})
