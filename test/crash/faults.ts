/** @module What can befall a job at one of its effects, each as the gate that brings it about. */
import type { EffectGate } from '../../src/files/files.ts'
import type { DatabaseKind } from '../support/databases.ts'
import type { Connection } from './connection.ts'

/** The process died: it does nothing more, so that every later effect fails too. */
export class Died extends Error {
  constructor(effect: string) {
    super(`died before: ${effect}`)
    this.name = 'Died'
  }
}

export type Fault =
  | 'death'
  | 'disk-full'
  | 'fsync-fails'
  | 'clock-jumps'
  | 'database-busy'
  | 'database-full'
  | 'serialization-fails'
  | 'server-full'
  | 'session-ended'
  | 'answer-lost'

export const FAULTS: Readonly<Record<DatabaseKind, readonly Fault[]>> = {
  sqlite: ['death', 'disk-full', 'fsync-fails', 'database-busy', 'database-full', 'clock-jumps'],
  postgres: [
    'death',
    'disk-full',
    'fsync-fails',
    'serialization-fails',
    'server-full',
    'session-ended',
    'answer-lost',
    'clock-jumps',
  ],
}

export interface Disturbance {
  readonly fault: Fault
  /** The effect that it befalls, from 1. */
  readonly at: number
}

const AT_COMMIT = new Set<Fault>(['database-busy', 'database-full', 'serialization-fails', 'server-full'])

/** Whether a fault can befall an effect: an fsync does not find the database busy. */
export function canBefall(fault: Fault, effect: string): boolean {
  if (fault === 'disk-full') return /^(write|copy|mkdir|rename) /.test(effect)
  if (fault === 'fsync-fails') return effect.startsWith('fsync')
  if (AT_COMMIT.has(fault)) return effect.startsWith('commit ')
  return true
}

export interface Disturbed {
  readonly gate: EffectGate
  now(): Date
  /** Names of the effects met so far. */
  readonly effects: readonly string[]
  /** Whether the fault came to pass. */
  readonly happened: () => boolean
}

/** A run at `instant` that is disturbed once; without a disturbance it only counts. */
export function disturbed(instant: string, connection: Connection, disturbance?: Disturbance): Disturbed {
  const effects: string[] = []
  let happened = false
  return {
    effects,
    happened: () => happened,
    now: () =>
      new Date(Date.parse(instant) + (happened && disturbance?.fault === 'clock-jumps' ? JUMP_MS : 0)),
    async gate(effect) {
      effects.push(effect)
      if (!disturbance) return
      const { fault, at } = disturbance
      if (fault === 'death' ? effects.length < at : effects.length !== at) return
      happened = true
      if (fault === 'death') throw new Died(effect)
      if (fault === 'session-ended') await connection.endSessions()
      if (fault === 'answer-lost') connection.loseNextAnswer()
      const code = ERROR_CODES[fault]
      if (code) throw Object.assign(new Error(`${code}: ${effect}`), { code })
    },
  }
}

/** Forward, over midnight: the date that a job works for must not follow. */
const JUMP_MS = 25 * 3_600_000

const ERROR_CODES: Readonly<Partial<Record<Fault, string>>> = {
  'disk-full': 'ENOSPC',
  'fsync-fails': 'EIO',
  'database-busy': 'SQLITE_BUSY',
  'database-full': 'SQLITE_FULL',
  'serialization-fails': '40001',
  'server-full': '53100',
}
