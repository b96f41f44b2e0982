/** @module What can befall a job at one of its effects, each as the gate that brings it about. */
import type { EffectGate } from '../../src/files/files.ts'

/** The process died: it does nothing more, so that every later effect fails too. */
export class Died extends Error {
  constructor(effect: string) {
    super(`died before: ${effect}`)
    this.name = 'Died'
  }
}

export const FAULTS = [
  'death',
  'disk-full',
  'fsync-fails',
  'database-busy',
  'database-full',
  'clock-jumps',
] as const
export type Fault = (typeof FAULTS)[number]

export interface Disturbance {
  readonly fault: Fault
  /** The effect that it befalls, from 1. */
  readonly at: number
}

/** Whether a fault can befall an effect: an fsync does not find the database busy. */
export function canBefall(fault: Fault, effect: string): boolean {
  if (fault === 'disk-full') return /^(write|copy|mkdir|rename) /.test(effect)
  if (fault === 'fsync-fails') return effect.startsWith('fsync')
  if (fault === 'database-busy' || fault === 'database-full') return effect.startsWith('commit ')
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
export function disturbed(instant: string, disturbance?: Disturbance): Disturbed {
  const effects: string[] = []
  let happened = false
  return {
    effects,
    happened: () => happened,
    now: () =>
      new Date(Date.parse(instant) + (happened && disturbance?.fault === 'clock-jumps' ? JUMP_MS : 0)),
    gate(effect) {
      effects.push(effect)
      if (!disturbance) return
      const { fault, at } = disturbance
      if (fault === 'death' ? effects.length < at : effects.length !== at) return
      happened = true
      if (fault === 'death') throw new Died(effect)
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
}
