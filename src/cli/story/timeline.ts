/** @module The lines of a story: one an event, with its date, in the order in which things happened. */
import { reasonSentence } from '../../batch/report/labels.ts'
import type { CivilDate } from '../../domain/civil-date.ts'
import type { HistoryRow, Story } from '../../store/find/story.ts'

export interface TimelineEntry {
  readonly on: CivilDate
  /** Within a day: the id of the row in the event log; what the log has no row for comes before, or a little after one. */
  readonly order: number
  readonly text: string
}

/** By day, then by order. */
export function inOrder(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.toSorted((a, b) => (a.on === b.on ? a.order - b.order : a.on < b.on ? -1 : 1))
}

/** A row of the log in words, with who did it by hand and why; nothing where there are no words. */
export function told(happened: HistoryRow, text: string): TimelineEntry[] {
  if (text === '') return []
  const { on_date: on, id: order, by_whom: by, why } = happened
  const who = by === null ? '' : ` (${by}${why ? `: «${why}»` : ''})`
  return [{ on, order, text: `${text.replace(/\.$/, '')}${who}.` }]
}

/** What befell the rows of one kind, each with its row. */
export function historyWith<Row extends { readonly id: number }>(
  story: Story,
  type: HistoryRow['object_type'],
  rows: readonly Row[],
): { happened: HistoryRow; row: Row }[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return story.history.flatMap((happened) => {
    const row = happened.object_type === type ? byId.get(happened.object_id) : undefined
    return row ? [{ happened, row }] : []
  })
}

/** A hold that the log has no row for: set when the row was taken in, or before a purge. */
export function isUntold(
  story: Story,
  type: HistoryRow['object_type'],
  { id, hold }: { readonly id: number; readonly hold: string | null },
): boolean {
  if (hold === null) return false
  return !story.history.some(
    (row) => row.object_type === type && row.object_id === id && row.action === 'held' && row.code === hold,
  )
}

/** What staff stopped: their act says who and why; one that waits with an older one has its reason in the row. */
export function stoppedText(
  named: string,
  { by_whom }: Pick<HistoryRow, 'by_whom'>,
  detail: string | null,
): string {
  return `${named} fermata dall’ufficio${by_whom === null && detail ? ` (${detail})` : ''}.`
}

/** What had held it, without what was to be done then. */
export function liftedText(named: string, code: string | null): string {
  const was = code === null ? '' : ` «${reasonSentence(code).split('. ')[0]}»`
  return `${named}: tolta la sospensione${was}.`
}
