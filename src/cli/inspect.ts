/** @module `recapito inspect <pdf>`: what is wrong with a PDF for the printer. Exit 5 where anything is. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, parse } from 'node:path'
import { type Flags, loadSettings } from '../config.ts'
import { count, counted } from '../domain/counted.ts'
import { fileFailure } from '../files/file-failure.ts'
import { expectLetters, type Piece } from '../inspect/expectation.ts'
import { FAULT_SENTENCES, type Fault } from '../inspect/fault.ts'
import { type Inspection, inspectPdf } from '../inspect/inspect-pdf.ts'
import { EVERY_PAGE } from '../inspect/sampling.ts'
import { answer } from './answer.ts'
import { WrongArguments } from './wrong-arguments.ts'

const FAULTS = 5
/** Faults that a person reads one by one; `--json` has all. */
const SHOWN = 40

export async function inspect(
  flags: Flags,
  pdf: string,
  options: { profile?: string; csv?: string; all?: boolean; json?: boolean },
): Promise<void> {
  const settings = await loadSettings(flags)
  const profile = options.profile ?? settings.geometry
  const { parseGeometry } = await import('../letters/geometry.ts')
  const geometryFile = join(settings.folders.templates, 'geometry', `${profile}.yaml`)
  const geometry = parseGeometry((await read(geometryFile)).toString(), geometryFile)
  const csv = options.csv ?? csvBeside(pdf)
  const { pieces, coverAlone } = csv === undefined ? NOTHING_KNOWN : await piecesIn(csv)
  const { senderLineText } = await import('../letters/stationery.ts')
  const { name, returnAddress } = settings.institute
  const senderText = senderLineText({ institute: name, returnAddress })
  const sampling = options.all ? EVERY_PAGE : settings.inspection
  const expectation = expectLetters(geometry, pieces, { senderText, coverAlone })
  const found = await inspectPdf(await read(pdf), expectation, sampling)
  if (found.faults.length > 0) process.exitCode = FAULTS
  answer(options.json, { pdf, profile, csv: csv ?? null, ...found }, [
    `${basename(pdf)}: ${seen(found)}`,
    pieces && csv !== undefined
      ? `Profilo ${profile}; ${counted(pieces.length, 'lettera', 'lettere')} secondo ${basename(csv)}`
      : `Profilo ${profile}; senza CSV: non si sa quali lettere dovrebbe contenere`,
    '',
    ...faultLines(found.faults),
  ])
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw fileFailure(error, file)
  }
}

function csvBeside(pdf: string): string | undefined {
  const { dir, name } = parse(pdf)
  const csv = join(dir, `${name}.csv`)
  return existsSync(csv) ? csv : undefined
}

const ROWS = ['row1', 'row2', 'row3', 'row4', 'row5', 'row6'] as const
const COLUMNS = ['mailpiece_id', 'first_page', 'pages', 'stationery', ...ROWS] as const

interface Listed {
  readonly pieces: readonly Piece[] | undefined
  readonly coverAlone: boolean
}

/** The stricter reading: what could show in the window is looked at on every sheet. */
const NOTHING_KNOWN: Listed = { pieces: undefined, coverAlone: false }

/** The vendor's CSV, as the vendor reads it. Certificates are PLAIN: their sheets after the first are covered by it. */
async function piecesIn(file: string): Promise<Listed> {
  const { parse } = await import('csv-parse/sync')
  const text = await read(file)
  let rows: Record<string, string>[]
  try {
    rows = parse(text, { columns: true, delimiter: ';', bom: true })
  } catch (error) {
    throw new WrongArguments([
      `--csv ${file}: non è un CSV con il punto e virgola (${(error as { code?: string }).code ?? 'illeggibile'})`,
    ])
  }
  const missing = COLUMNS.filter((column) => rows[0] && !(column in rows[0]))
  if (missing.length > 0) {
    throw new WrongArguments([`--csv ${file}: mancano le colonne ${missing.join(', ')}`])
  }
  const pieces = rows.map((row) => ({
    publicId: row['mailpiece_id'] ?? '',
    rows: ROWS.map((column) => row[column] ?? '').filter((line) => line !== ''),
    firstPage: Number(row['first_page']),
    pages: Number(row['pages']),
  }))
  return { pieces, coverAlone: rows.every((row) => row['stationery'] === 'PLAIN') }
}

function seen({ inspectedPages, renderedPages, pages }: Inspection): string {
  if (pages === 0) return 'nessuna pagina'
  const read = inspectedPages.length === pages ? 'tutte lette' : `${count(inspectedPages.length)} lette`
  return `${counted(pages, 'pagina', 'pagine')}, ${read}, ${count(renderedPages.length)} guardate anche come immagine`
}

function faultLines(faults: readonly Fault[]): string[] {
  if (faults.length === 0) return ['Nessun difetto.']
  const rest = faults.length - SHOWN
  return [
    ...faults.slice(0, SHOWN).map(({ page, code, detail }) => {
      const where = page === undefined ? 'tutto il file' : `pagina ${count(page)}`
      return `  ${where.padEnd(15)}${code.padEnd(22)}${FAULT_SENTENCES[code]}${detail === '' ? '' : `: ${detail}`}`
    }),
    ...(rest > 0 ? [`  … e ${counted(rest, 'altro', 'altri')}: si vedono tutti con --json`] : []),
    '',
    `${counted(faults.length, 'difetto', 'difetti')}: il file non va consegnato così.`,
  ]
}
