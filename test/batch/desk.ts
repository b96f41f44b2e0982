/** @module A colleague at a desk who steps in, by herself or while the night works. */
import type { App } from '../../src/app.ts'
import { type SteppedIn, stepIn } from '../../src/batch/step-in.ts'
import type { StepInVerb } from '../../src/domain/step-in.ts'
import type { NamedTargets } from '../../src/store/staff-target.ts'
import type { DATABASES } from '../support/databases.ts'
import { newInstallation } from '../support/night.ts'

/** An installation, the night in it that calls `gate` before each effect, and a desk with a connection of its own. */
export async function openNightAndDesk(
  kind: (typeof DATABASES)[number],
  gate: (effect: string) => Promise<void> | void,
) {
  const on = await newInstallation(kind)
  const night = await on.open({ gate })
  const desk = await on.open()
  async function close() {
    await desk.close()
    await night.close()
    await on.remove()
  }
  return { on, night, desk, close }
}

/** What bea does at an instant, whose day is the business date, to those who are named. */
export function stepInAt(
  at: string,
  desk: App,
  verb: StepInVerb,
  named: Partial<NamedTargets>,
  reason: string,
): Promise<SteppedIn> {
  return stepIn(
    { ...desk, vendor: desk.settings.vendor.name },
    verb,
    { letterIds: [], people: [], countries: [], requestKeys: [], ...named },
    { verb, by: 'bea', reason, at, on: at.slice(0, 10) },
  )
}
