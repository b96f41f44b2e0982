/**
 * Everything that can be checked of a produced PDF without a validator, and what validators let pass; `[]` when it is
 * sound.
 *
 * @module
 */
import { type Drawn, readDrawn } from './drawn.ts'
import { layoutFaults, readLayout } from './file-layout.ts'
import { fontFaults } from './font-faults.ts'
import { type PdfObjects, readObjects } from './pdf-objects.ts'
import { readStructure } from './structure-faults.ts'

/** `single`: PDF/A-2a and PDF/UA-1; `bundle`: PDF/A-2b. */
export type Kind = 'single' | 'bundle'

/** Nothing that runs, asks or is attached, and no clock. */
const FORBIDDEN =
  /\/(JavaScript|JS|AcroForm|Annots|EmbeddedFiles?|OpenAction|AA|Encrypt|CreationDate|ModDate|Author)\b/

export async function documentFaults(pdf: Uint8Array, kind: Kind): Promise<string[]> {
  const layout = readLayout(pdf)
  return [...layoutFaults(layout), ...objectFaults(await readObjects(pdf), kind)]
}

export function objectFaults(file: PdfObjects, kind: Kind): string[] {
  const drawn = file.pages().map((page) => readDrawn(file, page))
  return [
    ...catalogFaults(file, kind),
    ...drawn.flatMap(({ faults }, page) => faults.map((fault) => `page ${page}: ${fault}`)),
    ...fontsOf(file, drawn),
    ...(kind === 'single' ? taggingFaults(file, drawn) : plainFaults(drawn)),
  ]
}

function catalogFaults(file: PdfObjects, kind: Kind): string[] {
  const { catalog } = file
  const faults: string[] = []
  const expectThat = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault)
  }
  expectThat(/^[a-z]{2}(-[A-Z]{2})?$/.test(String(catalog.get('Lang'))), 'no /Lang')
  const preferences = file.dict(catalog.get('ViewerPreferences'))
  expectThat(preferences.get('DisplayDocTitle') === true, 'the title is not displayed')
  const [intent, ...others] = file.list(catalog.get('OutputIntents')).map((one) => file.dict(one))
  expectThat(others.length === 0 && intent?.get('S') === '/GTS_PDFA1', 'expected one output intent')
  const profile = file.stream(intent?.get('DestOutputProfile'))
  expectThat(
    profile.dict.get('N') === 3 && profile.bytes.readUInt32BE(0) === profile.bytes.length,
    'no sound RGB profile',
  )
  const metadata = file.stream(catalog.get('Metadata'))
  const xmp = metadata.bytes.toString()
  expectThat(metadata.dict.get('Filter') === undefined, 'the metadata are deflated')
  const level = kind === 'single' ? 'A' : 'B'
  const parts = [
    '<pdfaid:part>2<',
    `<pdfaid:conformance>${level}<`,
    '<dc:title>',
    `<rdf:li>${catalog.get('Lang')}<`,
  ]
  const accessible = ['<pdfuaid:part>1<', '<pdfaSchema:prefix>pdfuaid<', '<pdfaProperty:name>part<']
  for (const part of parts) expectThat(xmp.includes(part), `the metadata lack ${part}`)
  for (const part of accessible)
    expectThat(xmp.includes(part) === (kind === 'single'), `the metadata and ${part} do not go together`)
  const info = file.dict(file.trailer.get('Info'))
  expectThat([...info.keys()].join() === 'Title,Producer', `Info holds ${[...info.keys()].join()}`)
  for (const [number, value] of file.all) {
    const keys = value instanceof Map ? [...value.keys()] : []
    for (const key of keys) expectThat(!FORBIDDEN.test(`/${key}`), `object ${number} has /${key}`)
  }
  return faults
}

function fontsOf(file: PdfObjects, drawn: readonly Drawn[]): string[] {
  const codes = new Map<number, Set<number>>()
  for (const page of drawn) {
    for (const [font, shown] of page.codes) codes.set(font, (codes.get(font) ?? new Set()).union(shown))
  }
  const unused = [...file.all].filter(
    ([number, value]) => value instanceof Map && value.get('Subtype') === '/Type0' && !codes.has(number),
  )
  return [
    ...[...codes].flatMap(([number, shown]) => fontFaults(file, number, shown)),
    ...unused.map(([number]) => `font ${number} is never used`),
  ]
}

function taggingFaults(file: PdfObjects, drawn: readonly Drawn[]): string[] {
  const marked = file.dict(file.catalog.get('MarkInfo')).get('Marked') === true
  const tabs = file.pages().every((page) => file.dict(page).get('Tabs') === '/S')
  return [
    ...(marked ? [] : ['not marked as tagged']),
    ...(tabs ? [] : ['a page without its tab order']),
    ...drawn.flatMap(({ untagged }, page) =>
      untagged.length > 0 ? [`page ${page}: ${untagged} untagged`] : [],
    ),
    ...readStructure(file, drawn).faults,
  ]
}

function plainFaults(drawn: readonly Drawn[]): string[] {
  return drawn.flatMap(({ tagged }, page) => (tagged.length > 0 ? [`page ${page}: tags without a tree`] : []))
}
