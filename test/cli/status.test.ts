import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/store.ts'
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

  const { code, stdout } = await recapito([...place, 'status'])
  expect(code).toBe(0)
  for (const line of [
    /^Certificazioni\n +1 {2}sospese\n +3 {2}valide$/m,
    /^Richieste di certificazione\n +3 {2}da evadere o in attesa\n +2 {2}evase$/m,
    /^Rilasci di certificazioni\n +2 {2}preparati, da confermare$/m,
    /^ {2}correggere una certificazione sospesa: punto e termine sono in held\.csv nel rapporto$/m,
    /^ {2}sistemare una richiesta di certificazione sospesa: si veda held\.csv nel rapporto$/m,
    /^ {2}2 richieste aspettano anni non ancora certificati: /m,
    /^ {2}stampare una lettera con certificazioni: recapito run print-certificates$/m,
    /^ {2}quando il destinatario ha il file, confermare un rilascio: recapito certificates confirm <numero>/m,
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
