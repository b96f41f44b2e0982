import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { report } from '../../jobs/report.ts'
import { DATABASES } from '../support/databases.ts'
import type { Installation } from '../support/night.ts'
import { CODICI_FISCALI, newReportNight, ON, WORK } from './report-night.ts'

const FOLDER = `output/reports/${ON}`
const LISTS = ['held.csv', 'rejected.csv', 'call-list.csv', 'outcomes.csv']

describe.each(DATABASES)('the report of a small night on %s', (kind) => {
  let night: Installation
  let counts: Record<string, number> | undefined
  beforeAll(async () => {
    night = await newReportNight(kind)
    counts = (await night.run([...WORK, report], ON)).at(-1)
  })
  afterAll(() => night.remove())

  const read = async (name: string) => (await night.read(`${FOLDER}/${name}`)).toString()
  const rowsOf = async (name: string) =>
    parse<Record<string, string>>(await read(name), { bom: true, columns: true, delimiter: ';' })

  test.each(LISTS)('%s opens in a spreadsheet and parses back', async (name) => {
    const text = await read(name)
    expect(text.charCodeAt(0)).toBe(0xfeff)
    const lines = text.slice(1).split('\r\n')
    expect(lines.pop()).toBe('')
    for (const line of lines) {
      expect(line).toMatch(/^"([^"]|"")*"(;"([^"]|"")*")*$/)
      expect(line).not.toMatch(/(^|;)"[=+@-]/)
    }
    expect(await rowsOf(name)).toHaveLength(lines.length - 1)
  })

  test('held.csv tells what waits, since when, and what to correct', async () => {
    expect(await rowsOf('held.csv')).toEqual([
      {
        'Che cosa': 'richiesta di PIN',
        'Numero richiesta o riga': 'R-2',
        Lettera: '',
        Cognome: 'Martini',
        Nome: 'Maria',
        'Anno d’imposta': '',
        'In attesa dal': '20/11/2026',
        Giorni: '0',
        'Da consegnare entro': '',
        'Giorni che restano': '',
        Codice: 'ERR_NO_CIVIC',
        'Campo da correggere': 'numero civico',
        Motivo:
          'Manca il numero civico (VIA ROMA). Se la via non ha numeri scrivere SNC. Registrare l’indirizzo corretto (evento ADDRESS_CORRECTED), o ripresentare la richiesta con lo stesso numero.',
        File: 'pin-requests-1.csv',
        'Riga del file': '3',
      },
      expect.objectContaining({
        'Numero richiesta o riga': "'=R-7",
        Cognome: "'=Ait Hadda",
        Codice: 'CONTATTO_MANCANTE',
      }),
    ])
  })

  test('rejected.csv has a record for each fault of each refused row, and for a refused file', async () => {
    const rows = (await rowsOf('rejected.csv')).map(
      ({ File, Riga, 'Numero richiesta o evento': key, Codice, 'Campo da correggere': field }) =>
        [File, Riga, key, Codice, field].join(' | '),
    )
    expect(rows).toEqual([
      'pin-requests-1.csv | 6 | R-5 | DATA_NON_VALIDA | data di nascita',
      'pin-requests-1.csv | 6 | R-5 | CF_CARATTERE_CONTROLLO | codice fiscale',
      'pin-requests-1.csv | 10 | [codice fiscale] | VALORE_NON_AMMESSO | sesso',
      'pin-requests-3-headless.csv |  |  | FLUSSO_RIFIUTATO | ',
      'pin-events-1.csv | 2 | E-1 | EVENTO_SENZA_RICHIESTA | tipo di evento',
      expect.stringMatching(/^pin-events-1.csv \| 3 \| .*\| VALORE_NON_AMMESSO \| tipo di evento$/),
    ])
  })

  test('call-list.csv says whom to call, on which number, and who has none', async () => {
    const [first, second] = await rowsOf('call-list.csv')
    expect(first).toMatchObject({
      'Numero richiesta': 'R-3',
      Come: 'telefonata',
      Telefono: '0039 06 123 4567',
      'Altro telefono': '0039 333 123 4567',
      Lingua: 'italiano',
      Motivo: 'L’indirizzo indicato è diverso da quello in archivio',
      'Indirizzo indicato': 'Via Roma 1, 28838 Stresa (VB)',
      'In elenco dal': '20/11/2026',
      'Oltre il termine': 'no',
    })
    expect(second).toMatchObject({ 'Numero richiesta': 'R-4', Come: 'a mano, per e-mail', Telefono: '' })
    expect(second).toMatchObject({ 'E-mail': 'chi@example.net' })
  })

  test('outcomes.csv has one record for every row of every file', async () => {
    const rows = (await rowsOf('outcomes.csv')).map(({ File, Riga, Esito, Codice, Colonna }) =>
      [File, Riga, Esito, Codice, Colonna].join(' | '),
    )
    expect(rows).toEqual([
      'pin-requests-1.csv | 2 | ACCETTATA |  | ',
      'pin-requests-1.csv | 3 | IN ATTESA | ERR_NO_CIVIC | civic',
      'pin-requests-1.csv | 4 | IN ATTESA | INDIRIZZO_DA_VERIFICARE | ',
      'pin-requests-1.csv | 5 | IN ATTESA | INDIRIZZO_DA_VERIFICARE_SENZA_TELEFONO | ',
      'pin-requests-1.csv | 6 | RESPINTA | DATA_NON_VALIDA CF_CARATTERE_CONTROLLO | birth_date codice_fiscale',
      'pin-requests-1.csv | 7 | RIPETUTA | RICHIESTA_RIPETUTA | request_id',
      'pin-requests-1.csv | 8 | IN ATTESA | CONTATTO_MANCANTE | mobile',
      'pin-requests-1.csv | 9 | ACCETTATA |  | ',
      'pin-requests-1.csv | 10 | RESPINTA | VALORE_NON_AMMESSO | sex',
      'pin-requests-2-again.csv |  | RIPETUTA | FLUSSO_GIA_ACQUISITO | ',
      'pin-requests-3-headless.csv |  | RESPINTA | FLUSSO_RIFIUTATO | ',
      'pin-events-1.csv | 2 | RESPINTA | EVENTO_SENZA_RICHIESTA | type',
      'pin-events-1.csv | 3 | RESPINTA | VALORE_NON_AMMESSO | type',
    ])
  })

  test('the numbers agree with the lists and with what the job answers', async () => {
    const found = JSON.parse(await read('report.json'))
    expect(found).toMatchObject({
      version: 1,
      slot: ON,
      test: false,
      requests: { APPROVED: 2, CALLBACK: 2, RECEIVED: 2 },
      letters: { PIN_EXT: { published: 1 }, PIN_IT: { published: 1 } },
      waiting: { heldRequests: { count: 2 }, callList: { count: 2, withoutPhone: 1 }, bundlesToHandOver: 2 },
      // Four of eleven rows refused and two held are more than one in twenty.
      exitHint: 3,
    })
    expect(found.runs.map((run: { job: string }) => run.job)).toEqual(WORK.map((job) => job.name))
    expect(found.counts).toEqual({ rows: 11, rejected: 4, held: 2, callList: 2, waiting: 4 })
    expect(counts).toEqual(found.counts)
    for (const { line, expected, found: is } of found.balance) expect([line, is]).toEqual([line, expected])
  })

  test('no codice fiscale stands anywhere in the folder', async () => {
    const files = await night.files(FOLDER)
    expect(files.map((path) => path.slice(FOLDER.length + 1))).toEqual([
      'call-list.csv',
      'held.csv',
      'index.html',
      'outcomes.csv',
      'rejected.csv',
      'report.json',
      'specimen.pdf',
    ])
    for (const path of files) {
      const text = (await night.read(path)).toString('latin1').toUpperCase()
      for (const codiceFiscale of CODICI_FISCALI)
        expect([path, text.includes(codiceFiscale)]).toEqual([path, false])
    }
  })

  test('the specimen shows the letters of the day, masked and marked', async () => {
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
    const pdf = await getDocument({ data: new Uint8Array(await night.read(`${FOLDER}/specimen.pdf`)) })
      .promise
    const pages = []
    for (let number = 1; number <= pdf.numPages; number++) {
      const { items } = await (await pdf.getPage(number)).getTextContent()
      pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    await pdf.cleanup()
    expect(pages).toHaveLength(2)
    for (const page of pages) {
      expect(page).toContain('FAC-SIMILE')
      expect(page).toContain('•••• ••••')
      for (const codiceFiscale of CODICI_FISCALI) expect(page).not.toContain(codiceFiscale)
    }
    expect(pages.join()).toContain('FABIO CACCAMO')
    expect(pages.join()).toContain('ŁÓDŹ')
  })

  test('the page and its numbers name no person, address or contact', async () => {
    for (const name of ['index.html', 'report.json']) {
      const text = (await read(name)).toLowerCase()
      for (const word of ['caccamo', 'martini', 'via roma', 'stresa', 'chi@example.net', '1234567']) {
        expect([name, text.includes(word)]).toEqual([name, false])
      }
    }
  })

  test('run again it says the same, and leaves nothing half written', async () => {
    const before = await Promise.all(LISTS.map(read))
    await night.run([report], ON)
    expect(await Promise.all(LISTS.map(read))).toEqual(before)
    expect((await night.files(FOLDER)).filter((path) => path.endsWith('.tmp'))).toEqual([])
    const found = JSON.parse(await read('report.json'))
    expect(found.runs.at(-1)).toMatchObject({ job: 'report', attempt: 1, state: 'completed', retried: true })
  })
})
