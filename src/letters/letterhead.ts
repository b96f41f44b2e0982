/**
 * What stands at the head of a letter: a logo, or a whole sheet of stationery, from `templates/letterhead/`.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { svgAsPdf } from '../pdf/compile-picture.ts'
import { checkPicture, type PictureCheck } from './check-picture.ts'
import { type FileFault, inFile, unreadable } from './file-fault.ts'
import { readYaml, schemaFaults } from './yaml-text.ts'

const FOLDER = 'letterhead'
const SETTINGS = `${FOLDER}/letterhead.yaml`

const fileName = z
  .string()
  .regex(/^[\w.-]+\.(pdf|svg)$/i, 'ci vuole il nome di un file .pdf o .svg di questa cartella')

const Letterhead = z.strictObject({
  logo: z
    .strictObject({ file: fileName, width: z.number().min(4).max(60), height: z.number().min(4).max(30) })
    .optional(),
  background: fileName.optional(),
})

export interface Letterhead {
  readonly logo?: {
    readonly file: string
    readonly bytes: Uint8Array
    readonly width: number
    readonly height: number
  }
  readonly background?: { readonly file: string; readonly bytes: Uint8Array }
}

/** What stands there as PDF pages, by the names that letters give them, and what is wrong with it. */
export interface ReadLetterhead {
  readonly letterhead: Letterhead
  readonly pictures: Readonly<Record<string, Uint8Array>>
  /** Millimetres, of the stationery's page. */
  readonly sheet?: PictureCheck['size']
  readonly faults: readonly FileFault[]
}

/** Without the folder's `letterhead.yaml` there is neither logo nor stationery; what is faulty is left out. */
export async function readLetterhead(templatesFolder: string): Promise<ReadLetterhead> {
  const settings = await readSettings(templatesFolder)
  const { logo, background } = settings.content
  const logoPicture = logo && (await readPicture(templatesFolder, logo.file))
  const sheet = background === undefined ? undefined : await readPicture(templatesFolder, background)
  return {
    letterhead: {
      ...(logo && logoPicture?.pdf ? { logo: { ...logo, bytes: logoPicture.bytes } } : {}),
      ...(background && sheet?.pdf ? { background: { file: background, bytes: sheet.bytes } } : {}),
    },
    pictures: {
      ...(logoPicture?.pdf ? { logo: logoPicture.pdf } : {}),
      ...(sheet?.pdf ? { background: sheet.pdf } : {}),
    },
    ...(sheet?.pdf ? { sheet: sheet.size } : {}),
    faults: [...settings.faults, ...(logoPicture?.faults ?? []), ...(sheet?.faults ?? [])],
  }
}

async function readSettings(
  templatesFolder: string,
): Promise<{ content: z.infer<typeof Letterhead>; faults: FileFault[] }> {
  let source: string
  try {
    source = await readFile(join(templatesFolder, SETTINGS), 'utf8')
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return { content: {}, faults: isAbsent ? [] : [{ file: SETTINGS, message: unreadable(error) }] }
  }
  const yaml = readYaml(source)
  if (yaml.faults.length > 0) return { content: {}, faults: inFile(SETTINGS, yaml.faults) }
  const read = Letterhead.safeParse(yaml.content ?? {})
  if (read.success) return { content: read.data, faults: [] }
  return { content: {}, faults: inFile(SETTINGS, schemaFaults(yaml, read.error)) }
}

interface ReadPicture {
  readonly bytes: Uint8Array
  /** Undefined where there are faults. */
  readonly pdf?: Uint8Array
  readonly size?: PictureCheck['size']
  readonly faults: readonly FileFault[]
}

async function readPicture(templatesFolder: string, name: string): Promise<ReadPicture> {
  const file = `${FOLDER}/${name}`
  let bytes: Uint8Array = new Uint8Array()
  try {
    bytes = await readFile(join(templatesFolder, file))
  } catch (error) {
    return { bytes, faults: [{ file, message: unreadable(error) }] }
  }
  const isSvg = name.toLowerCase().endsWith('.svg')
  const pdf = isSvg ? await drawn(Buffer.from(bytes).toString('utf8')) : bytes
  if (typeof pdf === 'string') return { bytes, faults: [{ file, message: pdf }] }
  const { faults, size } = await checkPicture(pdf)
  if (faults.length === 0) return { bytes, pdf, size, faults: [] }
  return { bytes, faults: faults.map((message) => ({ file, message })) }
}

/** An SVG as a PDF page, or what is wrong with it. */
async function drawn(svg: string): Promise<Uint8Array | string> {
  if (!/<svg[\s>]/.test(svg)) return 'non è un disegno SVG'
  if (!/\sviewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+[\d.]+[ ,]+[\d.]+"/.test(svg)) {
    return 'manca viewBox="0 0 larghezza altezza" nell’elemento svg'
  }
  try {
    return await svgAsPdf(svg)
  } catch {
    return 'non si riesce a disegnarlo: salvarlo come SVG semplice, solo tracciati'
  }
}
