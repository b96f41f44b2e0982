/** @module A night without letters, or with far more or fewer than other nights of its weekday. */
import { addDays, type CivilDate, isoWeekday, italianDate } from '../../domain/civil-date.ts'
import { count } from '../../domain/counted.ts'
import type { Condition } from '../../store/alert.ts'
import { lastNight, type NightVolume, nightVolumes } from '../../store/watch.ts'
import type { AlertLimits, Watch } from './watch.ts'

/** How far back nights are compared. */
const WEEKS = 8
/** Smaller differences are chance, whatever their share. */
const LEAST_DIFFERENCE = 20

const KINDS = [
  ['pinLetters', 'lettere con PIN'],
  ['certificateLetters', 'lettere con certificazioni'],
] as const

export async function unusualVolume({ db, limits }: Watch, _today: CivilDate): Promise<Condition[]> {
  const on = await lastNight(db)
  if (on === undefined) return []
  const earlier = Array.from({ length: WEEKS }, (_, week) => addDays(on, -7 * (week + 1)))
  const [night, ...history] = await nightVolumes(db, [on, ...earlier])
  return night ? judgeVolume(night, history, limits) : []
}

/** `history` has the earlier nights of the same weekday. */
export function judgeVolume(
  night: NightVolume,
  history: readonly NightVolume[],
  { volumeShare, volumeNights }: Pick<AlertLimits, 'volumeShare' | 'volumeNights'>,
): Condition[] {
  const day = `${WEEKDAYS[isoWeekday(night.on) - 1]} ${italianDate(night.on)}`
  const known = history.length >= volumeNights
  if (night.pinLetters + night.certificateLetters === 0) {
    const usual = median(history.map((one) => one.pinLetters + one.certificateLetters))
    if (known && usual === 0) return []
    return [
      {
        kind: 'empty-night',
        cause: 'empty-night',
        found: `La notte di ${day} non ha stampato nessuna lettera.`,
        todo: 'Verificare che i flussi siano arrivati e che il rapporto non ne segnali di rifiutati.',
      },
    ]
  }
  if (!known) return []
  return KINDS.flatMap(([kind, label]) => {
    const usual = median(history.map((one) => one[kind]))
    const difference = Math.abs(night[kind] - usual)
    if (difference < LEAST_DIFFERENCE || difference <= usual * volumeShare) return []
    const how = night[kind] > usual ? 'molte più' : 'molte meno'
    return [
      {
        kind: 'unusual-volume',
        cause: `unusual-volume ${kind}`,
        found: `La notte di ${day} ha ${count(night[kind])} ${label}, ${how} del solito per quel giorno (${count(usual)}).`,
        todo: 'Prima della consegna controllare i flussi nel rapporto di quella notte.',
      },
    ]
  })
}

const WEEKDAYS = ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica']

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? 0
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper
}
