/** @module The columns of every feed; `docs/feeds.md` says the same in words. */

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

/** Where the first half goes. */
export const CONTACT_COLUMNS = ['mobile', 'email', 'email_2', 'pec'] as const

/** What staff may put right by hand in a request that has entered. */
export const CORRECTABLE_COLUMNS = ['postal_name', ...ADDRESS_COLUMNS, ...CONTACT_COLUMNS] as const

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

/** Figures that nearly every pension has a column for; the others stand in `other_figures`. */
export const FIGURE_COLUMNS = [
  'income.pension',
  'days.pension',
  'withholding.irpef',
  'surtax.regional',
  'surtax.municipal.advance',
  'surtax.municipal.balance',
  'surtax.municipal.next',
  'tax.gross',
  'deductions.family',
  'deductions.pension',
  'deductions.expenses',
  'deductions.total',
] as const

export const CERTIFICATE_DATA_COLUMNS = [
  'record_id',
  'operation',
  'income_year',
  'issued_on',
  'codice_fiscale',
  'surname',
  'name',
  'postal_name',
  'sex',
  'birth_date',
  'birth_place',
  'birth_comune',
  'birth_province',
  'beneficiary_role',
  'deceased_on',
  'domicile_start_comune',
  'domicile_start_province',
  'domicile_start_code',
  'domicile_end_comune',
  'domicile_end_province',
  'domicile_next_comune',
  'domicile_next_province',
  'domicile_next_code',
  'representative_codice_fiscale',
  'abroad_fiscal_id',
  'abroad_locality',
  'abroad_street',
  'abroad_state',
  'merged_payer',
  'pensions',
  ...FIGURE_COLUMNS,
  'other_figures',
  'notes',
  ...ADDRESS_COLUMNS,
  'pec',
  'care_allowance',
] as const

export const CERTIFICATE_REQUEST_COLUMNS = [
  'request_id',
  'submitted_at',
  'channel',
  'codice_fiscale',
  'income_years',
  'requester_codice_fiscale',
  'requester_name',
  'evidence',
  'operator',
  'pec',
  ...ADDRESS_COLUMNS,
  'archive_match',
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
  record_id: 40,
  pensions: 400,
  other_figures: 600,
  notes: 1000,
  requester_name: 88,
}

/** For columns that are not named above. */
export const DEFAULT_MAX_LENGTH = 60
