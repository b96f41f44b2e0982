/** @module The columns of the two feeds; `docs/feeds.md` says the same in words. */

export const ADDRESS_COLUMNS = [
  'residence',
  'presso',
  'street',
  'civic',
  'details',
  'po_box',
  'po_box_office',
  'frazione',
  'locality',
  'cap',
  'province',
  'country',
  'address_line_1',
  'address_line_2',
  'address_line_3',
  'address_line_4',
] as const

export const PIN_REQUEST_COLUMNS = [
  'request_id',
  'submitted_at',
  'channel',
  'codice_fiscale',
  'surname',
  'name',
  'postal_name',
  'sex',
  'birth_date',
  'birth_place',
  ...ADDRESS_COLUMNS,
  'phone',
  'mobile',
  'email',
  'email_2',
  'pec',
  'language',
  'requester_role',
  'requester_codice_fiscale',
  'legal_status',
  'has_italian_id',
  'user_class',
  'archive_match',
  'operator_validated',
] as const

export const PIN_EVENT_COLUMNS = [
  'event_id',
  'occurred_at',
  'type',
  'codice_fiscale',
  'request_id',
  'operator',
  'reason',
  ...ADDRESS_COLUMNS,
] as const

/** Longest value of a column; what is longer is refused, never cut. */
export const MAX_LENGTH: Readonly<Record<string, number>> = {
  request_id: 40,
  event_id: 40,
  surname: 60,
  name: 60,
  postal_name: 88,
  presso: 88,
  street: 80,
  email: 254,
  email_2: 254,
  pec: 254,
  reason: 200,
}

/** For columns that are not named above. */
export const DEFAULT_MAX_LENGTH = 60
