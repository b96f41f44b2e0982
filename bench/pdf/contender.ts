/**
 * One library in one mode, in a process of its own: warms up, then prints a line of JSON with letters a second, bytes
 * a letter and the peak memory of this process.
 *
 * @module
 */
import { CONTENDERS, type Mode } from './contenders.ts'

const [name, mode, count, path = ''] = process.argv.slice(2)
const contender = CONTENDERS.find((candidate) => candidate.name === name)
if (!contender) throw new RangeError(`no library is called "${name}"`)
const engine = await contender.open()
const print = (letters: number): Promise<number> =>
  (mode as Mode) === 'bundle' ? engine.bundle(letters, path) : engine.singles(letters)

const letters = Number(count)
await print(Math.ceil(letters / 20))
const start = performance.now()
const bytes = await print(letters)
const seconds = (performance.now() - start) / 1000
process.stdout.write(
  `${JSON.stringify({
    perSecond: Math.round((letters / seconds) * 10) / 10,
    bytesEach: Math.round(bytes / letters),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  })}\n`,
)
