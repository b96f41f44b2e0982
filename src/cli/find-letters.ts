/** @module `recapito find --run --state --date`: letters where nobody is named, as a table. */
import { JOB_LABELS, labelOf } from '../batch/report/labels.ts'
import { italianDate } from '../domain/civil-date.ts'
import { count, counted } from '../domain/counted.ts'
import type { Executor } from '../store/dialect.ts'
import { type FoundLetter, type LetterFilter, lettersWhere } from '../store/find/letters.ts'
import { type Run, runByNumber } from '../store/run.ts'
import { LETTER_STATES_TOLD, letterState, letterStateLabel } from './letter-states.ts'
import { WrongArguments } from './wrong-arguments.ts'

export interface LetterOptions {
  readonly run?: number
  readonly state?: string
  readonly date?: string
}

/** A longer table helps nobody; who wants less names more. */
const SHOWN = 200

export async function findLetters(
  db: Executor,
  { run: number, state: typed, date }: LetterOptions,
): Promise<{ data: unknown; lines: string[] }> {
  const state = typed === undefined ? undefined : letterState(typed)
  if (typed !== undefined && state === undefined) {
    throw new WrongArguments([
      `--state ${typed}: non è uno stato; si può scegliere tra ${LETTER_STATES_TOLD}`,
    ])
  }
  const run = number === undefined ? undefined : await runByNumber(db, number)
  if (number !== undefined && run === undefined) {
    throw new WrongArguments([
      `--run ${number}: nessuna esecuzione ha questo numero; recapito status mostra i numeri delle ultime`,
    ])
  }
  const filter = { run: number, state, date }
  const { total, letters } = await lettersWhere(db, filter, SHOWN)
  const more = total - letters.length
  return {
    data: { ...filter, total, letters, more },
    lines: [
      `${titleOf(filter, run)}: ${total === 0 ? 'nessuna' : counted(total, 'lettera', 'lettere')}.`,
      ...(total === 0 ? [] : ['', ...table(letters)]),
      ...(more > 0
        ? [
            '',
            `… e ${more === 1 ? 'un’altra' : `altre ${count(more)}`}: restringere la ricerca con --run, --state o --date.`,
          ]
        : []),
    ],
  }
}

function titleOf({ state, date }: LetterFilter, run: Run | undefined): string {
  const parts = [
    ...(run === undefined
      ? []
      : [
          `dell’esecuzione ${run.id} («${labelOf(JOB_LABELS, run.job)}» del ${italianDate(run.business_date)})`,
        ]),
    ...whenLines(state, date),
  ]
  return `Lettere ${parts.join(', ')}`
}

function whenLines(state: LetterFilter['state'], date: LetterFilter['date']): string[] {
  const label = state === undefined ? '' : `«${letterStateLabel(state)}»`
  if (date === undefined) return label === '' ? [] : [`in stato ${label}`]
  return [label === '' ? `lavorate il ${italianDate(date)}` : `passate a ${label} il ${italianDate(date)}`]
}

const HEADINGS = ['Lettera', 'Richiesta', 'Stato', 'Dal', 'Lotto']

/** Each column as wide as its longest cell; the day and the state are those of now. */
function table(letters: readonly FoundLetter[]): string[] {
  const rows = letters.map(({ letter, request, state, hold, since, bundle }) => [
    letter,
    request,
    hold === null ? letterStateLabel(state) : `${letterStateLabel(state)} (${hold})`,
    italianDate(since),
    bundle ?? '',
  ])
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  return [HEADINGS, ...rows].map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}
