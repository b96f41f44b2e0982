/**
 * What a worker thread starts with: judges one page of certificate data.
 *
 * @module
 */
import { constants, setPriority } from 'node:os'
import { isMainThread } from 'node:worker_threads'

export { judgeCertificatePage as default } from './feeds/judge-certificate-page.ts'

// Of this thread alone, on Linux. Storing waits for what is judged and for the disk: it goes first when it can go on.
if (!isMainThread) setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
