/** @module The PDFs of releases that are not paper, from the register onto the disk. */
import { join } from 'node:path'
import type { ReleasedForms } from '../certificates/released-forms.ts'
import { markWritten, type PlannedRelease, plannedReleases } from '../store/release-file.ts'
import { firstPrintOf, issuedCertificate } from '../store/stored-certificate.ts'
import type { ReleaseWork } from './release-work.ts'

const PAGE = 1_000
/** Files written at once: an fsync waits for the disk, not for us. */
const ABREAST = 16

/** Writes and fsyncs every file that is planned, then the folders that name them. Answers how many. */
export async function writeReleases(work: ReleaseWork, forms: ReleasedForms): Promise<number> {
  const { store, files, folders, actor, log, checkpoint, progress } = work
  let count = 0
  for (let afterId = 0; ; ) {
    checkpoint()
    const page = await plannedReleases(store.db, afterId, PAGE)
    if (page.length === 0) return count
    const days = [...new Set(page.map(({ file_name }) => join(folders.releases, file_name, '..')))]
    for (const day of days) await files.makeFolder(day)
    const written: number[] = []
    for (let start = 0; start < page.length; start += ABREAST) {
      const contents: { release: PlannedRelease; bytes: Uint8Array }[] = []
      for (const release of page.slice(start, start + ABREAST)) {
        const printed = await forms.print(issuedCertificate(release), firstPrintOf(release))
        if (!printed.ok) {
          log.error('release.differs', { release: release.public_id, detail: printed.detail })
        } else contents.push({ release, bytes: Uint8Array.from(printed.bytes) })
      }
      await Promise.all(
        contents.map(({ release, bytes }) =>
          files.writeFile(join(folders.releases, release.file_name), bytes),
        ),
      )
      written.push(...contents.map(({ release }) => release.release_id))
    }
    for (const day of days) await files.syncFolder(day)
    await store.transaction('releases-written', (trx) => markWritten(trx, actor.on, written))
    count += written.length
    progress(written.length, 'certificazioni')
    afterId = page.at(-1)?.release_id ?? afterId
  }
}
