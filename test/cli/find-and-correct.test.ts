import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { App } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { correct } from '../../src/cli/correct.ts'
import { find } from '../../src/cli/find.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { askingFeed, askingRow, certificateRow, certificatesFeed } from '../support/certificate-rows.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'

const BY = { by: 'mrossi', reason: 'sentita al telefono', date: '2026-11-20' }

describe.each(DATABASES)('find and correct on %s', (kind) => {
  let installation: Installation
  let app: App
  const people = {
    sent: { ...newPerson(), surname: "D'Àngeli", name: 'Nicolò' },
    civic: newPerson(),
    contact: newPerson(),
    both: newPerson(),
    pending: newPerson(),
    foreign: newPerson(),
    certified: newPerson(),
  }
  const lines = async (text: string) => (await find(app.store.db, text)).lines.join('\n')
  const act = (named: string, correction: Parameters<typeof correct>[2]) =>
    correct(app, named, correction, BY)

  beforeAll(async () => {
    installation = await newInstallation(kind)
    await installation.putFeed(
      'pin-requests-20261120-01.csv',
      requestsFeed([
        requestRow({
          request_id: 'SENT',
          ...people.sent,
          mobile: '',
          postal_name: 'Nicolò Rossi in De Angelis',
        }),
        requestRow({ request_id: 'CIVIC', ...people.civic, civic: '' }),
        requestRow({ request_id: 'CONTACT', ...people.contact, mobile: '', email: '' }),
        requestRow({ request_id: 'BOTH', ...people.both, civic: '', mobile: '', email: '' }),
        requestRow({ request_id: 'WRONG', codice_fiscale: 'RSSMRA50B17A558X' }),
        requestRow({ request_id: 'FOREIGN', ...people.foreign, ...IN_PARIS }),
      ]),
    )
    await installation.putFeed(
      'certificate-data-2012-20261120-01.csv',
      certificatesFeed([certificateRow(people.certified, 2012)]),
    )
    await installation.putFeed(
      'certificate-requests-20261120.csv',
      askingFeed([askingRow(people.certified, { request_id: 'CERT', channel: 'PEC', pec: '' })]),
    )
    app = await installation.open()
    await app.runJobs(
      [intake, issuePins, sendFirstHalves, printPinLetters, handOver],
      dailySlot('2026-11-20'),
    )
  })
  afterAll(async () => {
    await app.close()
    await installation.remove()
  })

  test('tells a story from the request to the hand-over, and what now', async () => {
    const story = await lines(people.sent.codice_fiscale.toLowerCase())
    const letter = /Lettera (\S+) con la seconda parte/.exec(story)?.[1] ?? ''
    const bundle = /lotto (PIN_IT-\S+)\./.exec(story)?.[1] ?? ''
    expect(story.replaceAll(letter, 'ID').replaceAll(bundle, 'LOTTO')).toBe(
      [
        `D'Àngeli Nicolò, codice fiscale ${people.sent.codice_fiscale}, data di nascita 12/03/1950, per la posta Nicolò Rossi in De Angelis`,
        '',
        '  18/11/2026  Chiede un PIN sul sito web: richiesta SENT.',
        '  20/11/2026  Richiesta SENT acquisita da pin-requests-20261120-01.csv, riga 2.',
        '  20/11/2026  Richiesta SENT è approvata.',
        '  20/11/2026  PIN generato, valido fino al 19/05/2027 se non viene usato.',
        '  20/11/2026  Prima parte inviata per e-mail a a***@example.com.',
        '  20/11/2026  Lettera ID con la seconda parte del PIN preparata per: NICOLÒ ROSSI IN DE ANGELIS / VIA GARIBALDI 16 / 00184 ROMA RM.',
        '  20/11/2026  Lettera ID stampata nel lotto LOTTO.',
        '  20/11/2026  Lettera ID consegnata al postalizzatore con il lotto LOTTO.',
        '  20/11/2026  Richiesta SENT è evasa.',
        '',
        'Adesso:',
        '  Il PIN aspetta il primo accesso entro il 19/05/2027. Se la lettera ID non arriva, la persona chieda un nuovo PIN: una lettera con lo stesso codice non si ristampa.',
      ].join('\n'),
    )
    for (const other of [letter.toLowerCase(), 'SENT', "d'angeli nicolo", 'dangeli', 'de angelis']) {
      expect(await lines(other)).toBe(story)
    }
    expect(await lines(bundle)).toContain(`recapito acknowledge ${bundle}`)
  })

  test('never shows a half', async () => {
    const { data } = await find(app.store.db, 'SENT')
    expect(JSON.stringify(data)).not.toMatch(/sealed|[A-Z0-9]{8}\*|verifier/)
  })

  test('tells of who has certificates alone, of refused rows and of slips', async () => {
    expect(await lines(people.certified.codice_fiscale)).toContain(
      'Certificazione dei redditi 2012: dati acquisiti da certificate-data-2012-20261120-01.csv, riga 2.',
    )
    expect(await lines('WRONG')).toBe(
      'La riga WRONG non è entrata.\n\n  20/11/2026  pin-requests-20261120-01.csv, riga 6: Il carattere di controllo del codice fiscale non torna (atteso W, trovato X). Verificare il codice fiscale con l’interessato. Correggere la riga e ripresentarla in un nuovo flusso.',
    )
    expect(await lines('RSSMRA50B17A558X')).toBe(
      'Il carattere di controllo di RSSMRA50B17A558X non torna (atteso W, trovato X): ricontrollare il codice fiscale.',
    )
    expect(await lines('RSSMRA50B17A558W')).toContain('è corretto ma non risulta')
    expect(await lines('Xy')).toContain('almeno tre lettere')
    expect(await lines('anna')).toMatch(/^5 persone: ripetere la ricerca/)
  })

  test('a missing civic number is put right, told with who and why, and taken up by the next run', async () => {
    expect(await lines('CIVIC')).toContain('recapito correct CIVIC --civic "…" --reason "…"')
    await expect(act('CIVIC', { cap: '184' })).rejects.toThrow(/Il CAP manca o non ha cinque cifre \(184\)/)
    const { lines: answered } = await act('CIVIC', { civic: '16/b' })
    expect(answered).toContain('  numero civico: «» → «16/b»')
    expect(answered.at(-1)).toBe(
      'Non è più sospesa: la riprende «Decisione e generazione dei PIN», al più tardi la prossima notte.',
    )
    expect(await lines('CIVIC')).toContain(
      'Richiesta CIVIC corretta: numero civico «» → «16/b» (mrossi: «sentita al telefono»).\n' +
        '  20/11/2026  Richiesta CIVIC: tolta la sospensione «Manca il numero civico» (mrossi: «sentita al telefono»).',
    )
    await app.runJobs([issuePins], dailySlot('2026-11-21'))
    expect(await lines('CIVIC')).toContain('PIN generato')
  })

  test('another fault that the row had waits in its turn', async () => {
    const { lines: answered } = await act('BOTH', { mobile: '333 7654321' })
    expect(answered.slice(1)).toEqual([
      '  cellulare: «» → «+393337654321»',
      expect.stringContaining('Resta sospesa. Manca il numero civico (VIA GARIBALDI)'),
    ])
    const done = await act('BOTH', { civic: '5' })
    expect(done.lines.at(-1)).toContain('Non è più sospesa: la riprende')
    expect(await lines('BOTH')).toContain('cellulare «» → «+39 *** 321»')
  })

  test('a contact is put right until the first half has gone', async () => {
    await expect(act('CONTACT', { email: 'anna@' })).rejects.toThrow(/«e-mail» non è valido/)
    await act('CONTACT', { email: 'anna@Example.com' })
    await app.runJobs([issuePins], dailySlot('2026-11-21'))
    // Before it is sent it may still go elsewhere, by another channel.
    await act('CONTACT', { mobile: '3331112223' })
    await app.runJobs([sendFirstHalves], dailySlot('2026-11-21'))
    expect(await lines('CONTACT')).toContain('Prima parte inviata per SMS al numero +39 *** 223.')
    await expect(act('CONTACT', { mobile: '3331112224' })).rejects.toThrow(
      /già stata inviata il 21\/11\/2026/,
    )
  })

  test('a letter goes to the corrected address, also out of a published bundle', async () => {
    await app.runJobs([printPinLetters], dailySlot('2026-11-21'))
    const story = await lines('CONTACT')
    const letter = /Lettera (\S+) con la seconda parte/.exec(story)?.[1] ?? ''
    const { lines: answered } = await act(letter, { postal_name: 'Anna Verdi', street: 'Via Po', civic: '3' })
    expect(answered).toContain('  Sulla busta: ANNA VERDI / VIA PO 3 / 00184 ROMA RM')
    expect(answered.at(-1)).toMatch(
      /^La lettera \S+ parte con i nuovi valori\. Il lotto \S+, che l’aveva com’era, è rifatto con la prossima/,
    )
    await app.runJobs([printPinLetters], dailySlot('2026-11-22'))
    const later = await lines('CONTACT')
    expect(later).toContain('tolta dal lotto, che viene rifatto')
    expect(later).toContain(
      `Lettera ${letter} con la seconda parte del PIN preparata per: ANNA VERDI / VIA PO 3`,
    )
  })

  test('moving abroad leaves nothing of the old address', async () => {
    const before = await lines(people.pending.codice_fiscale)
    expect(before).toContain('non risulta')
    await installation.putFeed(
      'pin-requests-20261121-01.csv',
      requestsFeed([requestRow({ request_id: 'PENDING', ...people.pending })]),
    )
    await app.runJobs([intake], dailySlot('2026-11-21'))
    const { lines: answered } = await act('PENDING', {
      residence: 'ESTERO',
      country: 'FR',
      address_line_1: '12 rue de Rivoli',
      address_line_2: '75004 Paris',
    })
    expect(answered).toContainEqual(
      expect.stringMatching(/Sulla busta: .* \/ 12 RUE DE RIVOLI \/ 75004 PARIS \/ FRANCIA/),
    )
  })

  test('refuses what has left, what is nobody’s and what changes nothing, and changes nothing', async () => {
    const acts = () => rowsOf<{ n: number }>(app.store.db, 'select count(*) as n from manual_act')
    const [before] = await acts()
    await expect(act('SENT', { civic: '5' })).rejects.toThrow(
      /è stata consegnata al postalizzatore il .* non si può più correggere\. Se non arriva, la persona presenti una nuova richiesta/,
    )
    await expect(act('NOBODY', { civic: '5' })).rejects.toThrow(/non c’è una lettera né una richiesta/)
    await expect(act('BOTH', { civic: '5' })).rejects.toThrow(/niente da correggere/)
    expect(await acts()).toEqual([before])
  })

  test('of a request for certificates the PEC alone can be put right', async () => {
    await app.store.db.raw(`update certificate_request set hold = 'PEC_MANCANTE' where request_key = 'CERT'`)
    await expect(act('CERT', { civic: '5' })).rejects.toThrow(/solo all’indirizzo in archivio/)
    await expect(act('CERT', { pec: 'anna' })).rejects.toThrow(/non è un indirizzo PEC valido/)
    await act('CERT', { pec: 'anna@pec.example.com' })
    expect(
      await rowsOf(app.store.db, `select pec, hold from certificate_request where request_key = 'CERT'`),
    ).toEqual([{ pec: 'anna@pec.example.com', hold: null }])
    expect(await lines('CERT')).toContain(
      'Richiesta CERT corretta: PEC «» → «a***@pec.example.com» (mrossi: «sentita al telefono»).',
    )
  })

  test('the hold of a colleague stays', async () => {
    await app.store.db.raw(
      `update request set hold = 'FERMATA_DAL_PERSONALE', hold_detail = 'x' where request_key = 'PENDING'`,
    )
    const { lines: answered } = await act('PENDING', { postal_name: 'Anna Bianchi' })
    expect(answered.at(-1)).toContain('Resta sospesa. Fermata dall’ufficio (x).')
    expect(await lines('PENDING')).toContain('Il comando: recapito release --request PENDING')
  })
})
