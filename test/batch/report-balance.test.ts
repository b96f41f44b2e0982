import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { report } from '../../jobs/report.ts'
import type { App } from '../../src/app.ts'
import { balances, checkBalance } from '../../src/batch/report/balance.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { DATABASES } from '../support/databases.ts'
import type { Installation } from '../support/night.ts'
import { newReportNight, ON, WORK } from './report-night.ts'

const IT = `(select id from letter where product = 'PIN_IT')`

/** What a hand or a lost write could do, and the lines that must then fail, culprits included. */
const TAMPERED: [title: string, statements: string[], failing: string[]][] = [
  [
    'a request vanished',
    [`delete from request where request_key = 'R-4'`],
    ['Richieste entrate dai flussi = richieste nei loro stati', 'flusso pin-requests-1.csv: righe entrate'],
  ],
  [
    'a request is in a state that nobody knows',
    [`update request set state = 'LOST' where request_key = 'R-4'`],
    ['Richieste entrate dai flussi = richieste nei loro stati'],
  ],
  [
    'an event vanished',
    [`delete from rejection where code = 'EVENTO_SENZA_RICHIESTA'`, 'delete from pin_event'],
    ['Eventi entrati dai flussi = eventi nei loro stati', 'flusso pin-events-1.csv: righe entrate'],
  ],
  [
    'a row was read and never counted',
    [`update feed set rows_read = rows_read + 1 where file_name = 'pin-requests-1.csv'`],
    ['Righe lette nei flussi = entrate + respinte + ripetute', 'flusso pin-requests-1.csv: righe lette'],
  ],
  [
    'a refused row lost its reason',
    [`delete from rejection where field = 'sex'`],
    [
      'Righe respinte nei flussi = righe con un motivo registrato',
      'flusso pin-requests-1.csv: righe respinte',
    ],
  ],
  [
    'a request is fulfilled without a code',
    [`update request set state = 'FULFILLED' where request_key = 'R-2'`],
    ['Richieste evase senza un PIN'],
  ],
  [
    'a cancelled request has a living code',
    [`update request set state = 'CANCELLED' where request_key = 'R-1'`],
    ['PIN ancora da inviare di richieste respinte, annullate o superate'],
  ],
  [
    'a credential is in a state that nobody knows',
    [`update credential set state = 'LOST' where id = 1`],
    ['PIN registrati = PIN nei loro stati'],
  ],
  [
    'a letter vanished with its place',
    [`delete from bundle_item where letter_id in ${IT}`, `delete from letter where product = 'PIN_IT'`],
    [
      'Prime parti inviate = lettere create',
      'Lettere dichiarate dai lotti = posti assegnati nei lotti',
      expect.stringMatching(/^lotto PIN_IT-.*: lettere$/),
    ],
  ],
  [
    'a letter stands for a half that was never sent',
    [`update half set sent_on = null where idx = 1 and credential_id = 1`],
    ['Prime parti inviate = lettere create', 'Lettere senza una prima parte inviata'],
  ],
  [
    'one person would get two letters',
    ['update credential set codice_fiscale = (select min(codice_fiscale) from credential)'],
    ['Persone con due lettere in partenza'],
  ],
  [
    'a letter is in a state that nobody knows',
    [`update letter set state = 'lost' where product = 'PIN_IT'`],
    [
      'Lettere create = lettere nei loro stati',
      'Lettere in un lotto = posti assegnati nei lotti',
      'Lettere in uno stato diverso da quello del loro lotto',
    ],
  ],
  [
    'a letter left its bundle behind',
    [`update letter set state = 'handed_over' where product = 'PIN_IT'`],
    ['Lettere in uno stato diverso da quello del loro lotto'],
  ],
  [
    'a letter was withdrawn and its bundle would leave all the same',
    [`update letter set state = 'withdrawn' where product = 'PIN_IT'`],
    [
      'Lettere in un lotto = posti assegnati nei lotti',
      'Lettere in uno stato diverso da quello del loro lotto',
    ],
  ],
  [
    'a letter counts as acknowledged before its bundle',
    [`update letter set state = 'acknowledged' where product = 'PIN_IT'`],
    [
      'Lettere in uno stato diverso da quello del loro lotto',
      'Lettere dei lotti confermati = lettere confermate',
      'Seconde parti ancora sigillate di lettere confermate o PIN cessati',
    ],
  ],
  [
    'a first half outlived its message',
    [`update half set state = 'sealed', sealed_text = 'f1.x' where idx = 1 and credential_id = 1`],
    ['Prime parti ancora sigillate di PIN già inviati o cessati'],
  ],
  [
    'a code was drawn and its first half is gone',
    [`update credential set state = 'GENERATED' where id = 1`],
    ['PIN da inviare = prime parti sigillate'],
  ],
  [
    'an erased half kept its text',
    [`update half set sealed_text = 'f1.x' where idx = 1 and credential_id = 1`],
    ['Parti cancellate con un testo, o sigillate senza'],
  ],
  [
    'a second half was erased before its letter left',
    [`update half set state = 'erased', sealed_text = null where idx = 2 and credential_id = 1`],
    ['Lettere da consegnare senza la seconda parte sigillata'],
  ],
  [
    'a second half outlived its code',
    [`update credential set state = 'REVOKED' where id = 1`],
    ['Seconde parti ancora sigillate di lettere confermate o PIN cessati'],
  ],
  [
    'a bundle was published and sealed with another manifest',
    [`update bundle set manifest_sha256 = 'x' where product = 'PIN_IT'`],
    [
      'Lotti pronti, consegnati o confermati = cartelle con il loro manifesto',
      expect.stringMatching(/^lotto PIN_IT-.*: cartella con il manifesto registrato$/),
    ],
  ],
]

describe.each(DATABASES)('the balance on %s', (kind) => {
  let night: Installation
  let app: App
  beforeAll(async () => {
    night = await newReportNight(kind)
    await night.run(WORK, ON)
    app = await night.open()
  })
  afterAll(async () => {
    await app.close()
    await night.remove()
  })
  const failing = async (db: App['store']['db']) =>
    (await checkBalance(db, app.folders)).filter((line) => !balances(line)).map(({ line }) => line)

  test('closes after a night', async () => {
    expect(await failing(app.store.db)).toEqual([])
  })

  test.each(TAMPERED)('fails when %s', async (_title, statements, lines) => {
    const trx = await app.store.db.transaction()
    try {
      for (const statement of statements) await trx.raw(statement)
      expect(await failing(trx)).toEqual(lines)
    } finally {
      await trx.rollback()
    }
  })

  test('allows a withdrawn letter in a bundle that will be made again', async () => {
    const trx = await app.store.db.transaction()
    try {
      await trx.raw(`update letter set state = 'withdrawn' where product = 'PIN_IT'`)
      await trx.raw(`update bundle set hold = 'DA_RIFARE' where product = 'PIN_IT'`)
      expect(await failing(trx)).toEqual([])
    } finally {
      await trx.rollback()
    }
  })

  test('fails when the folder of a bundle is not where it was published, and names the strange one', async () => {
    const [bundle] = await rowsOf<{ name: string }>(
      app.store.db,
      `select name from bundle where product = 'PIN_IT'`,
    )
    const path = join(app.folders.bundles, bundle?.name ?? '')
    const away = join(app.folders.bundles, 'elsewhere')
    await rename(path, away)
    try {
      expect(await failing(app.store.db)).toEqual([
        'Lotti pronti, consegnati o confermati = cartelle con il loro manifesto',
        `lotto ${bundle?.name}: cartella con il manifesto registrato`,
        'Cartelle di lotti che il registro non conosce',
        'cartella elsewhere: sconosciuta',
      ])
    } finally {
      await rename(away, path)
    }
  })

  test('a night that does not balance writes its report, then ends with exit 5', async () => {
    await app.store.db.raw(`update letter set state = 'handed_over' where product = 'PIN_IT'`)
    await expect(night.run([report], ON)).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining(
        'Lettere in uno stato diverso da quello del loro lotto: expected 0, found 1',
      ),
    })
    const page = (await night.read(`output/reports/${ON}/index.html`)).toString()
    expect(page).toContain('I conti non tornano')
    expect(JSON.parse((await night.read(`output/reports/${ON}/report.json`)).toString())).toMatchObject({
      exitHint: 5,
    })
  })
})
