/**
 * Everything that staff edit for the letters, looked at in one go: what there is, and every fault with its place.
 *
 * @module
 */
import { LANGUAGES } from '../domain/pin-request.ts'
import { type FileFault, SETTING } from './file-fault.ts'
import { printFaults } from './print-faults.ts'
import { profileNamesIn, readTemplates, TEXTS } from './read-templates.ts'
import type { Sender } from './stationery.ts'

export interface TemplateCheck {
  readonly texts: readonly {
    readonly language: string
    readonly version: number
    readonly status: 'draft' | 'approved'
    readonly title: string
  }[]
  readonly profiles: readonly { readonly name: string; readonly description: string }[]
  /** File names. */
  readonly logo: string
  readonly background: string
  readonly warnings: readonly FileFault[]
  /** In the order of their files and lines. */
  readonly faults: readonly FileFault[]
}

/** Compiles the letters of every profile, or of one; an unknown one is a fault. */
export async function checkTemplates(
  folder: string,
  options: { readonly sender: Sender; readonly activeProfile: string; readonly profile?: string | undefined },
): Promise<TemplateCheck> {
  const { sender, activeProfile, profile } = options
  const known = await profileNamesIn(folder)
  const names = profile === undefined ? known : [profile]
  const templates = await readTemplates(folder, names)
  const faults = [...templates.faults, ...(await printFaults(templates, sender))]
  if (!known.includes(activeProfile)) {
    const others = known.length === 0 ? 'la cartella geometry non ne ha' : `ci sono ${known.join(', ')}`
    const message = `non c’è un profilo «${activeProfile}»: ${others}`
    faults.push({ file: `${SETTING}geometry`, message })
  }
  const faulty = new Set(faults.map(({ file }) => file))
  const absent = LANGUAGES.filter((language) => {
    // Without the Italian there is nothing to fall back to: that is a fault.
    if (language === 'it') return false
    const file = `${TEXTS}/${language}.md`
    return !templates.texts.has(language) && !faulty.has(file)
  })
  return {
    texts: [...templates.texts].map(([language, { version, status, title }]) => ({
      language,
      version,
      status,
      title,
    })),
    profiles: templates.profiles.map(({ name, geometry: { description } }) => ({ name, description })),
    logo: templates.letterhead.logo?.file ?? '',
    background: templates.letterhead.background?.file ?? '',
    warnings: absent.map((language) => ({
      file: `${TEXTS}/${language}.md`,
      message: 'non c’è: chi ha chiesto questa lingua riceve la lettera in italiano',
    })),
    faults: faults.sort(byPlace),
  }
}

function byPlace(a: FileFault, b: FileFault): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0)
}
