/** @module Proofs of PIN letters: the same renderer as the letters themselves, with bullets for the code. */
import { languageLabel } from '../../batch/report/labels.ts'
import { ADDRESS_EDGES, OLDEST } from '../../batch/report/letter-edges.ts'
import { type PinLetterSnapshot, parseSnapshot } from '../../domain/pin-letter-snapshot.ts'
import { isTestProduct } from '../../domain/products.ts'
import type { PinLetterTemplate } from '../../letters/pin-letter.ts'
import { lettersToProve } from '../../store/report/specimen.ts'
import { mostPages, type Proof, type ProofPress } from './proof-press.ts'

interface PinProof extends PinLetterSnapshot, Proof {
  readonly languages: string
}

export function pinProofs(template: PinLetterTemplate): ProofPress<PinProof> {
  return {
    version: template.version,
    geometry: template.parts.geometry,
    edges: [...ADDRESS_EDGES, OLDEST, mostPages('più pagine')],
    groupsOf: ({ languages }) => [`lingua: ${languageLabel(languages)}`],
    async lettersOf(db, { id }) {
      return (await lettersToProve(db, id)).map(({ public_id: publicId, snapshot: json, languages }) => {
        const snapshot = parseSnapshot(json)
        const pages = template.pagesOf({ languages, residence: snapshot.residence })
        return { ...snapshot, publicId, languages, pages }
      })
    },
    draw(like, letters) {
      const { business_date: datedOn, expires_on: expiresOn, product } = like
      return [template.specimen({ datedOn, expiresOn, test: isTestProduct(product) }, letters)]
    },
  }
}
