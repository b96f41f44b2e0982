/** @module `recapito templates check`: every fault of what staff edit for the letters. Exit 2 where there is any. */
import { join } from 'node:path'
import { type Flags, loadSettings, type Settings } from '../config.ts'
import type { TemplateCheck } from '../letters/check-templates.ts'
import { type FileFault, SETTING } from '../letters/file-fault.ts'
import { answer } from './answer.ts'
import { nearPath } from './near-path.ts'
import { senderOf } from './sender.ts'

const FAULTS = 2
const STATUS = { draft: 'bozza', approved: 'approvato' } as const

export async function checkTemplatesCommand(
  flags: Flags,
  options: { profile?: string; json?: boolean },
): Promise<void> {
  const settings = await loadSettings(flags)
  const { templates } = settings.folders
  const { checkTemplates } = await import('../letters/check-templates.ts')
  const { geometry } = settings
  const check = await checkTemplates(templates, {
    sender: senderOf(settings),
    activeProfile: geometry,
    profile: options.profile,
  })
  const found = { ...check, faults: [...check.faults, ...secondLanguageFaults(check, settings)] }
  if (found.faults.length > 0) process.exitCode = FAULTS
  answer(options.json, { folder: templates, activeProfile: geometry, ...found }, [
    ...found.warnings.map((warning) => `Avviso: ${place(templates, warning)}: ${warning.message}`),
    ...(found.faults.length > 0 ? faultLines(templates, found, settings) : tableLines(found, settings)),
  ])
}

/** A language that a setting asks for and that nobody wrote: its letters would be Italian alone. */
function secondLanguageFaults({ texts, faults }: TemplateCheck, { letter }: Settings): FileFault[] {
  const known = texts.map(({ language }) => language)
  return Object.entries(letter.secondLanguages)
    .filter(([, language]) => !known.includes(language))
    .filter(([, language]) => !faults.some(({ file }) => file === `pin-letter/${language}.md`))
    .map(([country, language]) => ({
      file: `${SETTING}letter.secondLanguages.${country}`,
      message: `non c’è pin-letter/${language}.md: ci sono ${known.join(', ')}`,
    }))
}

function faultLines(folder: string, { faults, profiles }: TemplateCheck, { geometry }: Settings): string[] {
  const one = faults.length === 1
  const many = one
    ? '1 difetto: finché c’è'
    : `${faults.length.toLocaleString('it-IT')} difetti: finché ci sono`
  const exception = profiles.some(({ name }) => name !== geometry)
    ? `, a meno che ${one ? 'riguardi' : 'riguardino'} un profilo diverso da ${geometry}, quello attivo`
    : ''
  return [
    ...faults.map((fault) => `${place(folder, fault)}: ${fault.message}`),
    '',
    `${many} non si stampa nessuna lettera${exception}.`,
  ]
}

/** `templates/pin-letter/it.md:12`, which terminals and editors open; a setting as it is. */
function place(folder: string, { file, line }: FileFault): string {
  if (file.startsWith(SETTING)) return file
  return `${nearPath(join(folder, file))}${line === undefined ? '' : `:${line}`}`
}

function tableLines({ texts, profiles, logo, background }: TemplateCheck, { geometry }: Settings): string[] {
  return [
    'Testi',
    ...texts.map(
      ({ language, version, status, title }) =>
        `  ${language.padEnd(4)} versione ${String(version).padEnd(4)} ${STATUS[status].padEnd(10)} ${title}`,
    ),
    'Profili',
    ...profiles.map(
      ({ name, description }) =>
        `  ${name.padEnd(12)} ${name === geometry ? 'attivo' : '      '}  ${description}`,
    ),
    'Carta',
    `  ${logo === '' ? 'senza logo' : logo}${background === '' ? '' : `, ${background} come sfondo`}`,
    '',
    'Nessun difetto.',
  ]
}
