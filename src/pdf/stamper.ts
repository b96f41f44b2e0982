/**
 * A compiled template, ready to stamp: `openStamper(compiled).edition(values)` fills in what all pieces of a run share
 * and lays it out once; then each piece costs its own strings only.
 *
 * @module
 */
import { Canvas } from './canvas.ts'
import type { CompiledTemplate } from './compile-template.ts'
import { FontTable } from './font-table.ts'
import { type PreparedVariant, prepareVariant } from './prepare-variant.ts'
import type { Refusal, Values, Variant } from './template.ts'

/** A template whose own text cannot be set: `templates check` names the same faults beforehand. */
export class TemplateRefused extends Error {
  readonly variant: string
  readonly refusal: Refusal

  constructor(variant: string, refusal: Refusal) {
    super(
      `variant ${variant}: ${refusal.code} in ${refusal.field || 'its text'}: found ${refusal.found}` +
        (refusal.limit === '' ? '' : `, room for ${refusal.limit}`),
    )
    this.name = 'TemplateRefused'
    this.variant = variant
    this.refusal = refusal
  }
}

export interface Stamper {
  readonly compiled: CompiledTemplate
  readonly fonts: ReadonlyMap<string, FontTable>
  edition(values: Values): Edition
}

export function openStamper(compiled: CompiledTemplate): Stamper {
  const fonts = new Map(compiled.fonts.map(([name, font]) => [name, new FontTable(font)]))
  return { compiled, fonts, edition: (values) => new Edition(compiled, fonts, values) }
}

/** What never changes on a page of a variant. */
export interface FixedContent {
  readonly bytes: Buffer
  readonly usedFonts: number
}

/** A template whose edition values are filled in. */
export class Edition {
  readonly compiled: CompiledTemplate
  readonly #fonts: ReadonlyMap<string, FontTable>
  /** What the whole edition shares. */
  readonly values: Values
  readonly #variants = new Map<string, PreparedVariant>()
  readonly #included = new Map<string, Variant>()
  #scratch: Canvas | undefined

  constructor(compiled: CompiledTemplate, fonts: ReadonlyMap<string, FontTable>, values: Values) {
    this.compiled = compiled
    this.#fonts = fonts
    this.values = values
  }

  /** Throws `TemplateRefused` when the variant's own text cannot be set. */
  variant(name: string): PreparedVariant {
    let prepared = this.#variants.get(name)
    if (!prepared) {
      const variant = this.#included.get(name) ?? this.compiled.variants[name]
      if (!variant) throw new RangeError(`the template has no variant "${name}"`)
      const pictures = new Map(this.compiled.pictures)
      const ready = prepareVariant(variant, { fonts: this.#fonts, pictures, known: this.values })
      if ('code' in ready) throw new TemplateRefused(name, ready)
      prepared = ready
      this.#variants.set(name, prepared)
    }
    return prepared
  }

  /** Takes a variant that was put together from those of the template. */
  include(name: string, variant: Variant): void {
    this.#included.set(name, variant)
  }

  /** Throws `TemplateRefused` when what never changes does not fit. */
  fixedContent(name: string, page: number, tagging: Canvas['tagging']): FixedContent {
    const canvas = new Canvas(this.compiled.page.height, tagging)
    const leaves = this.variant(name).leaves.filter((leaf) => leaf.page === page && leaf.isFixed)
    // Pictures, marks and vectors lie below all text.
    for (const layer of ['ground', 'text'] as const) {
      for (const leaf of leaves.filter((leaf) => leaf.layer === layer)) {
        const refusal = leaf.draw(canvas, {})
        if (refusal) throw new TemplateRefused(name, refusal)
      }
    }
    return { bytes: canvas.toBuffer(), usedFonts: canvas.usedFonts }
  }

  /** Draws what one piece brings to a page; a refusal leaves nothing drawn. */
  drawPiece(canvas: Canvas, name: string, page: number, values: Values): Refusal | undefined {
    const start = canvas.length
    const own = this.variant(name).own[page] ?? []
    for (let index = 0; index < own.length; index++) {
      const refusal = own[index]?.draw(canvas, values)
      if (refusal) {
        canvas.length = start
        return refusal
      }
    }
    return undefined
  }

  /** Why a piece could not be made, or undefined when it can. */
  measure(name: string, values: Values): Refusal | undefined {
    this.#scratch ??= new Canvas(this.compiled.page.height, 'plain')
    for (let page = 0; page < this.variant(name).variant.pages; page++) {
      this.#scratch.length = 0
      const refusal = this.drawPiece(this.#scratch, name, page, values)
      if (refusal) return refusal
    }
    return undefined
  }
}
