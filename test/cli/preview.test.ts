import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recapito } from '../support/command.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'

describe('recapito preview', () => {
  let root = ''
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'recapito-preview-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  const run = (...args: string[]) =>
    recapito(['--data', join(root, 'data'), '--output', join(root, 'output'), 'preview', ...args])
  const written = async () => (await readdir(join(root, 'output/preview'))).sort()
  const textOfPdf = async (name: string) => {
    const pages = await readPages(await readFile(join(root, name)))
    return pages.map(textOf)
  }

  test('writes each language as PDF and as pictures, needs no database and no keyring', async () => {
    const { code, stdout, stderr } = await run()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const languages = ['ar', 'de', 'en', 'es', 'fr', 'it', 'pl', 'ru']
    const names = languages.flatMap((one) => ['-1.png', '-2.png', '.pdf'].map((end) => `it-dx-${one}${end}`))
    expect(await written()).toEqual(names)
    for (const name of names) expect(stdout).toContain(join(root, 'output/preview', name))
    expect(stdout).toMatch(/it-dx-de\.pdf +bozza$/m)
    expect(stdout).toMatch(/it-dx-it\.pdf$/m)
    expect(await readdir(root)).toEqual(['output'])
  })

  test('shows bullets for the code and FAC-SIMILE, at home and abroad, in the folder it is told', async () => {
    await run('--language', 'de', '--out', join(root, 'altrove'))
    expect(await readdir(root)).toEqual(['altrove'])
    const pages = await textOfPdf('altrove/it-dx-de.pdf')
    expect(pages).toHaveLength(2)
    for (const page of pages) {
      expect(page).toContain('•••• ••••')
      expect(page).toContain('FAC-SIMILE')
      expect(page).not.toMatch(/\b[0-9A-F]{4} ?[0-9A-F]{4}\b(?!-)/)
    }
    expect(pages[0]).toContain('00153 ROMA RM')
    expect(pages[1]).toContain('FRANCIA')
  })

  test('the worst case: longest data, two languages, every alphabet, with the zones upon them', async () => {
    const { code, stdout } = await run(
      '--language',
      'it+ru',
      '--worst-case',
      '--zones',
      '--profile',
      'din-b',
      '--json',
    )
    expect(code).toBe(0)
    const { profile, shown } = JSON.parse(stdout)
    expect(profile).toBe('din-b')
    expect(
      shown.map(({ languages, held }: { languages: string; held: string[] }) => [languages, held]),
    ).toEqual([
      ['it+ru', []],
      ['it', []],
    ])
    const [letters, alphabets] = shown
    expect(letters.images).toHaveLength(4)
    expect(letters.windows).toHaveLength(2)
    expect(alphabets.images).toHaveLength(8)
    for (const file of [...letters.images, ...letters.windows, ...alphabets.images, ...alphabets.windows]) {
      expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG')
    }
    const text = (await textOfPdf('output/preview/din-b-it+ru-limite.pdf')).join('\n')
    for (const said of ['WASHINGTON-MONTGOMERY', 'REPUBBLICA DEMOCRATICA DEL CONGO', 'Вторая часть']) {
      expect(text).toContain(said)
    }
    const addresses = (await textOfPdf('output/preview/din-b-it-alfabeti.pdf')).join('\n')
    for (const said of ['ŁUKASZ', 'ȘTEFAN', 'AĞA', 'GYŐRI', 'ĐORĐE', 'ΠΑΠΑΔΌΠΟΥΛΟΣ', 'ЩЕРБАКОВ']) {
      expect(addresses).toContain(said)
    }
  })

  test.each([
    [
      'no such language',
      ['--language', 'it+xx'],
      'non c’è una lettera in «it+xx»; si può scegliere tra ar, de',
    ],
    [
      'no such profile',
      ['--profile', 'xx'],
      'geometry/xx.yaml: non c’è: i profili sono din-b, it-dx, notify-c5',
    ],
  ])('%s: exit 2, nothing written', async (_title, args, sentence) => {
    const { code, stderr } = await run(...args)
    expect(stderr).toContain(sentence)
    expect(code).toBe(2)
    expect(await readdir(root)).toEqual([])
  })
})
