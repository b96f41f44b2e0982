import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { addDays } from '../../src/domain/civil-date.ts'
import { DATABASES } from '../support/databases.ts'
import {
  eventRow,
  eventsFeed,
  IN_PARIS,
  IN_ROME,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { type Program, start } from './ledger.ts'

const TO_SEND = [intake, issuePins, sendFirstHalves]
const IN_BOLZANO = {
  ...IN_ROME,
  street: 'Via Portici',
  locality: 'Bolzano/Bozen',
  cap: '39100',
  province: 'BZ',
}

const LETTERS = `select l.id, l.state, l.snapshot, l.languages from letter l join credential c on c.id = l.source_id
  join request r on r.id = c.request_id where r.request_key like ? order by r.id`

interface Letter {
  readonly id: number
  readonly state: string
  readonly snapshot: string
  readonly languages: string | null
}

describe.each(DATABASES)('the language of letters on %s', (kind) => {
  let on: Installation
  let program: Program
  let tests = 0
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  /** Letters that wait to be printed, on a day of their own. */
  async function waiting(...rows: readonly Partial<RequestCells>[]) {
    const day = addDays('2026-11-19', ++tests)
    const keys = rows.map((_, index) => `T${tests}-${index}`)
    const lines = rows.map((row, index) => requestRow({ ...row, request_id: keys[index] ?? '' }))
    await on.putFeed(`pin-requests-${tests}.csv`, requestsFeed(lines))
    await program.run(TO_SEND, day)
    const letters = () => program.ledger<Letter>(LETTERS, [`T${tests}-%`])
    return { day, keys, letters, declared: async () => (await letters()).map(languageOf) }
  }

  const languageOf = ({ snapshot }: Letter): unknown => JSON.parse(snapshot).language

  async function correct(key: string | undefined, day: string) {
    const event = { type: 'ADDRESS_CORRECTED', request_id: key ?? '', occurred_at: day, ...IN_PARIS }
    await on.putFeed(`pin-events-${key}.csv`, eventsFeed([eventRow(event)]))
    await program.run([intake], day)
  }

  const reported = async (day: string, name = 'report.json') =>
    (await on.read(`output/reports/${day}/${name}`)).toString()

  test('is kept with the letter as it was declared, Italian where it was not', async () => {
    const { declared } = await waiting(
      { language: 'de' },
      { language: '' },
      { language: 'ar' },
      { ...IN_PARIS, language: 'fr', mobile: '' },
    )
    expect(await declared()).toEqual(['de', 'it', 'ar', 'fr'])
  })

  test('stays when the address is corrected, whatever the country', async () => {
    const { day, keys, declared } = await waiting({ language: 'ru' }, {})
    for (const key of keys) await correct(key, day)
    expect(await declared()).toEqual(['ru', 'it'])
  })

  test('is Italian where the letter was made before it was kept', async () => {
    const { day, keys, letters, declared } = await waiting({ language: 'de' }, { language: 'de' })
    for (const { id, snapshot } of await letters()) {
      const { language: _language, ...older } = JSON.parse(snapshot)
      await program.ledger('update letter set snapshot = ? where id = ?', [JSON.stringify(older), id])
    }
    await correct(keys[1], day)
    expect(await declared()).toEqual([undefined, 'it'])
    await program.run([printPinLetters], day)
    expect(await letters()).toMatchObject([
      { state: 'published', languages: 'it' },
      { state: 'published', languages: 'it' },
    ])
  })

  test('is Italian for all in real bundles while no other text is approved', async () => {
    const { day, letters } = await waiting({ language: 'de' }, { language: 'ar' }, IN_BOLZANO, {})
    expect((await letters()).map((letter) => letter.languages)).toEqual([null, null, null, null])
    await program.run([printPinLetters, report], day)
    expect((await letters()).map((letter) => letter.languages)).toEqual(['it', 'it', 'it', 'it'])
    expect(JSON.parse(await reported(day))).toMatchObject({ letterLanguages: { printed: { it: 4 } } })
  })

  test('is in the report, with what is missing, for the bundles of the day alone', async () => {
    const { day, letters } = await waiting({}, {}, {}, {}, {})
    await program.run([printPinLetters], day)
    const ids = (await letters()).map(({ id }) => id)
    const measured: readonly (readonly [languages: string, fellBack: string])[] = [
      ['it', ''],
      ['it', 'de'],
      ['it', 'en+de'],
      ['it+de', 'en'],
      ['ar', ''],
    ]
    for (const [index, cells] of measured.entries())
      await program.ledger('update letter set languages = ?, fell_back = ? where id = ?', [
        ...cells,
        ids[index] ?? 0,
      ])
    await program.run([report], day)
    expect(JSON.parse(await reported(day)).letterLanguages).toEqual({
      printed: { it: 3, ar: 1, 'it+de': 1 },
      fellBackFrom: { de: 2, en: 2 },
    })
    const page = (await reported(day, 'index.html')).replaceAll('\n', ' ')
    for (const words of ['italiano e tedesco', 'il testo in tedesco manca', 'il testo in inglese manca'])
      expect(page).toContain(words)

    const next = addDays(day, 1)
    tests++
    await program.run([report], next)
    expect(JSON.parse(await reported(next)).letterLanguages).toEqual({ printed: {}, fellBackFrom: {} })
    expect(await reported(next, 'index.html')).not.toMatch(/per lingua|bozza/)
  })
})
