/** @module What staff may still do to a letter, or to a request that has none yet. */

/** The hold of what a person stopped: nothing releases it but that person's `release`, or what ends the request. */
export const STAFF_HOLD = 'FERMATA_DAL_PERSONALE'

/** Why a request ended that staff cancelled. */
export const STAFF_CANCEL = 'ANNULLATA_DAL_PERSONALE'

export type StepInVerb = 'hold' | 'release' | 'cancel'

export interface Standing {
  /** `LEFT`: it was handed over. `ENDED`: withdrawn, cancelled, served or refused. */
  readonly place: 'HERE' | 'LEFT' | 'ENDED'
  readonly hold: string | null
  /** Of a PIN that its holder has logged in with. */
  readonly isPinInUse: boolean
}

export type StepInDecision =
  | 'DO'
  /** It is so already. */
  | 'ALREADY'
  | StepInRefusal

export type StepInRefusal = 'LEFT' | 'ENDED' | 'HELD_OTHERWISE' | 'NOT_HELD' | 'PIN_IN_USE'

export function decideStepIn(verb: StepInVerb, { place, hold, isPinInUse }: Standing): StepInDecision {
  if (place !== 'HERE') return place === 'ENDED' && verb === 'cancel' ? 'ALREADY' : place
  switch (verb) {
    case 'hold':
      if (hold === STAFF_HOLD) return 'ALREADY'
      return hold === null ? 'DO' : 'HELD_OTHERWISE'
    case 'release':
      if (hold === STAFF_HOLD) return 'DO'
      return hold === null ? 'NOT_HELD' : 'HELD_OTHERWISE'
    case 'cancel':
      return isPinInUse ? 'PIN_IN_USE' : 'DO'
  }
}
