/** @module The three lists that staff work through: what is held, what was refused, whom to call. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { type CivilDate, daysBetween, italianDate } from '../../domain/civil-date.ts'
import { deliveryDeadline } from '../../domain/certificates/deadlines.ts'
import { count } from '../../domain/counted.ts'
import type { PostalAddress } from '../../domain/postal-address.ts'
import type { Executor } from '../../store/dialect.ts'
import { feedsReceivedOn, REPEATED_CODES } from '../../store/report/feeds.ts'
import { lastLineOf, refusedRequests, refusedRows } from '../../store/report/outcomes.ts'
import { callIds, callRows, type HeldKind, heldKeys, heldRows } from '../../store/report/waiting.ts'
import { type CsvRow, csvChunks } from './csv.ts'
import { columnLabel, heldSentence, languageLabel, reasonSentence } from './labels.ts'

const PAGE = 5_000

const HELD_LABELS: Readonly<Record<HeldKind, string>> = {
  request: 'richiesta di PIN',
  letter: 'lettera con il PIN',
  certificate_letter: 'lettera con certificazioni',
  certificate: 'certificazione',
  certificate_request: 'richiesta di certificazione',
}

/**
 * Everything that waits for a person now, oldest first. No codice fiscale, not even its end: the sender's id leads to
 * the row, and a list that is printed and passed on should say no more than it must.
 */
export function heldCsv(db: Executor, on: CivilDate): AsyncGenerator<string> {
  return csvChunks(
    [
      'Che cosa',
      'Numero richiesta o riga',
      'Lettera',
      'Cognome',
      'Nome',
      'Anno d’imposta',
      'In attesa dal',
      'Giorni',
      'Da consegnare entro',
      'Giorni che restano',
      'Codice',
      'Campo da correggere',
      'Motivo',
      'File',
      'Riga del file',
    ],
    heldPages(db, on),
  )
}

async function* heldPages(db: Executor, on: CivilDate): AsyncGenerator<CsvRow[]> {
  for (const keys of pagesOf(await heldKeys(db))) {
    const page = await heldRows(db, keys)
    yield page.map((row) => {
      const deadline = row.income_year === null ? undefined : deliveryDeadline(row.income_year)
      return [
        HELD_LABELS[row.kind],
        row.row_key,
        row.letter_id,
        row.surname,
        row.name,
        row.income_year ?? '',
        italianDate(row.since),
        daysBetween(row.since, on),
        deadline === undefined ? '' : italianDate(deadline),
        deadline === undefined ? '' : remaining(daysBetween(on, deadline)),
        row.code,
        columnLabel(row.field),
        heldSentence(row.kind, row.code, row.field ?? '', row.detail ?? ''),
        row.file_name,
        row.line,
      ]
    })
  }
}

function remaining(days: number): string | number {
  return days < 0 ? `in ritardo di ${count(-days)}` : days
}

/** Rows refused in the feeds of a day, a record for each fault, then requests that were refused after they entered. */
export function rejectedCsv(db: Executor, on: CivilDate): AsyncGenerator<string> {
  return csvChunks(
    ['File', 'Riga', 'Numero richiesta o evento', 'Fase', 'Codice', 'Campo da correggere', 'Motivo'],
    rejectedPages(db, on),
  )
}

async function* rejectedPages(db: Executor, on: CivilDate): AsyncGenerator<CsvRow[]> {
  for (const feed of await feedsReceivedOn(db, on)) {
    const sentence = feed.refusal ?? ''
    if (feed.state === 'refused')
      yield [[feed.file_name, '', '', 'acquisizione', 'FLUSSO_RIFIUTATO', '', sentence]]
    if (feed.state !== 'accepted') continue
    const end = await lastLineOf(db, feed.id)
    for (let from = 1; from <= end; from += PAGE) {
      const rows = await refusedRows(db, { feedId: feed.id, from, to: from + PAGE - 1 })
      yield rows
        .filter((row) => !REPEATED_CODES.includes(row.code))
        .map((row) => [
          feed.file_name,
          row.line,
          row.key,
          'acquisizione',
          row.code,
          columnLabel(row.field),
          reasonSentence(row.code, row.field, row.detail),
        ])
    }
  }
  yield* refusedPages(db, 'request', on)
  yield* refusedPages(db, 'certificate_request', on)
}

async function* refusedPages(
  db: Executor,
  table: 'request' | 'certificate_request',
  on: CivilDate,
): AsyncGenerator<CsvRow[]> {
  for (let afterId = 0; ; ) {
    const page = await refusedRequests(db, table, on, afterId, PAGE)
    if (page.length === 0) return
    afterId = page.at(-1)?.id ?? afterId
    yield page.map((row) => [
      row.file_name,
      row.line,
      row.request_key,
      'decisione',
      row.reason ?? '',
      '',
      reasonSentence(row.reason ?? ''),
    ])
  }
}

export interface CallListRules {
  readonly on: CivilDate
  /** Days after which a call-back is overdue. */
  readonly maxAgeDays: number
}

/** Whom the contact centre calls or writes to, longest waiting first. */
export function callListCsv(db: Executor, rules: CallListRules): AsyncGenerator<string> {
  return csvChunks(
    [
      'Numero richiesta',
      'Cognome',
      'Nome',
      'Come',
      'Telefono',
      'Altro telefono',
      'E-mail',
      'PEC',
      'Lingua',
      'Motivo',
      'Che cosa chiedere',
      'Indirizzo indicato',
      'Richiesta del',
      'In elenco dal',
      'Giorni',
      'Oltre il termine',
    ],
    callPages(db, rules),
  )
}

async function* callPages(db: Executor, { on, maxAgeDays }: CallListRules): AsyncGenerator<CsvRow[]> {
  for (const ids of pagesOf(await callIds(db))) {
    const page = await callRows(db, ids)
    yield page.map((row) => {
      const days = daysBetween(row.state_on, on)
      const phones = [...new Set([row.phone, row.mobile])].filter((number) => number !== '').map(dialled)
      const how =
        phones.length > 0
          ? 'telefonata'
          : row.email || row.pec
            ? 'a mano, per e-mail'
            : 'a mano, nessun recapito'
      return [
        row.request_key,
        row.surname,
        row.name,
        how,
        phones[0] ?? '',
        phones[1] ?? '',
        row.email,
        row.pec,
        languageLabel(row.language),
        row.archive_match === 'DIFF'
          ? 'L’indirizzo indicato è diverso da quello in archivio'
          : 'In archivio manca un indirizzo da confrontare',
        'Verificare l’identità, poi farsi dire l’indirizzo di residenza (senza suggerirlo) e confrontarlo con quello indicato; registrare l’esito e, se serve, l’indirizzo corretto',
        addressOnOneLine(JSON.parse(row.address) as PostalAddress),
        italianDate(row.submitted_on),
        italianDate(row.state_on),
        days,
        days > maxAgeDays ? 'sì' : 'no',
      ]
    })
  }
}

function* pagesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += PAGE) yield items.slice(start, start + PAGE)
}

/**
 * `0039 333 123 4567`: dialled as it stands. A leading `+` is a formula to a spreadsheet and an apostrophe is one sign
 * too many for a telephone; without the spaces a spreadsheet would read a number and drop its zeros.
 */
export function dialled(e164: string): string {
  const grouped = parsePhoneNumberFromString(e164)?.formatInternational() ?? e164.replace(/^\+(\d\d)/, '+$1 ')
  return grouped.replace(/^\+/, '00')
}

/** The address as the person gave it, on one line. */
export function addressOnOneLine(address: PostalAddress): string {
  const { presso, street, civic, details, poBox, poBoxOffice, frazione, cap, locality, province } = address
  const parts =
    address.residence === 'ESTERO'
      ? [presso, ...address.foreignLines, address.country]
      : [
          presso,
          words(street, civic),
          details,
          poBox && words('casella postale', poBox, poBoxOffice),
          frazione,
          words(cap, locality, province && `(${province})`),
        ]
  return parts.filter((part) => part !== '').join(', ')
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}
