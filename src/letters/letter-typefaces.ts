/**
 * The typefaces of a letter. Titillium Web is the Italian public administration's; Noto Sans has the letters of
 * every Latin alphabet, Greek and Cyrillic for what the person supplied; Noto Sans Mono crosses its zero and keeps
 * 8 and B apart, for what is copied by hand.
 *
 * @module
 */
import { openTypeface, type Typeface } from '../pdf/typeface.ts'

export interface LetterTypefaces {
  readonly text: Typeface
  readonly strong: Typeface
  readonly person: Typeface
  readonly id: Typeface
  readonly code: Typeface
}

let opened: LetterTypefaces | undefined

/** Opened once a process: they are part of the program and do not change under it. */
export function openLetterTypefaces(): LetterTypefaces {
  const fonts = '@expo-google-fonts'
  opened ??= {
    text: openTypeface(`${fonts}/titillium-web/400Regular/TitilliumWeb_400Regular.ttf`),
    strong: openTypeface(`${fonts}/titillium-web/600SemiBold/TitilliumWeb_600SemiBold.ttf`),
    person: openTypeface(`${fonts}/noto-sans/400Regular/NotoSans_400Regular.ttf`),
    id: openTypeface(`${fonts}/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf`),
    code: openTypeface(`${fonts}/noto-sans-mono/600SemiBold/NotoSansMono_600SemiBold.ttf`),
  }
  return opened
}
