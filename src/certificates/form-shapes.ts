/**
 * Chooses the shape of a certificate where it is printed: everything on the pages of the form if it fits, else notes and
 * changes go on overleaf.
 *
 * @module
 */
import type { CertificateKind, IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { Misfit } from '../letters/letter-data.ts'
import type { Values } from '../pdf/template.ts'
import { changesOf } from './changes.ts'
import {
  type Described,
  describeForm,
  type FormPlace,
  type FormShape,
  type FormSource,
} from './describe-form.ts'
import type { Form } from './form.ts'
import { pensionTableHeight } from './form-annotations.ts'
import { placeChanges, placeNotes } from './place-notes.ts'

/** The pages of a kind with all their rooms, and how many pensions the first room takes. */
interface Rooms {
  readonly described: Described
  readonly mostPensions: number
}

/** Equal for equal shapes. */
export function shapeKey({ kind, pensions, notes, changes }: FormShape): string {
  return `${kind} ${pensions} ${notes} ${changes}`
}

export class FormShapes {
  readonly #source: FormSource
  readonly #place: FormPlace
  readonly #rooms = new Map<CertificateKind, Rooms>()

  constructor(source: FormSource, place: FormPlace) {
    this.#source = source
    this.#place = place
  }

  /** As most certificates are: everything on the pages of the form. Undefined where the pensions alone are too many. */
  plain(certificate: IssuedCertificate): FormShape | undefined {
    const { kind, data } = certificate
    if (data.pensions.length > this.#roomsOf(kind).mostPensions) return undefined
    const changes = this.#changesOf(certificate)
    return {
      kind,
      pensions: [data.pensions.length],
      notes: [data.notes.length],
      changes: kind === 'CORRECTION' ? [changes] : [],
    }
  }

  /** Over as many pages as it takes; or what is too long for a page of its own. */
  overPages(certificate: IssuedCertificate, values: Values): FormShape | Pick<Misfit, 'field' | 'detail'> {
    const { kind, data } = certificate
    const { described } = this.#roomsOf(kind)
    const counts = { pensions: data.pensions.length, notes: data.notes.length, values }
    const placed = placeNotes(described, this.#source.form, counts)
    const detail = 'più di una pagina'
    if (!placed) return { field: 'annotazioni', detail }
    if (kind !== 'CORRECTION') return { kind, ...placed, changes: [] }
    const sheets = placeChanges(described, { changes: this.#changesOf(certificate), values })
    return sheets ? { kind, ...placed, changes: sheets } : { field: 'modifiche', detail }
  }

  #changesOf(certificate: IssuedCertificate): number {
    return certificate.kind === 'CORRECTION' ? changesOf(certificate, this.#source.form).length : 0
  }

  #roomsOf(kind: CertificateKind): Rooms {
    let rooms = this.#rooms.get(kind)
    if (!rooms) {
      const shape = { kind, pensions: [0, 0], notes: [0, 0], changes: kind === 'CORRECTION' ? [1, 1] : [] }
      const described = describeForm(this.#source, shape, this.#place)
      rooms = { described, mostPensions: mostPensions(described, this.#source.form) }
      this.#rooms.set(kind, rooms)
    }
    return rooms
  }
}

function mostPensions({ sheets, notes: [room] }: Described, form: Form): number {
  let pensions = 0
  while (room && pensionTableHeight(sheets, form, pensions + 1, room.width) <= room.height) pensions++
  return pensions
}
