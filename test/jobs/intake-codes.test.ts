import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { checkLetter } from '../../src/domain/codice-fiscale.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import { FINDING_TEXTS } from '../../src/domain/finding-texts.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, type RequestCells, requestCells, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

type Changes = Partial<RequestCells>
type Case = readonly [title: string, code: FindingCode, field: string, row: Changes | string]

const sample = requestCells()
/** The code with another check letter. */
const wrongLetter = sample.codice_fiscale.replace(/.$/, (last) => (last === 'Z' ? 'A' : 'Z'))

/** Each row does not enter, for this one reason. */
const REJECTED: readonly Case[] = [
  ['a row cut short', 'NUMERO_COLONNE', '', requestRow().split(';').slice(0, 20).join(';')],
  ['a row with one column too many', 'NUMERO_COLONNE', '', `${requestRow()};`],
  [
    'quotes that nobody closes',
    'NUMERO_COLONNE',
    '',
    requestRow().replace('Via Garibaldi', '"Via Garibaldi'),
  ],
  ['no request id', 'CAMPO_MANCANTE', 'request_id', { request_id: '' }],
  ['no surname but spaces', 'CAMPO_MANCANTE', 'surname', { surname: '   ' }],
  ['no codice fiscale', 'CAMPO_MANCANTE', 'codice_fiscale', { codice_fiscale: '' }],
  ['no date of birth', 'CAMPO_MANCANTE', 'birth_date', { birth_date: '' }],
  ['no channel', 'CAMPO_MANCANTE', 'channel', { channel: '' }],
  ['a surname of 61 letters', 'CAMPO_TROPPO_LUNGO', 'surname', { surname: 'A'.repeat(61) }],
  ['a request id of 41 characters', 'CAMPO_TROPPO_LUNGO', 'request_id', { request_id: 'X'.repeat(41) }],
  ['a tab within the street', 'CARATTERE_DI_CONTROLLO', 'street', { street: 'Via\tRoma' }],
  ['a NUL, which PostgreSQL cannot store', 'CARATTERE_DI_CONTROLLO', 'name', { name: 'AN\0NA' }],
  ['a line separator of Unicode', 'CARATTERE_DI_CONTROLLO', 'presso', { presso: 'Rossi\u2028Bianchi' }],
  ['a letter that a wrong encoding lost', 'CARATTERE_DI_CONTROLLO', 'surname', { surname: 'NICOL\uFFFD' }],
  ['an unknown channel', 'VALORE_NON_AMMESSO', 'channel', { channel: 'APP' }],
  ['an unknown residence', 'VALORE_NON_AMMESSO', 'residence', { residence: 'EUROPA' }],
  ['neither S nor N', 'VALORE_NON_AMMESSO', 'has_italian_id', { has_italian_id: '?' }],
  ['30 February', 'DATA_NON_VALIDA', 'birth_date', { birth_date: '1950-02-30' }],
  ['an Italian date', 'DATA_NON_VALIDA', 'birth_date', { birth_date: '12/03/1950' }],
  ['born tomorrow', 'DATA_NON_VALIDA', 'birth_date', { birth_date: '2026-11-21', channel: 'SPORTELLO' }],
  ['asked for tomorrow', 'DATA_NON_VALIDA', 'submitted_at', { submitted_at: '2026-11-21' }],
  ['an hour without its zone', 'DATA_NON_VALIDA', 'submitted_at', { submitted_at: '2026-11-18T10:00:00' }],
  [
    'a code of 15 characters',
    'CF_FORMA',
    'codice_fiscale',
    { codice_fiscale: sample.codice_fiscale.slice(1) },
  ],
  ['a wrong check letter', 'CF_CARATTERE_CONTROLLO', 'codice_fiscale', { codice_fiscale: wrongLetter }],
  ['a wrong check digit', 'CF_CARATTERE_CONTROLLO', 'codice_fiscale', { codice_fiscale: '12345678901' }],
  [
    'a code born on 32 January',
    'CF_DATA',
    'codice_fiscale',
    { codice_fiscale: `RSSMRA80A32H501${checkLetter('RSSMRA80A32H501')}` },
  ],
  [
    'a delegate at the counter',
    'DELEGA_NON_AMMESSA',
    'requester_role',
    { requester_role: 'DELEGATO', channel: 'SPORTELLO' },
  ],
  [
    'a delegate on the web, the first day of the rule',
    'DELEGA_NON_AMMESSA',
    'requester_role',
    { requester_role: 'DELEGATO', submitted_at: '2016-11-16' },
  ],
  [
    'a parent of somebody of age',
    'DELEGA_NON_AMMESSA',
    'requester_role',
    { requester_role: 'GENITORE', channel: 'SPORTELLO' },
  ],
]

/** Each row enters and waits for a person. */
const HELD: readonly Case[] = [
  [
    'a minor on the web',
    'SOLO_SPORTELLO',
    'channel',
    { birth_date: '2010-05-01', legal_status: 'MINORE', requester_role: 'GENITORE' },
  ],
  [
    'a guardian by telephone',
    'SOLO_SPORTELLO',
    'channel',
    { channel: 'CONTACT_CENTER', legal_status: 'TUTELA', requester_role: 'TUTORE' },
  ],
  ['abroad, on the web, without e-mail', 'EMAIL_OBBLIGATORIA', 'email', { ...IN_PARIS, email: '' }],
  ['no contact at all', 'CONTATTO_MANCANTE', 'mobile', { mobile: '', email: '' }],
  [
    'a landline is no contact for an SMS',
    'CONTATTO_MANCANTE',
    'mobile',
    { mobile: '', email: '', phone: '0651234567' },
  ],
  ['an e-mail that is none', 'CONTATTO_MANCANTE', 'mobile', { mobile: '', email: 'anna@example' }],
  ['no CAP', 'ERR_CAP_MISSING', 'cap', { cap: '' }],
  ['a CAP whose zeros a spreadsheet ate', 'ERR_CAP_MISSING', 'cap', { cap: '184' }],
  ['the CAP that Rome had before its zones', 'ERR_CAP_GENERIC', 'cap', { cap: '00100' }],
  ['no street', 'ERR_NO_STREET', 'street', { street: '', civic: '' }],
  [
    'nothing known of an address abroad',
    'ERR_NO_STREET',
    'address_line_1',
    { ...IN_PARIS, address_line_1: '', address_line_2: '' },
  ],
  ['no civic number', 'ERR_NO_CIVIC', 'civic', { civic: '' }],
  ['no locality', 'ERR_NO_LOCALITY', 'locality', { locality: '' }],
  [
    'a street of more than 44 characters',
    'ERR_LINE_OVERFLOW',
    'street',
    { street: 'Viale dei Caduti e Dispersi della Seconda Guerra Mondiale' },
  ],
  [
    'a name of more than two lines',
    'ERR_LINE_OVERFLOW',
    'postal_name',
    { postal_name: `${'MONTECUCCOLI '.repeat(6)}CARACCIOLO` },
  ],
  [
    'a sixth line in Italy',
    'ERR_TOO_MANY_LINES',
    'presso',
    {
      postal_name: `${'MONTECUCCOLI '.repeat(4)}DEGLI ERRI`,
      presso: 'Fondazione Casa Santa Caterina',
      details: 'Scala B',
    },
  ],
  ['a street that a spreadsheet would run', 'ERR_LINE_START', 'street', { street: '=VIA ROMA' }],
  ['a country that is no more', 'ERR_COUNTRY_UNKNOWN', 'country', { ...IN_PARIS, country: 'YU' }],
  ['a province that is none', 'ERR_PROVINCE_UNKNOWN', 'province', { province: 'XX' }],
  ['an emoji in the address', 'ERR_CHARSET', 'presso', { presso: 'Rossi 😀' }],
]

/** Each row enters and goes on; the report tells of it. */
const ACCEPTED: readonly (readonly [title: string, warnings: readonly FindingCode[], row: Changes])[] = [
  ['all as it should be', [], {}],
  ['a provisional code of eleven digits', ['WARN_CF_NUMERICO'], { codice_fiscale: '12345678903' }],
  ['a married surname', ['WARN_CF_NOME'], { surname: 'QUARANTA' }],
  ['another day of birth', ['WARN_CF_NASCITA'], { birth_date: '1950-03-13' }],
  ['a second contact that is none', ['WARN_CONTATTO_NON_VALIDO'], { pec: 'non ho' }],
  ['one contact alone', ['WARN_CONTATTO_UNICO'], { email: '' }],
  ['a street with a comma', ['OK_NORMALISED'], { street: 'Via Garibaldi,' }],
  ['a CAP of another region', ['WARN_CAP_REGION'], { cap: '20121' }],
  ['a CAP of another comune', ['WARN_CAP_LOCALITY'], { cap: '00052' }],
  ['a comune younger than the table', ['WARN_LOCALITY_UNKNOWN'], { locality: 'Nuova Alba' }],
  [
    'a delegate before the rule',
    [],
    { requester_role: 'DELEGATO', channel: 'SPORTELLO', submitted_at: '2016-11-15' },
  ],
  [
    'a parent of a minor at the counter',
    ['WARN_CF_NASCITA'],
    { birth_date: '2010-05-01', requester_role: 'GENITORE', channel: 'SPORTELLO' },
  ],
  ['the counter needs no address', [], { channel: 'SPORTELLO', street: '', civic: '', cap: '' }],
  ['small letters where capitals are meant', [], { channel: 'web', residence: 'italia', province: 'rm' }],
  [
    'empty columns that have a usual value',
    [],
    { language: '', requester_role: '', user_class: '', has_italian_id: '' },
  ],
]

/** Codes that no row of a request can cause by itself. */
const CAUSED_ELSEWHERE: readonly FindingCode[] = [
  ...(['PIN_DISMESSO', 'GIA_TITOLARE', 'TROPPE_RICHIESTE', 'DECEDUTO'] as const), // issue-pins.test.ts
  'RICHIESTA_GIA_LAVORATA', // intake-repeats.test.ts
  'FERMATA_DAL_PERSONALE', // step-in.test.ts
  ...(['GLIFO_MANCANTE', 'TESTO_TROPPO_LUNGO'] as const), // print-pin-letters.test.ts
  ...(['EVENTO_SENZA_RICHIESTA', 'EVENTO_SENZA_CREDENZIALE', 'EVENTO_NON_APPLICABILE'] as const), // events
  // intake-certificates.test.ts
  ...(['NUMERO_FORMATO', 'PUNTO_SCONOSCIUTO', 'PUNTO_NON_NEL_MODELLO'] as const),
  ...(['NOTA_SCONOSCIUTA', 'NOTA_INCOMPLETA', 'ANNO_DIVERSO_DAL_FLUSSO'] as const),
  ...(['MODELLO_NON_DISPONIBILE', 'ANNULLAMENTO_SENZA_CERTIFICAZIONE'] as const),
  // release-certificates.test.ts, judge-release.test.ts
  ...(['CANALE_NON_AMMESSO', 'SPORTELLO_MOBILE_NON_SPETTA', 'DOCUMENTI_MANCANTI'] as const),
  ...(['EREDE_DI_PERSONA_IN_VITA', 'INDIRIZZO_NON_IN_ARCHIVIO', 'INDIRIZZO_MANCANTE'] as const),
  ...(['PEC_MANCANTE', 'CERTIFICAZIONE_NON_DISPONIBILE', 'CERTIFICAZIONE_ANNULLATA'] as const),
  'COPIA_DIVERSA',
]

test('every code that stops a row has a row that causes it', () => {
  const stopping = (Object.keys(FINDING_TEXTS) as FindingCode[]).filter(
    (code) => FINDING_TEXTS[code].severity !== 'warn',
  )
  const caused = new Set([...[...REJECTED, ...HELD].map(([, code]) => code), ...CAUSED_ELSEWHERE])
  expect(stopping.filter((code) => !caused.has(code))).toEqual([])
})

/** A good row stands on either side of every bad one. */
const BAD = [...REJECTED, ...HELD]
const ROWS: readonly string[] = [
  ...BAD.flatMap(([, , , row], index) => [
    requestRow({ request_id: `GOOD-${index}` }),
    typeof row === 'string' ? row : requestRow({ request_id: `BAD-${index}`, ...row }),
  ]),
  ...ACCEPTED.map(([, , row], index) => requestRow({ request_id: `OK-${index}`, ...row })),
]
const lineOfBad = (title: string) => 3 + 2 * BAD.findIndex((entry) => entry[0] === title)

interface Entered {
  line: number
  request_key: string
  state: string
  hold: string | null
  hold_field: string | null
  warnings: string | null
}

describe.each(DATABASES)('the rows of one feed on %s', (kind) => {
  let on: Installation
  let requests: Map<number, Entered>
  let rejections: { line: number; field: string; code: string; request_key: string }[]
  let counts: Record<string, number>

  beforeAll(async () => {
    on = await newInstallation(kind)
    await on.putFeed('pin-requests-codes.csv', requestsFeed(ROWS))
    counts = (await on.run([intake], '2026-11-20'))[0] ?? {}
    const entered = await ledger<Entered>(
      on,
      'select line, request_key, state, hold, hold_field, warnings from request order by id',
    )
    requests = new Map(entered.map((row) => [row.line, row]))
    rejections = await ledger(on, 'select line, field, code, request_key from rejection order by line')
  })
  afterAll(() => on.remove())

  test.each(REJECTED)('%s: %s', (title, code, field) => {
    const line = lineOfBad(title)
    const reasons = rejections.filter((row) => row.line === line)
    expect(reasons.map((row) => ({ field: row.field, code: row.code }))).toEqual([{ field, code }])
    expect(requests.has(line)).toBe(false)
  })

  test.each(HELD)('%s: held with %s', (title, code, field) => {
    const line = lineOfBad(title)
    expect(requests.get(line)).toMatchObject({ state: 'RECEIVED', hold: code, hold_field: field })
    expect(rejections.filter((row) => row.line === line)).toEqual([])
  })

  test.each(ACCEPTED)('%s: goes on', (title, expected) => {
    const found = requests.get(2 + 2 * BAD.length + ACCEPTED.findIndex((entry) => entry[0] === title))
    expect(found).toMatchObject({ state: 'RECEIVED', hold: null })
    const warnings = JSON.parse(found?.warnings ?? '[]') as { code: FindingCode }[]
    expect(warnings.map(({ code }) => code)).toEqual(expected)
  })

  test('a good row enters whatever its neighbours are', () => {
    const good = [...requests.values()].filter((row) => row.request_key.startsWith('GOOD-'))
    expect(good).toHaveLength(BAD.length)
    expect(good.filter((row) => row.hold !== null || row.state !== 'RECEIVED')).toEqual([])
  })

  test('every row is counted once', () => {
    expect(counts).toMatchObject({
      files: 1,
      rows: ROWS.length,
      entered: ROWS.length - REJECTED.length,
      rejected: REJECTED.length,
      repeated: 0,
    })
  })

  test('a rejection names the request wherever the row tells it', () => {
    const named = rejections.filter((row) => row.request_key === '').map((row) => row.code)
    expect(new Set(named)).toEqual(new Set(['NUMERO_COLONNE', 'CAMPO_MANCANTE', 'CAMPO_TROPPO_LUNGO']))
  })
})

test('a row with several faults names them all', async () => {
  const on = await newInstallation()
  try {
    const row = requestRow({ surname: '', birth_date: 'ieri', archive_match: 'FORSE', cap: '' })
    await on.putFeed('pin-requests-faults.csv', requestsFeed([row]))
    await on.run([intake], '2026-11-20')
    expect(await ledger(on, 'select field, code from rejection order by field')).toEqual([
      { field: 'archive_match', code: 'VALORE_NON_AMMESSO' },
      { field: 'birth_date', code: 'DATA_NON_VALIDA' },
      { field: 'surname', code: 'CAMPO_MANCANTE' },
    ])
  } finally {
    await on.remove()
  }
})
