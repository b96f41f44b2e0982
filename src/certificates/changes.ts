/**
 * What a correction changes, as its last sheet tells it: point by point in the order of the form, then the notes.
 *
 * @module
 */
import type { CertificateData, IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import { italianAmount } from '../domain/certificates/italian-amount.ts'
import type { Form, Section } from './form.ts'
import { noteText, PENSION_NOTE } from './notes-text.ts'
import { readPoints } from './point-values.ts'
import { printedDay } from './printed-day.ts'

export interface Change {
  /** `Punto 21`, `Annotazione AI` */
  readonly point: string
  /** `Ritenute Irpef (Dati fiscali): prima 1.317,00; adesso 1.261,94` */
  readonly text: string
}

/** Empty for a version that takes the place of nothing. */
export function changesOf({ data, replaced }: IssuedCertificate, form: Form): Change[] {
  if (!replaced) return []
  const points = readPoints(form).flatMap(({ section, point, read }): Change[] => {
    const [before, now] = [read(replaced.data), read(data)]
    if (before === now) return []
    const text = `${point.label} (${shortTitle(section)}): ${fromTo(before, now)}`
    return [{ point: `Punto ${point.number}`, text }]
  })
  return [
    ...points,
    ...listChanges(`Annotazione ${PENSION_NOTE}`, pensionLines(replaced.data), pensionLines(data)),
    ...noteChanges(replaced.data, data, form),
  ]
}

function noteChanges(before: CertificateData, now: CertificateData, form: Form): Change[] {
  const codes = new Set([...before.notes, ...now.notes].map(({ code }) => code))
  return [...codes].flatMap((code) => {
    const texts = [before, now].map((data) =>
      data.notes.filter((note) => note.code === code).map((note) => `«${noteText(form, note)}»`),
    )
    const [old = [], current = []] = texts
    return listChanges(`Annotazione ${code}`, old, current)
  })
}

/** One that went and one that came are the same entry, changed. */
function listChanges(point: string, before: readonly string[], now: readonly string[]): Change[] {
  const gone = before.filter((text) => !now.includes(text))
  const come = now.filter((text) => !before.includes(text))
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => ({
    point,
    text: fromTo(gone[index] ?? '', come[index] ?? ''),
  }))
}

function pensionLines({ pensions }: CertificateData): string[] {
  return pensions.map(
    ({ pension, from, to, cents }) =>
      `${pension} dal ${printedDay(from)} al ${printedDay(to)} € ${italianAmount(cents)}`,
  )
}

function fromTo(before: string, now: string): string {
  if (before === '') return `prima non c’era; adesso ${now}`
  return now === '' ? `prima ${before}; adesso non c’è più` : `prima ${before}; adesso ${now}`
}

/** `Parte B – Dati fiscali: dati per la …` without the explanation. */
function shortTitle({ title }: Section): string {
  return title.split(':')[0] as string
}
