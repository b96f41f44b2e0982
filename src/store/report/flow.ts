/**
 * Where everything went, stage by stage: what entered a stage, by slot and product, and what became of it. A row that is
 * in none of the parts has `part` null, and its stage does not add up.
 *
 * @module
 */
import { rowsOf } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import { ENTERED_ROWS, NOT_SENT } from './balance.ts'

export interface FlowCount {
  /** Business date. */
  readonly slot: string
  readonly product: string
  /** `total` for what entered the stage. */
  readonly part: string | null
  readonly n: number
}

/** Rows of the feeds as they were read, and as they are there. */
export function feedRowsFlow(db: Executor): Promise<FlowCount[]> {
  const column = (part: string, value: string, from = 'feed f') =>
    `select f.received_on as slot, f.kind as product, '${part}' as part, sum(coalesce(${value}, 0)) as n
     from ${from} where f.state = 'accepted' group by f.received_on, f.kind`
  const entered = `feed f join (${ENTERED_ROWS}) as e on e.feed_id = f.id`
  return flow(
    db,
    [
      column('total', 'f.rows_read'),
      column('rejected', 'f.rejected'),
      column('repeated', 'f.repeated'),
      column('entered', 'e.n', entered),
    ].join(' union all '),
  )
}

export function pinRequestsFlow(db: Executor): Promise<FlowCount[]> {
  return flow(
    db,
    counted(`select f.received_on as slot, case r.residence when 'ESTERO' then 'PIN_EXT' else 'PIN_IT' end as product,
       case when r.state = 'REJECTED' then 'rejected'
         when r.state in ('CANCELLED', 'SUPERSEDED') then 'cancelled'
         when c.id is not null and r.state in ('APPROVED', 'FULFILLED') then 'running'
         when c.id is not null then null
         when r.hold is not null and r.state in ('RECEIVED', 'VALIDATING', 'CALLBACK', 'APPROVED') then 'held'
         when r.state = 'CALLBACK' then 'toCall'
         when r.state in ('RECEIVED', 'VALIDATING', 'APPROVED') then 'waiting' end as part
     from request r join feed f on f.id = r.feed_id left join credential c on c.request_id = r.id
     where f.state = 'accepted'`),
  )
}

export function certificateRequestsFlow(db: Executor): Promise<FlowCount[]> {
  return flow(
    db,
    counted(`select f.received_on as slot, 'CUD' as product,
       case when r.state = 'REJECTED' then 'rejected' when r.state = 'CANCELLED' then 'cancelled'
         when r.state = 'SERVED' and exists (select 1 from certificate_release x where x.request_id = r.id) then 'running'
         when r.state = 'RECEIVED' and r.hold is not null then 'held'
         when r.state = 'RECEIVED' then 'waiting' end as part
     from certificate_request r join feed f on f.id = r.feed_id where f.state = 'accepted'`),
  )
}

/** Codes by what became of their second half. */
export function pinsFlow(db: Executor): Promise<FlowCount[]> {
  return flow(
    db,
    counted(`select c.issued_on as slot, case r.residence when 'ESTERO' then 'PIN_EXT' else 'PIN_IT' end as product,
       case when exists (select 1 from letter l where l.kind = 'PIN_HALF2' and l.source_id = c.id) then 'lettered'
         when not exists (select 1 from half h where h.credential_id = c.id and h.idx = 2 and h.channel = 'LETTER')
           then 'atCounter'
         when ${NOT_SENT} then 'toSend'
         when c.state in ('REVOKED', 'EXPIRED_UNUSED', 'DISMISSED') then 'ended' end as part
     from credential c join request r on r.id = c.request_id`),
  )
}

export function lettersFlow(db: Executor): Promise<FlowCount[]> {
  return flow(
    db,
    counted(`select l.created_on as slot, l.product,
       case when i.letter_id is not null then 'running' when l.state = 'withdrawn' then 'cancelled'
         when l.state = 'pending' and l.hold is not null then 'held' when l.state = 'pending' then 'waiting' end as part
     from letter l left join bundle_item i on i.letter_id = l.id`),
  )
}

/** What bundles announced, and the letters that they have. */
export function bundlesFlow(db: Executor): Promise<FlowCount[]> {
  return flow(
    db,
    `select slot, product, 'total' as part, sum(item_count) as n from bundle where state <> 'cancelled'
       group by slot, product
     union all
     select b.slot, b.product, case l.state when 'in_bundle' then 'toFinish' when 'published' then 'ready'
         when 'handed_over' then 'open' when 'acknowledged' then 'accepted'
         when 'withdrawn' then case when b.hold = 'DA_RIFARE' then 'cancelled' end end as part, count(*) as n
       from bundle b join bundle_item i on i.bundle_id = b.id join letter l on l.id = i.letter_id
       where b.state <> 'cancelled' group by 1, 2, 3`,
  )
}

/** Rows of a stage by part, and all of them as its total. */
function counted(rows: string): string {
  return `select slot, product, 'total' as part, count(*) as n from (${rows}) as r group by slot, product
    union all
    select slot, product, part, count(*) as n from (${rows}) as r group by slot, product, part`
}

function flow(db: Executor, sql: string): Promise<FlowCount[]> {
  return rowsOf(db, `select slot, product, part, n from (${sql}) as f order by slot, product, part`)
}
