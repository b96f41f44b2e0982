import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { balances, checkBalance } from '../../src/batch/report/balance.ts'
import type { Executor } from '../../src/store/dialect.ts'
import { putCertificateLetters, putCertificates, putReleases, RELEASED } from '../store/certificate-ledger.ts'
import { DATABASES, newStore } from '../support/databases.ts'

const HELD = { hold: 'R2', hold_field: 'punto 7', hold_on: '2026-11-20' }
const ENCLOSED = '{"certificateIds":[5,6]}'

const MANIFEST = '{}'
const SHA256_OF_MANIFEST = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'

/** What a hand or a lost write could do, and the lines that must then fail. */
const TAMPERED: [title: string, statements: string[], failing: string[]][] = [
  [
    'a certificate vanished',
    ['delete from certificate where id = 9'],
    [
      'Certificazioni entrate dai flussi = certificazioni nei loro stati',
      'flusso certificate-data-2018-1.csv: righe entrate',
    ],
  ],
  [
    'a certificate is in a state that nobody knows',
    [`update certificate set state = 'LOST' where id = 8`],
    ['Certificazioni entrate dai flussi = certificazioni nei loro stati'],
  ],
  [
    'a request vanished',
    ['delete from certificate_request where id = 5'],
    [
      'Richieste di certificazione entrate dai flussi = nei loro stati',
      'flusso certificate-requests-1.csv: righe entrate',
    ],
  ],
  [
    'a person has two valid certificates of one year',
    [`update certificate set state = 'READY' where id = 3`],
    ['Persone con due certificazioni valide, o due sospese, per lo stesso anno'],
  ],
  [
    'a person has two held certificates of one year',
    [`update certificate set codice_fiscale = 'PERSON-7', version = 2, hold = 'R2' where id = 8`],
    ['Persone con due certificazioni valide, o due sospese, per lo stesso anno'],
  ],
  [
    'what corrected a certificate is gone again',
    [`update certificate set state = 'SUPERSEDED' where id = 2`],
    [
      'Certificazioni rettificate o annullate da nulla',
      'Rilasci di certificazioni superate prima che uscissero',
    ],
  ],
  [
    'what corrected a certificate is held',
    [`update certificate set hold = 'R2' where id = 2`],
    ['Certificazioni rettificate o annullate da nulla'],
  ],
  [
    'a request was served with nothing',
    [`update certificate_request set state = 'SERVED' where id = 5`],
    ['Richieste di certificazione evase senza un rilascio'],
  ],
  [
    'a request was served with what was withdrawn',
    [`update certificate_release set state = 'WITHDRAWN' where request_id = 1`],
    ['Richieste di certificazione evase senza un rilascio'],
  ],
  [
    'a release is in a state that nobody knows',
    [`update certificate_release set state = 'LOST' where id = 1`],
    ['Rilasci registrati = rilasci nei loro stati'],
  ],
  [
    'a released certificate forgot what it looked like',
    ['update certificate set pdf_sha256 = null, template_version = null where id = 1'],
    [
      'Rilasci di certificazioni senza data, impronta o modello',
      'Rilasci con un’impronta diversa da quella della certificazione',
    ],
  ],
  [
    'a duplicate is another file',
    [`update certificate_release set sha256 = 'b' where id = 1`],
    ['Rilasci con un’impronta diversa da quella della certificazione'],
  ],
  [
    'somebody was given what a later version had overtaken',
    [
      'update certificate_release set certificate_id = 3 where id = 1',
      `update certificate set first_release_on = '2026-11-20',
      template_version = 'v1', pdf_sha256 = (select pdf_sha256 from certificate where id = 1) where id = 3`,
    ],
    ['Rilasci di certificazioni superate prima che uscissero'],
  ],
  [
    'a letter stands for no release',
    ['update letter set source_id = 99 where id = 50'],
    ['Lettere con certificazioni senza il loro rilascio'],
  ],
  [
    'a letter holds a certificate that nobody registered',
    [`update letter set snapshot = '{"certificateIds":[5,6,7]}' where id = 50`],
    ['Certificazioni nelle lettere in partenza = rilasci in quelle lettere'],
  ],
  [
    'a release lost its letter',
    ['update certificate_release set letter_id = null where id = 4'],
    ['Certificazioni nelle lettere in partenza = rilasci in quelle lettere'],
  ],
  [
    'paper counts as confirmed before it left',
    [`update certificate_release set state = 'CONFIRMED' where id = 4`],
    ['Rilasci su carta consegnati = rilasci su carta confermati'],
  ],
  [
    'paper left and nobody confirmed it',
    [`update certificate_release set state = 'PREPARED' where id = 5`],
    ['Rilasci su carta consegnati = rilasci su carta confermati'],
  ],
]

/** Letter 51 is with the vendor. */
async function putBundle(db: Executor, folder: string): Promise<void> {
  const name = 'CUD_IT-20261120-001'
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, `${name}.json`), MANIFEST)
  await db('bundle').insert({
    id: 1,
    name,
    product: 'CUD_IT',
    slot: '2026-11-20',
    business_date: '2026-11-20',
    part: 1,
    state: 'delivered',
    attempt: 1,
    run_id: 900,
    template_version: 'v1',
    posting_on: '2026-11-23',
    expires_on: '',
    item_count: 1,
    manifest_sha256: SHA256_OF_MANIFEST,
  })
  await db('bundle_item').insert({ bundle_id: 1, seq: 1, letter_id: 51 })
}

describe.each(DATABASES)('the balance of certificates on %s', (kind) => {
  let open: Awaited<ReturnType<typeof newStore>>
  let bundles: string
  beforeAll(async () => {
    bundles = await mkdtemp(join(tmpdir(), 'recapito-bundles-'))
    open = await newStore(kind)
    const { store } = open
    await putCertificates(
      store,
      [
        { state: 'CORRECTED', ...RELEASED },
        { codice_fiscale: 'PERSON-1', version: 3, kind: 'CORRECTION', replaces_id: 1, ...RELEASED },
        { codice_fiscale: 'PERSON-1', version: 2, kind: 'CORRECTION', replaces_id: 1, state: 'SUPERSEDED' },
        // Held beside a valid one.
        { codice_fiscale: 'PERSON-1', version: 4, kind: 'CORRECTION', replaces_id: 2, ...HELD },
        RELEASED,
        { ...RELEASED, codice_fiscale: 'PERSON-5', income_year: 2017 },
        HELD,
        RELEASED,
        {},
      ],
      [
        { codice_fiscale: 'PERSON-1', state: 'SERVED' },
        { codice_fiscale: 'PERSON-5', state: 'SERVED', channel: 'DOMICILIO' },
        { codice_fiscale: 'PERSON-8', state: 'SERVED', channel: 'DOMICILIO' },
        { codice_fiscale: 'PERSON-8', state: 'SERVED', channel: 'DOMICILIO' },
        { missing: '2012' },
      ],
    )
    await putCertificateLetters(store, [
      { id: 50, source_id: 3, snapshot: ENCLOSED },
      { id: 51, source_id: 5, snapshot: '{"certificateIds":[8]}', state: 'handed_over' },
      { id: 52, source_id: 6, snapshot: '{"certificateIds":[8]}', state: 'withdrawn' },
    ])
    await putBundle(store.db, bundles)
    const paper = { channel: 'DOMICILIO', file_name: null, letter_id: 50 }
    await putReleases(store, [
      { request_id: 1, certificate_id: 1, state: 'CONFIRMED' },
      { request_id: 1, certificate_id: 2 },
      { ...paper, request_id: 2, certificate_id: 5 },
      { ...paper, request_id: 2, certificate_id: 6 },
      { ...paper, request_id: 3, certificate_id: 8, letter_id: 51, state: 'CONFIRMED' },
      { ...paper, request_id: 4, certificate_id: 8, letter_id: null, copy_no: 2 },
    ])
  })
  afterAll(async () => {
    await open.remove()
    await rm(bundles, { recursive: true })
  })
  const failing = async (db: Executor) =>
    (await checkBalance(db, { bundles })).filter((line) => !balances(line)).map(({ line }) => line)

  test('closes, with a letter that was withdrawn and waits for another', async () => {
    expect(await failing(open.store.db)).toEqual([])
  })

  test.each(TAMPERED)('fails when %s', async (_title, statements, lines) => {
    const trx = await open.store.db.transaction()
    try {
      for (const statement of statements) await trx.raw(statement)
      expect(await failing(trx)).toEqual(lines)
    } finally {
      await trx.rollback()
    }
  })
})
