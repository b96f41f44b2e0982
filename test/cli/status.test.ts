import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/store.ts'
import { insertBundle, insertLetter, insertRun } from '../batch/alerts/watching.ts'
import { putCertificateLetters, putCertificates, putReleases, RELEASED } from '../store/certificate-ledger.ts'
import { recapito } from '../support/command.ts'

let root = ''
let place: string[] = []
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recapito-status-'))
  place = ['--data', join(root, 'data'), '--output', join(root, 'output')]
  await mkdir(join(root, 'data'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('status says what waits of certificates and what to do next', async () => {
  const store = await openStore({ url: join(root, 'data', 'recapito.sqlite') })
  await migrate(store)
  const held = { hold: 'R2', hold_field: 'punto 7', hold_detail: 'trovati 366 giorni' }
  await putCertificates(
    store,
    [RELEASED, RELEASED, held, {}],
    [
      { state: 'SERVED' },
      { state: 'SERVED', channel: 'DOMICILIO' },
      { ...held, hold: 'DOCUMENTI_MANCANTI' },
      { missing: '2012' },
      { missing: 'TUTTI' },
    ],
  )
  await putCertificateLetters(store, [{ id: 50, source_id: 2, snapshot: '{"certificateIds":[2]}' }])
  await putReleases(store, [{}, { channel: 'DOMICILIO', file_name: null, letter_id: 50 }])
  await store.close()

  const { code, stdout, stderr } = await recapito([...place, 'status'])
  expect([code, stderr]).toEqual([0, ''])
  for (const line of [
    /^Certificazioni\n {2}valide +3\n {2}sospese +1$/m,
    /^Richieste di certificazione\n {2}da evadere o in attesa +3\n {2}evase +2$/m,
    /^Rilasci di certificazioni\n {2}preparati, da confermare +2$/m,
    /^ {2}correggere 1 certificazione sospesa: punto e termine sono in held\.csv nel rapporto$/m,
    /^ {2}sistemare 1 richiesta di certificazione sospesa: si veda held\.csv nel rapporto$/m,
    /^ {2}per 2 richieste che aspettano anni non ancora certificati non occorre nulla: /m,
    /^ {2}stampare 1 lettera con certificazioni: recapito .* run print-certificates$/m,
    /^ {2}confermare 1 rilascio, quando il destinatario ha il file: recapito .* certificates confirm <numero>/m,
  ]) {
    expect(stdout).toMatch(line)
  }
  expect(stdout).not.toMatch(/366|niente: tutto è in ordine/)
  const told = JSON.parse((await recapito([...place, 'status', '--json'])).stdout)
  expect(told).toMatchObject({
    certificates: { READY: 3, HELD: 1 },
    heldCertificateRequests: 1,
    missingCertificates: 2,
    unconfirmedReleases: 1,
  })
})

test('without certificates status says nothing of them', async () => {
  const store = await openStore({ url: join(root, 'data', 'recapito.sqlite') })
  await migrate(store)
  await store.close()
  const { stdout } = await recapito([...place, 'status'])
  expect(stdout).not.toMatch(/[Cc]ertificazion/)
  expect(stdout).toContain('niente: tutto è in ordine')
})

test('status says how many as Italian does, what staff have stopped, and commands that can be copied', async () => {
  const store = await openStore({ url: join(root, 'data', 'recapito.sqlite') })
  await migrate(store)
  const on = '2026-11-23'
  for (let n = 0; n < 2; n++) await insertLetter(store, { state: 'pending', state_on: on })
  await insertLetter(store, { state: 'pending', state_on: on, hold: 'FERMATA_DAL_PERSONALE', hold_on: on })
  await insertLetter(store, { state: 'pending', state_on: on, hold: 'INDIRIZZO_TROPPO_LUNGO', hold_on: on })
  await insertLetter(store, { state: 'withdrawn', state_on: on, hold: 'FERMATA_DAL_PERSONALE', hold_on: on })
  await insertBundle(store, { name: 'PIN_IT-A', on, state: 'published', posting_on: on })
  await insertRun(store, { job: 'print-pin-letters', on })
  await insertRun(store, { job: 'intake', on, slot: `${on}T0930`, state: 'failed', error: 'NoSpace' })
  await store.close()

  const { stdout } = await recapito([...place, 'status'])
  const own = `recapito --data ${join(root, 'data')} --output ${join(root, 'output')}`
  for (const line of [
    / {2}Acquisizione dei flussi {10}23\/11\/2026 alle 09:30 {2}fallito \(NoSpace\)$/m,
    /^Lettere\n {2}da stampare o sospese {10}4\n/m,
    /^Lotti\n {2}pronti per la consegna {2}1$/m,
  ]) {
    expect(stdout).toMatch(line)
  }
  expect(stdout.split('Che cosa fare\n')[1]?.split('\n')).toEqual([
    '  «Acquisizione dei flussi» non è arrivato in fondo: lo spazio su disco è finito.',
    expect.stringContaining(`    Liberare spazio e ripetere il comando: ${own} resume `),
    '  correggere 1 lettera sospesa: si veda held.csv nel rapporto',
    `  liberare o annullare 1 lettera fermata dal personale: ${own} release --letter <numero> --reason "…" (o cancel); numeri e motivi sono in held.csv nel rapporto`,
    `  stampare 2 lettere con PIN: ${own} run print-pin-letters`,
    `  consegnare 1 lotto: ${own} run hand-over, in un giorno lavorativo`,
    '',
  ])
})
