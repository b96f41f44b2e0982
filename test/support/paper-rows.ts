/** @module Certificates, their releases and their letters put straight into the ledger, as the release job leaves them. */
import type { CertificateData, CertificateKind } from '../../src/domain/certificates/certificate-data.ts'
import { certificateSnapshotOf } from '../../src/domain/certificates/certificate-letter.ts'
import { letterIdFrom } from '../../src/domain/letter-id.ts'
import type { PrintableAddress } from '../../src/domain/postal-address.ts'
import { productOf } from '../../src/domain/products.ts'
import type { Actor } from '../../src/store/event.ts'
import { acceptFeed, insertFeed } from '../../src/store/feed.ts'
import { reserveIds } from '../../src/store/id-block.ts'
import { insertLetters } from '../../src/store/letter.ts'
import { migrateIfNew } from '../../src/store/migrate.ts'
import { openRun } from '../../src/store/run.ts'
import { openStore } from '../../src/store/store.ts'
import { type Installation, repeatable } from './night.ts'

export const ROME: PrintableAddress = {
  lines: ['MARIA ROSSI', 'VIA ROMA 1', '00144 ROMA RM'],
  zone: 'IT',
  countryIso2: 'IT',
  countryName: '',
  cap: '00144',
  locality: 'ROMA',
  province: 'RM',
}
export const PARIS: PrintableAddress = {
  lines: ['MARIA ROSSI', '12 RUE DE LA PAIX', '75002 PARIS', 'FRANCIA'],
  zone: 'Z1',
  countryIso2: 'FR',
  countryName: 'FRANCIA',
  cap: '',
  locality: 'PARIS',
  province: '',
}

export const CODICE_FISCALE = 'RSSMRA40A41H501W'

/** A pension of 12,000 euro the whole year, `domain.md` §2.5, row 4. */
export function certificateData(incomeYear: number, changes: Partial<CertificateData> = {}): CertificateData {
  const rome = { comune: 'ROMA', province: 'RM', code: 'H501' }
  return {
    incomeYear,
    codiceFiscale: CODICE_FISCALE,
    surname: 'ROSSI',
    name: 'MARIA',
    sex: 'F',
    birthDate: '1940-01-01',
    birthPlace: 'H501',
    birthComune: 'ROMA',
    birthProvince: 'RM',
    beneficiaryRole: 'TITOLARE',
    deceasedOn: '',
    domicileStart: rome,
    domicileEnd: { comune: 'ROMA', province: 'RM' },
    domicileNext: rome,
    representative: '',
    abroad: { fiscalId: '', locality: '', street: '', state: '' },
    mergedPayer: '',
    figures: {
      'income.pension': 12_000_00,
      'days.pension': 365,
      'withholding.irpef': 1_317_00,
      'surtax.regional': 207_60,
      'tax.gross': 2_760_00,
      'deductions.pension': 1_443_00,
      'deductions.total': 1_443_00,
    },
    pensions: [
      {
        pension: 'VO 12345678',
        from: `${incomeYear}-01-01`,
        to: `${incomeYear}-12-31`,
        cents: 12_000_00,
      },
    ],
    notes: [],
    ...changes,
  }
}

export interface PaperLetter {
  readonly to: PrintableAddress
  /** Those of kind CORRECTION and ANNULMENT take the place of one with `replaced`. */
  readonly certificates: readonly {
    readonly data: CertificateData
    readonly kind?: CertificateKind
    readonly replaced?: CertificateData
  }[]
}

export interface PutLetter {
  readonly letterId: number
  readonly publicId: string
  readonly certificateIds: readonly number[]
  readonly releaseIds: readonly number[]
}

let batches = 0

/** Each letter is what one person asked for; ids count on from those that are there. */
export async function putPaperLetters(
  on: Installation,
  date: string,
  letters: readonly PaperLetter[],
): Promise<PutLetter[]> {
  const store = await openStore({ url: on.settings.database })
  const batch = ++batches
  const drawn = repeatable(`paper ${batch}`)
  try {
    await migrateIfNew(store)
    const at = `${date}T02:00:00.000Z`
    const { id: runId } = await openRun(store, {
      job: 'intake',
      slot: `${date}T${String(batch).padStart(4, '0')}`,
      businessDate: date,
      owner: 'test',
      at,
    })
    const actor: Actor = { runId, at, on: date }
    return await store.transaction('put-paper', async (trx) => {
      const feedId = await reserveIds(trx, 'feed', 1)
      await insertFeed(trx, {
        id: feedId,
        fileName: `certificate-data-${batch}.csv`,
        sha256: `paper-${batch}`,
        bytes: 1,
        runId,
        receivedOn: date,
        kind: 'certificate-data',
        state: 'loading',
      })
      const put: PutLetter[] = []
      let line = 1
      let rows = 0
      for (const { to, certificates } of letters) {
        const certificateIds: number[] = []
        for (const { data, kind = 'ORIGINAL', replaced } of certificates) {
          const before = replaced && (await certificate(replaced, 'ORIGINAL', 1, null))
          certificateIds.push(await certificate(data, kind, before === undefined ? 1 : 2, before ?? null))
        }
        const firstRelease = await reserveIds(trx, 'certificate_release', certificateIds.length)
        const letterId = await reserveIds(trx, 'letter', 1)
        const publicId = letterIdFrom(drawn(10))
        const residence = to.zone === 'IT' ? 'ITALIA' : 'ESTERO'
        await insertLetters(trx, actor, [
          {
            id: letterId,
            publicId,
            kind: 'CERTIFICATE',
            sourceId: firstRelease,
            attempt: 1,
            product: productOf('CERTIFICATE', to, false),
            zone: to.zone,
            cap: to.cap,
            snapshot: JSON.stringify(certificateSnapshotOf(to, { residence, certificateIds })),
          },
        ])
        const releaseIds = certificateIds.map((_, index) => firstRelease + index)
        await trx('certificate_release').insert(
          certificateIds.map((certificateId, index) => ({
            id: firstRelease + index,
            public_id: `REL-${batch}-${firstRelease + index}`,
            certificate_id: certificateId,
            copy_no: 1,
            channel: 'DOMICILIO',
            requester_codice_fiscale: CODICE_FISCALE,
            evidence: '',
            state: 'PREPARED',
            state_on: date,
            prepared_on: date,
            letter_id: letterId,
            pec: '',
          })),
        )
        put.push({ letterId, publicId, certificateIds, releaseIds })
      }
      await acceptFeed(
        trx,
        feedId,
        { rowsRead: rows, entered: rows, rejected: 0, repeated: 0 },
        'archived.csv',
      )
      return put

      async function certificate(
        data: CertificateData,
        kind: CertificateKind,
        version: number,
        replaces: number | null,
      ): Promise<number> {
        const id = await reserveIds(trx, 'certificate', 1)
        rows += 1
        await trx('certificate').insert({
          id,
          feed_id: feedId,
          line: ++line,
          record_key: `D-${batch}-${id}`,
          codice_fiscale: `${data.codiceFiscale}/${id}`,
          income_year: data.incomeYear,
          version,
          kind,
          replaces_id: replaces,
          issued_on: `${data.incomeYear + 1}-0${version + 1}-28`,
          data: JSON.stringify(data),
          data_hash: String(id),
          recipient: '{}',
          state: 'READY',
          state_on: date,
        })
        return id
      }
    })
  } finally {
    await store.close()
  }
}
