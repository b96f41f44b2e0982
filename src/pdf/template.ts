/**
 * What a document is made from, as data: pages, boxes, running text, fields, vectors, and how a screen reader walks
 * through them. A letter and a tax form are described with the same words.
 *
 * Lengths are millimetres from the top left corner of the sheet, type sizes and leadings are points. Text may hold
 * `{{slot}}`, a value that is filled in later: once for an edition (all pieces of a run share it) or for each piece.
 *
 * @module
 */
import type { Box } from './box.ts'

export interface TemplateDescription {
  /** Millimetres; every page of every variant has this size. */
  readonly page: { readonly width: number; readonly height: number }
  /** Typefaces by the short name that styles use. */
  readonly typefaces: Readonly<Record<string, TypefaceDescription>>
  /** Letterheads, logos, official forms: first pages of PDF files, shown as they are. */
  readonly pictures: Readonly<Record<string, Uint8Array>>
  /** When the value of each slot is known. */
  readonly slots: Readonly<Record<string, 'edition' | 'piece'>>
  /** What can be made: a letter in Italian for abroad, a letter in two languages, a certificate. */
  readonly variants: Readonly<Record<string, Variant>>
}

export interface TypefaceDescription {
  /** The TrueType file. */
  readonly file: Uint8Array
  /**
   * What values may bring beside the characters of the template's own text. Each entry becomes a font of its own that
   * only files which need it carry; a value is set in the first that has all its characters. The first entry is
   * joined with the template's own text.
   */
  readonly alphabets: readonly string[]
  /** Every character as wide as it is, whatever stands beside it: figures in columns; small print takes fewer bytes. */
  readonly isUnkerned?: boolean
}

export interface Variant {
  /** Shown by a viewer in its title bar. */
  readonly title: string
  /** BCP 47, e.g. `it-IT`. */
  readonly language: string
  readonly pages: number
  /** In reading order; what is drawn first lies below, pictures and vectors below all text. */
  readonly content: readonly Node[]
}

export type Node = Group | Leaf
export type Leaf = Flow | Line | Lines | Vector | Matrix | Mark | Picture

/** Holds together what belongs together: a section, a table with its rows, a list. */
export interface Group {
  readonly kind: 'group'
  readonly role: 'Sect' | 'Div' | 'Table' | 'TR' | 'THead' | 'TBody' | 'L' | 'LI'
  readonly language?: string
  readonly children: readonly Node[]
}

/** How a leaf is read aloud; `artifact` is what a screen reader passes over. */
export type Tag = 'artifact' | Element

export interface Element {
  readonly role: 'P' | 'H1' | 'H2' | 'H3' | 'Span' | 'Lbl' | 'LBody' | 'TD' | 'TH' | 'Caption' | 'Figure'
  /** Spoken in place of a figure. */
  readonly alternative?: string
  readonly language?: string
  /** For `TH`: what it heads. */
  readonly scope?: 'Row' | 'Column'
}

interface Placed {
  /** From 0. */
  readonly page: number
  readonly box: Box
}

/** Text in one or more typefaces; kerned, never hyphenated. */
export interface Run {
  readonly typeface: string
  readonly text: string
}

export interface TextStyle {
  readonly size: number
  /** 0 black (when absent) … 1 white. */
  readonly grey?: number
  /** For a screen reader and a search alone: a picture that lies below says the same. */
  readonly isHidden?: boolean
}

/** Blocks of running text one below the other. What does not fit is refused. */
export interface Flow extends Placed {
  readonly kind: 'flow'
  /** Whole-flow fallbacks, the airiest first: the first that fits its box is taken. */
  readonly fits: readonly { readonly scale: number; readonly gap: number }[]
  readonly direction: 'ltr' | 'rtl'
  readonly align: 'start' | 'centre'
  /** How messages to staff call it. */
  readonly field: string
  readonly blocks: readonly Block[]
}

export interface Block extends TextStyle {
  readonly role: 'P' | 'H1' | 'H2' | 'H3' | 'LI' | 'TH' | 'TD'
  readonly language?: string
  readonly leading: number
  /** Multiplies the gap above this block; 1 when absent. */
  readonly gapAbove?: number
  /** A step's number, an entry's name: stands in a column of its own. */
  readonly label?: { readonly run: Run; readonly column: number }
  readonly runs: readonly Run[]
}

/** How far a text may be made smaller before it is refused. */
export interface Shrink {
  /** Points, never below what is legible. */
  readonly smallest: number
  /** Per cent of the natural width, after the smallest size is reached. */
  readonly narrowest: number
}

/** One line: a field, a label, a number, an amount, page x of y. */
export interface Line extends Placed, TextStyle {
  readonly kind: 'line'
  readonly tag: Tag
  readonly align: 'left' | 'right' | 'centre'
  readonly shrink?: Shrink
  readonly runs: readonly Run[]
  /** How messages to staff call it. */
  readonly field: string
}

/** Lines that come as a list, all of one size: an address. */
export interface Lines extends Placed, TextStyle {
  readonly kind: 'lines'
  readonly tag: Tag
  readonly typeface: string
  readonly slot: string
  /** Distance of baselines, millimetres. */
  readonly pitch: number
  readonly most: number
  readonly shrink: Shrink
  /** `{{line}}` stands for the number of the line. */
  readonly field: string
}

export interface Vector {
  readonly kind: 'vector'
  readonly page: number
  /** Rules, frames and fills; weights in points. */
  readonly shapes: readonly (
    | {
        readonly rule: readonly [x: number, y: number, width: number]
        readonly weight: number
        readonly grey: number
      }
    | { readonly frame: Box; readonly weight: number; readonly grey: number }
    | { readonly fill: Box; readonly grey: number }
  )[]
}

/** A DataMatrix of up to 18 ASCII characters, more where there are digits among them, in a square box. */
export interface Matrix extends Placed {
  readonly kind: 'matrix'
  readonly text: string
}

/** Text across the page, below everything; nothing when its text is empty. */
export interface Mark extends TextStyle {
  readonly kind: 'mark'
  readonly page: number
  readonly run: Run
  readonly centre: readonly [x: number, y: number]
  readonly degrees: number
  /** Points: `size` is taken when the text is no wider than this many millimetres, else less. */
  readonly widest: number
}

/** A picture fitted into its box, proportions kept. */
export interface Picture extends Placed {
  readonly kind: 'picture'
  readonly picture: string
  readonly tag: Tag
}

/** What fills the slots: texts, and lists for `lines`. */
export type Values = Readonly<Record<string, string | readonly string[]>>

/** Why a piece cannot be made. Nothing in it quotes a value: a refused text may be somebody's secret. */
export interface Refusal {
  readonly code: 'missing-glyph' | 'too-wide' | 'too-tall' | 'too-many-lines'
  readonly field: string
  /** A code point (`U+6F22`), millimetres or a number of lines. */
  readonly found: string
  /** What there is room for, after all allowed shrinking. */
  readonly limit: string
}
