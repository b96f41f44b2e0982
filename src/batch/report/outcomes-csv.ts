/** @module `outcomes.csv`: for the sender, what became of each row of each feed of a day; one record a row. */
import type { CivilDate } from '../../domain/civil-date.ts'
import type { Executor } from '../../store/dialect.ts'
import type { Feed, FeedKind } from '../../store/feed.ts'
import { feedsReceivedOn, REPEATED_CODES } from '../../store/report/feeds.ts'
import {
  type EnteredRow,
  enteredRows,
  lastLineOf,
  type RefusedRow,
  refusedRows,
} from '../../store/report/outcomes.ts'
import { type CsvRow, csvChunks } from './csv.ts'
import { heldSentence, reasonSentence } from './labels.ts'

/** Lines of a range. */
const RANGE = 5_000

export type Outcome = 'ACCETTATA' | 'IN ATTESA' | 'RESPINTA' | 'RIPETUTA'

/** `Colonna` is the feed's own column name: the sender corrects a file, not a screen. */
export function outcomesCsv(
  db: Executor,
  on: CivilDate,
  afterRange: (rows: number) => void,
): AsyncGenerator<string> {
  return csvChunks(
    ['File', 'Riga', 'Numero richiesta o evento', 'Esito', 'Codice', 'Colonna', 'Motivo'],
    outcomePages(db, on, afterRange),
  )
}

async function* outcomePages(
  db: Executor,
  on: CivilDate,
  afterRange: (rows: number) => void,
): AsyncGenerator<CsvRow[]> {
  for (const feed of await feedsReceivedOn(db, on)) {
    if (feed.state !== 'accepted') {
      yield [wholeFile(feed)]
      continue
    }
    const end = await lastLineOf(db, feed.id)
    for (let from = 1; from <= end; from += RANGE) {
      const range = { feedId: feed.id, from, to: from + RANGE - 1 }
      const rows = merge(feed, await enteredRows(db, range), await refusedRows(db, range))
      yield rows
      afterRange(rows.length)
    }
  }
}

/** A refused or repeated file has no rows of its own: one record speaks for all of them. */
function wholeFile(feed: Feed): CsvRow {
  return feed.state === 'known'
    ? [feed.file_name, '', '', 'RIPETUTA', 'FLUSSO_GIA_ACQUISITO', '', reasonSentence('FLUSSO_GIA_ACQUISITO')]
    : [feed.file_name, '', '', 'RESPINTA', 'FLUSSO_RIFIUTATO', '', feed.refusal ?? '']
}

/** Both lists are in line order. An event that entered and was refused later is in both, and was refused. */
function merge(
  { file_name: file, kind }: Feed,
  entered: readonly EnteredRow[],
  refused: readonly RefusedRow[],
): CsvRow[] {
  const findings = Map.groupBy(refused, (row) => row.line)
  const rows: { line: number; row: CsvRow }[] = []
  for (const row of entered) {
    const faults = findings.get(row.line)
    findings.delete(row.line)
    rows.push({ line: row.line, row: faults ? refusal(file, row.key, faults) : standing(file, kind, row) })
  }
  for (const [line, faults] of findings) rows.push({ line, row: refusal(file, faults[0]?.key ?? '', faults) })
  return rows.sort((a, b) => a.line - b.line).map(({ row }) => row)
}

/** Every fault of the row in one record, so that the sender can correct all of them at once. */
function refusal(file: string, key: string, faults: readonly RefusedRow[]): CsvRow {
  const repeated = faults.every((fault) => REPEATED_CODES.includes(fault.code))
  const outcome: Outcome = repeated ? 'RIPETUTA' : 'RESPINTA'
  return [
    file,
    faults[0]?.line ?? '',
    key,
    outcome,
    together(faults.map((fault) => fault.code)),
    together(faults.map((fault) => fault.field)),
    together(faults.map((fault) => reasonSentence(fault.code, fault.field, fault.detail))),
  ]
}

function together(parts: readonly string[]): string {
  return [...new Set(parts)].filter((part) => part !== '').join(' ')
}

const OPEN: ReadonlySet<string> = new Set(['RECEIVED', 'VALIDATING', 'CALLBACK', 'APPROVED', 'READY'])

/** How a row that entered stands now. */
function standing(file: string, kind: FeedKind, row: EnteredRow): CsvRow {
  const waiting = kind === 'certificate-requests' ? 'certificate_request' : 'request'
  const outcome = (name: Outcome, code: string, field = '', detail = ''): CsvRow => [
    file,
    row.line,
    row.key,
    name,
    code,
    field,
    code === '' ? '' : heldSentence(waiting, code, field, detail),
  ]
  if (row.hold !== null && OPEN.has(row.state)) {
    return outcome('IN ATTESA', row.hold, row.field ?? '', row.detail ?? '')
  }
  switch (row.state) {
    case 'REJECTED':
    case 'refused':
      return outcome('RESPINTA', row.reason ?? '')
    case 'CALLBACK':
      return outcome('IN ATTESA', row.reason ?? 'INDIRIZZO_DA_VERIFICARE')
    case 'pending':
      return outcome('IN ATTESA', 'DA_APPLICARE')
    // Accepted, and then overtaken: the sender has nothing to correct, but should know why no PIN follows.
    case 'SUPERSEDED':
    case 'CANCELLED':
      return outcome('ACCETTATA', row.reason ?? '')
    default:
      return outcome('ACCETTATA', '')
  }
}
