/**
 * Everything under `templates/` that letters are made from, file by file: what is faulty is left out and named, so that
 * one wrong file hides nothing of the others.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decimal, type FileFault, inFile, mm, unreadable } from './file-fault.ts'
import { type LetterText, readLetterText } from './letter-text.ts'
import { type ReadLetterhead, readLetterhead } from './letterhead.ts'
import { type Profile, readGeometry } from './read-geometry.ts'

export const TEXTS = 'pin-letter'
const PROFILES = 'geometry'

export interface Templates {
  /** By language. */
  readonly texts: ReadonlyMap<string, LetterText>
  readonly profiles: readonly Profile[]
  readonly letterhead: ReadLetterhead['letterhead']
  readonly pictures: ReadLetterhead['pictures']
  readonly faults: readonly FileFault[]
}

/** Reads all texts, the letterhead, and the profiles named. */
export async function readTemplates(folder: string, profileNames: readonly string[]): Promise<Templates> {
  const [{ texts, faults }, { letterhead, pictures, sheet, ...head }, ...geometries] = await Promise.all([
    readTexts(folder),
    readLetterhead(folder),
    ...profileNames.map((name) => readProfile(folder, name)),
  ])
  const profiles = geometries.flatMap((read) => ('profile' in read ? [read.profile] : []))
  return {
    texts,
    profiles,
    letterhead,
    pictures,
    faults: [
      ...faults,
      ...geometries.flatMap((read) => ('faults' in read ? read.faults : [])),
      ...head.faults,
      ...profiles.flatMap((profile) => sheetFaults(letterhead, sheet, profile)),
    ],
  }
}

/** Names of all profiles, sorted. */
export async function profileNamesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, PROFILES)).catch(() => [])
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

async function readTexts(folder: string): Promise<{ texts: Map<string, LetterText>; faults: FileFault[] }> {
  const texts = new Map<string, LetterText>()
  const faults: FileFault[] = []
  let names: string[]
  try {
    names = (await readdir(join(folder, TEXTS))).filter((name) => name.endsWith('.md')).sort()
  } catch (error) {
    return { texts, faults: [{ file: TEXTS, message: unreadable(error) }] }
  }
  for (const name of names) {
    const file = `${TEXTS}/${name}`
    const source = await readSource(folder, file)
    if (typeof source !== 'string') {
      faults.push(source)
      continue
    }
    const read = readLetterText(source)
    if ('faults' in read) {
      faults.push(...inFile(file, read.faults))
      continue
    }
    const { text } = read
    if (`${text.language}.md` === name) texts.set(text.language, text)
    else {
      const message = `language è ${text.language}: il file deve chiamarsi ${text.language}.md`
      faults.push({ file, line: text.lines['language'] ?? 1, message })
    }
  }
  return { texts, faults: [...faults, ...italianFaults(names, texts)] }
}

/** Every other language falls back to the Italian. */
function italianFaults(names: readonly string[], texts: ReadonlyMap<string, LetterText>): FileFault[] {
  const file = `${TEXTS}/it.md`
  const italian = texts.get('it')
  if (!names.includes('it.md')) return [{ file, message: 'non c’è: il testo italiano ci vuole sempre' }]
  if (!italian || italian.status === 'approved') return []
  const message = 'status è draft: il testo italiano ci vuole sempre approvato (status: approved)'
  return [{ file, line: italian.lines['status'] ?? 1, message }]
}

async function readProfile(
  folder: string,
  name: string,
): Promise<{ readonly profile: Profile } | { readonly faults: FileFault[] }> {
  const file = `${PROFILES}/${name}.yaml`
  const source = await readSource(folder, file)
  if (typeof source !== 'string') {
    const known = await profileNamesIn(folder)
    const message = known.includes(name) ? source.message : `non c’è: i profili sono ${known.join(', ')}`
    return { faults: [{ file, message }] }
  }
  const read = readGeometry(source, name)
  return 'profile' in read ? read : { faults: inFile(file, read.faults) }
}

async function readSource(folder: string, file: string): Promise<string | FileFault> {
  try {
    return await readFile(join(folder, file), 'utf8')
  } catch (error) {
    return { file, message: unreadable(error) }
  }
}

/** Half a millimetre: programs round A4 to whole points. */
const TOLERANCE = 0.5

function sheetFaults(
  { background }: ReadLetterhead['letterhead'],
  sheet: ReadLetterhead['sheet'],
  { name, geometry: { page } }: Profile,
): FileFault[] {
  if (!background || !sheet) return []
  const excess = Math.max(Math.abs(sheet.width - page.width), Math.abs(sheet.height - page.height))
  if (excess <= TOLERANCE) return []
  const [found, expected] = [sheet, page].map(({ width, height }) => `${decimal(width)} × ${mm(height)}`)
  const message = `la pagina è di ${found}, il foglio del profilo ${name} di ${expected}: esportarla della stessa misura, senza abbondanza`
  return [{ file: `letterhead/${background.file}`, message }]
}
