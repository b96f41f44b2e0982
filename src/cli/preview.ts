/** @module `recapito preview`: letters to people who do not exist, as PDF and as pictures. No database, no code. */
import { join } from 'node:path'
import { type Flags, loadSettings, type Settings } from '../config.ts'
import { Files } from '../files/files.ts'
import type { PinLetterTemplate } from '../letters/pin-letter.ts'
import type { Sheaf } from '../letters/specimen-sheaves.ts'
import { answer } from './answer.ts'
import { nearPath } from './near-path.ts'
import { progressLine } from './progress.ts'
import { senderOf } from './sender.ts'
import { WrongArguments } from './wrong-arguments.ts'

export interface PreviewOptions {
  readonly profile?: string
  readonly language?: string
  readonly worstCase?: boolean
  readonly zones?: boolean
  readonly out?: string
  readonly json?: boolean
}

/** Paths of what was written. */
interface Shown extends Pick<Sheaf, 'languages' | 'status' | 'held'> {
  readonly pdf: string
  readonly images: readonly string[]
  /** What the window shows of each addressee; of one who comes again, once. */
  readonly windows: readonly string[]
}

export async function preview(flags: Flags, options: PreviewOptions): Promise<void> {
  const settings = await loadSettings(flags)
  const profile = options.profile ?? settings.geometry
  const folder = options.out ?? join(settings.folders.output, 'preview')
  const template = await templateOf(settings, profile)
  const sheaves = await sheavesOf(template, options)
  const files = new Files()
  await files.makeFolder(folder)
  const progress = progressLine()
  const shown: Shown[] = []
  const seen = new Set<string>()
  for (const sheaf of sheaves) {
    const name = `${profile}-${sheaf.name}`
    const { languages, status, held, issue } = sheaf
    const letters = sheaf.letters.map(({ letter }) => letter)
    if (letters.length === 0) {
      shown.push({ pdf: '', languages, status, images: [], windows: [], held })
      continue
    }
    const bytes = template.specimen(issue, letters)
    const pdf = await write(`${name}.pdf`, bytes)
    const images: string[] = []
    const windows: string[] = []
    const { previewImages } = await import('./preview-images.ts')
    for await (const image of previewImages(bytes, template, {
      sheaf,
      zones: options.zones ?? false,
      seen,
    })) {
      images.push(await write(`${name}-${image.name}.png`, image.png))
      const { window } = image
      if (window) windows.push(await write(`${profile}-finestra-${window.person}.png`, window.png))
      progress.add(1, 'pagine')
    }
    shown.push({ pdf, languages, status, images, windows, held })
  }
  progress.clear()
  answer(options.json, { profile, folder, shown }, linesOf(shown, { folder, profile, settings }))

  async function write(file: string, content: Uint8Array): Promise<string> {
    const path = join(folder, file)
    await files.writeFile(path, content)
    return path
  }
}

async function templateOf(settings: Settings, profile: string): Promise<PinLetterTemplate> {
  const { loadPinLetterTemplate } = await import('../letters/load-pin-letter-template.ts')
  return loadPinLetterTemplate({
    templatesFolder: settings.folders.templates,
    profile,
    sender: senderOf(settings),
    languages: settings.letter,
    // Drafts are there to be looked at.
    test: true,
  })
}

async function sheavesOf(template: PinLetterTemplate, options: PreviewOptions): Promise<Sheaf[]> {
  const { languagesOf, ordinarySheaves, worstSheaves } = await import('../letters/specimen-sheaves.ts')
  const { language } = options
  const all = languagesOf(template)
  if (language !== undefined && !all.includes(language)) {
    throw new WrongArguments([
      `--language: non c’è una lettera in «${language}»; si può scegliere tra ${all.join(', ')}`,
    ])
  }
  return options.worstCase ? worstSheaves(template, language) : ordinarySheaves(template, language)
}

function linesOf(
  shown: readonly Shown[],
  { folder, profile, settings }: { folder: string; profile: string; settings: Settings },
): string[] {
  const pages = shown.reduce((sum, { images }) => sum + images.length, 0)
  const active = profile === settings.geometry ? 'attivo' : `quello attivo è ${settings.geometry}`
  return [
    `Profilo ${profile} (${active})`,
    ...shown.flatMap(({ pdf, images, windows, status, held }) => [
      ...(pdf === '' ? [] : [`  ${nearPath(pdf)}${status === 'draft' ? '  bozza' : ''}`]),
      ...[...images, ...windows].map((file) => `    ${nearPath(file)}`),
      ...held.map((reason) => `    non entra nella finestra, sarebbe trattenuta: ${reason}`),
    ]),
    `${pages} ${pages === 1 ? 'pagina' : 'pagine'} in ${nearPath(folder)}, senza codici`,
  ]
}
