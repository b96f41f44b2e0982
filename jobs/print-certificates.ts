/** Measures, freezes, renders and publishes the letters that carry certificates; finishes what an earlier night left half done. */
import { parseCertificateSnapshot } from '../src/domain/certificates/certificate-letter.ts'
import { bundlesIn } from '../src/store/bundle.ts'
import { certificatesAmong, certificatesToPrint } from '../src/store/certificate-letter.ts'
import { countLettersToPrint } from '../src/store/letter.ts'
import type { Job, JobContext } from './job.ts'
import { NOTHING_PRINTED, type PrintLine, printLetters, tidyBundles } from './print-letters.ts'

const KIND = 'CERTIFICATE'
/** Measured on 2,000: eleven thousand with one certificate, seventeen with two; an envelope takes three. */
const BYTES_A_LETTER = 30_000
/** Letters whose certificates are in memory together: two thousand of two years are some ten megabytes. */
const AT_ONCE = 500

export const printCertificates: Job = {
  name: 'print-certificates',
  summary: 'freezes, renders and publishes the certificates that go out on paper',
  async run(context) {
    const { db } = context.store
    await tidyBundles(context, KIND)
    const unfinished = await bundlesIn(db, ['planned', 'sealed'], KIND)
    // Most nights have none, and forms take time to load.
    if (unfinished.length === 0 && (await countLettersToPrint(db, KIND)) === 0) return NOTHING_PRINTED
    return printLetters(context, await certificateLine(context), 'all')
  },
}

export async function certificateLine({ store, certificatePaper }: JobContext): Promise<PrintLine> {
  const paper = await certificatePaper()
  return {
    kind: KIND,
    templateVersion: paper.version,
    bytesALetter: BYTES_A_LETTER,
    async measure(letters) {
      const measured = []
      for (let start = 0; start < letters.length; start += AT_ONCE) {
        const some = letters.slice(start, start + AT_ONCE).map(({ public_id: publicId, snapshot }) => ({
          publicId,
          ...parseCertificateSnapshot(snapshot),
        }))
        const ids = some.flatMap(({ certificateIds }) => certificateIds)
        const certificatesOf = certificatesAmong(await certificatesToPrint(store.db, ids))
        for (const letter of some) {
          const fits = paper.measure({ ...letter, certificates: certificatesOf(letter) })
          measured.push(fits.ok ? { ok: true as const, languages: 'it', fellBackFrom: '' } : fits)
        }
      }
      return measured
    },
    expiresOn: () => '',
  }
}
