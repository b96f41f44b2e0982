/**
 * Produces every kind of PDF and has it validated: `VERAPDF=verapdf npm run conformance`.
 *
 * The command that `VERAPDF` names, arguments and all, is called as `$VERAPDF -f 2b FILES…` for bundles and as
 * `$VERAPDF -f 2a -f ua1 FILES…` for single files; anything but exit code 0 is a failure. Without it, only what can be
 * seen without a validator is checked.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeLetters } from '../../src/letters/describe-letters.ts'
import { type PinLetterTemplate, pinLetterTemplate } from '../../src/letters/pin-letter.ts'
import { letterSources } from '../../src/letters/print-faults.ts'
import { readTemplates } from '../../src/letters/read-templates.ts'
import { bundleFile } from '../../src/pdf/bundle-file.ts'
import { type CompiledTemplate, compileTemplate } from '../../src/pdf/compile-template.ts'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import type { Values } from '../../src/pdf/template.ts'
import { everyCertificate } from '../certificates/certificates.ts'
import { LETTERS, loadPaper } from '../certificates/paper-letters.ts'
import {
  bundleOf,
  ISSUE,
  letter,
  loadTemplate,
  PRINTED_IN,
  PROFILES,
  RESIDENCES,
  SENDER,
  WORST_CASES,
} from '../letters/letters.ts'
import { compiledForm, formValues } from '../pdf/form-template.ts'
import { compiledLetter, EDITION, letterValues } from '../pdf/letter-template.ts'
import { compiledPicture, stationery } from '../pdf/picture-template.ts'
import { whole } from '../pdf/read-pdf.ts'
import { documentFaults, type Kind } from '../support/pdf/document-faults.ts'

interface Produced {
  readonly name: string
  readonly kind: Kind
  readonly bytes: Uint8Array
}

const FLAVOURS: Readonly<Record<Kind, readonly string[]>> = {
  bundle: ['-f', '2b'],
  single: ['-f', '2a', '-f', 'ua1'],
}

async function* everyKind(): AsyncGenerator<Produced> {
  for (const profile of PROFILES) yield* lettersOf(profile, await loadTemplate({ profile }))
  yield* lettersOf('stationery', await lettersOnStationery())
  yield* fixture(
    'letter',
    await compiledLetter(),
    EDITION,
    letterValues(0, ['ŁUKASZ', 'Αλέξανδρος', 'Щербаков']),
  )
  yield* fixture('form', await compiledForm(), { year: '2026' }, formValues())
  const empty = Object.fromEntries(Object.keys(formValues()).map((name) => [name, '']))
  yield* fixture('form', await compiledForm(), { year: '' }, empty, 'empty-form')
  for await (const { name, bytes } of everyCertificate()) yield { name, kind: 'single', bytes }
  for (const profile of PROFILES) {
    const paper = await loadPaper(profile, true)
    const bytes = whole(paper.bundle({ datedOn: '2026-11-20', test: true }, LETTERS))
    yield { name: `certificates-on-paper-${profile}`, kind: 'bundle', bytes }
  }
  yield* fixture('sheet', await compiledPicture(), {}, { name: 'MARIA ROSSI' })
}

function* lettersOf(name: string, template: PinLetterTemplate): Generator<Produced> {
  const letters = PRINTED_IN.flatMap((languages) =>
    RESIDENCES.flatMap((residence) =>
      Object.values(WORST_CASES).map((addressLines) => letter({ languages, residence, addressLines })),
    ),
  )
  for (const test of [false, true]) {
    const bytes = bundleOf(template, letters, { test })
    yield { name: `${name}-bundle${test ? '-test' : ''}`, kind: 'bundle', bytes }
  }
  for (const languages of PRINTED_IN) {
    const some = letters.filter((one) => one.languages === languages)
    yield { name: `${name}-specimen-${languages}`, kind: 'single', bytes: template.specimen(ISSUE, some) }
  }
}

/** Letters as an institute prints them that brings its own sheet. */
async function lettersOnStationery(): Promise<PinLetterTemplate> {
  const { parts } = await loadTemplate()
  const templates = await readTemplates('templates', ['it-dx'])
  const [profile] = templates.profiles
  if (!profile) throw new Error('no profile')
  const sources = letterSources(templates, SENDER, profile)
  const pictures = { ...sources.pictures, background: await stationery() }
  return pinLetterTemplate({
    ...parts,
    compiled: await compileTemplate(describeLetters({ ...sources, pictures })),
  })
}

function* fixture(
  variant: string,
  compiled: CompiledTemplate,
  known: Values,
  values: Values,
  name = variant,
): Generator<Produced> {
  const edition = openStamper(compiled).edition(known)
  const made = new SingleFiles(edition, variant).make(values)
  if ('code' in made) throw new Error(`${name}: ${made.code} in ${made.field}`)
  yield { name: `${name}-single`, kind: 'single', bytes: made.bytes }
  const pieces = ['A', 'B', 'C'].map((label) => ({ parts: [{ variant, values }], label }))
  const bytes = whole(bundleFile(edition, pieces, { title: name, language: 'it-IT' }))
  yield { name: `${name}-bundle`, kind: 'bundle', bytes }
}

const folder = await mkdtemp(join(tmpdir(), 'recapito-conformance-'))
try {
  const files: Record<Kind, string[]> = { bundle: [], single: [] }
  for await (const { name, kind, bytes } of everyKind()) {
    const path = join(folder, `${name}.pdf`)
    await writeFile(path, bytes)
    files[kind].push(path)
    for (const fault of await documentFaults(bytes, kind)) {
      console.log(`${name}: ${fault}`)
      process.exitCode = 1
    }
  }
  console.log(`${files.bundle.length} bundles and ${files.single.length} single files, structure checked`)
  const [command, ...settings] = (process.env['VERAPDF'] ?? '').split(' ').filter((word) => word !== '')
  if (!command) console.log('not validated: VERAPDF names no validator')
  for (const kind of command ? (['bundle', 'single'] as const) : []) {
    const { status, error } = spawnSync(command ?? '', [...settings, ...FLAVOURS[kind], ...files[kind]], {
      stdio: 'inherit',
    })
    if (error) console.log(`${command}: ${error.message}`)
    if (status !== 0) process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true })
}
