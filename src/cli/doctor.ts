/** @module `recapito doctor`: whether this installation can work, and what to do where it cannot. Changes nothing. */
import { type Flags, loadSettings, settingsFile } from '../config.ts'
import { answer, today } from './answer.ts'
import type { Check } from './doctor/check.ts'
import { databaseCheck } from './doctor/database-checks.ts'
import { folderChecks } from './doctor/folder-checks.ts'
import { keyChecks } from './doctor/key-checks.ts'
import { clockCheck, diskChecks } from './doctor/machine-checks.ts'
import { fontsCheck, nodeCheck } from './doctor/program-checks.ts'
import { settingChecks } from './doctor/setting-checks.ts'
import { textChecks } from './doctor/text-checks.ts'

const FAULTS = 2
const MARKS = { ok: '✓', warning: '!', fault: '✗' } as const

export async function doctor(flags: Flags, options: { json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  const database = await databaseCheck(settings)
  const checks = [
    nodeCheck(),
    fontsCheck(),
    clockCheck(new Date(), database.lastInstant),
    database.check,
    ...(await diskChecks(settings, database.lastBundles)),
    ...(await folderChecks(settings)),
    ...(await keyChecks(settings, today())),
    ...(await textChecks(settings)),
    ...(await settingChecks(settings, settingsFile(flags))),
  ]
  const faults = checks.filter(({ state }) => state === 'fault').length
  const warnings = checks.filter(({ state }) => state === 'warning').length
  if (faults > 0) process.exitCode = FAULTS
  answer(options.json, { checks }, [...checks.flatMap(lines), '', verdict(faults, warnings)])
}

function lines({ topic, state, found, todo }: Check): string[] {
  const line = `${MARKS[state]} ${topic.padEnd(15)} ${found}`
  return todo === '' ? [line] : [line, `${' '.repeat(18)}→ ${todo}`]
}

function verdict(faults: number, warnings: number): string {
  const toKnow = warnings === 1 ? 'una cosa da sapere (!)' : `${warnings} cose da sapere (!)`
  if (faults === 0) return warnings === 0 ? 'Tutto è in ordine.' : `Si può lavorare; ${toKnow}.`
  const toMend = faults === 1 ? 'Una cosa da sistemare (✗)' : `${faults} cose da sistemare (✗)`
  return warnings === 0 ? `${toMend} prima di lavorare.` : `${toMend} prima di lavorare; ${toKnow}.`
}
