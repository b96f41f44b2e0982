/**
 * What a worker thread starts with: judges one page of certificate data.
 *
 * @module
 */
import { constants, getPriority, setPriority } from 'node:os'
import { move, Piscina, transferableSymbol, valueSymbol } from 'piscina'
import {
  type CertificatePage,
  type CertificatePageTask,
  judgeCertificatePage,
} from './feeds/judge-certificate-page.ts'
import { inThread } from './in-thread.ts'

export default inThread(judge)

/** The texts of a page, megabytes, go over to the thread that stores them instead of being copied. */
function judge(task: CertificatePageTask): CertificatePage {
  const page = judgeCertificatePage(task)
  if (!Piscina.isWorkerThread) return page
  return move({ [transferableSymbol]: page.texts.buffer, [valueSymbol]: page }) as unknown as CertificatePage
}

// Storing waits for what is judged and for the disk: it goes first when it can go on. Only on Linux is this the priority
// of one thread; it is never raised, which the system may refuse.
if (Piscina.isWorkerThread && process.platform === 'linux') {
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority
  setPriority(Math.min(PRIORITY_LOW, getPriority() + PRIORITY_BELOW_NORMAL))
}
