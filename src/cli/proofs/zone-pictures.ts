/** @module Pages of proofs as pictures with the zones of the geometry upon them. */
import { openPdf } from '../../inspect/open-pdf.ts'
import { renderPage } from '../../inspect/render-page.ts'
import type { Geometry } from '../../letters/geometry.ts'
import { drawZones } from '../../letters/zone-overlay.ts'
import type { Proof } from './proof-press.ts'

/** Dots an inch. */
const RESOLUTION = 120

export async function* zonePictures(
  pdf: Uint8Array,
  geometry: Geometry,
  letters: readonly Proof[],
): AsyncGenerator<{ readonly name: string; readonly png: Uint8Array }> {
  const document = await openPdf(pdf)
  try {
    let number = 0
    for (const { pages } of letters) {
      for (let sheet = 0; sheet < pages; sheet++) {
        number++
        const canvas = await renderPage(await document.getPage(number), RESOLUTION / 72)
        drawZones(canvas, geometry, { isFirst: sheet === 0, scale: RESOLUTION / 25.4 })
        yield { name: `${number}-zone`, png: await canvas.encode('png') }
      }
    }
  } finally {
    await document.loadingTask.destroy()
  }
}
