/** @module What the sections of the page are made of: numbers and dates as Italians write them, and tables. */
import { type CivilDate, italianDate, romeParts } from '../../domain/civil-date.ts'
import { count, counted } from '../../domain/counted.ts'
import { type Html, html } from './html.ts'
import { columnLabel } from './labels.ts'
import type { CodeCount, StateTotals, Waiting } from './report-parts.ts'

/** `1.200,00 €` */
export function euros(cents: number): string {
  return (cents / 100).toLocaleString('it-IT', { style: 'currency', currency: 'EUR', useGrouping: 'always' })
}

export function duration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 60)
    return `${seconds.toLocaleString('it-IT', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`
  const minutes = Math.floor(seconds / 60)
  const rest = Math.round(seconds % 60)
  return minutes < 60 ? `${minutes} min ${rest} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Date and time of day in Rome. */
export function moment(instant: string): string {
  return `${italianDate(romeParts(new Date(instant)).date)} alle ${timeOfDay(instant)}`
}

export function timeOfDay(instant: string): string {
  const { time } = romeParts(new Date(instant))
  return `${time.slice(0, 2)}:${time.slice(2)}`
}

export function weekday(date: CivilDate): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('it-IT', { weekday: 'long', timeZone: 'UTC' })
}

export function dateOrDash(date: CivilDate | null): string {
  return date === null ? '–' : italianDate(date)
}

/** `da oggi`, `da 1 giorno`, `da 12 giorni`. */
export function since({ oldestDays }: Pick<Waiting, 'oldestDays'>): string {
  if (oldestDays === null) return ''
  return oldestDays === 0 ? 'da oggi' : `da ${counted(oldestDays, 'giorno', 'giorni')}`
}

export interface Column {
  readonly title: string
  /** Numbers stand to the right, dates on one line. */
  readonly kind?: 'number' | 'date'
}

type Cell = Html | string | number

/** Tables up to so many rows stay on one sheet of paper. */
const SHORT = 12

/** The first cell of each row heads it. On a narrow screen the table scrolls in its frame, reachable by keyboard. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly { readonly cells: readonly Cell[]; readonly bad?: boolean }[],
  total?: readonly Cell[],
): Html {
  const kind = (column: Column | undefined) =>
    column?.kind ? html` class="${column.kind === 'number' ? 'n' : 'date'}"` : ''
  const row = (cells: readonly Cell[]) =>
    cells.map((cell, index) =>
      index === 0 ? html`<th scope="row">${cell}</th>` : html`<td${kind(columns[index])}>${cell}</td>`,
    )
  const frame = rows.length <= SHORT ? 'scroll short' : 'scroll'
  return html`<div class="${frame}" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${kind(column)}>${column.title}</th>`)}</tr></thead>
<tbody>${rows.map(({ cells, bad }) => html`<tr${bad ? html` class="bad"` : ''}>${row(cells)}</tr>\n`)}</tbody>
${total ? html`<tfoot><tr>${row(total)}</tr></tfoot>` : ''}</table></div>\n`
}

export function totalsTable(
  caption: string,
  totals: Readonly<Record<string, number>>,
  label: (state: string) => string,
): Html {
  const rows = Object.entries(totals).map(([state, n]) => ({ cells: [label(state), count(n)] }))
  if (rows.length === 0) return html`<p class="nothing">${caption}: niente.</p>`
  const sum = Object.values(totals).reduce((all, n) => all + n, 0)
  return table(caption, [{ title: 'Stato' }, { title: 'Quanti', kind: 'number' }], rows, [
    'In tutto',
    count(sum),
  ])
}

/** What was found, by code; nothing where nothing was. */
export function codesTable(caption: string, codes: readonly CodeCount[]): Html | string {
  if (codes.length === 0) return ''
  const byField = codes.some(({ field }) => field !== '')
  return table(
    caption,
    [
      { title: 'Codice' },
      { title: 'Quante', kind: 'number' },
      { title: 'Motivo e rimedio' },
      ...(byField ? [{ title: 'Campo' }] : []),
    ],
    codes.map(({ code, sentence, field, count: n }) => ({
      cells: [
        html`<span class="code">${code}</span>`,
        count(n),
        sentence,
        ...(byField ? [columnLabel(field)] : []),
      ],
    })),
  )
}

/** A row for each group and state that occurs: one reads it from top to bottom also on a telephone. */
export function matrix(
  caption: string,
  title: string,
  groups: Readonly<Record<string, StateTotals>>,
  groupLabel: (group: string) => string,
  stateLabel: (state: string) => string,
): Html {
  const rows = Object.entries(groups).flatMap(([group, totals]) =>
    Object.entries(totals).map(([state, n]) => ({ cells: [groupLabel(group), stateLabel(state), count(n)] })),
  )
  if (rows.length === 0) return html`<p class="nothing">${caption}: niente.</p>`
  const sum = Object.values(groups)
    .flatMap((totals) => Object.values(totals))
    .reduce((all, n) => all + n, 0)
  return table(caption, [{ title }, { title: 'Stato' }, { title: 'Quante', kind: 'number' }], rows, [
    'In tutto',
    '',
    count(sum),
  ])
}
