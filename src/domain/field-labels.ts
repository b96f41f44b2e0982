/**
 * What the columns of the feeds are called where back-office staff read of them.
 *
 * @module
 */

const FIELD_LABELS: Readonly<Record<string, string>> = {
  // requests
  request_id: 'numero della richiesta',
  submitted_at: 'data della richiesta',
  channel: 'canale',
  codice_fiscale: 'codice fiscale',
  surname: 'cognome',
  name: 'nome',
  postal_name: 'nome per la posta',
  sex: 'sesso',
  birth_date: 'data di nascita',
  birth_place: 'luogo di nascita',
  residence: 'residenza',
  presso: 'presso',
  street: 'via',
  civic: 'numero civico',
  details: 'scala, piano, interno',
  po_box: 'casella postale',
  po_box_office: 'ufficio della casella postale',
  frazione: 'frazione',
  locality: 'località',
  cap: 'CAP',
  province: 'provincia',
  country: 'Paese',
  address_line_1: 'indirizzo estero, riga 1',
  address_line_2: 'indirizzo estero, riga 2',
  address_line_3: 'indirizzo estero, riga 3',
  address_line_4: 'indirizzo estero, riga 4',
  phone: 'telefono',
  mobile: 'cellulare',
  email: 'e-mail',
  email_2: 'seconda e-mail',
  pec: 'PEC',
  language: 'lingua',
  requester_role: 'qualità del richiedente',
  requester_codice_fiscale: 'codice fiscale del richiedente',
  legal_status: 'capacità giuridica',
  has_italian_id: 'documento d’identità italiano',
  user_class: 'categoria di utente',
  archive_match: 'confronto con l’archivio',
  operator_validated: 'validazione dell’operatore',
  // events
  event_id: 'numero dell’evento',
  occurred_at: 'data dell’evento',
  type: 'tipo di evento',
  operator: 'operatore',
  reason: 'motivo',
}

/** The Italian name of a feed column; a column that has none is shown under its own name. */
export function fieldLabel(column: string): string {
  return FIELD_LABELS[column] ?? column
}
