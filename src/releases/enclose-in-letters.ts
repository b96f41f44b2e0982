/** @module Paper releases into letters: all that one person is sent at once, in as few envelopes as hold it. */
import type { CertificatePaper } from '../certificates/certificate-paper.ts'
import { certificateSnapshotOf, letterGroups } from '../domain/certificates/certificate-letter.ts'
import { drawLetterIds } from '../domain/letter-id.ts'
import type { PrintableAddress } from '../domain/postal-address.ts'
import { productOf } from '../domain/products.ts'
import { assignLetters, letterAttempts } from '../store/certificate-letter.ts'
import type { Executor } from '../store/dialect.ts'
import { reserveIds } from '../store/id-block.ts'
import { insertLetters, takenPublicIds } from '../store/letter.ts'
import { issuedCertificate, type StoredCertificate } from '../store/stored-certificate.ts'
import type { ReleaseWork } from './release-work.ts'

/** What goes to one person. */
export interface Mail {
  readonly to: PrintableAddress
  readonly residence: 'ITALIA' | 'ESTERO'
  readonly enclosed: readonly { readonly releaseId: number; readonly certificate: StoredCertificate }[]
}

/** One letter a person, or as many as its envelopes can hold. */
export async function encloseInLetters(
  trx: Executor,
  work: ReleaseWork,
  mail: readonly Mail[],
): Promise<number> {
  if (mail.every(({ enclosed }) => enclosed.length === 0)) return 0
  const { actor, random, test } = work
  const paper = await work.certificatePaper()
  const letters = mail.flatMap(({ enclosed, ...whereto }) =>
    groupsOf(paper, enclosed).map((group) => ({ ...whereto, group })),
  )
  const attempts = await letterAttempts(
    trx,
    letters.map(({ group }) => group[0]?.releaseId ?? 0),
  )
  const publicIds = await drawLetterIds(letters.length, random, (ids) => takenPublicIds(trx, ids))
  const firstId = await reserveIds(trx, 'letter', letters.length)
  await insertLetters(
    trx,
    actor,
    letters.map(({ to, residence, group }, index) => {
      const sourceId = group[0]?.releaseId ?? 0
      const certificateIds = group.map(({ certificate }) => certificate.id)
      return {
        id: firstId + index,
        publicId: publicIds[index] as string,
        kind: 'CERTIFICATE' as const,
        sourceId,
        attempt: (attempts.get(sourceId) ?? 0) + 1,
        product: productOf('CERTIFICATE', to, test),
        zone: to.zone,
        cap: to.cap,
        snapshot: JSON.stringify(certificateSnapshotOf(to, { residence, certificateIds })),
      }
    }),
  )
  await assignLetters(
    trx,
    letters.flatMap(({ group }, index) =>
      group.map(({ releaseId }) => ({ releaseId, letterId: firstId + index })),
    ),
  )
  return letters.length
}

function groupsOf(paper: CertificatePaper, enclosed: Mail['enclosed']) {
  return letterGroups(
    enclosed,
    ({ certificate }) => paper.sheetsOf(issuedCertificate(certificate)),
    paper.mostSheets,
  )
}
