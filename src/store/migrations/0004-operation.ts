/** @module What staff do, how the log is sealed, the slots of the schedule, alerts, approvals, legal holds. */
import type { Knex } from 'knex'
import { columnTypes, isPostgres } from '../dialect.ts'

/**
 * `manual_act`: somebody did something by hand. Its ids come from the block of runs, so that `event.run_id` names
 * whichever acted.
 *
 * `audit_link`: the chain over the event log, one link a run or act, each sealing that one's row and events and the
 * link before it; runs before `setting.audit-from` are older and have none.
 *
 * `purge` is one thing removed because its time was over, ordered before and `removed_on` after; the hash stays as proof
 * of what it was. `audit_link.purged_by` names the one that removed the events of a run.
 *
 * `scheduled_slot`: one row a task and slot, whoever ran it: RUNNING, DONE, FAILED, or PASSED_BY by its catch-up policy.
 * The latest `due_at` of a task is how far its hours have been looked at; what was done by hand has none.
 *
 * `alert`: one row a cause that lasts; `told_at` is the last message about it, `ended_at` when it was seen no more.
 *
 * `approval`: who prepared the proofs of a published bundle and who approved it, for one manifest hash alone.
 *
 * `legal_hold`: nothing of this person is purged.
 */
const TABLES = `
create table manual_act (
  id INTEGER primary key, at TEXT not null, on_date TEXT not null, verb TEXT not null, by_whom TEXT not null,
  reason TEXT not null, subject TEXT not null);

create table audit_link (
  seq INTEGER primary key, kind TEXT not null, of_id INTEGER not null unique, at TEXT not null,
  events INTEGER not null, events_sha256 TEXT not null, row_sha256 TEXT not null, hash TEXT not null,
  purged_by INTEGER);

create table purge (
  id INTEGER primary key, kind TEXT not null, name TEXT not null, items INTEGER not null, bytes INTEGER not null,
  sha256 TEXT not null, run_id INTEGER not null, ordered_on TEXT not null, removed_on TEXT);
create index purge_open on purge (id) where removed_on is null;
create index audit_link_purged on audit_link (purged_by) where purged_by is not null;

create table scheduled_slot (
  task TEXT not null, slot TEXT not null, state TEXT not null, due_at TEXT, started_at TEXT not null, ended_at TEXT,
  primary key (task, slot));

create table alert (
  cause TEXT primary key, kind TEXT not null, sentence TEXT not null, since TEXT not null, told_at TEXT,
  times INTEGER not null, ended_at TEXT);

create table approval (
  bundle_id INTEGER primary key references bundle (id), manifest_sha256 TEXT not null,
  prepared_by TEXT not null, prepared_at TEXT not null, approved_by TEXT, approved_at TEXT);

create table legal_hold (codice_fiscale TEXT primary key, reason TEXT not null, by_whom TEXT not null, since TEXT not null);

create index request_held_by_staff on request (codice_fiscale) where hold = 'FERMATA_DAL_PERSONALE';
create index letter_held_by_staff on letter (kind, source_id) where hold = 'FERMATA_DAL_PERSONALE';

create index pin_event_person on pin_event (codice_fiscale) where codice_fiscale <> '';
create index pin_event_request on pin_event (request_key) where request_key <> '';
create index rejection_request on rejection (request_key) where request_key <> '';
`

const INDEXES_OF_OTHER_TABLES = [
  'request_held_by_staff',
  'letter_held_by_staff',
  'pin_event_person',
  'pin_event_request',
  'rejection_request',
]

export async function up(db: Knex): Promise<void> {
  const types = columnTypes(db)
  const sql = TABLES.replaceAll('TEXT', types.text).replaceAll('INTEGER', types.integer)
  for (const statement of sql.split(';').filter((part) => part.trim() !== '')) await db.raw(statement)
  for (const table of PURGED) await db.raw(`alter table ${table} add column purged_on ${types.text}`)
  await db('id_block').insert({ name: 'purge', next: 1 })
  // Ended without a link before there was a chain; one that runs now gets its link when it ends.
  await db.raw(
    `insert into setting (name, value) select 'audit-from', cast(next as text) from id_block where name = 'run'`,
  )
  await indexEventsOfRun(db, 'run_id, id')
}

/** Whose files may be gone while their rows stay. */
const PURGED = ['bundle', 'feed']

/** Reading the events of a run in their order must not sort them all for every page; SQLite's index has the id anyway. */
async function indexEventsOfRun(db: Knex, columns: string): Promise<void> {
  if (!isPostgres(db)) return
  await db.raw('drop index event_run')
  await db.raw(`create index event_run on event (${columns})`)
}

export async function down(db: Knex): Promise<void> {
  await indexEventsOfRun(db, 'run_id')
  await db('setting').where({ name: 'audit-from' }).delete()
  await db('id_block').where({ name: 'purge' }).delete()
  for (const table of PURGED) await db.raw(`alter table ${table} drop column purged_on`)
  for (const name of INDEXES_OF_OTHER_TABLES) await db.raw(`drop index ${name}`)
  const names = [...TABLES.matchAll(/create table (\w+)/g)].map((match) => match[1] as string)
  for (const name of names.reverse()) await db.schema.dropTable(name)
}
