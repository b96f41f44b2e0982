/** @module The typeface of what is written upon pictures of pages: the same on every machine. */
import { createRequire } from 'node:module'
import { GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'

const FAMILY = 'Recapito Label'
const FILE = '@expo-google-fonts/noto-sans/500Medium/NotoSans_500Medium.ttf'

let isKnown = false

/** `height` is the type size, in units of the context. */
export function useLabelFont(context: SKRSContext2D, height: number): void {
  if (!isKnown) {
    GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(FILE), FAMILY)
    isKnown = true
  }
  context.font = `${height}px "${FAMILY}"`
  context.textBaseline = 'alphabetic'
}
