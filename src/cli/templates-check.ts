/** @module `recapito templates check`: every fault of what staff edit for paper. Exit 2 where there is any. */
import { join } from 'node:path'
import type { FormCheck } from '../certificates/check-forms.ts'
import { type Flags, loadSettings, type Settings } from '../config.ts'
import { counted } from '../domain/counted.ts'
import type { TemplateCheck } from '../letters/check-templates.ts'
import { type FileFault, SETTING } from '../letters/file-fault.ts'
import { answer } from './answer.ts'
import { nearPath } from './near-path.ts'
import { senderOf } from './sender.ts'

const FAULTS = 2
const STATUS = { draft: 'bozza', approved: 'approvato' } as const

/** Letters and certificates: a fault of one stops nothing of the other. */
interface Found {
  readonly letters: TemplateCheck
  readonly certificates: FormCheck
}

export async function checkTemplatesCommand(
  flags: Flags,
  options: { profile?: string; json?: boolean },
): Promise<void> {
  const settings = await loadSettings(flags)
  const { templates } = settings.folders
  const [{ checkTemplates }, { checkForms }, { paperFaults }] = await Promise.all([
    import('../letters/check-templates.ts'),
    import('../certificates/check-forms.ts'),
    import('../certificates/load-certificate-paper.ts'),
  ])
  const { geometry } = settings
  const check = await checkTemplates(templates, {
    sender: senderOf(settings),
    activeProfile: geometry,
    profile: options.profile,
  })
  const letters = { ...check, faults: [...check.faults, ...secondLanguageFaults(check, settings)] }
  const forms = await checkForms(templates)
  const paper = { templatesFolder: templates, sender: senderOf(settings), test: false }
  const onPaper = await Promise.all(
    check.profiles.map(({ name }) => paperFaults({ ...paper, profile: name })),
  )
  const certificates = { ...forms, faults: distinct([...forms.faults, ...onPaper.flat()]) }
  const faults = [...letters.faults, ...certificates.faults]
  if (faults.length > 0) process.exitCode = FAULTS
  const found = { letters, certificates }
  answer(
    options.json,
    { folder: templates, activeProfile: geometry, ...letters, forms: certificates.forms, faults },
    [
      ...letters.warnings.map((warning) => `Avviso: ${place(templates, warning)}: ${warning.message}`),
      ...(faults.length > 0 ? faultLines(templates, found, settings) : tableLines(found, settings)),
    ],
  )
}

/** What is wrong in every profile is said once. */
function distinct(faults: readonly FileFault[]): FileFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
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

function faultLines(folder: string, { letters, certificates }: Found, settings: Settings): string[] {
  const faults = [...letters.faults, ...certificates.faults]
  return [
    ...faults.map((fault) => `${place(folder, fault)}: ${fault.message}`),
    '',
    ...(letters.faults.length > 0 ? [letterFaultsLine(letters, settings)] : []),
    ...(certificates.faults.length > 0
      ? [
          `${untilMended(certificates.faults, ' delle certificazioni')} non si rilascia nessuna certificazione.`,
        ]
      : []),
  ]
}

function letterFaultsLine({ faults, profiles }: TemplateCheck, { geometry }: Settings): string {
  const exception = profiles.some(({ name }) => name !== geometry)
    ? `, a meno che ${faults.length === 1 ? 'riguardi' : 'riguardino'} un profilo diverso da ${geometry}, quello attivo`
    : ''
  return `${untilMended(faults)} non si stampa nessuna lettera${exception}.`
}

function untilMended(faults: readonly FileFault[], ofWhat = ''): string {
  const until = faults.length === 1 ? 'c’è' : 'ci sono'
  return `${counted(faults.length, 'difetto', 'difetti')}${ofWhat}: finché ${until}`
}

/** `templates/pin-letter/it.md:12`, which terminals and editors open; a setting as it is. */
function place(folder: string, { file, line }: FileFault): string {
  if (file.startsWith(SETTING)) return file
  return `${nearPath(join(folder, file))}${line === undefined ? '' : `:${line}`}`
}

function tableLines({ letters, certificates }: Found, { geometry }: Settings): string[] {
  const { texts, profiles, logo, background } = letters
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
    'Certificazioni',
    ...(certificates.forms.length > 0 ? certificates.forms.map(formLine) : ['  nessun modello']),
    '',
    'Nessun difetto.',
  ]
}

function formLine({ form, incomeYear, points, unsourced, notes }: FormCheck['forms'][number]): string {
  const toConfirm = unsourced === 0 ? '' : `, ${unsourced} punti [K] da confermare`
  return `  ${form.padEnd(9)} redditi ${incomeYear}  ${points} punti, ${notes} annotazioni${toConfirm}`
}
