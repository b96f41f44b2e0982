/**
 * The sheets of a certificate while they fill from top to bottom: a legend and a head on each, and at the end, when
 * their number is known, the foot.
 *
 * @module
 */
import type { CertificateKind } from '../domain/certificates/certificate-data.ts'
import type { Box } from '../pdf/box.ts'
import type { Leaf, Node, Vector } from '../pdf/template.ts'
import type { LineCount } from './box-grid.ts'
import { STRONG } from './certificate-typefaces.ts'
import type { Form } from './form.ts'
import {
  BADGE,
  BAR,
  FOOT,
  FRAME,
  flow,
  HEADING,
  heightOf,
  inset,
  LEGEND,
  line,
  plain,
  strong,
  TITLE,
} from './form-style.ts'

export const PAGE = { width: 210, height: 297 }
export const HOLDER_SLOT = 'holder'
export const ISSUED_SLOT = 'issued'
export const REPLACED_SLOT = 'replaced'

const LEGENDS: Readonly<Record<CertificateKind, string>> = {
  ORIGINAL: '',
  CORRECTION: `Questa certificazione annulla e sostituisce la precedente, rilasciata il {{${REPLACED_SLOT}}}`,
  ANNULMENT: `Questa certificazione è annullata: quella rilasciata il {{${REPLACED_SLOT}}} non è più valida`,
}
/** Millimetres that most printers leave white. */
const EDGE = 5
/** A light grey, legible behind text and to a copier. */
const MARK = { grey: 0.88, size: 130, widest: 190, degrees: 50 }

export interface SheetOptions {
  readonly form: Form
  readonly kind: CertificateKind
  readonly mark: string
  /** Where a page may be printed upon. */
  readonly frame: Box
  readonly lines: LineCount
}

type Shape = Vector['shapes'][number]

export class FormSheets {
  /** In reading order. */
  readonly content: Node[] = []
  readonly options: SheetOptions
  /** Millimetres from the top edge: what is free on the page begins here. */
  y = 0
  readonly #shapes: Shape[][] = []
  readonly #furniture: Leaf[] = []
  readonly #onPicture = new Set<number>()

  constructor(options: SheetOptions) {
    this.options = options
  }

  /** From 0; the page that fills. */
  get page(): number {
    return this.#shapes.length - 1
  }

  /** What is free of the page. */
  get rest(): Box {
    const { frame } = this.options
    return { ...frame, y: this.y, height: frame.y + frame.height - FOOT.height - this.y }
  }

  /** Begins a page. */
  open(): void {
    const { kind, frame } = this.options
    this.#shapes.push([])
    this.y = frame.y
    if (kind !== 'ORIGINAL') this.#legend(LEGENDS[kind])
    if (this.page === 0) this.#title()
    else this.#runningHead()
  }

  /** Begins a page on a picture that says what it is: nothing of ours but the legend stands above. */
  openOn(picture: string): void {
    const { kind } = this.options
    this.#shapes.push([])
    this.#onPicture.add(this.page)
    const box = { x: 0, y: 0, ...PAGE }
    this.#furniture.push({ kind: 'picture', page: this.page, picture, box, tag: 'artifact' })
    this.y = EDGE
    if (kind !== 'ORIGINAL') this.#legend(LEGENDS[kind])
  }

  /** Begins a page where `height` is no longer free; answers whether it did. */
  ensure(height: number): boolean {
    if (height <= this.rest.height) return false
    this.open()
    return true
  }

  shape(...shapes: readonly Shape[]): void {
    this.#shapes.at(-1)?.push(...shapes)
  }

  /** A bar with a title; one that goes on from the page before is not read aloud again. */
  bar(title: string, goesOn = false): Leaf {
    const box = { ...this.rest, height: BAR.height }
    this.shape({ fill: box, grey: BAR.grey })
    this.y += BAR.height
    const text = goesOn ? `${title} (segue)` : title
    const tag = goesOn ? 'artifact' : ({ role: 'H2' } as const)
    return line(inset(box, 1.5), strong(text), { page: this.page, tag, size: BAR.size })
  }

  /** Feet, marks, rules and frames of all pages, to lie below all text. */
  finish(): Node[] {
    const { form, mark, frame } = this.options
    const pages = this.#shapes.length
    for (let page = 0; page < pages; page++) {
      const isOnPicture = this.#onPicture.has(page)
      const bottom = isOnPicture ? PAGE.height - EDGE : frame.y + frame.height
      const foot = { ...frame, y: bottom - FOOT.height, height: FOOT.height }
      const look = { page, tag: 'artifact', size: FOOT.size, grey: FOOT.grey } as const
      this.#furniture.push(
        line(foot, plain(`${form.form} · redditi ${form.incomeYear}`), look),
        line(foot, plain(`Pagina ${page + 1} di ${pages}`), { ...look, align: 'right' }),
      )
      if (mark !== '') {
        const centre = [frame.x + frame.width / 2, frame.y + frame.height / 2] as const
        this.#furniture.push(line(foot, strong(mark), { ...look, align: 'centre', size: 9, grey: 0 }), {
          kind: 'mark',
          page,
          run: { typeface: STRONG, text: mark },
          centre,
          ...MARK,
        })
      }
      const rule = { rule: [frame.x, foot.y, frame.width] as const, weight: 0.4, grey: FOOT.grey }
      const shapes = [...(this.#shapes[page] ?? []), ...(isOnPicture ? [] : [rule])]
      if (shapes.length > 0) this.#furniture.push({ kind: 'vector', page, shapes })
    }
    return [...this.#furniture, ...this.content]
  }

  /** On every page, read aloud on the first. */
  #legend(text: string): void {
    const box = { ...this.options.frame, y: this.y, height: LEGEND.height }
    this.shape({ frame: box, weight: 1, grey: 0 })
    const tag = this.page === 0 ? ({ role: 'P' } as const) : 'artifact'
    const look = { page: this.page, tag, align: 'centre', size: LEGEND.size, field: 'legenda' } as const
    const shrink = { smallest: 8, narrowest: 85 }
    this.#put(tag, line(inset(box, 2), strong(text), { ...look, shrink }))
    this.y += LEGEND.height + 2
  }

  #put(tag: unknown, leaf: Leaf): void {
    if (tag === 'artifact') this.#furniture.push(leaf)
    else this.content.push(leaf)
  }

  #title(): void {
    const { form, frame, lines } = this.options
    const { page } = this
    const badge = { x: frame.x, y: this.y, width: BADGE.width, height: BADGE.height }
    this.shape({ fill: badge, grey: 0 })
    const badgeLook = { page, tag: { role: 'P' }, align: 'centre', size: BADGE.size, grey: 1 } as const
    this.content.push(line(badge, strong(form.form), badgeLook))
    const x = frame.x + BADGE.width + 4
    const width = frame.x + frame.width - x
    let y = this.y - 0.6
    for (const [role, style, run] of [
      ['H1', TITLE, strong(form.title)],
      ['P', HEADING, plain(form.heading)],
    ] as const) {
      const height = heightOf(lines([run], style.size, width), style)
      this.content.push(flow({ x, y, width, height }, [{ role, ...style, runs: [run] }], { page }))
      y += height + 0.4
    }
    this.y = Math.max(y, badge.y + badge.height) + 1.6
  }

  #runningHead(): void {
    const { form, frame } = this.options
    const box = { ...frame, y: this.y, height: 5 }
    const look = { page: this.page, tag: 'artifact', size: 8, field: 'codice fiscale' } as const
    this.#furniture.push(
      line(box, strong(form.form), look),
      line(box, plain(`Codice fiscale {{${HOLDER_SLOT}}}`), { ...look, align: 'right' }),
    )
    this.shape({ rule: [frame.x, this.y + 5.4, frame.width], weight: FRAME.weight, grey: FRAME.grey })
    this.y += 7
  }
}
