import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { loadCertificatePaper } from '../../src/certificates/load-certificate-paper.ts'
import { TemplateFault } from '../../src/letters/template-fault.ts'

const SENDER = { institute: 'INPS', returnAddress: ['Casella Postale 10000', '00144 Roma RM'] }

let folder = ''
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What is said of the templates once a file is edited, or lost. */
async function faultsWith(file: string, edit?: (text: string) => string): Promise<readonly string[]> {
  folder = await mkdtemp(join(tmpdir(), 'recapito-paper-'))
  await cp('templates', folder, { recursive: true })
  const path = join(folder, 'certificates', file)
  if (edit) await writeFile(path, edit(await readFile(path, 'utf8')))
  else await rm(path)
  const options = { templatesFolder: folder, profile: 'it-dx', sender: SENDER, test: false }
  const failure: unknown = await loadCertificatePaper(options).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(failure instanceof TemplateFault)) throw failure ?? new Error('nothing is said of it')
  return failure.faults
}

test.each<[string, string, ((text: string) => string) | undefined, readonly (string | RegExp)[]]>([
  ['a file that is not there', 'cover.md', undefined, ['certificates/cover.md: non c’è']],
  [
    'a text that lacks the list',
    'cover.md',
    (text) => text.replace('\n{{elenco}}\n', '\n'),
    ['certificates/cover.md: manca {{elenco}}'],
  ],
  [
    'a list that does not stand alone',
    'cover.md',
    (text) => text.replace('\n{{elenco}}\n', '\nSono: {{elenco}}\n'),
    [/^certificates\/cover.md, riga \d+: \{\{elenco\}\} sta da solo/],
  ],
  [
    'a datum that there is not',
    'cover.md',
    (text) => text.replace('{{intestatario}}:', '{{codice_fiscale}}:'),
    [/^certificates\/cover.md, riga \d+: \{\{codice_fiscale\}\} non è un dato/],
  ],
  [
    'a line of the list without its year',
    'cover.md',
    (text) => text.replace('redditi del {anno}', 'redditi'),
    [/^certificates\/cover.md, riga \d+: elenco.voce: ci vuole/],
  ],
  [
    'a page with too much to say',
    'cover.md',
    (text) => text.replace('Le conservi:', `${'Le conservi con cura. '.repeat(200)}Le conservi:`),
    [
      /^certificates\/cover.md: «Testo» non ci sta, .* \(per l’Italia\)/,
      /^certificates\/cover.md: «Testo» non ci sta, .* \(per l’estero\)/,
    ],
  ],
  [
    'an explanation that is too long beside the choices of a year',
    'surtaxes.md',
    (text) =>
      text.replace('Nella dichiarazione', `${'Nella dichiarazione si scrive così. '.repeat(60)}Nella`),
    [/^certificates\/surtaxes.md: «Addizionali» non ci sta, .* \(modello CU/],
  ],
  [
    'a choice that is none',
    'choices.yaml',
    (text) => text.replace('rate: 2', 'rate: 3'),
    [/^certificates\/choices.yaml, riga \d+: choices\.2\.rate: /],
  ],
  [
    'a name that does not fit its box',
    'choices.yaml',
    (text) => text.replace('- Chiesa cattolica', `- ${'Chiesa cattolica apostolica '.repeat(8)}`),
    [/^certificates\/choices.yaml: «Chiesa cattolica apostolica .*» non ci sta, .* \(modello CUD 2013\)/],
  ],
])('%s is named with its place', async (_, file, edit, expected) => {
  const faults = await faultsWith(file, edit)
  for (const [index, fault] of expected.entries()) {
    expect(faults[index]).toMatch(typeof fault === 'string' ? new RegExp(`^${escaped(fault)}$`) : fault)
  }
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
