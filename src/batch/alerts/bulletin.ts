/** @module What a check has to tell, and how a person reads it. */
import { italianInstant } from '../../domain/civil-date.ts'
import { count, counted } from '../../domain/counted.ts'
import type { Alert } from '../../store/alert.ts'

/** One message for all of them. */
export interface Bulletin {
  readonly fresh: readonly Alert[]
  /** Told before, and long enough ago. */
  readonly lasting: readonly Alert[]
  readonly over: readonly Alert[]
}

const HOUR_MS = 3_600_000

/** Undefined when there is nothing to tell. */
export function bulletinOf(
  alerts: readonly Alert[],
  now: Date,
  repeatAfterHours: number,
): Bulletin | undefined {
  const repeatBefore = new Date(now.getTime() - repeatAfterHours * HOUR_MS).toISOString()
  const open = alerts.filter((alert) => alert.ended_at === null)
  const bulletin = {
    fresh: open.filter((alert) => alert.told_at === null),
    lasting: open.filter((alert) => alert.told_at !== null && alert.told_at <= repeatBefore),
    over: alerts.filter((alert) => alert.ended_at !== null),
  }
  return Object.values(bulletin).some((some) => some.length > 0) ? bulletin : undefined
}

export function subjectOf({ fresh, lasting, over }: Bulletin, test: boolean): string {
  const [only] = fresh
  const parts =
    only && fresh.length === 1 && lasting.length + over.length === 0
      ? [foundOf(only).replace(/\.$/, '')]
      : [
          fresh.length > 0 && counted(fresh.length, 'avviso nuovo', 'avvisi nuovi'),
          lasting.length > 0 && `${count(lasting.length)} ancora in corso`,
          over.length > 0 && counted(over.length, 'rientrato', 'rientrati'),
        ].filter((part) => part !== false)
  return `[Recapito] ${test ? '[PROVA] ' : ''}${parts.join(', ')}`
}

export function textOf({ fresh, lasting, over }: Bulletin): string {
  const paragraphs = [
    ...fresh.map((alert) => `${foundOf(alert)}\n${todoOf(alert)}`),
    ...lasting.map(
      (alert) =>
        `Ancora in corso: ${afterColon(foundOf(alert))}\n${todoOf(alert)}\nDal ${italianInstant(new Date(alert.since))}, visto ${counted(alert.times, 'volta', 'volte')}.`,
    ),
    ...over.map(
      (alert) =>
        `Rientrato: ${afterColon(foundOf(alert))} Dal ${italianInstant(new Date(alert.since))} al ${italianInstant(new Date(alert.ended_at ?? ''))}.`,
    ),
  ]
  return `${[...paragraphs, 'Messaggio automatico di Recapito. Per la situazione completa: recapito status'].join('\n\n')}\n`
}

function foundOf({ sentence }: Alert): string {
  return sentence.slice(0, sentence.indexOf('\n'))
}

function todoOf({ sentence }: Alert): string {
  return `Che cosa fare: ${afterColon(sentence.slice(sentence.indexOf('\n') + 1))}`
}

/** Italian goes on in small letters after a colon. */
function afterColon(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
