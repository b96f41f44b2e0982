/**
 * A compiled form, ready to print: one certificate a file, PDF/A-2a and PDF/UA-1.
 *
 * @module
 */
import type { IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { Misfit } from '../letters/letter-data.ts'
import { SingleFiles } from '../pdf/single-file.ts'
import { type Edition, openStamper, type Stamper } from '../pdf/stamper.ts'
import type { Refusal, Values } from '../pdf/template.ts'
import { lineCountIn } from './box-grid.ts'
import type { CompiledForm } from './certificate-template.ts'
import { certificateValues } from './certificate-values.ts'
import { type FormPlace, type FormShape, formVariant, WHOLE_PAGE } from './describe-form.ts'
import { FormShapes, shapeKey } from './form-shapes.ts'

export interface SingleCertificate {
  /** Valid until the next is made: copy what you keep. */
  readonly bytes: Buffer
  readonly sha256: string
  readonly crc32: number
  readonly templateVersion: string
  readonly pages: number
}

/** Shapes that are kept ready; then all are forgotten, so that memory stays flat. */
const MOST_SHAPES = 48

interface Ready {
  readonly files: SingleFiles
  readonly pages: number
}

export class CertificatePress {
  readonly compiled: CompiledForm
  readonly #stamper: Stamper
  readonly #place: FormPlace
  readonly #shapes: FormShapes
  readonly #ready = new Map<string, Ready>()
  #edition: Edition

  constructor(compiled: CompiledForm) {
    this.compiled = compiled
    this.#stamper = openStamper(compiled.template)
    this.#place = { frame: WHOLE_PAGE, lines: lineCountIn(this.#stamper.fonts) }
    this.#shapes = new FormShapes(compiled.source, this.#place)
    this.#edition = this.#stamper.edition({})
  }

  /** The same certificate gives the same bytes. */
  single(certificate: IssuedCertificate): SingleCertificate | Misfit {
    const { form } = this.compiled.source
    const values = certificateValues(certificate, form)
    const plain = this.#shapes.plain(certificate)
    if (plain) {
      const printed = this.#print(plain, values)
      if (!('code' in printed) || printed.code !== 'too-tall') return this.#answer(printed)
    }
    const shape = this.#shapes.overPages(certificate, values)
    if ('field' in shape) return { ok: false, code: 'TESTO_TROPPO_LUNGO', ...shape }
    return this.#answer(this.#print(shape, values))
  }

  /** Throws `TemplateRefused` where a text of the form itself cannot be set. */
  prepareAll(): void {
    for (const kind of ['ORIGINAL', 'CORRECTION', 'ANNULMENT'] as const) {
      const shape = { kind, pensions: [1], notes: [1], changes: kind === 'CORRECTION' ? [1] : [] }
      this.#prepare(shapeKey(shape), shape)
    }
  }

  #answer(printed: SingleCertificate | Refusal): SingleCertificate | Misfit {
    return 'code' in printed ? misfitOf(printed) : printed
  }

  #print(shape: FormShape, values: Values): SingleCertificate | Refusal {
    const key = shapeKey(shape)
    const { files, pages } = this.#ready.get(key) ?? this.#prepare(key, shape)
    const made = files.make(values)
    if ('code' in made) return made
    return { ...made, templateVersion: this.compiled.version, pages }
  }

  #prepare(key: string, shape: FormShape): Ready {
    if (this.#ready.size === MOST_SHAPES) {
      this.#ready.clear()
      this.#edition = this.#stamper.edition({})
    }
    const variant = formVariant(this.compiled.source, shape, this.#place)
    this.#edition.include(key, variant)
    const ready = { files: new SingleFiles(this.#edition, key), pages: variant.pages }
    this.#ready.set(key, ready)
    return ready
  }
}

/** In the words that staff read in the list of what waits. */
export function misfitOf({ code, field, found, limit }: Refusal): Misfit {
  return code === 'missing-glyph'
    ? { ok: false, code: 'GLIFO_MANCANTE', field: fieldName(field), detail: found }
    : {
        ok: false,
        code: 'TESTO_TROPPO_LUNGO',
        field: fieldName(field),
        detail: `${found} invece di ${limit}`,
      }
}

/** A slot of running text is named by its number; boxes have names already. */
function fieldName(field: string): string {
  const [, kind, index] = /^(note|change)\.(\d+)\./.exec(field) ?? []
  if (kind === undefined) return field
  return `${kind === 'note' ? 'annotazione' : 'modifica'} ${Number(index) + 1}`
}
