import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { App } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { stepIn } from '../../src/batch/step-in.ts'
import { find } from '../../src/cli/find.ts'
import { findLetters, type LetterOptions } from '../../src/cli/find-letters.ts'
import { type FoundLetter, lettersWhere } from '../../src/store/find/letters.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { DATABASES } from '../support/databases.ts'
import { newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'

describe.each(DATABASES)('letters by run, state and day on %s', (kind) => {
  let installation: Installation
  let app: App
  let held = ''

  const found = async (options: LetterOptions) => {
    const { data } = await findLetters(app.store.db, options)
    return (data as { letters: FoundLetter[] }).letters.map(({ request }) => request)
  }
  const runOf = async (job: string) => {
    const [run] = await rowsOf<{ id: number }>(app.store.db, 'select min(id) as id from run where job = ?', [
      job,
    ])
    return run?.id ?? 0
  }

  /** Three letters printed on the 20th; of these one is held, the others leave on the 23rd in another bundle. */
  beforeAll(async () => {
    installation = await newInstallation(kind)
    const rows = ['A', 'B', 'C'].map((request_id) => requestRow({ request_id, ...newPerson() }))
    await installation.putFeed('pin-requests-20261120-01.csv', requestsFeed(rows))
    app = await installation.open()
    await app.runJobs([intake, issuePins, sendFirstHalves, printPinLetters], dailySlot('2026-11-20'))
    const act = {
      verb: 'hold',
      by: 'bea',
      reason: 'indirizzo contestato',
      at: '2026-11-21T10:00:00.000Z',
      on: '2026-11-21',
    }
    const named = { letterIds: [], people: [], countries: [], requestKeys: ['B'] }
    const done = await stepIn({ ...app, vendor: 'postalizzatore' }, 'hold', named, act)
    held = done.act[0]?.name ?? ''
    await app.runJobs([handOver], dailySlot('2026-11-23'))
  })
  afterAll(async () => {
    await app.close()
    await installation.remove()
  })

  test('those of a run, whether it took them in, sent their first half, printed them or handed them over', async () => {
    for (const job of ['intake', 'issue-pins', 'send-first-halves', 'print-pin-letters']) {
      expect(await found({ run: await runOf(job) }), job).toEqual(['A', 'B', 'C'])
    }
    expect(await found({ run: await runOf('hand-over') })).toEqual(['A', 'C'])
    expect(await found({ run: await runOf('print-pin-letters'), state: 'held' })).toEqual(['B'])
    await expect(findLetters(app.store.db, { run: 4_711 })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('nessuna esecuzione ha questo numero'),
    })
  })

  test('a state is how they stand now; with a day, what they came to on it', async () => {
    expect(await found({ state: 'published' })).toEqual([])
    expect(await found({ state: 'handed-over' })).toEqual(['A', 'C'])
    expect(await found({ state: 'published', date: '2026-11-20' })).toEqual(['A', 'B', 'C'])
    expect(await found({ state: 'held', date: '2026-11-21' })).toEqual(['B'])
    expect(await found({ state: 'handed_over', date: '2026-11-20' })).toEqual([])
    expect(await found({ date: '2026-11-23' })).toEqual(['A', 'C'])
    expect(await found({ date: '2026-11-20' })).toEqual(['A', 'B', 'C'])
    await expect(findLetters(app.store.db, { state: 'lost' })).rejects.toThrow(/held \(«sospesa»\)/)
  })

  test('a table that names letters and requests, and nobody', async () => {
    const { lines } = await findLetters(app.store.db, { state: 'held' })
    expect(lines).toEqual([
      'Lettere in stato «sospesa»: 1 lettera.',
      '',
      '  Lettera        Richiesta  Stato                            Dal         Lotto',
      `  ${held}  B          sospesa (FERMATA_DAL_PERSONALE)  21/11/2026`,
    ])
    const all = await findLetters(app.store.db, { date: '2026-11-20' })
    expect(JSON.stringify(all)).not.toMatch(/codice|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]/)
  })

  test('the story of a bundle says when it was annulled, why, and what took its place', async () => {
    const [first, second] = await rowsOf<{ name: string }>(
      app.store.db,
      'select name from bundle order by id',
    )
    const { lines } = await find(app.store.db, first?.name ?? '')
    expect(lines.slice(-4)).toEqual([
      '  21/11/2026  Annullato: l’ufficio ha fermato una sua lettera (bea: «indirizzo contestato»).',
      '',
      'Adesso:',
      `  Annullato: le lettere che possono partire sono nel lotto ${second?.name}.`,
    ])
    const { lines: other } = await find(app.store.db, 'A')
    expect(other.join('\n')).toContain(
      'tolta dal lotto, che viene rifatto perché un’altra sua lettera è stata fermata.\n',
    )
    expect(other.join('\n')).not.toContain('contestato')
  })

  test('no more rows than asked for, but how many there are', async () => {
    const { total, letters } = await lettersWhere(app.store.db, { date: '2026-11-20' }, 2)
    expect([total, letters.length]).toEqual([3, 2])
  })
})
