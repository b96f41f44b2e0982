/** @module What does not move on: letters, bundles with faults, hand-over, acknowledgement. */
import { addDays, type CivilDate, italianDate } from '../../domain/civil-date.ts'
import { counted } from '../../domain/counted.ts'
import { isWorkingDay } from '../../domain/working-days.ts'
import type { Condition } from '../../store/alert.ts'
import { faultyBundles } from '../../store/faulty-bundle.ts'
import { bundlesNotAcknowledged, bundlesNotHandedOver, lettersStandingSince } from '../../store/watch.ts'
import type { Watch } from './watch.ts'

export async function stuckLetters({ db, limits, closures }: Watch, today: CivilDate): Promise<Condition[]> {
  const on = workingDaysBefore(today, limits.stuckDays, closures)
  const standing = await lettersStandingSince(db, on)
  return standing.map(({ place, n, since }) => ({
    kind: 'stuck-letters',
    cause: `stuck-letters ${place}`,
    found: `${counted(n, 'lettera ferma', 'lettere ferme')} ${WHERE[place]}: la più vecchia dal ${italianDate(since)}.`,
    todo: REMEDY[place],
  }))
}

const WHERE = {
  in_bundle: 'in lotti non finiti',
  published: 'in lotti pronti e non consegnati',
  held: 'in sospeso',
}
const REMEDY = {
  in_bundle: 'Finire i lotti con recapito night; se non basta, recapito status dice che cosa li ferma.',
  published: 'Consegnarle in un giorno lavorativo: recapito run hand-over',
  held: 'Leggere held.csv nel rapporto, che dice per ciascuna che cosa correggere.',
}

export async function bundlesWithFaults({ db }: Watch, _today: CivilDate): Promise<Condition[]> {
  const faulty = await faultyBundles(db)
  if (faulty.length === 0) return []
  return [
    {
      kind: 'bundle-faults',
      cause: 'bundle-faults',
      found: `${counted(faulty.length, 'lotto è fermo', 'lotti sono fermi')} all’ispezione: ${faulty[0]?.name}${faulty.length > 1 ? ' e altri' : ''}.`,
      todo: 'recapito status dà il comando che nomina i difetti: correggere testi o modelli, poi recapito night rifà i lotti.',
    },
  ]
}

export async function missingHandOver({ db }: Watch, today: CivilDate): Promise<Condition[]> {
  const late = await bundlesNotHandedOver(db, today)
  if (!late) return []
  return [
    {
      kind: 'missing-hand-over',
      cause: 'missing-hand-over',
      found: `${counted(late.n, 'lotto doveva', 'lotti dovevano')} essere ${late.n === 1 ? 'consegnato' : 'consegnati'} entro il ${italianDate(late.since)} e non ${late.n === 1 ? 'lo è stato' : 'lo sono stati'}: ${late.name}${late.n > 1 ? ' e altri' : ''}.`,
      todo: 'Consegnare in un giorno lavorativo: recapito run hand-over (se occorre l’approvazione, prima recapito approve).',
    },
  ]
}

export async function missingAcknowledgement(
  { db, limits, closures, eraseAfterDays }: Watch,
  today: CivilDate,
): Promise<Condition[]> {
  const late = await bundlesNotAcknowledged(db, workingDaysBefore(today, limits.acknowledgeDays, closures))
  if (!late) return []
  return [
    {
      kind: 'missing-acknowledgement',
      cause: 'missing-acknowledgement',
      found: `Il postalizzatore non ha confermato ${counted(late.n, 'lotto', 'lotti')}, il primo consegnato il ${italianDate(late.since)}: ${late.name}${late.n > 1 ? ' e altri' : ''}.`,
      todo: `Chiedere conferma al postalizzatore, poi recapito acknowledge <lotto>. Dal ${italianDate(addDays(late.since, eraseAfterDays))} i codici si cancellano e una lettera persa vuole un PIN nuovo.`,
    },
  ]
}

/** The day before which so many working days lie, up to today. */
function workingDaysBefore(today: CivilDate, days: number, closures: readonly CivilDate[]): CivilDate {
  let day = today
  for (let left = days; left > 0; ) {
    day = addDays(day, -1)
    if (isWorkingDay(day, closures)) left -= 1
  }
  return day
}
