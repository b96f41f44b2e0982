/** @module What `recapito start` shows whoever looks on; nothing where nobody does. */

import type { PassedByReason } from '../batch/catch-up.ts'
import { JOB_LABELS } from '../batch/report/labels.ts'
import type { ScheduledWork, ScheduleEvent } from '../batch/run-due-slots.ts'
import { slotLabel } from '../batch/slot.ts'
import { ROME, romeParts } from '../domain/civil-date.ts'
import { count } from '../domain/counted.ts'

export interface StartScreen {
  /** The next hour of every task. */
  next(): void
  tell(event: ScheduleEvent): void
  line(text: string): void
}

export function startScreen(
  works: readonly ScheduledWork[],
  now: () => Date,
  stream: NodeJS.WriteStream = process.stdout,
): StartScreen {
  if (!stream.isTTY) return { next() {}, tell() {}, line() {} }
  let last = ''
  const line = (text: string) => {
    // Somebody else at work is found again every minute.
    if (text !== last) stream.write(`${CLEAR}${clock(now())}  ${text}\n`)
    last = text
  }
  const next = () => {
    const rows = works.flatMap((work) => {
      const slot = work.timetable.next(now())
      return slot ? [{ name: labelOf(work.name), dueAt: slot.dueAt }] : []
    })
    rows.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
    stream.write(
      `${CLEAR}\nProssimi lavori (ora di Roma)\n${rows
        .map(({ name, dueAt }) => `  ${name.padEnd(33)}${WHEN.format(dueAt)}\n`)
        .join('')}\n`,
    )
    last = ''
  }
  return {
    next,
    line,
    tell(event) {
      if (event.what === 'idle') next()
      else if (event.what === 'busy') line(`«${labelOf(event.task)}» aspetta: è al lavoro un altro processo`)
      else if (event.what === 'passed-by') for (const text of passedByLines(event)) line(text)
      else {
        const of = `Lavoro «${labelOf(event.task)}» del ${slotLabel(event.slot.name)}`
        line(`${of}: ${OUTCOMES[event.what]}`)
      }
    },
  }
}

/** What the progress line has left on the line. */
const CLEAR = '\r\u001b[K'

const OUTCOMES = {
  began: 'iniziato',
  done: 'finito',
  failed: 'non riuscito. Che cosa fare lo dice: recapito status',
}

const REASONS: Readonly<Record<PassedByReason, string>> = {
  'too-old': 'è passato più tempo di quanto catchUp ammette',
  'later-slot': 'provvede l’ultimo',
  policy: 'catchUp dice di non recuperare',
  'day-over': 'il giorno è passato e provvedono i lavori di oggi',
  'cut-off': 'è passata l’ora limite: si consegna il prossimo giorno lavorativo',
}

function passedByLines({ task, slots }: Extract<ScheduleEvent, { what: 'passed-by' }>): string[] {
  return [...new Set(slots.map(({ reason }) => reason))].map((reason) => {
    const keys = slots.filter((slot) => slot.reason === reason).map(({ key }) => key)
    const [first = '', last = first] = [keys[0], keys.at(-1)].map((key) => slotLabel(key ?? ''))
    const which = keys.length === 1 ? first : `${first} … ${last} (${count(keys.length)} in tutto)`
    return `«${labelOf(task)}», nessun recupero per ${which}: ${REASONS[reason]}`
  })
}

function labelOf(task: string): string {
  return task === 'night' ? 'Notte' : (JOB_LABELS[task] ?? task)
}

function clock(at: Date): string {
  const { time } = romeParts(at)
  return `${time.slice(0, 2)}:${time.slice(2)}`
}

const WHEN = new Intl.DateTimeFormat('it-IT', { timeZone: ROME, dateStyle: 'full', timeStyle: 'short' })
