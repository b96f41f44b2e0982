/** @module Letters: one mailpiece each, with its own public id and the snapshot of what will be printed. */
import type { LetterKind } from '../domain/products.ts'
import { bulkInsert, bulkUpdate, rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { notHeldByStaff } from './not-held-by-staff.ts'

export interface NewLetter {
  readonly id: number
  readonly publicId: string
  readonly kind: LetterKind
  /** Of a PIN letter its credential, of one with certificates the first release in it. */
  readonly sourceId: number
  /** From 1. */
  readonly attempt: number
  readonly product: string
  readonly zone: string
  readonly cap: string
  /** All that rendering will read, as JSON. */
  readonly snapshot: string
}

/** UNIQUE (kind, source_id, attempt) is the whole "no duplicates" argument (`design.md` §5). */
export async function insertLetters(
  trx: Executor,
  actor: Actor,
  letters: readonly NewLetter[],
): Promise<void> {
  await bulkInsert(
    trx,
    'letter',
    {
      id: 'integer',
      public_id: 'text',
      kind: 'text',
      source_id: 'integer',
      attempt: 'integer',
      product: 'text',
      zone: 'text',
      cap: 'text',
      snapshot: 'text',
      state: 'text',
      state_on: 'text',
      created_on: 'text',
    },
    letters.map((row) => [
      row.id,
      row.publicId,
      row.kind,
      row.sourceId,
      row.attempt,
      row.product,
      row.zone,
      row.cap,
      row.snapshot,
      'pending',
      actor.on,
      actor.on,
    ]),
  )
}

/** Those of these public ids that some letter has. */
export async function takenPublicIds(db: Executor, publicIds: readonly string[]): Promise<string[]> {
  const rows = await rowsOf<{ public_id: string }>(
    db,
    `select public_id from letter where public_id in (select v from ${valuesTable(db, 'text')} as t)`,
    [JSON.stringify(publicIds)],
  )
  return rows.map((row) => row.public_id)
}

export interface UnmeasuredLetter {
  readonly id: number
  readonly public_id: string
  readonly snapshot: string
}

/** Pending letters of a kind that this template version has not measured yet, a page after `afterId`. */
export function unmeasuredLetters(
  db: Executor,
  kind: LetterKind,
  templateVersion: string,
  afterId: number,
  limit: number,
): Promise<UnmeasuredLetter[]> {
  return rowsOf(
    db,
    `select id, public_id, snapshot from letter
     where kind = ? and state = 'pending' and hold is null and id > ?
       and (measured_with is null or measured_with <> ?)
     order by id limit ?`,
    [kind, afterId, templateVersion, limit],
  )
}

export async function countLettersToPrint(db: Executor, kind: LetterKind): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from letter where kind = ? and state = 'pending' and hold is null`,
    [kind],
  )
  return row?.n ?? 0
}

/** Letters that this business date found unprintable; a second attempt must count them again. */
export async function countUnprintable(db: Executor, kind: LetterKind, on: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from letter
     where kind = ? and state = 'pending' and hold in ('GLIFO_MANCANTE', 'TESTO_TROPPO_LUNGO') and hold_on = ?`,
    [kind, on],
  )
  return row?.n ?? 0
}

export interface LetterHold {
  readonly id: number
  readonly code: string
  readonly field: string
  readonly detail: string
}

export interface FittingLetter {
  readonly id: number
  /** What it will be printed in, joined with `+`: `it`, `de`, `it+de`. */
  readonly languages: string
  /** What it should have been printed in and has no text for, joined with `+`; `''` for nothing. */
  readonly fellBackFrom: string
}

/** Marks letters as measured by a template version, or holds those that it cannot print. */
export async function recordMeasures(
  trx: Executor,
  actor: Actor,
  templateVersion: string,
  fitting: readonly FittingLetter[],
  holds: readonly LetterHold[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'letter',
    { measured_with: 'text', languages: 'text', fell_back: 'text' },
    fitting.map((row) => [row.id, templateVersion, row.languages, row.fellBackFrom]),
  )
  await holdLetters(trx, actor, holds)
}

/** Holds letters, but for those that staff hold: these wait for staff. */
export async function holdLetters(trx: Executor, actor: Actor, wanted: readonly LetterHold[]): Promise<void> {
  const holds = await notHeldByStaff(trx, 'letter', wanted)
  await bulkUpdate(
    trx,
    'letter',
    { hold: 'text', hold_field: 'text', hold_detail: 'text', hold_on: 'text' },
    holds.map((row) => [row.id, row.code, row.field, row.detail, actor.on]),
  )
  await recordEvents(
    trx,
    actor,
    'letter',
    'held',
    holds.map((row) => ({ id: row.id, from: null, to: null, code: row.code })),
  )
  await recallBundlesOf(
    trx,
    holds.map((row) => row.id),
  )
}

export interface LetterRow {
  readonly id: number
  readonly credential_id: number
  readonly state: string
  readonly hold: string | null
  readonly snapshot: string
}

/** Letters of these credentials that have not left the building. */
export function unsentLettersOf(db: Executor, credentialIds: readonly number[]): Promise<LetterRow[]> {
  return rowsOf(
    db,
    `select id, source_id as credential_id, state, hold, snapshot from letter
     where kind = 'PIN_HALF2' and state in ('pending', 'in_bundle', 'published')
       and source_id in (select v from ${valuesTable(db, 'integer')} as t) order by id`,
    [JSON.stringify(credentialIds)],
  )
}

/** Withdraws the letters of dead credentials. */
export async function withdrawLettersOf(
  trx: Executor,
  actor: Actor,
  credentialIds: readonly number[],
): Promise<void> {
  await withdrawLetters(trx, actor, await unsentLettersOf(trx, credentialIds))
}

/** Withdraws letters that have not left the building; a bundle that has one of them is made again without it. */
export async function withdrawLetters(
  trx: Executor,
  actor: Actor,
  letters: readonly Pick<LetterRow, 'id' | 'state'>[],
): Promise<void> {
  if (letters.length === 0) return
  const ids = letters.map((letter) => letter.id)
  await trx.raw(
    `update letter set state = 'withdrawn', state_on = ?, hold = null
     where id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [actor.on, JSON.stringify(ids)],
  )
  await recordEvents(
    trx,
    actor,
    'letter',
    'withdrawn',
    letters.map((letter) => ({ id: letter.id, from: letter.state, to: 'withdrawn' })),
  )
  await recallBundlesOf(trx, ids)
}

/** Gives pending letters new printed lines, for an address that was corrected; they are measured again. */
export async function replaceSnapshots(
  trx: Executor,
  rows: readonly { id: number; product: string; zone: string; cap: string; snapshot: string }[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'letter',
    { product: 'text', zone: 'text', cap: 'text', snapshot: 'text', measured_with: 'text' },
    rows.map((row) => [row.id, row.product, row.zone, row.cap, row.snapshot, null]),
  )
  await recallBundlesOf(
    trx,
    rows.map((row) => row.id),
  )
}

/** Ends the hold of letters, whatever holds them. */
export async function releaseLetters(trx: Executor, actor: Actor, ids: readonly number[]): Promise<void> {
  const held = await rowsOf<{ id: number; hold: string }>(
    trx,
    `select id, hold from letter where hold is not null and id in (select v from ${valuesTable(trx, 'integer')} as t)
     order by id`,
    [JSON.stringify(ids)],
  )
  await recordEvents(
    trx,
    actor,
    'letter',
    'released',
    held.map(({ id, hold }) => ({ id, from: null, to: null, code: hold })),
  )
  await trx.raw(
    `update letter set hold = null, hold_field = null, hold_detail = null, hold_on = null
     where id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [JSON.stringify(ids)],
  )
}

/** A bundle that has not left the building must not leave with a letter that changed: it waits to be made again. */
export async function recallBundlesOf(trx: Executor, letterIds: readonly number[]): Promise<void> {
  if (letterIds.length === 0) return
  await trx.raw(
    `update bundle set hold = 'DA_RIFARE' where state in ('planned', 'sealed', 'published') and id in
       (select bundle_id from bundle_item where letter_id in (select v from ${valuesTable(trx, 'integer')} as t))`,
    [JSON.stringify(letterIds)],
  )
}
