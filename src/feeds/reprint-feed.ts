/**
 * A reprint is a request for the same certificates, as its sender would send it again: it comes in with the next intake,
 * is judged by the same rules, and has its own rows in the register.
 *
 * @module
 */
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import type { PostalAddress } from '../domain/postal-address.ts'
import type { Files } from '../files/files.ts'
import type { AnsweredLetter, AnsweredRequest } from '../store/sent-letter.ts'
import { CERTIFICATE_REQUEST_COLUMNS } from './columns.ts'

type Cells = Partial<Record<(typeof CERTIFICATE_REQUEST_COLUMNS)[number], string>>

/** The number of the new request: one a letter and day, so that a command given twice asks once. */
export function reprintKey({ public_id }: Pick<AnsweredLetter, 'public_id'>, on: string): string {
  return `RISTAMPA-${public_id}-${on.replaceAll('-', '')}`
}

/** Whole, and durable, before its `.done` says so. Answers its path. */
export async function writeReprintFeed(
  files: Files,
  inbox: string,
  act: { readonly id: number; readonly by: string; readonly on: string },
  letters: readonly AnsweredLetter[],
  encoding: 'utf8' | 'latin1',
): Promise<string> {
  const rows = letters.map((letter) => cellsOf(letter, act))
  const path = join(inbox, `certificate-requests-ristampa-${act.on.replaceAll('-', '')}-${act.id}.csv`)
  const text = stringify(rows, { header: true, columns: [...CERTIFICATE_REQUEST_COLUMNS], delimiter: ';' })
  await files.makeFolder(inbox)
  await files.replaceFile(path, Buffer.from(text, encoding))
  await files.writeFile(`${path}.done`, '')
  await files.syncFolder(inbox)
  return path
}

function cellsOf(letter: AnsweredLetter, { by, on }: { readonly by: string; readonly on: string }): Cells {
  const { request } = letter
  if (!request) throw new Error(`letter ${letter.public_id} answers no request for certificates`)
  return {
    request_id: reprintKey(letter, on),
    submitted_at: request.submitted_on,
    channel: request.channel,
    codice_fiscale: request.codice_fiscale,
    income_years: letter.yearsInForce.join('|'),
    requester_codice_fiscale: request.requester_codice_fiscale,
    requester_name: request.requester_name,
    evidence: request.evidence,
    operator: by.slice(0, 60),
    ...addressOf(request),
  }
}

/** Paper goes to the archive's address of today; only heirs say where to, and were checked. */
function addressOf({ channel, address, archive_match }: AnsweredRequest): Cells {
  if (channel !== 'EREDE' || address === null) return {}
  const { residence, presso, street, civic, details, poBox, poBoxOffice, ...place } = JSON.parse(
    address,
  ) as PostalAddress
  const { frazione, locality, cap, province, country, foreignLines } = place
  return {
    residence,
    presso,
    street,
    civic,
    details,
    po_box: poBox,
    po_box_office: poBoxOffice,
    frazione,
    locality,
    cap,
    province,
    country,
    address_line_1: foreignLines[0] ?? '',
    address_line_2: foreignLines[1] ?? '',
    address_line_3: foreignLines[2] ?? '',
    address_line_4: foreignLines[3] ?? '',
    archive_match,
  }
}
