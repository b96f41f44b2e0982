import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { recapito } from '../support/command.ts'
import { requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'

describe('recapito inspect', () => {
  let on: Installation
  /** A bundle of the program's own, without its suffix. */
  let bundle = ''
  beforeAll(async () => {
    on = await newInstallation()
    await on.putFeed('pin-requests-1.csv', requestsFeed([requestRow(), requestRow()]))
    await on.run([intake, issuePins, sendFirstHalves, printPinLetters], '2026-11-20')
    const [csv = ''] = (await on.files('output/bundles')).filter((path) => path.endsWith('.csv'))
    bundle = join(on.root, csv.slice(0, -'.csv'.length))
  })
  afterAll(() => on.remove())

  const run = (...args: string[]) => recapito(['--data', join(on.root, 'data'), 'inspect', ...args])

  /** The bundle's CSV with one word in place of another, somewhere else. */
  async function csvWith(name: string, from: string | RegExp, to: string): Promise<string> {
    const file = join(on.root, name)
    await writeFile(file, (await readFile(`${bundle}.csv`, 'utf8')).replace(from, to))
    return file
  }

  test('finds nothing wrong with a bundle, by the CSV that lies beside it', async () => {
    const { code, stdout, stderr } = await run(`${bundle}.pdf`, '--all')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/2 pagine, tutte lette, 2 guardate anche come immagine\n/)
    expect(stdout).toMatch(/2 lettere secondo PIN_IT-/)
    expect(stdout).toContain('Nessun difetto.')
  })

  test('names what is wrong, in Italian, and exits 5', async () => {
    const csv = await csvWith('altro.csv', 'VIA GARIBALDI 16', 'VIA GARIBALDI 61')
    const { code, stdout } = await run(`${bundle}.pdf`, '--csv', csv)
    expect(code).toBe(5)
    expect(stdout).toMatch(
      /pagina 1 +ADDRESS_DIFFERS +L’indirizzo nella finestra non è quello del CSV: riga 2, dal carattere 15\n/,
    )
    expect(stdout).toContain('1 difetto: il file non va consegnato così.')
  })

  test('answers as JSON', async () => {
    const csv = await csvWith('altro.csv', 'VIA GARIBALDI 16', 'VIA GARIBALDI 61')
    const { stdout } = await run(`${bundle}.pdf`, '--csv', csv, '--json')
    expect(JSON.parse(stdout)).toEqual({
      pdf: `${bundle}.pdf`,
      profile: 'it-dx',
      csv,
      pages: 2,
      inspectedPages: [1, 2],
      renderedPages: [1, 2],
      faults: [{ page: 1, code: 'ADDRESS_DIFFERS', detail: 'riga 2, dal carattere 15' }],
    })
  })

  test('says so where it does not know what should be in the file', async () => {
    const alone = join(on.root, 'lettere.pdf')
    await writeFile(alone, await readFile(`${bundle}.pdf`))
    const { code, stdout } = await run(alone)
    expect(code).toBe(0)
    expect(stdout).toContain('senza CSV')
  })

  test.each<[title: string, args: () => Promise<string[]> | string[], sentence: string]>([
    ['no such file', () => ['nessuno.pdf'], 'nessuno.pdf: qui serve un file o una cartella'],
    ['no such CSV', () => [`${bundle}.pdf`, '--csv', 'nessuno.csv'], 'nessuno.csv: qui serve un file'],
    ['no such profile', () => [`${bundle}.pdf`, '--profile', 'xx'], 'geometry/xx.yaml: qui serve un file'],
    [
      'a CSV of something else',
      async () => [`${bundle}.pdf`, '--csv', await csvWith('colonne.csv', '"row3"', '"riga3"')],
      'mancano le colonne row3',
    ],
    [
      'a CSV cut short',
      async () => [`${bundle}.pdf`, '--csv', await csvWith('corto.csv', /"SEALED"\r\n$/, '"SEA')],
      'corto.csv: non è un CSV con il punto e virgola',
    ],
  ])('%s: exit 2', async (_title, args, sentence) => {
    const { code, stderr } = await run(...(await args()))
    expect(stderr).toContain(sentence)
    expect(code).toBe(2)
  })
})
