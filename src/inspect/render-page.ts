/** @module A page as pixels, drawn by pdf.js on a canvas in memory. */
import type { Canvas } from '@napi-rs/canvas'
import type { PDFPageProxy } from './open-pdf.ts'

/** `scale` is in pixels a point. */
export async function renderPage(page: PDFPageProxy, scale: number): Promise<Canvas> {
  const { createCanvas } = await import('@napi-rs/canvas')
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  // The canvas of a browser as far as pdf.js asks.
  await page.render({ canvas: canvas as never, viewport, intent: 'print', background: 'white' }).promise
  return canvas
}
