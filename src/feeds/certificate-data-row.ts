/**
 * One row of `certificate-data-*.csv`: read with every fault named, then judged by the rules of certificates. What is
 * hashed is what is printed, in one order, so that equal certificates have equal hashes.
 *
 * @module
 */
import { hash } from 'node:crypto'
import {
  BENEFICIARY_ROLES,
  type CertificateData,
  type CertificateNote,
  type Figures,
  type PensionPeriod,
  type Recipient,
} from '../domain/certificates/certificate-data.ts'
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import { judgeCertificate } from '../domain/certificates/judge-certificate.ts'
import { FIGURES, type Figure, isFigure } from '../domain/certificates/meanings.ts'
import type { Operation } from '../domain/certificates/next-version.ts'
import type { SeverityReader } from '../domain/certificates/severity.ts'
import { type CivilDate, isCivilDate } from '../domain/civil-date.ts'
import type { Finding } from '../domain/finding.ts'
import { type NumberFormat, readCents, readCount } from './amounts.ts'
import { FIGURE_COLUMNS } from './columns.ts'
import type { FeedRow } from './feed-row.ts'
import { RowReader } from './row-reader.ts'

/** How the rows of one file are read and judged. */
export interface CertificateReading {
  /** Of the file's name. */
  readonly incomeYear: number
  /** Undefined where that year has no form. */
  readonly outline: FormOutline | undefined
  readonly numbers: NumberFormat
  readonly severity: SeverityReader
  /** Business date. */
  readonly receivedOn: CivilDate
}

/** A row that enters; texts are JSON as the ledger keeps them. */
export interface JudgedCertificate {
  readonly recordKey: string
  readonly operation: Operation
  readonly codiceFiscale: string
  readonly issuedOn: CivilDate
  readonly deceasedOn: CivilDate | ''
  /** `CertificateData`; `''` of an annulment, which says what the annulled one said. */
  readonly data: string
  readonly dataHash: string
  readonly recipient: string
  /** Of the recipient. */
  readonly pec: string
  readonly hold: Finding | undefined
  readonly warnings: string | null
}

export type CertificateVerdict =
  | { readonly ok: true; readonly row: JudgedCertificate }
  | { readonly ok: false; readonly recordKey: string; readonly rejections: readonly Finding[] }

export function judgeCertificateRow(cells: FeedRow<string>, reading: CertificateReading): CertificateVerdict {
  const row = new RowReader(cells)
  const recordKey = row.required('record_id')
  const operation = row.oneOf('operation', ['O', 'A'], 'O')
  const incomeYear = row.required('income_year')
  if (incomeYear !== '' && incomeYear !== String(reading.incomeYear)) {
    const detail = `${incomeYear} invece di ${reading.incomeYear}`
    row.add([{ code: 'ANNO_DIVERSO_DAL_FLUSSO', field: 'income_year', detail }])
  }
  const issuedOn = row.pastDate('issued_on', reading.receivedOn) || reading.receivedOn
  const codiceFiscale = row.codiceFiscale('codice_fiscale')
  if (operation === 'A') {
    if (row.findings.length > 0) return { ok: false, recordKey, rejections: row.findings }
    const nothing = {
      deceasedOn: '',
      data: '',
      dataHash: '',
      recipient: '',
      pec: '',
      hold: undefined,
      warnings: null,
    }
    return { ok: true, row: { recordKey, operation, codiceFiscale, issuedOn, ...nothing } }
  }

  const data = readData(row, codiceFiscale, reading)
  const recipient = readRecipient(row)
  if (row.findings.length > 0) return { ok: false, recordKey, rejections: row.findings }
  const { holds, warnings } = judgeCertificate(data, { ...reading, issuedOn })
  const [hold, ...others] = holds
  const told = others.length > 0 ? [...others, ...warnings] : warnings
  const text = JSON.stringify(data)
  return {
    ok: true,
    row: {
      recordKey,
      operation,
      codiceFiscale,
      issuedOn,
      deceasedOn: data.deceasedOn,
      data: text,
      dataHash: hash('sha256', text, 'base64url'),
      recipient: JSON.stringify(recipient),
      pec: recipient.pec,
      hold,
      warnings: told.length > 0 ? JSON.stringify(told) : null,
    },
  }
}

/** Members in one order, lists sorted, texts in NFC, nothing that is zero: the canonical form that is hashed. */
function readData(row: RowReader, codiceFiscale: string, reading: CertificateReading): CertificateData {
  return {
    incomeYear: reading.incomeYear,
    codiceFiscale,
    surname: row.required('surname'),
    name: row.required('name'),
    sex: row.oneOf('sex', ['M', 'F']),
    birthDate: row.required('birth_date') && row.pastDate('birth_date', reading.receivedOn),
    birthPlace: row.text('birth_place').toUpperCase(),
    birthComune: row.text('birth_comune'),
    birthProvince: row.text('birth_province').toUpperCase(),
    beneficiaryRole: row.oneOf('beneficiary_role', BENEFICIARY_ROLES, 'TITOLARE'),
    deceasedOn: row.pastDate('deceased_on', reading.receivedOn),
    domicileStart: {
      comune: row.text('domicile_start_comune'),
      province: row.text('domicile_start_province').toUpperCase(),
      code: row.text('domicile_start_code').toUpperCase(),
    },
    domicileEnd: {
      comune: row.text('domicile_end_comune'),
      province: row.text('domicile_end_province').toUpperCase(),
    },
    domicileNext: {
      comune: row.text('domicile_next_comune'),
      province: row.text('domicile_next_province').toUpperCase(),
      code: row.text('domicile_next_code').toUpperCase(),
    },
    representative: row.codiceFiscale('representative_codice_fiscale', ''),
    abroad: {
      fiscalId: row.text('abroad_fiscal_id'),
      locality: row.text('abroad_locality'),
      street: row.text('abroad_street'),
      state: row.text('abroad_state').toUpperCase(),
    },
    mergedPayer: row.codiceFiscale('merged_payer', ''),
    figures: readFigures(row, reading.numbers),
    pensions: readPensions(row, reading.numbers),
    notes: readNotes(row),
  }
}

function readRecipient(row: RowReader): Recipient {
  return {
    postalName: row.text('postal_name'),
    address: row.hasAddress() ? row.address() : undefined,
    pec: row.text('pec'),
    hasCareAllowance: row.yesNo('care_allowance', false),
  }
}

const FIGURE_ORDER = Object.keys(FIGURES) as Figure[]

function readFigures(row: RowReader, numbers: NumberFormat): Figures {
  const figures: Partial<Record<Figure, number | string>> = {}
  const others = readOtherFigures(row, numbers)
  if (others.size === 0) {
    for (const figure of FIGURE_COLUMNS) put(figure, readFigure(row, figure, row.text(figure), numbers))
    return figures
  }
  for (const figure of FIGURE_COLUMNS) {
    const text = row.text(figure)
    if (text === '') continue
    if (others.has(figure)) row.refuse('VALORE_NON_AMMESSO', figure, 'indicato due volte')
    others.set(figure, readFigure(row, figure, text, numbers))
  }
  for (const figure of FIGURE_ORDER) put(figure, others.get(figure))
  return figures

  function put(figure: Figure, value: number | string | undefined): void {
    if (value !== undefined && value !== 0 && value !== '') figures[figure] = value
  }
}

/** `solidarity.contribution=12.00|advance.irpef.first=100.00` */
function readOtherFigures(row: RowReader, numbers: NumberFormat): Map<Figure, number | string | undefined> {
  const figures = new Map<Figure, number | string | undefined>()
  const unknown: string[] = []
  for (const part of row.list('other_figures')) {
    const at = part.indexOf('=')
    const name = (at < 0 ? part : part.slice(0, at)).trim()
    if (!isFigure(name)) unknown.push(name)
    else if (figures.has(name)) row.refuse('VALORE_NON_AMMESSO', name, 'indicato due volte')
    else figures.set(name, readFigure(row, name, at < 0 ? '' : part.slice(at + 1).trim(), numbers))
  }
  if (unknown.length > 0) row.refuse('PUNTO_SCONOSCIUTO', 'other_figures', unknown.join(', '))
  return figures
}

function readFigure(
  row: RowReader,
  figure: Figure,
  text: string,
  numbers: NumberFormat,
): number | string | undefined {
  if (text === '') return undefined
  switch (FIGURES[figure]) {
    case 'money':
      return readCents(text, numbers) ?? row.refuse('NUMERO_FORMATO', figure, text)
    case 'days':
      return readCount(text) ?? row.refuse('NUMERO_FORMATO', figure, text)
    case 'flag':
      if (/^[SN]$/i.test(text)) return /^S$/i.test(text) ? 1 : 0
      return row.refuse('VALORE_NON_AMMESSO', figure, text)
    case 'code':
      return /^[A-Z0-9]{1,3}$/i.test(text)
        ? text.toUpperCase()
        : row.refuse('VALORE_NON_AMMESSO', figure, text)
  }
}

/** `VO 12345678:2012-01-01:2012-12-31:12000.00|SO 999:…` */
function readPensions(row: RowReader, numbers: NumberFormat): PensionPeriod[] {
  const pensions: PensionPeriod[] = []
  for (const part of row.list('pensions')) {
    const fields = part.split(':').map((text) => text.trim())
    const [pension = '', from = '', to = '', amount] = fields
    if (pension === '' || amount === undefined || fields.length > 4) {
      row.refuse('VALORE_NON_AMMESSO', 'pensions', part)
      continue
    }
    const cents = readCents(amount, numbers)
    if (cents === undefined) row.refuse('NUMERO_FORMATO', 'pensions', part)
    if (!isCivilDate(from) || !isCivilDate(to) || from > to) row.refuse('DATA_NON_VALIDA', 'pensions', part)
    pensions.push({ pension, from, to, cents: cents ?? 0 })
  }
  return pensions.length < 2 ? pensions : pensions.sort(byPeriod)
}

function byPeriod(one: PensionPeriod, other: PensionPeriod): number {
  return (
    compare(one.from, other.from) ||
    compare(one.pension, other.pension) ||
    compare(one.to, other.to) ||
    one.cents - other.cents
  )
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}

const NOTE = /^([A-Z]{2})(?:\(([^()]*)\))?$/i
const SLOT = /^([a-zA-Z]+)\s*=\s*(.*)$/

/** `AN|AB(cf=RSSMRA…; titolo=eredità)`; a text in brackets has neither `;` nor `|` nor brackets in it. */
function readNotes(row: RowReader): CertificateNote[] {
  const notes: CertificateNote[] = []
  for (const part of row.list('notes')) {
    const [, code, slots = ''] = NOTE.exec(part) ?? []
    const filled = readSlots(slots)
    if (code === undefined || filled === undefined)
      row.refuse('VALORE_NON_AMMESSO', 'notes', part.slice(0, 2))
    else notes.push({ code: code.toUpperCase(), slots: filled })
  }
  return notes.length < 2 ? notes : notes.sort((one, other) => compare(one.code, other.code))
}

function readSlots(text: string): Record<string, string> | undefined {
  const slots: [string, string][] = []
  for (const part of text.split(';')) {
    if (part.trim() === '') continue
    const [, name, value = ''] = SLOT.exec(part.trim()) ?? []
    if (name === undefined || slots.some(([known]) => known === name)) return undefined
    slots.push([name, value])
  }
  return Object.fromEntries(slots.sort(([one], [other]) => compare(one, other)))
}
