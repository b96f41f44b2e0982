/** @module What staff do, how the log is sealed, the slots of the schedule, alerts, approvals, legal holds. */
import type { Knex } from 'knex'
import { columnTypes } from '../dialect.ts'

/**
 * `manual_act`: somebody did something by hand. Its ids come from the block of runs, so that `event.run_id` names
 * whichever acted.
 *
 * `audit_link`: the chain over the event log, one link a run or act, each sealing that one's row and events and the
 * link before it. `purged_by` names the link of the purge that removed the events since.
 *
 * `scheduled_slot`: one row a task and slot, whoever ran it: RUNNING, DONE, FAILED, or PASSED_BY by its catch-up policy.
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
  events INTEGER not null, events_sha256 TEXT not null, hash TEXT not null, purged_by INTEGER);

create table scheduled_slot (
  task TEXT not null, slot TEXT not null, state TEXT not null, started_at TEXT not null, ended_at TEXT,
  primary key (task, slot));

create table alert (
  cause TEXT primary key, kind TEXT not null, sentence TEXT not null, since TEXT not null, told_at TEXT,
  times INTEGER not null, ended_at TEXT);

create table approval (
  bundle_id INTEGER primary key references bundle (id), manifest_sha256 TEXT not null,
  prepared_by TEXT not null, prepared_at TEXT not null, approved_by TEXT, approved_at TEXT);

create table legal_hold (codice_fiscale TEXT primary key, reason TEXT not null, by_whom TEXT not null, since TEXT not null);
`

export async function up(db: Knex): Promise<void> {
  const types = columnTypes(db)
  const sql = TABLES.replaceAll('TEXT', types.text).replaceAll('INTEGER', types.integer)
  for (const statement of sql.split(';').filter((part) => part.trim() !== '')) await db.raw(statement)
}

export async function down(db: Knex): Promise<void> {
  const names = [...TABLES.matchAll(/create table (\w+)/g)].map((match) => match[1] as string)
  for (const name of names.reverse()) await db.schema.dropTable(name)
}
