/** @module A rectangle on a sheet. */

/** Millimetres from the top left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
