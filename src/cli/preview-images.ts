/** @module Pages of a specimen as pictures, for `recapito preview`: plain, or with the zones of the geometry upon them. */
import { openPdf } from '../inspect/open-pdf.ts'
import { renderPage } from '../inspect/render-page.ts'
import type { PinLetterTemplate } from '../letters/pin-letter.ts'
import type { Sheaf } from '../letters/specimen-sheaves.ts'
import { drawWindowViews } from '../letters/window-views.ts'
import { drawZones } from '../letters/zone-overlay.ts'

/** Dots an inch. */
const RESOLUTION = 120
const PIXELS_PER_MM = RESOLUTION / 25.4

export interface PreviewImage {
  /** `1`, `1-zone` */
  readonly name: string
  /** Where the sheet is the first that shows an address: whose, and what the window shows of it. */
  readonly window?: { readonly person: string; readonly png: Uint8Array }
  readonly png: Uint8Array
}

/** Adds to `seen` the people whose window it draws, and draws none twice. */
export async function* previewImages(
  pdf: Uint8Array,
  template: PinLetterTemplate,
  { sheaf, zones, seen }: { sheaf: Sheaf; zones: boolean; seen: Set<string> },
): AsyncGenerator<PreviewImage> {
  const { geometry } = template.parts
  const document = await openPdf(pdf)
  try {
    let number = 0
    for (const { person, letter } of sheaf.letters) {
      for (let sheet = 0; sheet < template.pagesOf(letter); sheet++) {
        number++
        const canvas = await renderPage(await document.getPage(number), RESOLUTION / 72)
        if (!zones) {
          yield { name: String(number), png: await canvas.encode('png') }
          continue
        }
        const isFirst = sheet === 0
        const isNew = isFirst && !seen.has(person.name)
        if (isNew) seen.add(person.name)
        const views = isNew ? drawWindowViews(canvas, geometry, PIXELS_PER_MM) : undefined
        drawZones(canvas, geometry, { isFirst, scale: PIXELS_PER_MM })
        yield {
          name: `${number}-zone`,
          ...(views ? { window: { person: person.name, png: await views.encode('png') } } : {}),
          png: await canvas.encode('png'),
        }
      }
    }
  } finally {
    await document.loadingTask.destroy()
  }
}
