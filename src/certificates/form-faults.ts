/**
 * What a form must be beyond its schema, so that every figure has one place and every place can be printed.
 *
 * @module
 */
import { FIGURES, isFigure } from '../domain/certificates/meanings.ts'
import type { Form, Point, Section } from './form.ts'
import { noteSlots, slotFault } from './note-slots.ts'
import { PENSION_NOTE } from './notes-text.ts'
import { meaningsOf } from './point.ts'

/** Where in the file, and in Italian what to do. */
export interface FormFault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

interface Place {
  readonly path: readonly (string | number)[]
  readonly section: Section
  readonly point: Point
}

const TWELFTHS = 12
/** Filled from the pensions of the year, which are printed as a table below the note's other words. */
const PENSION_SLOTS = ['pensione', 'dal', 'al', 'importo']

/** `cud-2013` */
export function folderOf(form: string): string {
  return form.toLowerCase().replace(' ', '-')
}

export function formFaults(form: Form, folder: string): FormFault[] {
  const places = placesOf(form)
  return [
    ...nameFaults(form, folder),
    ...sectionFaults(form),
    ...repeatedNumbers(places),
    ...repeatedMeanings(places),
    ...sumFaults(places),
    ...wideRows(form),
    ...noteFaults(form),
    ...boxFaults(form, places),
  ]
}

function placesOf({ sections }: Form): Place[] {
  return sections.flatMap((section, s) =>
    section.groups.flatMap(({ points }, g) =>
      points.map((point, p) => ({ path: ['sections', s, 'groups', g, 'points', p], section, point })),
    ),
  )
}

/** Which folder and which income a form is for follow from its name. */
function nameFaults({ form, incomeYear }: Form, folder: string): FormFault[] {
  const faults: FormFault[] = []
  if (folderOf(form) !== folder) {
    faults.push({
      path: ['form'],
      message: `${form} sta nella cartella ${folder}: deve stare in ${folderOf(form)}`,
    })
  }
  const expected = Number(form.slice(-4)) - 1
  if (incomeYear !== expected) {
    const message = `incomeYear: ${form} certifica i redditi del ${expected}, non del ${incomeYear}`
    faults.push({ path: ['incomeYear'], message })
  }
  return faults
}

function sectionFaults({ sections }: Form): FormFault[] {
  const seen = new Set<string>()
  return sections.flatMap(({ id, groups, text }, index) => {
    const faults: FormFault[] = []
    const path = ['sections', index, 'id']
    if (seen.has(id)) faults.push({ path, message: `la sezione ${id} c’è già: darle un altro nome` })
    seen.add(id)
    if (groups.length === 0 && text === undefined) {
      faults.push({ path, message: `la sezione ${id} è vuota: ci vuole groups, o text` })
    }
    return faults
  })
}

function repeatedNumbers(places: readonly Place[]): FormFault[] {
  const seen = new Set<string>()
  return places.flatMap(({ path, section, point }) => {
    const key = `${section.id}.${point.number}`
    if (seen.has(key)) {
      return [
        { path, message: `il punto ${point.number} c’è già nella sezione ${section.id}: cambiare numero` },
      ]
    }
    seen.add(key)
    return []
  })
}

function repeatedMeanings(places: readonly Place[]): FormFault[] {
  const seen = new Map<string, string>()
  return places.flatMap(({ path, point }) =>
    meaningsOf(point).flatMap((meaning) => {
      const before = seen.get(meaning)
      if (before === undefined) seen.set(meaning, point.number)
      if (before === undefined) return []
      const message = `${meaning} è già al punto ${before}: un dato sta in un punto solo, togliere means da uno`
      return [{ path: [...path, 'means'], message }]
    }),
  )
}

function sumFaults(places: readonly Place[]): FormFault[] {
  return places.flatMap(({ path, point }) => {
    const meanings = meaningsOf(point)
    const odd = meanings.find((meaning) => !isFigure(meaning) || FIGURES[meaning] !== 'money')
    if (meanings.length < 2 || odd === undefined) return []
    const message = `${odd} non è un importo: in un punto si sommano solo importi`
    return [{ path: [...path, 'means'], message }]
  })
}

/** Boxes fill rows in order; one that crosses the end of its row would leave a gap there. */
function wideRows({ sections }: Form): FormFault[] {
  return sections.flatMap(({ groups }, s) =>
    groups.flatMap(({ points }, g) => {
      let taken = 0
      return points.flatMap((point, p) => {
        const before = taken
        taken += point.width
        if (taken === TWELFTHS) taken = 0
        if (taken < TWELFTHS) return []
        taken = point.width % TWELFTHS
        const message = `la riga supera i ${TWELFTHS} dodicesimi: al punto ${point.number} ne restano ${TWELFTHS - before}, width è ${point.width}`
        return [{ path: ['sections', s, 'groups', g, 'points', p], message }]
      })
    }),
  )
}

function noteFaults({ notes }: Form): FormFault[] {
  const faults = Object.entries(notes).flatMap(([code, { text }]) => {
    const message = slotFault(text) ?? (code === PENSION_NOTE ? pensionSlotFault(text) : undefined)
    return message === undefined ? [] : [{ path: ['notes', code, 'text'], message: `${code}: ${message}` }]
  })
  if (notes[PENSION_NOTE] === undefined) {
    const message = `notes: manca ${PENSION_NOTE}, l’annotazione con le pensioni certificate`
    faults.push({ path: ['notes'], message })
  }
  return faults
}

function pensionSlotFault(text: string): string | undefined {
  const found = noteSlots(text)
  const isComplete =
    found.length === PENSION_SLOTS.length && PENSION_SLOTS.every((slot) => found.includes(slot))
  if (isComplete) return undefined
  return `ci vogliono ${PENSION_SLOTS.map((slot) => `{{${slot}}}`).join(' ')}, e nessun altro dato`
}

/** With a background nothing is printed but what stands in a box. */
function boxFaults({ background }: Form, places: readonly Place[]): FormFault[] {
  if (!background) return []
  const known = new Set(places.map(({ section, point }) => `${section.id}.${point.number}`))
  const boxed = new Set<string>()
  const faults = background.boxes.flatMap(({ section, number }, index): FormFault[] => {
    const key = `${section}.${number}`
    const path = ['background', 'boxes', index]
    const isSecond = boxed.has(key)
    boxed.add(key)
    if (!known.has(key)) return [{ path, message: `nella sezione ${section} non c’è un punto ${number}` }]
    return isSecond
      ? [{ path, message: `il punto ${number} della sezione ${section} ha già una casella` }]
      : []
  })
  const unboxed = places.filter(
    ({ section, point }) => point.means !== undefined && !boxed.has(`${section.id}.${point.number}`),
  )
  return [
    ...faults,
    ...unboxed.map(({ path, section, point }) => ({
      path,
      message: `con uno sfondo ogni dato vuole la sua casella: al punto ${point.number} della sezione ${section.id} manca, in background.boxes`,
    })),
  ]
}
