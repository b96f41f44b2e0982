/**
 * What staff put right by hand in a request that has not left the building. The address goes the way of the event
 * ADDRESS_CORRECTED, so that a correction by hand and one of the contact centre do the same.
 *
 * @module
 */
import { type JudgedContacts, judgeContacts } from '../domain/contacts.ts'
import type { Finding } from '../domain/finding.ts'
import { fieldLabel, severityOf } from '../domain/finding-texts.ts'
import type { PostalAddress } from '../domain/postal-address.ts'
import { composeAddress } from '../domain/postal-address.ts'
import {
  contactsOf,
  recordCorrections,
  replaceContacts,
  replacePostalName,
  type StoredContacts,
} from '../store/correction.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { holdRequests, type RequestRow, requestsNamed } from '../store/request.ts'
import { applyOneEvent } from './apply-pin-events.ts'
import { ADDRESS_COLUMNS, CONTACT_COLUMNS, CORRECTABLE_COLUMNS } from './columns.ts'
import { FeedRow } from './feed-row.ts'
import type { EventRules } from './pin-event-changes.ts'
import { RowReader } from './row-reader.ts'

/** New values by feed column; what is not named stays as it is, `''` empties it. */
export type Correction = Readonly<Partial<Record<(typeof CORRECTABLE_COLUMNS)[number], string>>>

export interface ChangedField {
  readonly field: string
  readonly before: string
  readonly after: string
}

export type Corrected =
  | {
      readonly ok: true
      readonly changed: readonly ChangedField[]
      readonly warnings: readonly Finding[]
      /** The printed lines, `[]` while the address is still faulty. */
      readonly lines: readonly string[]
      readonly holdBefore: string | null
      readonly hold: Finding | null
    }
  | { readonly ok: false; readonly findings: readonly Finding[] }
  /** The first half has gone, or is just going: `sentOn` is null. */
  | { readonly ok: false; readonly sentOn: string | null; readonly findings?: undefined }

/** Writes nothing unless everything that was typed is good; a request that has other faults waits for those. */
export async function correctRequest(
  trx: Executor,
  actor: Actor,
  rules: EventRules,
  requestKey: string,
  correction: Correction,
): Promise<Corrected> {
  const before = await newest(trx, requestKey)
  const contacts = await contactsOf(trx, before.id)
  const read = readCorrection(before, contacts, correction)
  const judged = judgeContacts(read.contacts, { channel: before.channel, residence: read.address.residence })
  const changed = differences(before, contacts, read, judged)
  const touches = (columns: readonly string[]) => changed.some(({ field }) => columns.includes(field))
  const addressed = touches(['postal_name', ...ADDRESS_COLUMNS])
  const contacted = touches(CONTACT_COLUMNS)

  const composed = composeAddress({ ...before, postalName: read.postalName }, read.address, rules.gazetteer)
  const findings = [
    ...read.findings,
    ...(contacted ? judged.findings.filter(({ field }) => isWrong(field, judged.findings, correction)) : []),
    ...(addressed ? composed.findings.filter(stops) : []),
  ]
  if (findings.length > 0) return { ok: false, findings }
  if (contacted && (contacts.first_half === 'erased' || contacts.is_sending > 0)) {
    return { ok: false, sentOn: contacts.first_half_sent_on }
  }

  await recordCorrections(trx, actor, 'request', before.id, changed.map(sentenceOfChange))
  await replacePostalName(trx, before.id, read.postalName)
  if (addressed) await correctAddress(trx, actor, rules, before, read.address)
  if (contacted) {
    await replaceContacts(trx, before.id, {
      mobile: judged.mobile,
      email: judged.email,
      email_2: judged.email2,
      pec: judged.pec,
      first_half_channel: judged.firstHalfChannel,
    })
  }
  const faults = [...judged.findings, ...composed.findings].filter(stops)
  const hold = await settleHold(trx, actor, before, await newest(trx, requestKey), faults, contacted)
  const warnings = addressed ? composed.findings.filter(({ code }) => code.startsWith('WARN_')) : []
  return {
    ok: true,
    changed,
    warnings,
    lines: composed.printable?.lines ?? [],
    holdBefore: before.hold,
    hold,
  }
}

/** Of a row and its correction the later one counts. */
async function newest(db: Executor, requestKey: string): Promise<RequestRow> {
  const request = (await requestsNamed(db, [requestKey])).at(-1)
  if (!request) throw new Error(`the ledger has no request ${requestKey}`)
  return request
}

interface ReadCorrection {
  readonly postalName: string
  readonly address: PostalAddress
  readonly contacts: ReturnType<typeof contactsFrom>
  readonly findings: readonly Finding[]
}

/** What was typed is read as a feed's row is: trimmed, measured, refused where it cannot be printed. */
function readCorrection(request: RequestRow, stored: StoredContacts, correction: Correction): ReadCorrection {
  const known = cellsOf(JSON.parse(request.address) as PostalAddress)
  // Another residence is another address: nothing of the old one is left in it.
  const moves = correction.residence !== undefined && correction.residence.toUpperCase() !== known.residence
  const cells: Record<string, string> = {
    ...(moves ? {} : known),
    postal_name: request.postal_name,
    mobile: stored.mobile,
    email: stored.email,
    email_2: stored.email_2,
    pec: stored.pec,
    ...correction,
  }
  const columns = Object.keys(cells)
  const row = new RowReader(
    new FeedRow(Object.values(cells), new Map(columns.map((column, place) => [column, place]))),
  )
  return {
    postalName: row.text('postal_name'),
    address: row.address(),
    contacts: contactsFrom(row, stored.phone),
    findings: row.findings,
  }
}

function contactsFrom(row: RowReader, phone: string) {
  return {
    phone,
    mobile: row.text('mobile'),
    email: row.text('email'),
    email2: row.text('email_2'),
    pec: row.text('pec'),
  }
}

/** The columns of an address, as a feed has them. */
function cellsOf(address: PostalAddress): Readonly<Record<(typeof ADDRESS_COLUMNS)[number], string>> {
  const { poBox, poBoxOffice, foreignLines, ...same } = address
  const [one = '', two = '', three = '', four = ''] = foreignLines
  return {
    ...same,
    po_box: poBox,
    po_box_office: poBoxOffice,
    address_line_1: one,
    address_line_2: two,
    address_line_3: three,
    address_line_4: four,
  }
}

function differences(
  request: RequestRow,
  stored: StoredContacts,
  read: ReadCorrection,
  judged: JudgedContacts,
): ChangedField[] {
  const before: Readonly<Record<string, string>> = {
    postal_name: request.postal_name,
    ...cellsOf(JSON.parse(request.address) as PostalAddress),
    mobile: stored.mobile,
    email: stored.email,
    email_2: stored.email_2,
    pec: stored.pec,
  }
  const { email2, ...typed } = read.contacts
  // As it will stand in the ledger: a number with its country.
  const contacts = {
    mobile: judged.mobile || typed.mobile,
    email: judged.email || typed.email,
    pec: judged.pec || typed.pec,
  }
  const after: Readonly<Record<string, string>> = {
    postal_name: read.postalName,
    ...cellsOf(read.address),
    ...contacts,
    email_2: judged.email2 || email2,
  }
  return CORRECTABLE_COLUMNS.flatMap((field) => {
    const [old = '', value = ''] = [before[field], after[field]]
    return old === value ? [] : [{ field, before: old, after: value }]
  })
}

function sentenceOfChange({ field, before, after }: ChangedField): string {
  return `${fieldLabel(field)} «${before}» → «${after}»`
}

function stops({ code }: Finding): boolean {
  return severityOf(code) !== 'warn'
}

/** A contact that was typed and cannot be used; none at all where there is no other. */
function isWrong(field: string, findings: readonly Finding[], correction: Correction): boolean {
  return findings.some(
    (finding) =>
      finding.field === field &&
      (stops(finding) || (finding.code === 'WARN_CONTATTO_NON_VALIDO' && Object.hasOwn(correction, field))),
  )
}

async function correctAddress(
  trx: Executor,
  actor: Actor,
  rules: EventRules,
  request: RequestRow,
  address: PostalAddress,
): Promise<void> {
  const event = {
    id: 0,
    feed_id: 0,
    line: 0,
    event_key: '',
    occurred_on: actor.on,
    type: 'ADDRESS_CORRECTED',
    codice_fiscale: request.codice_fiscale,
    request_key: request.request_key,
    address: JSON.stringify(address),
  }
  const refused = await applyOneEvent(trx, actor, rules, event, 'PERSONALE')
  if (refused) throw new Error(`request ${request.request_key} cannot be corrected: ${refused}`)
}

const CONTACT_HOLDS: readonly string[] = ['EMAIL_OBBLIGATORIA', 'CONTATTO_MANCANTE']

/** Lifts what was corrected; another fault that the row had all along takes its place. Answers the hold that is left. */
async function settleHold(
  trx: Executor,
  actor: Actor,
  before: RequestRow,
  now: RequestRow,
  faults: readonly Finding[],
  contacted: boolean,
): Promise<Finding | null> {
  const lifted =
    before.hold !== null && (now.hold === null || (contacted && CONTACT_HOLDS.includes(now.hold)))
  if (!lifted) return now.hold === null ? null : ({ code: now.hold, field: now.hold_field ?? '' } as Finding)
  const [fault = null] = faults
  if (now.hold !== null)
    await holdRequests(trx, actor, [{ id: now.id, code: null, field: null, detail: null }])
  if (fault !== null) {
    const { code, field, detail = '' } = fault
    await holdRequests(trx, actor, [{ id: now.id, code, field, detail }])
  }
  return fault
}
