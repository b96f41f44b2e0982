/**
 * Releases certificates to who asked for them, by the channel they asked, and to known PECs by themselves. A release is
 * a row of the register before its file is written, so that a crash writes the same file again and never another.
 * Whoever was given a certificate is given what corrects or annuls it.
 */
import { ReleasedForms } from '../src/certificates/released-forms.ts'
import type { CertificateData } from '../src/domain/certificates/certificate-data.ts'
import { emailAddress } from '../src/domain/contacts.ts'
import { FormArchive } from '../src/files/form-archive.ts'
import { type Answer, answerRequest, waitsAsBefore } from '../src/releases/answer-request.ts'
import { registerAnswers, registerReleases } from '../src/releases/register-releases.ts'
import { listReleases } from '../src/releases/release-list.ts'
import { Prints } from '../src/releases/release-prints.ts'
import { writeReleases } from '../src/releases/write-releases.ts'
import { automaticReleases, dueStill } from '../src/store/automatic-release.ts'
import {
  unsentLettersToTheDead,
  unsentLettersWith,
  withdrawCertificateLetters,
} from '../src/store/certificate-letter.ts'
import { releasesOf } from '../src/store/certificate-release.ts'
import {
  openCertificateRequests,
  type RequestOutcome,
  settleCertificateRequests,
  waitStill,
} from '../src/store/open-certificate-request.ts'
import { deceasedAmong } from '../src/store/person.ts'
import {
  reopenLetterless,
  reopenReplaced,
  replacedInUnsentLetters,
  withdrawReplacedReleases,
} from '../src/store/replaced-release.ts'
import { certificatesOf } from '../src/store/stored-certificate.ts'
import type { Job, JobContext } from './job.ts'

const PAGE = 1_000

export const releaseCertificates: Job = {
  name: 'release-certificates',
  summary: 'releases certificates to who asked for them and to known PECs',
  async run(context) {
    const { store, checkpoint } = context
    const forms = new ReleasedForms(
      await context.certificateForms(),
      new FormArchive(context.files, context.folders.forms),
    )
    const counts = {
      reopened: await reopen(context),
      served: 0,
      refused: 0,
      held: 0,
      files: 0,
      certificateLetters: 0,
      automatic: 0,
      different: 0,
    }
    const settle = async (plan: (afterId: number) => Promise<Planned | undefined>) => {
      for (let afterId: number | undefined = 0; afterId !== undefined; ) {
        checkpoint()
        const planned: Planned | undefined = await plan(afterId)
        for (const name of COUNTS) counts[name] += planned?.done[name] ?? 0
        counts.files += await writeReleases(context, forms)
        afterId = planned?.lastId
      }
    }
    // The first page of either begins with what an earlier attempt left unwritten.
    await settle((afterId) => planRequests(context, forms, afterId))
    await settle((afterId) => planAutomatic(context, forms, afterId))
    await listReleases({ ...context, store })
    return counts
  },
}

const COUNTS = ['served', 'refused', 'held', 'certificateLetters', 'automatic', 'different'] as const

interface Planned {
  readonly lastId: number
  readonly done: Partial<Record<(typeof COUNTS)[number], number>>
}

/**
 * What was corrected or annulled since it was given goes to the same people. A letter that is still here stays here, as
 * does one to somebody who died.
 */
function reopen({ store, actor }: JobContext): Promise<number> {
  return store.transaction('reopen-requests', async (trx) => {
    const replaced = await replacedInUnsentLetters(trx)
    await withdrawCertificateLetters(trx, actor, await unsentLettersWith(trx, replaced))
    await withdrawCertificateLetters(trx, actor, await unsentLettersToTheDead(trx))
    await withdrawReplacedReleases(trx, actor, replaced)
    return (await reopenReplaced(trx, actor)) + (await reopenLetterless(trx, actor))
  })
}

async function planRequests(
  context: JobContext,
  forms: ReleasedForms,
  afterId: number,
): Promise<Planned | undefined> {
  const { store, actor } = context
  const requests = await openCertificateRequests(store.db, afterId, PAGE)
  const lastId = requests.at(-1)?.id
  if (lastId === undefined) return undefined
  const people = [...new Set(requests.map((request) => request.codice_fiscale))]
  const archive = {
    certificates: Map.groupBy(await certificatesOf(store.db, people), (row) => row.codice_fiscale),
    deceased: await deceasedAmong(store.db, people),
    given: Map.groupBy(
      await releasesOf(
        store.db,
        requests.map(({ id }) => id),
      ),
      (row) => row.request_id,
    ),
  }
  const prints = new Prints(context, forms)
  const answers: Answer[] = []
  for (const request of requests) answers.push(await answerRequest(context, prints, archive, request))
  const changed = answers.filter(({ request, outcome }) => !waitsAsBefore(request, outcome))
  const certificateLetters = await store.transaction('release-to-requests', async (trx) => {
    if (!(await waitStill(trx, requests))) return undefined
    await prints.record(trx)
    const letters = await registerAnswers(trx, context, prints, answers)
    await settleCertificateRequests(
      trx,
      actor,
      changed.map(({ outcome }) => outcome),
    )
    return letters
  })
  // Staff have stopped one of them since: what was decided counts for none.
  if (certificateLetters === undefined) return planRequests(context, forms, afterId)
  const count = (is: (outcome: RequestOutcome) => boolean) =>
    changed.filter(({ outcome }) => is(outcome)).length
  return {
    lastId,
    done: {
      served: count(({ state }) => state === 'SERVED'),
      refused: count(({ state }) => state === 'REJECTED'),
      held: count(({ hold }) => hold !== null),
      certificateLetters,
      different: prints.different,
    },
  }
}

async function planAutomatic(
  context: JobContext,
  forms: ReleasedForms,
  afterId: number,
): Promise<Planned | undefined> {
  const { store } = context
  const page = await automaticReleases(store.db, afterId, PAGE)
  const lastId = page.at(-1)?.id
  if (lastId === undefined) return undefined
  const prints = new Prints(context, forms)
  const due = page.flatMap((certificate) => {
    const pec = emailAddress(certificate.pec)
    // Sums that were paid to somebody as an heir: heirs get paper.
    const { beneficiaryRole } = JSON.parse(certificate.data) as CertificateData
    return pec === '' || beneficiaryRole === 'EREDE' ? [] : [{ ...certificate, pec }]
  })
  const { good } = await prints.sift(due)
  const isDue = await store.transaction('release-to-pec', async (trx) => {
    if (!(await dueStill(trx, good))) return false
    await prints.record(trx)
    const releases = good.map((certificate) => ({
      requestId: null,
      certificateId: certificate.id,
      channel: 'PEC',
      requester: '',
      evidence: '',
      sha256: prints.sha256Of(certificate),
      pec: certificate.pec,
      isPaper: false,
    }))
    await registerReleases(trx, context, releases)
    return true
  })
  // Staff have stopped one of them since.
  if (!isDue) return planAutomatic(context, forms, afterId)
  return { lastId, done: { automatic: good.length, different: prints.different } }
}
