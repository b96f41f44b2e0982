/**
 * Files whose time is over: ordered in the ledger, then removed, then (by the caller, once the report names them)
 * recorded as removed. A crash in between leaves an order that the next run carries out.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import type { CivilDate } from '../../domain/civil-date.ts'
import { proofOf } from '../../files/proof.ts'
import type { Actor } from '../../store/event.ts'
import { openPurges, orderPurge, type Purge, type PurgeOrder } from '../../store/purge.ts'
import type { Store } from '../../store/store.ts'
import { FILE_KINDS, type FileKind, type Held, parentsOf, type Shelves } from './purge-kinds.ts'

export interface FilePurge extends Shelves {
  readonly store: Store
  readonly actor: Actor
  readonly held: Held
  /** Last day whose files of a kind may go. */
  before(kind: FileKind): CivilDate
  checkpoint(): void
}

export interface PurgedFiles {
  readonly purges: readonly Purge[]
  /** Kept because somebody in them is under legal hold. */
  readonly kept: number
}

/** Orders of one transaction. */
const TOGETHER = 100

/** What earlier runs ordered, then what is due. */
export async function purgeFiles(work: FilePurge): Promise<PurgedFiles> {
  const { store, held } = work
  const purges: Purge[] = []
  let kept = 0
  for (const purge of await openPurges(store.db)) {
    const kind = FILE_KINDS.find((one) => one.kind === purge.kind)
    if (kind && (await kind.isHeld(store.db, work, purge.name, held))) continue
    if (kind) await removeAll(work, kind, [purge])
    purges.push(purge)
  }
  for (const kind of FILE_KINDS) {
    const orders: PurgeOrder[] = []
    const carryOut = async () => {
      const ordered = await order(work, kind, orders.splice(0))
      await removeAll(work, kind, ordered)
      purges.push(...ordered)
    }
    for (const name of await kind.due(store.db, work, work.before(kind))) {
      work.checkpoint()
      if (await kind.isHeld(store.db, work, name, held)) kept += 1
      else {
        const proof = await proofOf(await kind.paths(work, name))
        orders.push({ kind: kind.kind, name, ...proof })
      }
      if (orders.length === TOGETHER) await carryOut()
    }
    if (orders.length > 0) await carryOut()
  }
  return { purges, kept }
}

function order(work: FilePurge, kind: FileKind, orders: readonly PurgeOrder[]): Promise<Purge[]> {
  const { store, actor } = work
  return store.transaction('order-purge', async (trx) => {
    const ordered: Purge[] = []
    for (const one of orders) {
      ordered.push(await orderPurge(trx, actor, one))
      await kind.mark?.(trx, actor.on, one.name)
    }
    return ordered
  })
}

/** Durably: a file must not come back after the ledger says that it went. */
async function removeAll(work: FilePurge, kind: FileKind, purges: readonly Purge[]): Promise<void> {
  const paths: string[] = []
  for (const { name } of purges) paths.push(...(await kind.paths(work, name)))
  for (const path of paths) await work.files.remove(path)
  for (const folder of parentsOf(paths)) if (existsSync(folder)) await work.files.syncFolder(folder)
}
