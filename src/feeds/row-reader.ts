/** @module Reading one record's columns: trimmed, NFC, checked; every fault is collected, none stops the others. */
import { type CivilDate, isCivilDate, romeParts } from '../domain/civil-date.ts'
import { checkCodiceFiscale } from '../domain/codice-fiscale.ts'
import type { Finding, FindingCode } from '../domain/finding.ts'
import type { PostalAddress } from '../domain/postal-address.ts'
import { ADDRESS_COLUMNS, DEFAULT_MAX_LENGTH, MAX_LENGTH } from './columns.ts'
import { type FeedRow, PRINTABLE_ASCII } from './feed-row.ts'

/** Controls, lone surrogates (PostgreSQL refuses the whole chunk for one) and what a wrong encoding leaves. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\uFFFD\uFEFF\u2028\u2029]/u

const SHORTEST_LIMIT = Math.min(DEFAULT_MAX_LENGTH, ...Object.values(MAX_LENGTH))

export class RowReader {
  readonly findings: Finding[] = []
  readonly #cells: FeedRow<string>

  constructor(cells: FeedRow<string>) {
    this.#cells = cells
  }

  /** A text as the ledger keeps it; `''` where the column is empty or unusable. */
  text(column: string): string {
    const cell = this.#cells.cell(column)
    const value = cell === '' ? '' : cell.trim()
    if (value === '') return ''
    if (value.length > SHORTEST_LIMIT) {
      const limit = MAX_LENGTH[column] ?? DEFAULT_MAX_LENGTH
      if (value.length > limit) return this.refuse('CAMPO_TROPPO_LUNGO', column, `${value.length}/${limit}`)
    }
    if (this.#cells.isPlain || PRINTABLE_ASCII.test(value)) return value
    if (UNPRINTABLE.test(value) || !value.isWellFormed()) return this.refuse('CARATTERE_DI_CONTROLLO', column)
    return value.normalize('NFC')
  }

  required(column: string): string {
    const value = this.text(column)
    if (value === '' && !this.findings.some((finding) => finding.field === column)) {
      this.refuse('CAMPO_MANCANTE', column)
    }
    return value
  }

  /** One of a list, in any case; an empty column takes `otherwise`, and without it is a fault. */
  oneOf<Value extends string>(column: string, allowed: readonly Value[], otherwise?: Value): Value {
    const value = otherwise === undefined ? this.required(column) : this.text(column)
    if (value === '') return otherwise ?? (allowed[0] as Value)
    return this.among(column, allowed, value)
  }

  /** The one of `allowed` that a part of a column is, in any case; another is a fault. */
  among<Value extends string>(column: string, allowed: readonly Value[], value: string): Value {
    const capitals = value.toUpperCase()
    const found = allowed.find((candidate) => candidate === value || candidate.toUpperCase() === capitals)
    if (found === undefined) this.refuse('VALORE_NON_AMMESSO', column, value)
    return found ?? (allowed[0] as Value)
  }

  /** The parts of a column that `|` keeps apart; empty ones count for nothing. */
  list(column: string): string[] {
    const value = this.text(column)
    if (value === '') return []
    return value
      .split('|')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  }

  yesNo(column: string, otherwise: boolean): boolean {
    return this.oneOf(column, ['S', 'N'], otherwise ? 'S' : 'N') === 'S'
  }

  date(column: string): string {
    const value = this.required(column)
    return value === '' || isCivilDate(value) ? value : this.refuse('DATA_NON_VALIDA', column, value)
  }

  /** A day until `today`, or `''` where the column is empty. */
  pastDate(column: string, today: CivilDate): CivilDate | '' {
    const value = this.text(column)
    if (value === '' || (isCivilDate(value) && value <= today)) return value
    return this.refuse('DATA_NON_VALIDA', column, isCivilDate(value) ? `${value}, nel futuro` : value)
  }

  /** In capitals; empty is a fault unless `otherwise` is given. No finding repeats it. */
  codiceFiscale(column: string, otherwise?: ''): string {
    const value = (otherwise === undefined ? this.required(column) : this.text(column)).toUpperCase()
    if (value === '') return value
    const verdict = checkCodiceFiscale(value)
    return verdict.ok ? value : this.refuse(verdict.code, column, verdict.detail)
  }

  /** A civil date, or an instant with its zone, whose day in Rome counts. */
  day(column: string): string {
    const value = this.required(column)
    if (value === '' || isCivilDate(value)) return value
    const instant = INSTANT.test(value) && isCivilDate(value.slice(0, 10)) ? new Date(value) : undefined
    if (instant && !Number.isNaN(instant.getTime())) return romeParts(instant).date
    return this.refuse('DATA_NON_VALIDA', column, value)
  }

  /** Whether any column of an address has something in it. */
  hasAddress(): boolean {
    return ADDRESS_COLUMNS.some((column) => this.#cells.cell(column).trim() !== '')
  }

  address(): PostalAddress {
    const residence = this.oneOf('residence', ['ITALIA', 'ESTERO'])
    return {
      residence,
      presso: this.text('presso'),
      street: this.text('street'),
      civic: this.text('civic'),
      details: this.text('details'),
      poBox: this.text('po_box'),
      poBoxOffice: this.text('po_box_office'),
      frazione: this.text('frazione'),
      locality: this.text('locality'),
      cap: this.text('cap'),
      province: this.text('province').toUpperCase(),
      country: this.text('country').toUpperCase() || (residence === 'ITALIA' ? 'IT' : ''),
      foreignLines: ['address_line_1', 'address_line_2', 'address_line_3', 'address_line_4']
        .map((column) => this.text(column))
        .filter((line) => line !== ''),
    }
  }

  add(findings: readonly Finding[]): void {
    this.findings.push(...findings)
  }

  /** One more fault; answers what an unusable column reads as. */
  refuse(code: FindingCode, field: string, detail?: string): '' {
    this.findings.push(detail === undefined ? { code, field } : { code, field, detail })
    return ''
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
