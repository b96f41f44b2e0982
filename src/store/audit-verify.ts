/** @module Walking the audit chain: whether the log, runs and manual acts are those that were sealed. */
import { createHash } from 'node:crypto'
import { type AuditLink, genesis, type LinkKind, linkHash, linksAfter, sealedOf } from './audit-link.ts'
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { lostPurges, purgeSeal, purgesAfter } from './purge.ts'
import { chainStart } from './setting.ts'

export type AuditFault =
  /** Numbers of the chain that no link has. */
  | { readonly code: 'LINK_MISSING'; readonly seq: number; readonly upTo: number }
  /** Its hash does not follow from it and from the link before. */
  | { readonly code: 'LINK_ALTERED'; readonly seq: number; readonly kind: LinkKind; readonly id: number }
  | {
      readonly code: 'EVENTS_ALTERED'
      readonly seq: number
      readonly kind: LinkKind
      readonly id: number
      readonly expected: number
      readonly found: number
    }
  | {
      readonly code: 'ROW_ALTERED' | 'ROW_MISSING'
      readonly seq: number
      readonly kind: LinkKind
      readonly id: number
    }
  /** Ended, and no link says so: the link was removed, or the row put in by hand. */
  | { readonly code: 'UNSEALED'; readonly kind: LinkKind; readonly id: number; readonly what: string }
  /** Events of a run or act that is not there. */
  | { readonly code: 'STRAY_EVENTS'; readonly id: number | null; readonly found: number }
  /** A purge that the log does not know as it is, or that removed something else. */
  | { readonly code: 'PURGE_ALTERED' | 'PURGE_MISSING'; readonly id: number }
  | { readonly code: 'ANCHOR_MISSING'; readonly hash: string }

export interface AuditVerdict {
  readonly links: number
  readonly events: number
  /** Links whose events were purged, and which therefore prove only that there were some. */
  readonly purged: number
  readonly last: Pick<AuditLink, 'seq' | 'hash' | 'at'> | null
  /** Runs that have not ended: sealed when they do. */
  readonly open: readonly { readonly id: number; readonly job: string }[]
  /** Runs that ended before there was a chain. */
  readonly older: number
  readonly faults: readonly AuditFault[]
}

const PAGE = 500

/** Reads one snapshot; `anchor` is a hash that was written down elsewhere and must be in the chain. */
export async function verifyAudit(db: Executor, anchor?: string): Promise<AuditVerdict> {
  const chain = await walkChain(db, anchor)
  const from = await chainStart(db)
  const open = await rowsOf<{ id: number; job: string }>(
    db,
    `select id, job from run where state = 'running' order by id`,
  )
  const [older] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from run where id < ? and not exists (select 1 from audit_link where of_id = run.id)`,
    [from],
  )
  return {
    ...chain,
    open,
    older: older?.n ?? 0,
    faults: [
      ...chain.faults,
      ...(await unsealed(db, from)),
      ...(await strayEvents(db)),
      ...(await purgeFaults(db)),
    ],
  }
}

type Chain = Omit<AuditVerdict, 'open' | 'older'>

async function walkChain(db: Executor, anchor: string | undefined): Promise<Chain> {
  const faults: AuditFault[] = []
  let [links, events, purged] = [0, 0, 0]
  let last: AuditLink | undefined
  let anchored = anchor === undefined
  for (;;) {
    const page = await linksAfter(db, last?.seq ?? 0, PAGE)
    if (page.length === 0) break
    for (const link of page) {
      const due = (last?.seq ?? 0) + 1
      if (link.seq !== due) faults.push({ code: 'LINK_MISSING', seq: due, upTo: link.seq - 1 })
      const { seq, kind, of_id: id } = link
      if (linkHash(link, last?.hash ?? (await genesis(db))) !== link.hash)
        faults.push({ code: 'LINK_ALTERED', seq, kind, id })
      faults.push(...(await sealFaults(db, link)))
      links += 1
      if (link.purged_by === null) events += link.events
      else purged += 1
      anchored ||= link.hash === anchor
      last = link
    }
  }
  if (!anchored) faults.push({ code: 'ANCHOR_MISSING', hash: anchor ?? '' })
  return {
    links,
    events,
    purged,
    last: last ? { seq: last.seq, hash: last.hash, at: last.at } : null,
    faults,
  }
}

/** What a link seals, against what is there. */
async function sealFaults(db: Executor, link: AuditLink): Promise<AuditFault[]> {
  const { seq, kind, of_id: id } = link
  if (kind !== 'run' && kind !== 'act') return []
  const found = await sealedOf(db, kind, id)
  const expected = link.purged_by === null ? link.events : 0
  const whole = found.events === expected && (expected === 0 || found.eventsSha256 === link.events_sha256)
  const faults: AuditFault[] = []
  if (!whole) faults.push({ code: 'EVENTS_ALTERED', seq, kind, id, expected, found: found.events })
  if (found.rowSha256 === undefined) {
    if (link.purged_by === null) faults.push({ code: 'ROW_MISSING', seq, kind, id })
  } else if (found.rowSha256 !== link.row_sha256) faults.push({ code: 'ROW_ALTERED', seq, kind, id })
  return faults
}

async function unsealed(db: Executor, from: number): Promise<AuditFault[]> {
  const rows = await rowsOf<{ kind: LinkKind; id: number; what: string }>(
    db,
    `select 'run' as kind, id, job as what from run
     where state <> 'running' and id >= ? and not exists (select 1 from audit_link where of_id = run.id)
     union all select 'act' as kind, id, verb as what from manual_act
     where not exists (select 1 from audit_link where of_id = manual_act.id)
     order by id`,
    [from],
  )
  return rows.map(({ kind, id, what }) => ({ code: 'UNSEALED', kind, id, what }))
}

async function strayEvents(db: Executor): Promise<AuditFault[]> {
  const rows = await rowsOf<{ id: number | null; n: number }>(
    db,
    `select e.run_id as id, e.n from (select run_id, count(*) as n from event group by run_id) as e
     where not exists (select 1 from audit_link where of_id = e.run_id)
       and not exists (select 1 from run where id = e.run_id)
       and not exists (select 1 from manual_act where id = e.run_id)
     order by e.run_id`,
  )
  return rows.map(({ id, n }) => ({ code: 'STRAY_EVENTS', id, found: n }))
}

async function purgeFaults(db: Executor): Promise<AuditFault[]> {
  const faults: AuditFault[] = (await lostPurges(db)).map(({ id }) => ({ code: 'PURGE_MISSING', id }))
  for (let afterId = 0; ; ) {
    const page = await purgesAfter(db, afterId, PAGE)
    if (page.length === 0) break
    for (const purge of page) {
      const proven = purge.kind !== 'log' || (await logProof(db, purge.id)) === purge.sha256
      if (!proven || purge.seal !== purgeSeal(purge)) faults.push({ code: 'PURGE_ALTERED', id: purge.id })
    }
    afterId = page.at(-1)?.id ?? afterId
  }
  const unknown = await rowsOf<{ id: number }>(
    db,
    `select distinct purged_by as id from audit_link where purged_by is not null
       and purged_by not in (select id from purge where kind = 'log') order by purged_by`,
  )
  return [...faults, ...unknown.map(({ id }): AuditFault => ({ code: 'PURGE_MISSING', id }))]
}

/** Proof of the events that a purge of the log removed: the links that sealed them. */
async function logProof(db: Executor, purgeId: number): Promise<string> {
  const links = await rowsOf<{ seq: number; hash: string }>(
    db,
    'select seq, hash from audit_link where purged_by = ? order by seq',
    [purgeId],
  )
  return proofOfLinks(links)
}

export function proofOfLinks(links: readonly { readonly seq: number; readonly hash: string }[]): string {
  const lines = links.map(({ seq, hash }) => `${seq} ${hash}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}
