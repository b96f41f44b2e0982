/**
 * What the box of a point shows, and what fills it.
 *
 * @module
 */
import {
  FIGURES,
  isFigure,
  type Meaning,
  type Particular,
  type PointType,
} from '../domain/certificates/meanings.ts'
import type { Point, Section } from './form.ts'

/** `tax.21`: the number alone may stand in two sections. */
export function pointSlot(section: Pick<Section, 'id'>, { number }: Pick<Point, 'number'>): string {
  return `${section.id}.${number}`
}

/** As messages to staff call it. */
export function fieldOf({ number, label }: Pick<Point, 'number' | 'label'>): string {
  return `punto ${number}, ${label}`
}

export function meaningsOf({ means }: Point): readonly Meaning[] {
  return means === undefined ? [] : typeof means === 'string' ? [means] : means
}

/** `text` for what is said in words. */
export function pointType(point: Point): PointType | 'text' {
  const [first] = meaningsOf(point)
  return first !== undefined && isFigure(first) ? FIGURES[first] : 'text'
}

export type AgentParticular = Extract<Particular, `agent.${string}`>
export type AgentField = AgentParticular extends `agent.${infer Name}` ? Name : never

/** What of the withholding agent the box shows: the same on every certificate. */
export function agentField(point: Point): AgentField | undefined {
  const [first = ''] = meaningsOf(point)
  return first.startsWith('agent.') ? (first.slice('agent.'.length) as AgentField) : undefined
}
