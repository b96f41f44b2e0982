/**
 * What the boxes of a form show of somebody's data.
 *
 * @module
 */
import type { CertificateData } from '../domain/certificates/certificate-data.ts'
import { italianAmount } from '../domain/certificates/italian-amount.ts'
import { isFigure, type Meaning, type Particular } from '../domain/certificates/meanings.ts'
import type { Form, Point, Section } from './form.ts'
import { agentField, meaningsOf, pointSlot, pointType } from './point.ts'
import { printedDay } from './printed-day.ts'

type Read = (data: CertificateData) => string

/** Of a point that differs from one certificate to another. */
export interface ReadPoint {
  readonly section: Section
  readonly point: Point
  readonly slot: string
  /** What its box shows: `''` where there is nothing to say. */
  readonly read: Read
}

/** In the order of the form. */
export function readPoints(form: Form): ReadPoint[] {
  return form.sections.flatMap((section) =>
    section.groups.flatMap((group) =>
      group.points
        .filter((point) => point.means !== undefined && !agentField(point))
        .map((point) => ({ section, point, slot: pointSlot(section, point), read: reader(point) })),
    ),
  )
}

function reader(point: Point): Read {
  const meanings = meaningsOf(point)
  const [first] = meanings
  if (first === undefined) return () => ''
  switch (pointType(point)) {
    case 'money':
      return (data) => {
        const cents = sumOf(data, meanings)
        return cents === 0 ? '' : italianAmount(cents)
      }
    case 'days':
      return (data) => String(sumOf(data, meanings) || '')
    case 'flag':
      return (data) => (sumOf(data, meanings) > 0 ? 'X' : '')
    case 'code':
      return ({ figures }) => String((isFigure(first) && figures[first]) || '')
    case 'text':
      return PARTICULAR_READERS[first as OwnParticular]
  }
}

function sumOf({ figures }: CertificateData, meanings: readonly Meaning[]): number {
  let sum = 0
  for (let index = 0; index < meanings.length; index++) {
    const value = figures[meanings[index] as keyof typeof figures]
    if (typeof value === 'number') sum += value
  }
  return sum
}

type OwnParticular = Exclude<Particular, `agent.${string}`>

const PARTICULAR_READERS: Readonly<Record<OwnParticular, Read>> = {
  'person.codiceFiscale': (data) => data.codiceFiscale,
  'person.surname': (data) => data.surname,
  'person.name': (data) => data.name,
  'person.sex': (data) => data.sex,
  'person.birthDate': (data) => printedDay(data.birthDate),
  'person.birthComune': (data) => data.birthComune,
  'person.birthProvince': (data) => data.birthProvince,
  'domicile.start.comune': (data) => data.domicileStart.comune,
  'domicile.start.province': (data) => data.domicileStart.province,
  'domicile.start.code': (data) => data.domicileStart.code,
  'domicile.end.comune': (data) => data.domicileEnd.comune,
  'domicile.end.province': (data) => data.domicileEnd.province,
  'domicile.next.comune': (data) => data.domicileNext.comune,
  'domicile.next.province': (data) => data.domicileNext.province,
  'domicile.next.code': (data) => data.domicileNext.code,
  'representative.codiceFiscale': (data) => data.representative,
  'abroad.fiscalId': (data) => data.abroad.fiscalId,
  'abroad.locality': (data) => data.abroad.locality,
  'abroad.street': (data) => data.abroad.street,
  'abroad.state': (data) => data.abroad.state,
  'period.start': ({ pensions }) => printedDay(pensions.map(({ from }) => from).sort()[0] ?? ''),
  'period.end': ({ pensions }) =>
    printedDay(
      pensions
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? '',
    ),
  'merged.payer': (data) => data.mergedPayer,
}
