/** @module The checks themselves: each fault that a validator lets pass is put into a sound file, and must be seen. */
import { describe, expect, it } from 'vitest'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import { documentFaults, objectFaults } from '../support/pdf/document-faults.ts'
import { type Dict, PdfObjects, readObjects, Reference, type Value } from '../support/pdf/pdf-objects.ts'
import { compiledForm, formValues } from './form-template.ts'

const files = new SingleFiles(openStamper(await compiledForm()).edition({ year: '2026' }), 'form')
const made = files.make(formValues())
if ('code' in made) throw new Error(made.code)
const { bytes } = made
const sound = await readObjects(bytes)

const NOTHING = streamOf('')

/** The file with one text in it replaced by another of its length. */
function rewritten(from: string, to: string): Buffer {
  const at = bytes.indexOf(from, 0, 'latin1')
  if (at < 0 || from.length !== to.length) throw new Error(`«${from}» is not there`)
  const copy = Buffer.from(bytes)
  copy.write(to, at, 'latin1')
  return copy
}

/** The objects with the first that `wanted` finds replaced. */
function changed(wanted: (dict: Dict) => boolean, change: (dict: Map<string, Value>) => void): PdfObjects {
  for (const [number, value] of sound.all) {
    if (!(value instanceof Map) || !wanted(value as Dict)) continue
    const copy = new Map(value as Dict)
    change(copy)
    return new PdfObjects(new Map([...sound.all, [number, copy]]), sound.trailer)
  }
  throw new Error('no such object')
}

const hasRole = (role: string) => (dict: Dict) => dict.get('S') === `/${role}`
const isFont = (subtype: string) => (dict: Dict) => dict.get('Subtype') === `/${subtype}`

describe('a file is seen to be wrong in its bytes', () => {
  it('and right before that', async () => {
    expect(await documentFaults(bytes, 'single')).toEqual([])
  })

  it.each([
    [
      'content that no element names',
      '<</MCID 1>>',
      '<</MCID 0>>',
      /content 0 is in no element, or drawn twice/,
    ],
    [
      'an element whose content is not there',
      '<</MCID 1>>',
      '<</MCID 0>>',
      /names content 1, which is not drawn/,
    ],
    [
      'content of another role than its element',
      '/P<</MCID 1>>',
      '/H<</MCID 1>>',
      /content 1 is H, its element P/,
    ],
    ['text outside all marked content', '/P<</MCID 1>>BDC', '                ', /TJ untagged/],
    ['marked content that does not end', 'EMC', '   ', /inside other marked content/],
    ['a text object that does not end', 'ET\n', '  \n', /BT out of order|ET out of order/],
    ['an operand that runs into its operator', ' 10 Tf ', ' 10Tf  ', /«10Tf» is no operator/],
    ['no /ID', '/ID[(', '/Id[(', /no \/ID/],
  ])('with %s', async (_, from, to, fault) => {
    expect((await documentFaults(rewritten(from, to), 'single')).join('\n')).toMatch(fault)
  })

  it.each([
    ['a byte too many', Buffer.concat([bytes.subarray(0, 15), Buffer.from(' '), bytes.subarray(15)])],
    ['a byte too few at its end', bytes.subarray(0, -1)],
    ['a stream that is longer than it says', rewritten('<</Length ', '<</Lengt1 ')],
  ])('with %s', async (_, wrong) => {
    await expect(documentFaults(wrong, 'single')).rejects.toThrow()
  })

  it('with an offset that is one off', async () => {
    const wrong = Buffer.from(bytes)
    const table = wrong.lastIndexOf('>>stream\n') + 9
    // The first entry is free, the second is the catalog in its object stream; one of the next is an offset.
    const entry = [2, 3, 4, 5].map((index) => table + index * 7).find((at) => wrong[at] === 1) ?? 0
    wrong[entry + 4] = (wrong[entry + 4] ?? 0) ^ 1
    expect((await documentFaults(wrong, 'single')).join()).toMatch(/object \d+ stands at \d+, not at \d+/)
  })
})

describe('a file is seen to be wrong in its objects', () => {
  it.each<readonly [string, PdfObjects, RegExp]>([
    [
      'a font without a subset tag',
      changed(isFont('Type0'), (font) => font.set('BaseFont', '/TitilliumWeb-Regular')),
      /no subset tag/,
    ],
    [
      'a width that is not the glyph’s',
      changed(isFont('CIDFontType2'), withWidths(250)),
      /250 wide in \/W and \d+ in/,
    ],
    [
      'a code without a glyph',
      changed(isFont('CIDFontType2'), (font) => font.set('CIDToGIDMap', NOTHING)),
      /is \.notdef/,
    ],
    [
      'a code that reads as nothing',
      changed(isFont('Type0'), (font) => font.set('ToUnicode', NOTHING)),
      /has no ToUnicode/,
    ],
    [
      'a code that reads as U+0000',
      changed(isFont('Type0'), (font) =>
        font.set('ToUnicode', streamOf('1 beginbfchar\n<0041> <0000>\nendbfchar')),
      ),
      /0041 reads as nothing/,
    ],
    [
      'an element that points at nothing',
      changed(hasRole('TD'), (element) => element.set('K', [])),
      /TD: points at nothing/,
    ],
    [
      'an element that points at what another has',
      changed(hasRole('TD'), (element) => element.set('K', [0])),
      /content 0 is in two elements/,
    ],
    [
      'a parent that is not one',
      changed(hasRole('TR'), (row) => row.set('P', new Reference(1))),
      /TR: another parent/,
    ],
    [
      'a cell outside a row',
      changed(hasRole('TR'), (row) => row.set('S', '/Div')),
      /Div inside T(Head|Body)|TH inside Div/,
    ],
    ['headings that begin low', changed(hasRole('H1'), (heading) => heading.set('S', '/H2')), /H2 after H0/],
    [
      'a heading cell that heads nothing',
      changed(hasRole('TH'), (cell) => cell.delete('A')),
      /TH: heads nobody knows what/,
    ],
    [
      'a parent tree that says otherwise',
      changed(
        (dict) => dict.has('Nums'),
        (tree) => tree.set('Nums', [0, [], 1, []]),
      ),
      /page 0: its parents are/,
    ],
    [
      'a page that inherits its resources',
      changed(isPage, (page) => page.delete('Resources')),
      /a page without its own \/Resources/,
    ],
    ['a page without tab order', changed(isPage, (page) => page.delete('Tabs')), /tab order/],
    ['no language', changed(isCatalog, (catalog) => catalog.delete('Lang')), /no \/Lang/],
    ['no mark', changed(isCatalog, (catalog) => catalog.set('MarkInfo', new Map())), /not marked as tagged/],
    [
      'a title that is not displayed',
      changed(isCatalog, (catalog) => catalog.set('ViewerPreferences', new Map())),
      /title is not displayed/,
    ],
    ['a script', changed(isCatalog, (catalog) => catalog.set('OpenAction', null)), /has \/OpenAction/],
    [
      'a clock',
      changed(
        (dict) => dict.has('Producer'),
        (info) => info.set('CreationDate', ''),
      ),
      /CreationDate/,
    ],
  ])('with %s', (_, file, fault) => {
    expect(faultsOrError(file)).toMatch(fault)
  })
})

function streamOf(text: string): Value {
  return { dict: new Map(), bytes: Buffer.from(text) }
}

function isPage(dict: Dict): boolean {
  return dict.get('Type') === '/Page'
}

function isCatalog(dict: Dict): boolean {
  return dict.get('Type') === '/Catalog'
}

function withWidths(width: number) {
  return (font: Map<string, Value>) => {
    const widths = sound.list(font.get('W'))
    font.set(
      'W',
      widths.map((item) => (Array.isArray(item) ? item.map(() => width) : item)),
    )
  }
}

function faultsOrError(file: PdfObjects): string {
  try {
    return objectFaults(file, 'single').join('\n')
  } catch (error) {
    return (error as Error).message
  }
}
