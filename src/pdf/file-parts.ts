/**
 * What every file has in common: header, catalog entries, resources, the file's /ID.
 *
 * @module
 */
import { COLOUR_PROFILE_NAME } from './colour-profile.ts'
import { POINTS_PER_MM } from './canvas.ts'
import type { CompiledTemplate } from './compile-template.ts'
import { PRODUCER } from './metadata.ts'
import { COLOUR_PROFILE, METADATA, type PdfObject, textString } from './pdf-object.ts'

/** The second line tells a transport that the file is binary. */
export const HEADER = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')

export function catalogEntries(language: string): string {
  const intent = `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(${COLOUR_PROFILE_NAME})/DestOutputProfile ${COLOUR_PROFILE} 0 R>>`
  return `/Metadata ${METADATA} 0 R/OutputIntents[${intent}]/Lang${textString(language)}/ViewerPreferences<</DisplayDocTitle true>>`
}

export function infoOf(title: string): string {
  return `<</Title${textString(title)}/Producer(${PRODUCER})>>`
}

export function mediaBox({ page }: CompiledTemplate): string {
  const points = [page.width, page.height].map((mm) => String(Math.round(mm * POINTS_PER_MM * 100) / 100))
  return `/MediaBox[0 0 ${points.join(' ')}]`
}

/** `forms` are the names and numbers of further XObjects. */
export function resourcesOf(
  compiled: CompiledTemplate,
  usedFonts: number,
  forms: readonly [string, number][],
): string {
  const fonts = compiled.embedded.filter(({ resource }) => usedFonts & (1 << resource))
  const pictures = compiled.pictures.map(([, { resource, number }]) => [`P${resource}`, number] as const)
  const xobjects = [...pictures, ...forms].map(([name, number]) => `/${name} ${number} 0 R`).join('')
  const fontEntries = fonts.map(({ resource, number }) => `/F${resource} ${number} 0 R`).join('')
  return `<</Font<<${fontEntries}>>${xobjects === '' ? '' : `/XObject<<${xobjects}>>`}>>`
}

/** The compiled objects that a file with these fonts needs. */
export function sharedObjects(compiled: CompiledTemplate, usedFonts: number): PdfObject[] {
  return [
    ...compiled.embedded
      .filter(({ resource }) => usedFonts & (1 << resource))
      .flatMap(({ objects }) => objects),
    ...compiled.pictures.flatMap(([, { objects }]) => objects),
  ]
}

/** Letters that no code can hold (g–v), so that a scan for eight hexadecimal characters never meets the /ID. */
export function fileId(digest: Uint8Array): string {
  let id = ''
  for (const byte of digest) id += String.fromCharCode(103 + (byte >> 4), 103 + (byte & 15))
  return id
}
