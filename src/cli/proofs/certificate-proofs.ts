/** @module Proofs of letters with certificates: the same renderer as the letters themselves, marked FAC-SIMILE. */
import { ADDRESS_EDGES } from '../../batch/report/letter-edges.ts'
import type { CertificateLetter, CertificatePaper } from '../../certificates/certificate-paper.ts'
import { parseCertificateSnapshot } from '../../domain/certificates/certificate-letter.ts'
import { isTestProduct } from '../../domain/products.ts'
import { certificatesAmong, certificatesToPrint } from '../../store/certificate-letter.ts'
import { lettersToProve } from '../../store/report/specimen.ts'
import { mostPages, type Proof, type ProofPress } from './proof-press.ts'

interface CertificateProof extends CertificateLetter, Proof {
  readonly toHeirs: boolean
}

export function certificateProofs(paper: CertificatePaper): ProofPress<CertificateProof> {
  return {
    version: paper.version,
    geometry: paper.parts.sources.geometry,
    edges: [...ADDRESS_EDGES, mostPages('più fogli')],
    groupsOf: ({ certificates, toHeirs }) => [
      ...(certificates.some(({ kind }) => kind === 'CORRECTION') ? ['rettifica'] : []),
      ...(certificates.some(({ kind }) => kind === 'ANNULMENT') ? ['annullamento'] : []),
      ...(toHeirs ? ['a eredi'] : []),
    ],
    async lettersOf(db, { id }) {
      const rows = (await lettersToProve(db, id)).map((row) => ({
        ...row,
        snapshot: parseCertificateSnapshot(row.snapshot),
      }))
      const ids = rows.flatMap(({ snapshot }) => snapshot.certificateIds)
      const certificatesOf = certificatesAmong(await certificatesToPrint(db, ids))
      return rows.map(({ public_id: publicId, snapshot, to_heirs }) => {
        const letter = { ...snapshot, publicId, certificates: certificatesOf(snapshot) }
        return { ...letter, pages: paper.pagesOf(letter), toHeirs: to_heirs === 1 }
      })
    },
    draw({ business_date: datedOn, product }, letters) {
      return paper.specimen({ datedOn, test: isTestProduct(product) }, letters)
    },
  }
}
