/**
 * Rows of the feeds as texts by column, in the order in which the columns stand in the file (`docs/feeds.md`).
 *
 * @module
 */
import {
  ADDRESS_COLUMNS,
  CERTIFICATE_DATA_COLUMNS,
  CERTIFICATE_REQUEST_COLUMNS,
  PIN_EVENT_COLUMNS,
  PIN_REQUEST_COLUMNS,
} from '../feeds/columns.ts'

export type AddressFields = Record<(typeof ADDRESS_COLUMNS)[number], string>
export type RequestRow = Record<(typeof PIN_REQUEST_COLUMNS)[number], string>
export type EventRow = Record<(typeof PIN_EVENT_COLUMNS)[number], string>
export type CertificateRow = Record<(typeof CERTIFICATE_DATA_COLUMNS)[number], string>
export type CertificateRequestRow = Record<(typeof CERTIFICATE_REQUEST_COLUMNS)[number], string>

export const NO_ADDRESS: Readonly<AddressFields> = {
  residence: '',
  presso: '',
  street: '',
  civic: '',
  details: '',
  po_box: '',
  po_box_office: '',
  frazione: '',
  locality: '',
  cap: '',
  province: '',
  country: '',
  address_line_1: '',
  address_line_2: '',
  address_line_3: '',
  address_line_4: '',
}

export function requestCells(row: RequestRow): string[] {
  return PIN_REQUEST_COLUMNS.map((column) => row[column])
}

export function eventCells(row: EventRow): string[] {
  return PIN_EVENT_COLUMNS.map((column) => row[column])
}

export function certificateCells(row: CertificateRow): string[] {
  return CERTIFICATE_DATA_COLUMNS.map((column) => row[column])
}

export function certificateRequestCells(row: CertificateRequestRow): string[] {
  return CERTIFICATE_REQUEST_COLUMNS.map((column) => row[column])
}

/** The address columns alone, to put into another row. */
export function addressOf(row: AddressFields): AddressFields {
  const address = { ...NO_ADDRESS }
  for (const column of ADDRESS_COLUMNS) address[column] = row[column]
  return address
}
