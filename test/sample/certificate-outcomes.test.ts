import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import {
  CASES_BY_PLACE,
  CERTIFICATE_REQUEST_CASES,
  CERTIFICATE_REQUEST_ROUND,
} from '../../src/sample/certificate-request-cases.ts'
import {
  certificateRequestAt,
  certificateRequestsOf,
  requestBeforeRevision,
} from '../../src/sample/certificate-requests.ts'
import { PUT_RIGHT, REVISIONS, revisedCertificate } from '../../src/sample/certificate-revisions.ts'
import { firstCertificateSet, laterCertificateSet } from '../../src/sample/certificate-set.ts'
import { CERTIFICATE_TROUBLES } from '../../src/sample/certificate-troubles.ts'
import { certificatesOf } from '../../src/sample/certificates.ts'
import type { Population } from '../../src/sample/certified-members.ts'
import { COMMITTED_SAMPLES } from '../../src/sample/committed-sample.ts'
import { sampleSet } from '../../src/sample/sample-set.ts'
import { loadWorld } from '../../src/sample/world.ts'
import { writeWholeSample } from '../../src/sample/write-whole-sample.ts'
import { ledger } from '../jobs/ledger.ts'
import { type Installation, newInstallation } from '../support/night.ts'

const [SPRING, AUTUMN] = COMMITTED_SAMPLES

interface Certificate {
  record_key: string
  kind: string
  hold: string | null
  state: string
}
interface Asked {
  request_key: string
  state: string
  reason: string | null
  hold: string | null
  missing: string | null
}

let on: Installation
let first: Population
let later: Population
/** As the night that brought them left them, by the sender's own id. */
const certificates = new Map<string, Certificate>()
const requests = new Map<string, Asked>()
const rejections = new Map<string, string[]>()
/** Ids of rows by trouble, case or revision. */
const keysOf = new Map<string, string[]>()

beforeAll(async () => {
  on = await newInstallation()
  for (const night of [SPRING, AUTUMN]) {
    await writeWholeSample({ ...night, out: join(on.settings.folders.data, 'inbox') })
    await on.run([intake, releaseCertificates], night.date)
    await look()
  }
  await nameKeys()
}, 180_000)
afterAll(() => on.remove())

/** What the night did to what it brought; of the night before, the first look stays. */
async function look(): Promise<void> {
  const keep = <Row>(kept: Map<string, Row>, key: string, row: Row) => kept.has(key) || kept.set(key, row)
  const rows = await ledger<Certificate>(on, 'select record_key, kind, hold, state from certificate')
  for (const row of rows) keep(certificates, row.record_key, row)
  const asked = await ledger<Asked>(
    on,
    'select request_key, state, reason, hold, missing from certificate_request',
  )
  for (const row of asked) keep(requests, row.request_key, row)
  const refused = await ledger<{ request_key: string; code: string }>(
    on,
    "select request_key, code from rejection where request_key <> ''",
  )
  const codes = Map.groupBy(refused, (row) => row.request_key)
  for (const [key, found] of codes) {
    keep(
      rejections,
      key,
      found.map(({ code }) => code),
    )
  }
}

async function nameKeys(): Promise<void> {
  const world = await loadWorld()
  const spring = firstCertificateSet(sampleSet(SPRING.seed, SPRING.date, SPRING.requests))
  const autumn = laterCertificateSet(sampleSet(AUTUMN.seed, AUTUMN.date, AUTUMN.requests))
  first = { world, set: spring, earlier: undefined }
  later = { world, set: autumn, earlier: spring }
  const remember = (id: string, [key = '']: readonly string[]) =>
    keysOf.set(id, [...(keysOf.get(id) ?? []), key])
  for (const set of [spring, autumn]) {
    for (let index = 0; index < set.people; index++) {
      const rows = certificatesOf(world, set, index, set.lastYear)
      for (const { trouble, cells } of rows) remember(trouble.id, cells)
    }
  }
  for (let index = 0; index < spring.people; index++) {
    const revised = revisedCertificate(world, spring, index, AUTUMN.date)
    if (revised) remember(revised.revision.id, revised.cells)
    const asked = requestBeforeRevision(first, index)
    if (asked) remember(asked.case.id, asked.cells)
  }
  for (const population of [first, later]) {
    for (let index = 0; index < certificateRequestsOf(population); index++) {
      const asked = certificateRequestAt(population, index)
      if (asked) remember(asked.case.id, asked.cells)
    }
  }
}

function met(id: string): string[] {
  const keys = keysOf.get(id) ?? []
  expect(keys.length, id).toBeGreaterThan(0)
  return keys
}

const NO_KEY = 'NUMERO_COLONNE'

test.each(CERTIFICATE_TROUBLES.filter(({ code }) => code !== NO_KEY))(
  'of a row with $id: $outcome $code',
  ({ id, outcome, code }) => {
    for (const key of met(id)) {
      if (outcome === 'accepted') expect(certificates.get(key), key).toMatchObject({ hold: null })
      else if (outcome === 'held') expect(certificates.get(key), key).toMatchObject({ hold: code })
      else {
        expect(certificates.get(key)).toBeUndefined()
        expect(new Set(rejections.get(key)), key).toEqual(new Set([code]))
      }
    }
  },
)

test.each([...REVISIONS, PUT_RIGHT])('of a row that is $id: $outcome $code', (revision) => {
  for (const key of met(revision.id)) {
    const row = certificates.get(key)
    if (revision.outcome === 'accepted') {
      const kind = { annulled: 'ANNULMENT', corrected: 'CORRECTION' }[revision.id] ?? 'ORIGINAL'
      expect(row, key).toMatchObject({ kind, hold: null, state: 'READY' })
    } else if (revision.outcome === 'held') expect(row, key).toMatchObject({ hold: revision.code })
    else {
      expect(row).toBeUndefined()
      expect(rejections.get(key), key).toEqual([revision.code])
    }
  }
})

test('every place of a round asks something', () => {
  expect(CASES_BY_PLACE).toHaveLength(CERTIFICATE_REQUEST_ROUND)
})

test.each(CERTIFICATE_REQUEST_CASES)('who asks $id: $outcome $code', ({ id, outcome, code }) => {
  for (const key of met(id)) {
    const asked = requests.get(key)
    switch (outcome) {
      case 'served':
        expect(asked, key).toMatchObject({ state: 'SERVED', hold: null, missing: null })
        break
      case 'held':
        expect(asked, key).toMatchObject({ state: 'RECEIVED', hold: code })
        break
      case 'waits':
        expect(asked, key).toMatchObject({ state: 'RECEIVED', hold: null })
        expect(asked?.missing).not.toBeNull()
        break
      case 'repeat':
        expect(asked, key).toMatchObject({ state: 'SERVED' })
        expect(rejections.get(key)).toEqual([code])
        break
      default:
        if (asked) expect(asked, key).toMatchObject({ state: 'REJECTED', reason: code })
        else expect(rejections.get(key), key).toEqual([code])
    }
  }
})

test('what is corrected and annulled goes to who had the first version', async () => {
  for (const key of met('before-a-revision'))
    expect(requests.get(key), key).toMatchObject({ state: 'SERVED' })
  const given = await ledger<{ kind: string }>(
    on,
    `select c.kind from certificate_release r join certificate c on c.id = r.certificate_id
     where r.request_id is not null and c.kind <> 'ORIGINAL' group by c.kind order by c.kind`,
  )
  expect(given.map(({ kind }) => kind)).toEqual(['ANNULMENT', 'CORRECTION'])
})

test('who waits for a held certificate has it when it is put right', async () => {
  for (const key of met('before-it-is-put-right')) {
    expect(requests.get(key), key).toMatchObject({ state: 'RECEIVED', missing: '2018' })
    const [now] = await ledger<Asked>(
      on,
      'select state, missing from certificate_request where request_key = ?',
      [key],
    )
    expect(now, key).toEqual({ state: 'SERVED', missing: null })
  }
})

test('a year without form waits for one', async () => {
  const [row] = await ledger<{ n: number }>(
    on,
    "select count(*) as n from certificate where hold = 'MODELLO_NON_DISPONIBILE' and income_year = 2011",
  )
  expect(Number(row?.n)).toBeGreaterThan(0)
})
