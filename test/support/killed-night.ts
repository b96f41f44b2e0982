/**
 * A night in a process of its own that kills itself, for real, before its k-th effect:
 * `node killed-night.ts <data> <output> <k>`; with 0 it ends by itself.
 */
import { handOver } from '../../jobs/hand-over.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { openApp } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { loadSettings } from '../../src/config.ts'
import { silentLog } from '../../src/observe/log.ts'

const [data = '', output = '', k = '0'] = process.argv.slice(2)
const settings = {
  ...(await loadSettings({ data, output }, {})),
  bundle: { letters: 9 },
  render: { threads: 0 },
  inspection: { pages: 0, renderedPages: 0 },
}
let effects = 0
const app = await openApp({
  settings,
  log: silentLog,
  mode: 'live',
  now: () => new Date('2026-11-20T03:30:00Z'),
  gate() {
    effects += 1
    if (effects === Number(k)) process.kill(process.pid, 'SIGKILL')
  },
})
await app.runJobs([printPinLetters, handOver], dailySlot('2026-11-20'))
await app.close()
