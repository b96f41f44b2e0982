/** @module `recapito abandon <run>`: nobody will go on with it, and `status` asks no more. */
import { liveLease } from '../batch/lease-keeper.ts'
import { isOfNight } from '../batch/slot.ts'
import type { Flags } from '../config.ts'
import { manualAct } from '../store/manual-act.ts'
import { completedRun, giveUpRun, type Run } from '../store/run.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { runNumbered, runTitle } from './run-number.ts'
import { withApp } from './session.ts'
import { whoWorks } from './who-works.ts'

export function abandon(flags: Flags, id: number, options: ByHand & { json?: boolean }): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const { store, now } = app
    const run = await runNumbered(store, id)
    const say = (outcome: string, sentence: string, exitCode = 0) => {
      process.exitCode = exitCode
      answer(options.json, { run: id, outcome, sentence }, [`${runTitle(run)}: ${sentence}`])
    }
    const completed = await completedRun(store.db, run)
    if (completed) {
      const by = completed.id === id ? 'è già finita' : `l’ha già finita l’esecuzione ${completed.id}`
      return say('completed', `${by}. Non c’è nulla da abbandonare.`)
    }
    if (run.state === 'given-up') return say('given-up', 'era già stata abbandonata.')
    const lease = run.state === 'running' ? await liveLease(store, now) : undefined
    if (lease) {
      const who = whoWorks(lease)
      return say(
        'running',
        `è ancora in corso (${who}) e non si può abbandonare. Attendere che finisca, o fermare quel processo e ripetere il comando.`,
        4,
      )
    }
    const act = { ...actOf(app, 'abandon', options), subject: `run ${id}` }
    const tasks = isOfNight(run.job) ? [run.job, 'night'] : [run.job]
    const giveUp = () => manualAct(store, act, (trx) => giveUpRun(trx, run, tasks, act.at))
    await (isOver(run) ? giveUp() : app.underLease(giveUp))
    say(
      'abandoned',
      'abbandonata. Quel che ha fatto resta; quel che manca lo fa il prossimo lavoro dello stesso tipo.',
    )
  })
}

function isOver({ state }: Run): boolean {
  return state !== 'running'
}
