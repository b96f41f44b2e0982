/** @module The ledger's first shape: records of `design.md` §5, states of `domain.md` §1.3 and §1.4. */
import type { Knex } from 'knex'
import { columnTypes } from '../dialect.ts'

const TABLES = `
create table setting (name TEXT primary key, value TEXT not null);

create table id_block (name TEXT primary key, next INTEGER not null);

create table lease (
  name TEXT primary key, owner TEXT not null, host TEXT not null, boot TEXT not null, pid INTEGER not null,
  started_at TEXT not null, expires_at TEXT not null);

create table run (
  id INTEGER primary key, job TEXT not null, slot TEXT not null, business_date TEXT not null, attempt INTEGER not null,
  state TEXT not null, owner TEXT not null, started_at TEXT not null, ended_at TEXT, counts TEXT, error TEXT,
  unique (job, slot, attempt));

create table feed (
  id INTEGER primary key, kind TEXT not null, file_name TEXT not null, sha256 TEXT not null, bytes INTEGER not null,
  state TEXT not null, run_id INTEGER not null references run (id), received_on TEXT not null,
  rows_read INTEGER, entered INTEGER, rejected INTEGER, repeated INTEGER, archived_as TEXT, refusal TEXT);
create unique index feed_accepted_once on feed (sha256) where state = 'accepted';

create table rejection (
  feed_id INTEGER not null references feed (id), line INTEGER not null, field TEXT not null, code TEXT not null,
  detail TEXT not null, request_key TEXT not null, primary key (feed_id, line, field, code));

create table person (codice_fiscale TEXT primary key, deceased_on TEXT, death_cancelled_on TEXT);

create table request (
  id INTEGER primary key, feed_id INTEGER not null references feed (id), line INTEGER not null,
  request_key TEXT not null, content_hash TEXT not null, replaces_id INTEGER,
  submitted_on TEXT not null, received_on TEXT not null, channel TEXT not null,
  codice_fiscale TEXT not null, surname TEXT not null, name TEXT not null, postal_name TEXT not null,
  sex TEXT not null, birth_date TEXT not null, birth_place TEXT not null,
  residence TEXT not null, address TEXT not null, printable TEXT, address_source TEXT not null,
  mobile TEXT not null, email TEXT not null, email_2 TEXT not null, pec TEXT not null, phone TEXT not null,
  first_half_channel TEXT not null, language TEXT not null,
  requester_role TEXT not null, requester_codice_fiscale TEXT not null, legal_status TEXT not null,
  has_italian_id INTEGER not null, user_class TEXT not null, archive_match TEXT not null,
  operator_validated INTEGER not null, warnings TEXT,
  state TEXT not null, state_on TEXT not null, reason TEXT,
  hold TEXT, hold_field TEXT, hold_detail TEXT, hold_on TEXT,
  unique (feed_id, line));
create index request_key_lookup on request (request_key);
create index request_person on request (codice_fiscale);
create index request_state on request (state, id);

create table pin_event (
  id INTEGER primary key, feed_id INTEGER not null references feed (id), line INTEGER not null, event_key TEXT not null,
  occurred_on TEXT not null, type TEXT not null, codice_fiscale TEXT not null, request_key TEXT not null,
  operator TEXT not null, reason TEXT not null, address TEXT,
  state TEXT not null, outcome TEXT, unique (feed_id, line));
create index pin_event_key_lookup on pin_event (event_key);
create index pin_event_pending on pin_event (state, occurred_on, id);

create table credential (
  id INTEGER primary key, request_id INTEGER not null unique references request (id), codice_fiscale TEXT not null,
  state TEXT not null, state_on TEXT not null, reason TEXT, profile TEXT not null, user_class TEXT not null,
  verifier TEXT, issued_on TEXT not null, expires_on TEXT,
  first_used_on TEXT, last_changed_on TEXT, last_used_on TEXT, suspended_on TEXT, suspended_from TEXT);
create index credential_person on credential (codice_fiscale);
create index credential_unused on credential (state, expires_on);
create index credential_change on credential (state, user_class, last_changed_on);
create index credential_use on credential (state, last_used_on);

create table half (
  credential_id INTEGER not null references credential (id), idx INTEGER not null, channel TEXT not null,
  state TEXT not null, sealed_text TEXT, sent_on TEXT, erased_on TEXT, primary key (credential_id, idx));
create index half_sealed on half (idx, credential_id) where state = 'sealed';

create table message (
  id INTEGER primary key, credential_id INTEGER not null references credential (id), idx INTEGER not null,
  attempt INTEGER not null, channel TEXT not null, state TEXT not null, file_name TEXT not null,
  planned_on TEXT not null, sent_on TEXT, unique (credential_id, idx, attempt));
create index message_state on message (state, id);

create table letter (
  id INTEGER primary key, public_id TEXT not null unique, kind TEXT not null, source_id INTEGER not null,
  attempt INTEGER not null, product TEXT not null, zone TEXT not null, cap TEXT not null, snapshot TEXT not null,
  state TEXT not null, state_on TEXT not null, created_on TEXT not null, measured_with TEXT, recalled_from TEXT,
  hold TEXT, hold_field TEXT, hold_detail TEXT, hold_on TEXT,
  unique (kind, source_id, attempt));
create index letter_print_order on letter (state, product, zone, cap, id);

create table bundle (
  id INTEGER primary key, name TEXT not null unique, product TEXT not null, slot TEXT not null,
  business_date TEXT not null, part INTEGER not null, state TEXT not null, attempt INTEGER not null,
  run_id INTEGER not null references run (id), template_version TEXT not null, posting_on TEXT not null,
  expires_on TEXT not null, item_count INTEGER not null, pages INTEGER, manifest_sha256 TEXT, replaces TEXT,
  hold TEXT, published_on TEXT, delivered_on TEXT, acknowledged_on TEXT, erased_on TEXT,
  unique (product, business_date, part));
create index bundle_state on bundle (state, id);

create table bundle_item (
  bundle_id INTEGER not null references bundle (id), seq INTEGER not null,
  letter_id INTEGER not null unique references letter (id), primary key (bundle_id, seq));

create table event (
  id SERIAL, at TEXT not null, run_id INTEGER, object_type TEXT not null, object_id INTEGER not null,
  action TEXT not null, from_state TEXT, to_state TEXT, code TEXT);
create index event_object on event (object_type, object_id);
create index event_run on event (run_id);
`

const ID_KINDS = ['run', 'feed', 'request', 'pin_event', 'credential', 'message', 'letter', 'bundle']

export async function up(db: Knex): Promise<void> {
  const types = columnTypes(db)
  const sql = TABLES.replaceAll('TEXT', types.text)
    .replaceAll('INTEGER', types.integer)
    .replaceAll('SERIAL', types.serial)
  for (const statement of sql.split(';').filter((part) => part.trim() !== '')) await db.raw(statement)
  await db('id_block').insert(ID_KINDS.map((name) => ({ name, next: 1 })))
}

export async function down(db: Knex): Promise<void> {
  const names = [...TABLES.matchAll(/create table (\w+)/g)].map((match) => match[1] as string)
  for (const name of names.reverse()) await db.schema.dropTable(name)
}
