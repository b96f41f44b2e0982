/** @module Halves and codici fiscali in text: a CSV, a manifest, metadata, names of files. */
import { windowsInText } from './code-windows.ts'
import type { Leak } from './leak.ts'
import { codiciFiscaliIn } from './secret-shapes.ts'

const ESCAPES = /%([0-9A-F]{2})|&#(\d{1,4});|&#x([0-9A-F]{1,4});/gi

/** `placeAt` names a place by its byte. */
export function leaksInText(
  bytes: Buffer,
  halves: ReadonlySet<number>,
  placeAt: (at: number) => string,
): Leak[] {
  const leaks: Leak[] = []
  eachHalf(bytes, halves, (at) => leaks.push({ code: 'CODE_LEAKED', place: placeAt(at) }))
  for (const at of codiciFiscaliIn(bytes.toString('latin1'))) {
    leaks.push({ code: 'CODICE_FISCALE', place: placeAt(at) })
  }
  return leaks
}

/** Also as percent-encoding and XML write it. */
export function eachHalf(bytes: Buffer, halves: ReadonlySet<number>, found: (at: number) => void): void {
  windowsInText(bytes, (number, at, isPlain) => {
    if (isPlain && halves.has(number)) found(at)
  })
  for (const { at, decoded } of decodedLines(bytes)) {
    windowsInText(decoded, (number, _, isPlain) => {
      if (isPlain && halves.has(number)) found(at)
    })
  }
}

/** Lines that are written with escapes, decoded. */
function* decodedLines(bytes: Buffer): Generator<{ at: number; decoded: Buffer }> {
  for (const sign of ['%', '&#']) {
    for (let at = bytes.indexOf(sign); at !== -1; ) {
      const end = bytes.indexOf('\n', at)
      const start = bytes.lastIndexOf('\n', at) + 1
      const line = bytes.toString('latin1', start, end === -1 ? bytes.length : end)
      const plain = withoutEscapes(line)
      if (plain !== line) yield { at, decoded: Buffer.from(plain, 'latin1') }
      if (end === -1) return
      at = bytes.indexOf(sign, end)
    }
  }
}

/** Of one half with all its bytes percent-encoded. */
const ENCODED = 24

/** Where in a large file halves begin that are percent-encoded. */
export function* percentEncoded(bytes: Buffer, halves: ReadonlySet<number>): Generator<number> {
  for (const sign of ['%3', '%4']) {
    for (let at = bytes.indexOf(sign); at !== -1; at = bytes.indexOf(sign, at + 1)) {
      let isHalf = false
      const text = withoutEscapes(bytes.toString('latin1', Math.max(at - ENCODED, 0), at + ENCODED))
      windowsInText(Buffer.from(text, 'latin1'), (number, _, isPlain) => {
        isHalf ||= isPlain && halves.has(number)
      })
      if (isHalf) yield at
    }
  }
}

function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, (_, percent?: string, decimal?: string, hex?: string) =>
    String.fromCharCode(Number.parseInt(percent ?? decimal ?? hex ?? '', decimal ? 10 : 16)),
  )
}

/** Counted from 1. */
export function lineAt(bytes: Buffer, at: number): number {
  return bytes.toString('latin1', 0, at).split('\n').length
}
