/** @module Certificates, who asks for them and who got them, put straight into the ledger. */
import type { Executor } from '../../src/store/dialect.ts'
import type { Store } from '../../src/store/store.ts'
import { ACTOR, ON } from './report-rows.ts'

type Row = Readonly<Record<string, string | number | null>>

export const SHA256 = 'a'.repeat(64)

/** Feed 10 with certificates and feed 11 with requests, each accepted on {@link ON}: ids and lines count from 1. */
export async function putCertificates(
  store: Store,
  certificates: readonly Row[],
  requests: readonly Row[] = [],
): Promise<void> {
  await store.transaction('put', async (trx) => {
    await trx('run').insert({
      id: 900,
      job: 'intake',
      slot: 'T',
      business_date: ON,
      attempt: 1,
      state: 'completed',
      owner: 'test',
      started_at: ACTOR.at,
    })
    await trx('feed').insert([
      feedRow(10, 'certificate-data', 'certificate-data-2018-1.csv', certificates.length),
      feedRow(11, 'certificate-requests', 'certificate-requests-1.csv', requests.length),
    ])
    await insert(
      trx,
      'certificate',
      certificates.map((row, index) => ({ ...certificate(index + 1), ...row })),
    )
    await insert(
      trx,
      'certificate_request',
      requests.map((row, index) => ({ ...request(index + 1), ...row })),
    )
  })
}

/** Rows of the register from the first: files on the web, prepared, unless they say otherwise. */
export function putReleases(store: Store, releases: readonly Row[]): Promise<void> {
  return store.transaction('put', (trx) =>
    insert(
      trx,
      'certificate_release',
      releases.map((row, index) => ({ ...release(index + 1), ...row })),
    ),
  )
}

/** Letters with certificates, by number: `source_id` is the first release in each. */
export function putCertificateLetters(store: Store, letters: readonly Row[]): Promise<void> {
  return store.transaction('put', (trx) =>
    insert(
      trx,
      'letter',
      letters.map((row) => ({ ...letter(Number(row['id'])), ...row })),
    ),
  )
}

async function insert(trx: Executor, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0) await trx(table).insert(rows)
}

function feedRow(id: number, kind: string, name: string, entered: number): Row {
  return {
    id,
    kind,
    file_name: name,
    sha256: `feed ${id}`,
    bytes: 1,
    state: 'accepted',
    run_id: 900,
    received_on: ON,
    rows_read: entered,
    entered,
    rejected: 0,
    repeated: 0,
  }
}

function certificate(id: number): Row {
  const codiceFiscale = `PERSON-${id}`
  const data = { surname: `Cognome${id}`, name: `Nome${id}`, figures: { 'income.pension': 987_654_321 } }
  return {
    id,
    feed_id: 10,
    line: id + 1,
    record_key: `D-${id}`,
    codice_fiscale: codiceFiscale,
    income_year: 2018,
    version: 1,
    kind: 'ORIGINAL',
    replaces_id: null,
    form: 'CU 2019',
    issued_on: '2019-03-01',
    data: JSON.stringify(data),
    data_hash: `hash ${id}`,
    recipient: '{"pec":""}',
    pec: '',
    state: 'READY',
    state_on: ON,
    warnings: null,
    hold: null,
    hold_field: null,
    hold_detail: null,
    hold_on: null,
    first_release_on: null,
    template_version: null,
    pdf_sha256: null,
  }
}

/** What a certificate that was released remembers. */
export const RELEASED: Row = { first_release_on: ON, template_version: 'v1', pdf_sha256: SHA256 }

function request(id: number): Row {
  return {
    id,
    feed_id: 11,
    line: id + 1,
    request_key: `Q-${id}`,
    content_hash: `hash ${id}`,
    submitted_on: ON,
    received_on: ON,
    channel: 'WEB',
    codice_fiscale: `PERSON-${id}`,
    income_years: '2018',
    requester_codice_fiscale: '',
    requester_name: '',
    evidence: '',
    operator: '',
    pec: '',
    address: null,
    archive_match: '',
    state: 'RECEIVED',
    state_on: ON,
    reason: null,
    missing: null,
    hold: null,
    hold_field: null,
    hold_detail: null,
    hold_on: null,
  }
}

function release(id: number): Row {
  return {
    id,
    public_id: `RELEASE-${id}`,
    request_id: id,
    certificate_id: id,
    copy_no: 1,
    channel: 'WEB',
    requester_codice_fiscale: '',
    evidence: '',
    state: 'PREPARED',
    state_on: ON,
    prepared_on: ON,
    file_name: `WEB/${ON}/RELEASE-${id}.pdf`,
    sha256: SHA256,
    pec: '',
    letter_id: null,
  }
}

function letter(id: number): Row {
  return {
    id,
    public_id: `LETTER-${id}`,
    kind: 'CERTIFICATE',
    source_id: id,
    attempt: 1,
    product: 'CUD_IT',
    zone: 'IT',
    cap: '00100',
    snapshot: '{"certificateIds":[1]}',
    state: 'pending',
    state_on: ON,
    created_on: ON,
  }
}
