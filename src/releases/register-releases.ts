/** @module New rows of the disclosure register, and the letters that paper goes in. */
import { drawLetterIds } from '../domain/letter-id.ts'
import { copiesOf, insertReleases, type NewRelease, takenReleaseIds } from '../store/certificate-release.ts'
import type { Executor } from '../store/dialect.ts'
import { reserveIds } from '../store/id-block.ts'
import type { Answer } from './answer-request.ts'
import { encloseInLetters } from './enclose-in-letters.ts'
import type { Prints } from './release-prints.ts'
import type { ReleaseWork } from './release-work.ts'

export type Unnumbered = Omit<NewRelease, 'id' | 'publicId' | 'copyNo' | 'fileName'> & {
  readonly isPaper: boolean
}

/** Registers what is given, and puts paper into letters. Answers the number of letters. */
export async function registerAnswers(
  trx: Executor,
  work: ReleaseWork,
  prints: Prints,
  answers: readonly Answer[],
): Promise<number> {
  const wanted = answers.flatMap(({ request, decision, give }) =>
    give.map((certificate) => ({
      requestId: request.id,
      certificateId: certificate.id,
      channel: request.channel,
      requester: request.requester_codice_fiscale,
      evidence: request.evidence,
      sha256: prints.sha256Of(certificate),
      pec: decision.do === 'file' ? decision.pec : '',
      isPaper: decision.do === 'post',
    })),
  )
  const releases = await registerReleases(trx, work, wanted)
  const idOf = new Map(releases.map((row) => [`${row.requestId}/${row.certificateId}`, row.id]))
  const mail = answers.flatMap(({ request, decision, give, again }) => {
    if (decision.do !== 'post') return []
    const now = give.map((certificate) => ({
      releaseId: idOf.get(`${request.id}/${certificate.id}`) as number,
      certificate,
    }))
    const enclosed = [...again, ...now].sort((a, b) => a.certificate.income_year - b.certificate.income_year)
    return [{ to: decision.to, residence: decision.residence, enclosed }]
  })
  return encloseInLetters(trx, work, mail)
}

/** Gives releases their ids, copy numbers and file names. */
export async function registerReleases(
  trx: Executor,
  work: ReleaseWork,
  releases: readonly Unnumbered[],
): Promise<NewRelease[]> {
  const rows = await numbered(trx, work, releases)
  await insertReleases(trx, work.actor, rows)
  return rows
}

async function numbered(
  trx: Executor,
  { actor, random }: ReleaseWork,
  releases: readonly Unnumbered[],
): Promise<NewRelease[]> {
  const copies = await copiesOf(
    trx,
    releases.map(({ certificateId }) => certificateId),
  )
  const publicIds = await drawLetterIds(releases.length, random, (ids) => takenReleaseIds(trx, ids))
  const firstId = await reserveIds(trx, 'certificate_release', releases.length)
  return releases.map(({ isPaper, ...release }, index) => {
    const publicId = publicIds[index] as string
    const copyNo = (copies.get(release.certificateId) ?? 0) + 1
    copies.set(release.certificateId, copyNo)
    const fileName = isPaper ? null : `${release.channel}/${actor.on}/${publicId}.pdf`
    return { ...release, id: firstId + index, publicId, copyNo, fileName }
  })
}
