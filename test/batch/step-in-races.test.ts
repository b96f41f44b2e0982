import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { App } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { SteppedIn } from '../../src/batch/step-in.ts'
import type { StepInVerb } from '../../src/domain/step-in.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { DATABASES } from '../support/databases.ts'
import { newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import type { Installation } from '../support/night.ts'
import { openNightAndDesk, stepInAt } from './desk.ts'

const PRINTED_ON = '2026-11-20'
const ON = '2026-11-23'
const NEXT = '2026-11-24'

/** A colleague at another desk, while the night works: each has a connection of its own. */
describe.each(DATABASES)('staff step in while the night works, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openNightAndDesk>>
  let on: Installation
  let night: App
  let desk: App
  let files = 0
  /** Called before each effect of the night. */
  let meanwhile: (effect: string) => Promise<void> | void = () => {}

  beforeAll(async () => {
    opened = await openNightAndDesk(kind, (effect) => meanwhile(effect))
    ;({ on, night, desk } = opened)
  })
  afterAll(() => opened.close())

  const run = (jobs: Parameters<App['runJobs']>[0], date: string) => night.runJobs(jobs, dailySlot(date))

  async function ask(jobs: Parameters<App['runJobs']>[0]) {
    const people = [newPerson(), newPerson()]
    await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed(people.map((person) => requestRow(person))))
    await run(jobs, PRINTED_ON)
    return people.map(({ codice_fiscale }) => codice_fiscale)
  }

  const step = (verb: StepInVerb, person: string) =>
    stepInAt(`${ON}T08:00:00.000Z`, desk, verb, { people: [person] }, 'prova')

  /** Steps in once, at an effect. A commit holds the write lock: who comes then waits for it to end. */
  async function runWith(
    jobs: Parameters<App['runJobs']>[0],
    date: string,
    isDue: (effect: string, number: number) => boolean,
    act: () => Promise<SteppedIn>,
  ): Promise<{ answer: SteppedIn | undefined; effects: string[] }> {
    const effects: string[] = []
    let acting: Promise<SteppedIn> | undefined
    meanwhile = async (effect) => {
      effects.push(effect)
      if (acting || !isDue(effect, effects.length)) return
      acting = act()
      if (!effect.startsWith('commit')) await acting
    }
    try {
      await run(jobs, date)
    } finally {
      meanwhile = () => {}
    }
    return { answer: await acting, effects }
  }

  async function withVendor(person: string): Promise<boolean> {
    const announced = (await on.files('output/outgoing')).filter((path) => path.endsWith('.done'))
    const texts = await Promise.all(
      announced.map(async (path) => (await on.read(path.replace(/\.done$/, '.csv'))).toString()),
    )
    const [letter] = await rowsOf<{ public_id: string }>(
      desk.store.db,
      'select l.public_id from letter l join credential c on c.id = l.source_id where c.codice_fiscale = ?',
      [person],
    )
    return letter !== undefined && texts.some((text) => text.includes(letter.public_id))
  }

  test('at every effect of a hand-over: what staff are answered is what happens', async () => {
    const answers = new Set<string>()
    for (let k = 1; ; k++) {
      const [held = '', other = ''] = await ask([intake, issuePins, sendFirstHalves, printPinLetters])
      const done = await runWith(
        [handOver],
        ON,
        (_, number) => number === k,
        () => step(k % 2 === 0 ? 'hold' : 'cancel', held),
      )
      if (done.answer === undefined) break
      await run([handOver], NEXT)
      const isStopped = done.answer.act.length > 0
      expect([k, done.effects[k - 1], await withVendor(held)]).toEqual([k, done.effects[k - 1], !isStopped])
      expect(isStopped || done.answer.unmatched[0]?.left !== undefined).toBe(true)
      expect(await withVendor(other)).toBe(true)
      answers.add(isStopped ? 'stopped' : 'too late')
    }
    expect(answers).toEqual(new Set(['stopped', 'too late']))
  })

  test.each(['hold', 'cancel'] as const)(
    '%s while first halves are written: that person is sent nothing',
    async (verb) => {
      const [person = ''] = await ask([intake, issuePins])
      const before = (await on.files('output/messages')).length
      const done = await runWith(
        [sendFirstHalves],
        PRINTED_ON,
        (effect) => effect.startsWith('write'),
        () => step(verb, person),
      )
      expect(done.answer?.act).toMatchObject([{ table: 'request', isFirstHalfSent: false }])
      expect((await on.files('output/messages')).length - before).toBe(1)
      if (verb === 'cancel') return
      await step('release', person)
      await run([sendFirstHalves], PRINTED_ON)
      expect((await on.files('output/messages')).length - before).toBe(2)
    },
  )
})
