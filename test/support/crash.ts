/** @module A process that dies at its k-th effect, and what must be the same afterwards. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EffectGate } from '../../src/files/files.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { openStore } from '../../src/store/store.ts'

/** The effect before which the process died; a dead process does nothing more, so every later effect fails too. */
export class Died extends Error {
  constructor(effect: string) {
    super(`died before: ${effect}`)
    this.name = 'Died'
  }
}

export interface Counter {
  readonly gate: EffectGate
  /** Names of the effects met so far. */
  readonly effects: readonly string[]
}

/** Counts effects, and fails the k-th (from 1) and all after it with what `failure` makes. 0 never fails. */
export function failingFrom(
  k: number,
  failure: (effect: string) => Error = (effect) => new Died(effect),
): Counter {
  const effects: string[] = []
  return {
    effects,
    gate(effect) {
      effects.push(effect)
      if (k > 0 && effects.length >= k) throw failure(effect)
    },
  }
}

/** Fails the k-th effect alone: a full disk that somebody clears. */
export function failingOnceAt(k: number, failure: (effect: string) => Error): Counter {
  const effects: string[] = []
  return {
    effects,
    gate(effect) {
      effects.push(effect)
      if (effects.length === k) throw failure(effect)
    },
  }
}

/** Tables whose rows say what happened to people's letters; attempts and run numbers may differ. */
const TABLES: Readonly<Record<string, string>> = {
  request: 'id, request_key, state, state_on, reason, hold',
  credential: 'id, state, state_on, reason, verifier, issued_on, expires_on',
  half: 'credential_id, idx, channel, state, sealed_text, sent_on, erased_on',
  letter: 'id, public_id, product, state, state_on, hold, snapshot',
  bundle: `id, name, product, slot, part, state, manifest_sha256, item_count, pages, replaces, hold, published_on,
    delivered_on, acknowledged_on, erased_on`,
  bundle_item: 'bundle_id, seq, letter_id',
  certificate_release: 'id, certificate_id, state, state_on, confirmed_on, letter_id',
  event: 'object_type, object_id, action, from_state, to_state, code',
}

/** Everything that must be the same after a crash and a restart: rows, and every file with its bytes. */
export async function finalState(root: string, url: string): Promise<Record<string, unknown>> {
  const store = await openStore({ url })
  const state: Record<string, unknown> = {}
  try {
    for (const [table, columns] of Object.entries(TABLES)) {
      const rows = await rowsOf<Record<string, unknown>>(store.db, `select ${columns} from ${table}`)
      state[table] = rows.map((row) => JSON.stringify(row)).sort()
    }
  } finally {
    await store.close()
  }
  state['files'] = await filesBelow(join(root, 'output'))
  return state
}

async function filesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: Record<string, string> = {}
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1)
    found[name] = entry.isDirectory() ? 'folder' : (await readFile(path)).toString('base64')
  }
  return found
}
