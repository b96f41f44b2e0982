/** @module Keys that should be replaced soon. */
import { addDays, type CivilDate, italianDate } from '../../domain/civil-date.ts'
import type { Condition } from '../../store/alert.ts'
import type { Watch } from './watch.ts'

/** Told so long before, so that somebody can plan the rotation and its backup. */
const NOTICE_DAYS = 30

export async function oldKeys(
  { keys, limits }: Pick<Watch, 'keys' | 'limits'>,
  today: CivilDate,
): Promise<Condition[]> {
  const due = keys.filter(({ madeOn }) => addDays(madeOn, limits.keyAgeDays - NOTICE_DAYS) <= today)
  const [oldest] = [...due].sort((a, b) => (a.madeOn < b.madeOn ? -1 : 1))
  if (!oldest) return []
  const ids = due.map(({ id }) => id).join(', ')
  return [
    {
      kind: 'old-keys',
      cause: 'old-keys',
      found: `Le chiavi in uso (${ids}) arrivano a fine vita il ${italianDate(addDays(oldest.madeOn, limits.keyAgeDays))}.`,
      todo: 'Sostituirle con recapito keys rotate e fare subito una copia del portachiavi.',
    },
  ]
}
