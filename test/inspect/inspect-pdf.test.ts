import { degrees, type PDFPage, PDFDict, PDFName, PDFString, StandardFonts } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { expectLetters, type Piece } from '../../src/inspect/expectation.ts'
import { inspectPdf } from '../../src/inspect/inspect-pdf.ts'
import { EVERY_PAGE } from '../../src/inspect/sampling.ts'
import { type Departure, drawPieces, drawSheet, expected, newPen, type Pen, PIECES, ZONES } from './draw.ts'

const TEXT_ALONE = { ...EVERY_PAGE, renderedPages: 0 }
const HALF = '0B8D 5A1F'
const [ONE, TWO] = PIECES

type Pages = [PDFPage, PDFPage, PDFPage]
type Spoil = (pen: Pen, pages: Pages) => unknown

/** A good file that a test spoils, as `code` or `code page`. */
async function faultsOf(
  spoil: Spoil,
  { departures = {}, sampling = EVERY_PAGE, pieces = PIECES as readonly Piece[] | null, font = {} } = {},
): Promise<string[]> {
  const pen = await newPen(font)
  const pages = drawPieces(pen, departures) as Pages
  await spoil(pen, pages)
  const bytes = await pen.document.save()
  const { faults } = await inspectPdf(bytes, expected(pieces), sampling)
  for (const { detail } of faults) expect(detail).not.toMatch(/0B8D|BABEBI|ȘTEFĂNESCU|RIVOLI/)
  return faults.map(({ code, page }) => (page === undefined ? code : `${code} ${page}`))
}

const nothing = () => {}

describe('a PDF as it should be', () => {
  test('has no fault, and its pages are counted', async () => {
    const pen = await newPen()
    drawPieces(pen)
    expect(await inspectPdf(await pen.document.save(), expected(), EVERY_PAGE)).toEqual({
      pages: 3,
      inspectedPages: [1, 2, 3],
      renderedPages: [1, 2, 3],
      faults: [],
    })
  })

  test('has none either where no list says what should be in it', async () => {
    expect(await faultsOf(nothing, { pieces: null })).toEqual([])
  })

  test('has none when its objects lie open in the file', async () => {
    const pen = await newPen()
    drawPieces(pen)
    const bytes = await pen.document.save({ useObjectStreams: false })
    expect((await inspectPdf(bytes, expected(), EVERY_PAGE)).faults).toEqual([])
  })

  test('has none when a row is written in runs, or decomposed', async () => {
    const rows = ['ŁUKASZ S\u0326TEFA\u0306NESCU-ĐORĐEVIĆ', '', '00184 ROMA RM']
    const spoil: Spoil = (pen, [page]) => {
      pen.text(page, 'VIA DELL’ORSO', ZONES.address.x, 54.7)
      pen.text(
        page,
        '16/A',
        ZONES.address.x + pen.font.widthOfTextAtSize('VIA DELL’ORSO ', 10) / (72 / 25.4),
        54.7,
      )
    }
    expect(await faultsOf(spoil, { departures: { 1: { rows } } })).toEqual([])
  })
})

describe('the address', () => {
  const [, street, city] = ONE.rows
  test.each<[title: string, departures: Record<number, Departure>, faults: string[]]>([
    [
      'another character',
      { 1: { rows: [ONE.rows[0].replace('Ł', 'L'), street, city] } },
      ['ADDRESS_DIFFERS 1'],
    ],
    ['another order', { 1: { rows: [ONE.rows[0], city, street] } }, ['ADDRESS_DIFFERS 1']],
    ['a row too few', { 1: { rows: [ONE.rows[0], street] } }, ['ADDRESS_DIFFERS 1']],
    ['another person', { 2: { rows: ONE.rows } }, ['ADDRESS_DIFFERS 2']],
    ['no address', { 2: { rows: [] } }, ['ADDRESS_DIFFERS 2']],
    ['a row too many', { 2: { rows: [...TWO.rows, 'ITALIA'] } }, ['WINDOW_TEXT 2']],
    ['half a PIN below it', { 1: { rows: [...ONE.rows, HALF] } }, ['WINDOW_TEXT 1']],
    ['half a PIN above it', { 1: { rows: [HALF, ...ONE.rows] } }, ['WINDOW_TEXT 1']],
    ['half a PIN on a continuation sheet', { 3: { rows: [HALF] } }, ['WINDOW_TEXT 3']],
    ['half a PIN in place of it', { 1: { rows: [HALF] } }, ['ADDRESS_DIFFERS 1']],
    ['hidden when the sheet slides', { 1: { addressX: 98 } }, Array(3).fill('ADDRESS_OUTSIDE 1')],
  ])('%s', async (_title, departures, faults) => {
    expect(await faultsOf(nothing, { departures, sampling: TEXT_ALONE })).toEqual(faults)
  })

  test.each<[title: string, draw: Spoil, faults: string[]]>([
    [
      'text that slides into the window',
      (pen, [page]) => pen.text(page, 'DA SINISTRA', 74, 83),
      ['WINDOW_TEXT 1'],
    ],
    ['the same text further away', (pen, [page]) => pen.text(page, 'DA SINISTRA', 66, 83), []],
    ['text beside the address', (pen, [page]) => pen.text(page, HALF, 150, 49.5), ['ADDRESS_DIFFERS 1']],
    [
      'slanted text',
      (pen, [page]) =>
        page.drawText('PROVA', { x: 270, y: 560, size: 60, font: pen.font, rotate: degrees(50) }),
      ['WINDOW_TEXT 1'],
    ],
  ])('%s', async (_title, draw, faults) => {
    expect([...new Set(await faultsOf(draw, { sampling: TEXT_ALONE }))]).toEqual(faults)
  })

  test('without a list: it must not slide out of the window, and not stand on a continuation sheet', async () => {
    const departures = { 1: { addressX: 98 }, 3: { rows: ['RIGA'] } }
    const faults = await faultsOf(nothing, { departures, sampling: TEXT_ALONE, pieces: null })
    expect(new Set(faults)).toEqual(new Set(['ADDRESS_OUTSIDE 1', 'WINDOW_TEXT 3']))
  })
})

describe('a profile with the sender above the address', () => {
  const sender = 'INPS · 00144 Roma RM'
  const zones = {
    ...ZONES,
    address: { ...ZONES.address, y: 54, height: 27.5 },
    senderLine: { x: 101, y: 46, width: 92.5, height: 4.5 },
    clear: [{ x: 195, y: 0, width: 15, height: 297 }],
  }

  test.each<[title: string, text: string, known: boolean, draw: Spoil, faults: string[]]>([
    ['shows it', sender, true, nothing, []],
    ['shows it, whatever it is where nobody knows it', 'Altro mittente', false, nothing, []],
    ['lacks it', '', true, nothing, ['WINDOW_TEXT 1', 'WINDOW_TEXT 2']],
    ['shows half a PIN in it', `${sender} ${HALF}`, true, nothing, ['WINDOW_TEXT 1', 'WINDOW_TEXT 2']],
    [
      'shows it on a continuation sheet',
      sender,
      true,
      (pen, pages) => pen.text(pages[2], sender, 101, 49.5),
      ['WINDOW_TEXT 3', 'INK_IN_CLEAR_ZONE 3'],
    ],
    [
      'has ink in a zone of its own that stays white',
      sender,
      true,
      (pen, [, page]) => pen.box(page, 198, 150, 1, 1),
      ['INK_IN_CLEAR_ZONE 2'],
    ],
    [
      'has ink between the two',
      sender,
      true,
      (pen, [page]) => pen.box(page, 150, 52, 5, 0.5),
      ['INK_IN_CLEAR_ZONE 1'],
    ],
  ])('%s', async (_title, text, known, draw, faults) => {
    const pen = await newPen()
    const pages = PIECES.flatMap((piece) =>
      Array.from({ length: piece.pages }, (_, index) => {
        const page = drawSheet(pen, piece, index + 1, { rows: [] })
        if (index === 0) {
          for (const [line, row] of piece.rows.entries()) pen.text(page, row, 101, 58 + line * 5.2)
          if (text !== '') pen.text(page, text, 101, 49.5)
        }
        return page
      }),
    )
    await draw(pen, pages as Pages)
    const options = { marks: true, ...(known ? { senderText: sender } : {}) }
    const expectation = expectLetters(zones, PIECES, options)
    const found = await inspectPdf(await pen.document.save(), expectation, EVERY_PAGE)
    expect(found.faults.map(({ code, page }) => `${code} ${page}`)).toEqual(faults)
  })
})

describe('the piece mark', () => {
  const id = TWO.publicId
  test.each<[title: string, departures: Record<number, Departure>, faults: string[]]>([
    ['missing', { 1: { mark: ' ' } }, ['MARK_MISSING 1']],
    ['of another letter', { 2: { mark: `${ONE.publicId} 1/2` } }, ['MARK_WRONG 2']],
    ['of another sheet', { 3: { mark: `${id} 1/2` } }, ['MARK_WRONG 3']],
    ['of another number of sheets', { 2: { mark: `${id} 1/1` } }, ['MARK_WRONG 2']],
    ['twice in its line', { 2: { mark: `${id} 1/2 ${id} 1/2` } }, ['MARK_REPEATED 2']],
    ['without its numbers', { 2: { mark: id } }, ['MARK_MISSING 2']],
    ['with another letter’s id beside it', { 2: { mark: `${id} 1/2 (${ONE.publicId})` } }, ['PIECE_OTHER 2']],
  ])('%s', async (_title, departures, faults) => {
    expect(await faultsOf(nothing, { departures, sampling: TEXT_ALONE })).toEqual(faults)
  })

  test.each<[title: string, departures: Record<number, Departure>, faults: string[]]>([
    ['begins a letter twice', { 3: { mark: `${id} 1/2` } }, ['MARK_REPEATED 3']],
    ['jumps to another letter', { 3: { mark: 'FT5GV-6HW7J-C 1/1' } }, ['MARK_WRONG 3']],
    [
      'begins with the second sheet',
      { 1: { mark: `${ONE.publicId} 2/2` } },
      ['WINDOW_TEXT 1', 'MARK_WRONG 1'],
    ],
    ['counts past its end', { 3: { mark: `${id} 3/2` } }, ['MARK_WRONG 3']],
  ])('without a list: %s', async (_title, departures, faults) => {
    const found = await faultsOf(nothing, { departures, sampling: TEXT_ALONE, pieces: null })
    expect([...new Set(found)]).toEqual(faults)
  })

  test('outside the footer, broken apart, or drawn in pieces', async () => {
    const mark = `${ONE.publicId} 1/1`
    const elsewhere: Spoil = (pen, [page]) => pen.text(page, mark, 25, 200)
    const departures = { 1: { mark: ' ' } }
    expect(await faultsOf(elsewhere, { departures, sampling: TEXT_ALONE })).toEqual(['MARK_MISSING 1'])
    const broken: Spoil = (pen, [page]) => {
      pen.text(page, ONE.publicId, 25, 290)
      pen.text(page, '1/1', 80, 290)
    }
    expect(await faultsOf(broken, { departures, sampling: TEXT_ALONE })).toEqual(['MARK_MISSING 1'])
    const pieces: Spoil = (pen, [page]) => {
      pen.text(page, '1/1', 25.5 + pen.font.widthOfTextAtSize(`${ONE.publicId} `, 10) / (72 / 25.4), 290)
      pen.text(page, ONE.publicId, 25.5, 290)
      pen.text(page, 'Foglio 1 di 1', 120, 290)
    }
    expect(await faultsOf(pieces, { departures, sampling: TEXT_ALONE })).toEqual([])
  })

  test('not asked for: the letter’s number is', async () => {
    const pen = await newPen()
    drawPieces(pen, {
      1: { mark: `Rif. ${ONE.publicId}` },
      2: { mark: 'Rif.' },
      3: { mark: `Rif. ${ONE.publicId}` },
    })
    const unmarked = { ...expected(), marks: false }
    const { faults } = await inspectPdf(await pen.document.save(), unmarked, TEXT_ALONE)
    expect(faults.map(({ code, page }) => `${code} ${page}`)).toEqual([
      'PIECE_MISSING 2',
      'PIECE_MISSING 3',
      'PIECE_OTHER 3',
    ])
  })
})

describe('zones that stay white', () => {
  const { insertionMarks, address } = ZONES
  test.each<[title: string, draw: Spoil, faults: string[]]>([
    ['upper edge', (pen, [page]) => pen.box(page, 60, 3, 1, 1), ['INK_IN_CLEAR_ZONE 1']],
    ['lower edge', (pen, [page]) => pen.box(page, 60, 293.5, 1, 1), ['INK_IN_CLEAR_ZONE 1']],
    ['left edge', (pen, [, page]) => pen.box(page, 2, 99, 4, 0.1), ['INK_IN_CLEAR_ZONE 2']],
    ['right edge', (pen, [, , page]) => pen.box(page, 205.8, 200, 1, 1), ['INK_IN_CLEAR_ZONE 3']],
    ['up to the edge', (pen, [page]) => pen.box(page, 5, 99, 4, 0.2), []],
    [
      'the inserter’s zone',
      (pen, [page]) => pen.box(page, insertionMarks.x + 2, insertionMarks.y + 30, 1, 1),
      ['INK_IN_CLEAR_ZONE 1'],
    ],
    ['the window beside the address', (pen, [page]) => pen.box(page, 195, 60, 1, 1), ['INK_IN_CLEAR_ZONE 1']],
    ['where the window may slide', (pen, [page]) => pen.box(page, 120, 86, 1, 1), ['INK_IN_CLEAR_ZONE 1']],
    [
      'the window of a continuation sheet',
      (pen, [, , page]) => pen.box(page, address.x + 30, address.y + 10, 1, 1),
      ['INK_IN_CLEAR_ZONE 3'],
    ],
  ])('%s', async (_title, draw, faults) => {
    expect(await faultsOf(draw)).toEqual(faults)
  })
})

describe('what is wrong with the whole file', () => {
  const stream = (pen: Pen, text: string) =>
    pen.document.context.flateStream(text, { Type: 'Metadata', Subtype: 'XML' })
  const xmp = (pen: Pen, text: string) =>
    pen.document.catalog.set(PDFName.of('Metadata'), pen.document.context.register(stream(pen, text)))
  const rdf = (inside: string) =>
    `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">${inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`
  const catalog = (pen: Pen, key: string, value: Record<string, string | number[]>) =>
    pen.document.catalog.set(PDFName.of(key), pen.document.context.obj(value))

  test.each<[title: string, spoil: Spoil, faults: string[]]>([
    ['a script', (pen) => pen.document.addJavaScript('main', 'app.alert(1)'), ['SCRIPT']],
    ['an attachment', (pen) => pen.document.attach(Buffer.from('x'), 'elenco.csv'), ['ATTACHMENT']],
    ['an action', (pen) => catalog(pen, 'OpenAction', { S: 'GoTo', D: [0] }), ['ACTION']],
    ['a form', (pen) => catalog(pen, 'AcroForm', { Fields: [] }), ['FORM']],
    [
      'an annotation',
      (_pen, [, page]) =>
        page.node.set(
          PDFName.of('Annots'),
          page.doc.context.obj([{ Type: 'Annot', Subtype: 'Text', Rect: [0, 0, 0, 0] }]),
        ),
      ['ANNOTATION'],
    ],
    ['no annotation', (_pen, [, page]) => page.node.set(PDFName.of('Annots'), page.doc.context.obj([])), []],
    ['an author', (pen) => pen.document.setAuthor('Rossi'), ['METADATA_AUTHOR']],
    [
      'an author in the XMP',
      (pen) => xmp(pen, rdf('<dc:creator><rdf:Seq><rdf:li>Rossi</rdf:li></rdf:Seq></dc:creator>')),
      ['METADATA_AUTHOR'],
    ],
    ['a title', (pen) => pen.document.setTitle('Seconda parte del PIN'), []],
    ['an addressee in the title', (pen) => pen.document.setTitle('PIN di Anna Babebi'), ['METADATA_ADDRESS']],
    [
      'an address in the keywords',
      (pen) => pen.document.setKeywords(['12 rue de Rivoli']),
      ['METADATA_ADDRESS'],
    ],
    [
      'an addressee in the XMP',
      (pen) =>
        xmp(
          pen,
          rdf(
            '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">VIA DELL&#8217;ORSO 16/A</rdf:li></rdf:Alt></dc:title>',
          ),
        ),
      ['METADATA_ADDRESS'],
    ],
    ['a row within a word', (pen) => pen.document.setTitle('Soprafrancia'), []],
    [
      'a font that is not there',
      async (pen, [page]) =>
        pen.text(page, 'Helvetica', 25, 200, await pen.document.embedFont(StandardFonts.Helvetica)),
      ['FONT_NOT_EMBEDDED'],
    ],
    [
      'a font without its map',
      async (pen) => {
        await pen.document.flush()
        pen.document.context.lookup(pen.font.ref, PDFDict).delete(PDFName.of('ToUnicode'))
      },
      ['FONT_WITHOUT_UNICODE'],
    ],
  ])('%s', async (_title, spoil, faults) => {
    const unread = { pages: 0, renderedPages: 0 }
    expect(await faultsOf(spoil, { sampling: unread })).toEqual(faults)
  })

  test('words of the XMP format itself are nobody’s address', async () => {
    const pieces = [ONE, { ...TWO, rows: ['ADOBE', 'RDF', 'PURL', 'IT'] }]
    const found = await faultsOf((pen) => xmp(pen, rdf('<dc:language>it</dc:language>')), {
      pieces,
      sampling: { pages: 0, renderedPages: 0 },
    })
    expect(found).toEqual([])
  })

  test('a font in full', async () => {
    expect(await faultsOf(nothing, { font: { subset: false, fontName: 'NotoSans' } })).toEqual([
      'FONT_NOT_SUBSET',
    ])
  })

  test.each([
    ['with a password', { userPassword: 'segreta' }, 0],
    ['for everybody to open', { userPassword: '', ownerPassword: 'segreta' }, 3],
  ])('encryption %s', async (_title, passwords, pages) => {
    const pen = await newPen()
    drawPieces(pen)
    pen.document.encrypt(passwords as never)
    const found = await inspectPdf(await pen.document.save(), expected(), EVERY_PAGE)
    expect(found).toMatchObject({ pages, faults: [{ code: 'ENCRYPTED' }] })
  })

  test.each<[title: string, size: [number, number], turn: number]>([
    ['another paper', [612, 792], 0],
    ['across', [841.89, 595.28], 0],
    ['turned', [595.28, 841.89], 90],
  ])('%s', async (_title, size, turn) => {
    const spoil: Spoil = (_pen, [, page]) => {
      page.setSize(...size)
      page.setRotation(degrees(turn))
    }
    expect(await faultsOf(spoil, { sampling: TEXT_ALONE })).toContain('PAGE_SIZE 2')
  })

  test('two millimetres more are still its paper', async () => {
    const spoil: Spoil = (_pen, [, page]) => page.setMediaBox(0, 0, 595.28 + 5, 841.89)
    expect(await faultsOf(spoil, { sampling: TEXT_ALONE })).toEqual([])
  })
})

describe('pages and pieces', () => {
  test.each<[title: string, pieces: readonly Piece[], faults: string[]]>([
    ['a page that no piece claims', [ONE, { ...TWO, pages: 1 }], ['PAGE_COUNT', 'MARK_WRONG 2']],
    [
      'a piece without its page',
      [ONE, TWO, { ...ONE, publicId: 'FT5GV-6HW7J-C', firstPage: 4 }],
      ['PAGE_COUNT'],
    ],
    ['a gap', [ONE, { ...TWO, firstPage: 3 }], ['PAGE_COUNT', 'ADDRESS_DIFFERS 3', 'MARK_WRONG 3']],
    [
      'the same piece twice',
      [ONE, { ...TWO, pages: 1 }, { ...TWO, firstPage: 3, pages: 1 }],
      ['PAGE_COUNT', 'MARK_WRONG 2', 'ADDRESS_DIFFERS 3', 'MARK_WRONG 3'],
    ],
  ])('%s', async (_title, pieces, faults) => {
    expect(await faultsOf(nothing, { pieces, sampling: TEXT_ALONE })).toEqual(faults)
  })

  test.each<[title: string, labels: readonly string[], faults: string[]]>([
    ['name every piece', [ONE.publicId, `${TWO.publicId} - `], []],
    ['name another', [ONE.publicId, 'FT5GV-6HW7J-C'], ['PIECE_OTHER 2']],
    ['name none', ['', 'A'], []],
    ['leave one out', [ONE.publicId, ''], ['PIECE_OTHER 2']],
  ])('page labels %s', async (_title, labels, faults) => {
    const spoil: Spoil = ({ document }) => {
      const Nums = labels.flatMap((label, page) => [page, { P: PDFString.of(label) }])
      document.catalog.set(PDFName.of('PageLabels'), document.context.obj({ Nums }))
    }
    expect(await faultsOf(spoil, { sampling: { pages: 0, renderedPages: 0 } })).toEqual(faults)
  })

  test('of a long file a sample is read, but all of what concerns the whole file', async () => {
    const pen = await newPen()
    const pieces: Piece[] = []
    for (let index = 0; index < 25; index++) {
      const publicId = `0BP1C-Q2DR3-${index.toString(36).toUpperCase()}`
      const piece = { ...ONE, publicId, firstPage: index + 1 }
      pieces.push(piece)
      const page = drawSheet(pen, piece, 1, index === 1 || index === 24 ? { mark: ' ' } : {})
      if (index === 2) page.node.set(PDFName.of('Annots'), page.doc.context.obj([{ Subtype: 'Text' }]))
    }
    const sampling = { pages: 3, renderedPages: 1 }
    expect(await inspectPdf(await pen.document.save(), expected(pieces), sampling)).toEqual({
      pages: 25,
      inspectedPages: [1, 13, 25],
      renderedPages: [1],
      faults: [
        { code: 'ANNOTATION', detail: '' },
        { page: 25, code: 'MARK_MISSING', detail: '' },
      ],
    })
  })
})

describe('a file that cannot be read', () => {
  test.each([
    ['no PDF', (_good: Buffer) => Buffer.from('questo non è un PDF')],
    ['nothing', (_good: Buffer) => Buffer.alloc(0)],
    ['half a file', (good: Buffer) => good.subarray(0, good.length / 2)],
  ])('%s', async (_title, spoil) => {
    const pen = await newPen()
    drawPieces(pen)
    const bytes = spoil(Buffer.from(await pen.document.save()))
    const { faults } = await inspectPdf(bytes, expected(), EVERY_PAGE)
    expect(faults.map(({ code }) => code)).toContain('UNREADABLE')
  })

  test.each([
    ['breaks off', 'BT /F0 12 Tf (non finisce', ['ADDRESS_DIFFERS 1', 'MARK_MISSING 1']],
    ['shows what the file lacks', '/X9 Do', ['UNREADABLE 1']],
  ])('a page whose content %s', async (_title, content, faults) => {
    const spoil: Spoil = ({ document: { context } }, [page]) =>
      page.node.set(PDFName.of('Contents'), context.register(context.stream(content)))
    expect(await faultsOf(spoil, { sampling: TEXT_ALONE })).toEqual(faults)
  })
})
