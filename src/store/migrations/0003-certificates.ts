/** @module Certificates: their versions, who asks for them, and the register of every release. */
import type { Knex } from 'knex'
import { columnTypes, jsonMember } from '../dialect.ts'

/**
 * `certificate` is one version: READY, held while `hold` is set, SUPERSEDED by a later one before anybody saw it,
 * CORRECTED by a later one after that, or ANNULLED. `data` is what is printed, `recipient` how to reach the person.
 *
 * `certificate_change` is what a loading feed will do to versions of earlier ones: applied and emptied when the feed is
 * accepted.
 *
 * `certificate_release` is the register: PLANNED until its file is written, WRITTEN until the day's list names it,
 * PREPARED until a person, the channel or the mail vendor confirms it, CONFIRMED, or WITHDRAWN. Paper has a `letter_id`,
 * all else a `file_name`. `pec` is the address it went to, or `''`; without `request_id` it went there by itself.
 */
const TABLES = `
create table certificate (
  id INTEGER primary key, feed_id INTEGER not null references feed (id), line INTEGER not null,
  record_key TEXT not null, codice_fiscale TEXT not null, income_year INTEGER not null, version INTEGER not null,
  kind TEXT not null, replaces_id INTEGER, form TEXT, issued_on TEXT not null, data TEXT not null,
  data_hash TEXT not null, recipient TEXT not null, warnings TEXT,
  state TEXT not null, state_on TEXT not null, first_release_on TEXT, template_version TEXT, pdf_sha256 TEXT,
  hold TEXT, hold_field TEXT, hold_detail TEXT, hold_on TEXT, deceased_on TEXT,
  unique (codice_fiscale, income_year, version), unique (feed_id, line));
create index certificate_deceased on certificate (feed_id) where deceased_on is not null;
create index certificate_of_year on certificate (income_year, state, id);
create index certificate_held on certificate (hold, id) where hold is not null;
create index certificate_replaces on certificate (replaces_id) where replaces_id is not null;

create table certificate_change (
  feed_id INTEGER not null references feed (id), certificate_id INTEGER not null references certificate (id),
  to_state TEXT, recipient TEXT, primary key (feed_id, certificate_id));

create table certificate_request (
  id INTEGER primary key, feed_id INTEGER not null references feed (id), line INTEGER not null,
  request_key TEXT not null, content_hash TEXT not null, replaces_id INTEGER,
  submitted_on TEXT not null, received_on TEXT not null, channel TEXT not null, codice_fiscale TEXT not null,
  income_years TEXT not null, requester_codice_fiscale TEXT not null, requester_name TEXT not null,
  evidence TEXT not null, operator TEXT not null, pec TEXT not null, address TEXT, archive_match TEXT not null,
  state TEXT not null, state_on TEXT not null, reason TEXT, missing TEXT,
  hold TEXT, hold_field TEXT, hold_detail TEXT, hold_on TEXT,
  unique (feed_id, line));
create index certificate_request_key on certificate_request (request_key);
create index certificate_request_state on certificate_request (state, id);
create index certificate_request_person on certificate_request (codice_fiscale);

create table certificate_release (
  id INTEGER primary key, public_id TEXT not null unique, request_id INTEGER references certificate_request (id),
  certificate_id INTEGER not null references certificate (id), copy_no INTEGER not null, channel TEXT not null,
  requester_codice_fiscale TEXT not null, evidence TEXT not null,
  state TEXT not null, state_on TEXT not null, prepared_on TEXT not null, confirmed_on TEXT,
  file_name TEXT, sha256 TEXT, pec TEXT not null, letter_id INTEGER references letter (id),
  unique (request_id, certificate_id), unique (certificate_id, copy_no));
create index certificate_release_state on certificate_release (state, id);
create index certificate_release_letter on certificate_release (letter_id) where letter_id is not null;
create index certificate_release_list on certificate_release (channel, prepared_on, id) where file_name is not null;
create unique index certificate_release_automatic on certificate_release (certificate_id) where request_id is null;
create index certificate_replaced on certificate (id) where state in ('CORRECTED', 'ANNULLED');
create index certificate_pec on certificate (id) where state = 'READY' and hold is null and PEC <> '';
`

const ID_KINDS = ['certificate', 'certificate_request', 'certificate_release']

export async function up(db: Knex): Promise<void> {
  const types = columnTypes(db)
  const sql = TABLES.replaceAll('TEXT', types.text)
    .replaceAll('INTEGER', types.integer)
    .replaceAll('PEC', jsonMember(db, 'recipient', 'pec'))
  for (const statement of sql.split(';').filter((part) => part.trim() !== '')) await db.raw(statement)
  await db('id_block').insert(ID_KINDS.map((name) => ({ name, next: 1 })))
}

export async function down(db: Knex): Promise<void> {
  for (const name of ['certificate_release', 'certificate_request', 'certificate_change', 'certificate']) {
    await db.schema.dropTable(name)
  }
  await db('id_block').whereIn('name', ID_KINDS).delete()
}
