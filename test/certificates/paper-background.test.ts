import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument, rgb } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { CertificatePaper } from '../../src/certificates/certificate-paper.ts'
import { fitPages } from '../../src/certificates/fit-pages.ts'
import { loadCertificatePaper } from '../../src/certificates/load-certificate-paper.ts'
import { readForms } from '../../src/certificates/read-forms.ts'
import { expectLetters } from '../../src/inspect/expectation.ts'
import { inspectPdf } from '../../src/inspect/inspect-pdf.ts'
import { EVERY_PAGE } from '../../src/inspect/sampling.ts'
import type { Leaf } from '../../src/pdf/template.ts'
import { readPages, textOf, whole } from '../pdf/read-pdf.ts'
import { CODICE_FISCALE, certificateData, ROME } from '../support/paper-rows.ts'

const SENDER = { institute: 'INPS', returnAddress: ['Casella Postale 10000', '00144 Roma RM'] }
const PUBLIC_ID = 'R3K7Q-9TX2M-C'
const POINTS_PER_MM = 72 / 25.4

let folder: string
let paper: CertificatePaper

/** An official sheet that is printed to its very edges, with a box on it for each point that means something. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recapito-official-'))
  await cp('templates', folder, { recursive: true })
  const form = (await readForms('templates')).forms.find(({ incomeYear }) => incomeYear === 2012)
  if (!form) throw new Error('no form')
  const points = form.sections.flatMap(({ id, groups }) =>
    groups.flatMap((group) =>
      group.points.filter(({ means }) => means !== undefined).map(({ number }) => ({ section: id, number })),
    ),
  )
  const boxes = points.map((point, index) => {
    const [column, row] = [index % 3, Math.floor(index / 3)]
    return { ...point, page: 1, x: 2 + column * 69, y: 20 + row * 9, width: 66, height: 6 }
  })
  const document = await PDFDocument.create()
  const page = document.addPage([210 * POINTS_PER_MM, 297 * POINTS_PER_MM])
  const { width, height } = page.getSize()
  page.drawRectangle({
    x: 1,
    y: 1,
    width: width - 2,
    height: height - 2,
    borderWidth: 2,
    borderColor: rgb(0, 0, 0),
  })
  const at = join(folder, 'certificates/cud-2013')
  await writeFile(join(at, 'official.pdf'), await document.save())
  const background = stringify({ background: { file: 'official.pdf', boxes } })
  await writeFile(join(at, 'form.yaml'), `${await readFile(join(at, 'form.yaml'), 'utf8')}\n${background}`)
  paper = await loadCertificatePaper({
    templatesFolder: folder,
    profile: 'it-dx',
    sender: SENDER,
    test: false,
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('an official page stands whole within what its sheet leaves free, and its boxes with it', async () => {
  const letter = {
    publicId: PUBLIC_ID,
    addressLines: ROME.lines,
    residence: 'ITALIA' as const,
    certificates: [
      { data: certificateData(2012), version: 1, kind: 'ORIGINAL' as const, issuedOn: '2013-02-28' },
      { data: certificateData(2015), version: 1, kind: 'ORIGINAL' as const, issuedOn: '2016-02-28' },
    ],
  }
  const pdf = whole(paper.bundle({ datedOn: '2026-11-20', test: false }, [letter]))
  const pages = paper.pagesOf(letter)
  const { geometry } = paper.parts.sources
  const piece = { publicId: PUBLIC_ID, rows: ROME.lines, firstPage: 1, pages }
  const expectation = expectLetters(geometry, [piece], { coverAlone: true })
  expect((await inspectPdf(pdf, expectation, EVERY_PAGE)).faults).toEqual([])
  const [, official = ''] = (await readPages(pdf)).map(textOf)
  expect(official).toContain(CODICE_FISCALE)
  expect(official).toContain('12.000,00')
})

describe('pages fitted into a part of their sheet', () => {
  const fitting = {
    pages: 1,
    from: { width: 200, height: 300 },
    into: { x: 20, y: 10, width: 100, height: 200 },
  }
  const line: Leaf = {
    kind: 'line',
    page: 0,
    box: { x: 40, y: 60, width: 80, height: 10 },
    tag: 'artifact',
    align: 'left',
    size: 12,
    shrink: { smallest: 8, narrowest: 75 },
    runs: [],
    field: '',
  }

  test('keep their proportions, in the middle of it', () => {
    const [fitted] = fitPages([{ kind: 'group', role: 'Div', children: [line] }], fitting)
    expect(fitted).toMatchObject({
      children: [
        {
          box: { x: 40, y: 65, width: 40, height: 5 },
          size: 6,
          shrink: { smallest: 4, narrowest: 75 },
        },
      ],
    })
  })

  test('frames, fills and rules move with them; other pages stay', () => {
    const shapes = [
      { rule: [0, 0, 200] as const, weight: 1, grey: 0 },
      { frame: { x: 0, y: 0, width: 200, height: 300 }, weight: 1, grey: 0 },
      { fill: { x: 100, y: 150, width: 2, height: 2 }, grey: 0 },
    ]
    const other = { ...line, page: 1 }
    expect(fitPages([{ kind: 'vector', page: 0, shapes }, other], fitting)).toEqual([
      {
        kind: 'vector',
        page: 0,
        shapes: [
          { rule: [20, 35, 100], weight: 1, grey: 0 },
          { frame: { x: 20, y: 35, width: 100, height: 150 }, weight: 1, grey: 0 },
          { fill: { x: 70, y: 110, width: 1, height: 1 }, grey: 0 },
        ],
      },
      other,
    ])
  })
})
