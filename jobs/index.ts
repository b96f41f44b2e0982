/** Every job, in the order of the night. */
import { expirePins } from './expire-pins.ts'
import { handOver } from './hand-over.ts'
import { housekeeping } from './housekeeping.ts'
import { intake } from './intake.ts'
import { issuePins } from './issue-pins.ts'
import type { Job } from './job.ts'
import { printCertificates } from './print-certificates.ts'
import { printPinLetters } from './print-pin-letters.ts'
import { releaseCertificates } from './release-certificates.ts'
import { report } from './report.ts'
import { sendFirstHalves } from './send-first-halves.ts'

/** From the feeds to published bundles and the report. Hand-over has its own slot, so that staff can look between. */
export const NIGHT: readonly Job[] = [
  intake,
  issuePins,
  sendFirstHalves,
  printPinLetters,
  releaseCertificates,
  printCertificates,
  expirePins,
  report,
  housekeeping,
]

export const JOBS: readonly Job[] = [...NIGHT, handOver]
