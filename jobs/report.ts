/**
 * Writes the report of the business date from the ledger: lists that staff work through, outcomes for the senders, a
 * masked specimen, numbers, and a page to read. Then it balances: where that fails, the report says so and the job ends
 * with exit 5.
 */

import { LedgerMismatch } from '../src/batch/failures.ts'
import { balances } from '../src/batch/report/balance.ts'
import { collectReport, type Report } from '../src/batch/report/report.ts'
import { chooseSpecimen, type Specimen } from '../src/batch/report/specimen-letters.ts'
import { reportFolder, writeReport, writeSpecimen } from '../src/batch/report/write-report.ts'
import { refuseSecrets } from '../src/secrets/secret-shapes.ts'
import type { Job, JobContext } from './job.ts'

export const report: Job = {
  name: 'report',
  summary: 'writes the report of the date and checks that everything balances',
  async run(context) {
    const { store, files, folders, actor } = context
    const { on } = actor
    const collected = await collectReport(store.db, subjectOf(context))
    const specimen = await chooseSpecimen(store.db, on)
    const writing = { db: store.db, files, folders, afterRows: afterRows(context), check: refuseSecrets }
    await writeReport(writing, collected, { specimen: specimen !== undefined })
    await writeSpecimen({ files, folders }, on, specimen && (await drawSpecimen(context, specimen)))
    requireBalance(collected, reportFolder(folders, on))
    return collected.counts
  },
}

function subjectOf({ actor, test, folders, parameter, settings }: JobContext) {
  return {
    actor,
    test,
    folders,
    firstHalfSlaHours: parameter('firstHalfSlaHours', actor.on),
    callbackMaxAgeDays: parameter('callbackMaxAgeDays', actor.on),
    warningShare: settings.limits.warningShare,
    approvalRequired: settings.approval.required,
  }
}

function afterRows({ checkpoint, progress }: JobContext): (rows: number) => void {
  return (rows) => {
    checkpoint()
    progress(rows, 'esiti')
  }
}

/** The same renderer as the letters themselves, with bullets for the code. */
async function drawSpecimen(
  { letterTemplate, test }: JobContext,
  specimen: Specimen,
): Promise<Uint8Array | undefined> {
  const template = await letterTemplate()
  const letters = specimen.letters.flatMap((letter) => {
    const measured = template.measure(letter)
    return measured.ok ? [{ ...letter, languages: measured.languages }] : []
  })
  const { datedOn, expiresOn } = specimen
  return letters.length > 0 ? template.specimen({ datedOn, expiresOn, test }, letters) : undefined
}

function requireBalance({ balance }: Report, folder: string): void {
  const failing = balance.filter((line) => !balances(line))
  if (failing.length === 0) return
  const lines = failing.map(({ line, expected, found }) => `${line}: expected ${expected}, found ${found}`)
  throw new LedgerMismatch(`the ledger does not balance (see ${folder}):\n  ${lines.join('\n  ')}`)
}
