import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recapito } from '../support/command.ts'

describe('recapito templates check', () => {
  let root = ''
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'recapito-templates-'))
    await cp('templates', join(root, 'templates'), { recursive: true })
    await writeFile(
      join(root, 'config.yaml'),
      `folders: { data: ${root}/data, output: ${root}/output, templates: ${root}/templates }\n`,
    )
    await spoil('pin-letter/de.md', '{{data_richiesta}}', '{{data_rich}}')
    await spoil('pin-letter/it.md', 'Gentile Signora', 'Molto '.repeat(150))
    await spoil('geometry/it-dx.yaml', 'address: { x: 101', 'address: { x: 98')
    await rm(join(root, 'templates/pin-letter/ru.md'))
  })
  afterAll(() => rm(root, { recursive: true }))

  const run = (...args: string[]) => recapito(['--config', join(root, 'config.yaml'), ...args])

  async function spoil(file: string, from: string, to: string): Promise<void> {
    const path = join(root, 'templates', file)
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
  }

  test('with nothing wrong it shows what there is, and exits 0', async () => {
    const { code, stdout, stderr } = await recapito(['templates', 'check'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ {2}it +versione 2 +approvato +Seconda parte del PIN$/m)
    expect(stdout).toMatch(/^ {2}de +versione 1 +bozza +Zweiter Teil der PIN$/m)
    expect(stdout).toMatch(/^ {2}it-dx +attivo +A4 in tre parti/m)
    expect(stdout).toMatch(/^ {2}din-b +A4 secondo DIN 5008/m)
    expect(stdout).toMatch(
      /^ {2}CUD 2013 +redditi 2012 +82 punti, 17 annotazioni, 22 punti \[K\] da confermare$/m,
    )
    expect(stdout).toMatch(/^ {2}CU 2020 +redditi 2019 +93 punti/m)
    expect(stdout).toContain('Nessun difetto.')
  })

  test('names a second language that nobody wrote', async () => {
    const config = join(root, 'second.yaml')
    await writeFile(config, 'letter: { secondLanguages: { GB: sv, FR: fr } }\n')
    const { code, stdout } = await recapito(['--config', config, 'templates', 'check'])
    expect(code).toBe(2)
    expect(stdout).toContain('letter.secondLanguages.GB: non c’è pin-letter/sv.md: ci sono ar, de')
    expect(stdout).not.toContain('secondLanguages.FR')
  })

  test('names every fault in Italian with file and line, and exits 2', async () => {
    const { code, stdout, stderr } = await run('templates', 'check')
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(stdout).toMatch(/pin-letter\/de\.md:\d+: \{\{data_rich\}\} non è un dato della lettera/)
    expect(stdout).toMatch(/geometry\/it-dx\.yaml:\d+: address \(indirizzo\): esce dalla finestra/)
    expect(stdout).toMatch(/pin-letter\/it\.md:\d+: la zona Apertura è troppo piena: .* profilo din-b/)
    expect(stdout).toMatch(/^Avviso: .*pin-letter\/ru\.md: non c’è: .* riceve la lettera in italiano$/m)
    expect(stdout).toContain('a meno che riguardino un profilo diverso da it-dx')
  })

  test('looks at one profile when asked', async () => {
    const { code, stdout } = await run('templates', 'check', '--profile', 'notify-c5')
    expect(code).toBe(2)
    expect(stdout).not.toContain('it-dx.yaml')
    expect(stdout).not.toContain('profilo din-b')
  })

  test('answers as JSON', async () => {
    const { code, stdout } = await run('templates', 'check', '--profile', 'it-dx', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      folder: join(root, 'templates'),
      activeProfile: 'it-dx',
      profiles: [],
      warnings: [{ file: 'pin-letter/ru.md' }],
      faults: [
        { file: 'geometry/it-dx.yaml', line: expect.any(Number), message: expect.any(String) },
        { file: 'pin-letter/de.md', line: expect.any(Number), message: expect.any(String) },
      ],
    })
  })

  test('what stops here stops the night: exit 2, in the same words', async () => {
    const { code, stderr } = await run('night', '--date', '2026-11-20')
    expect(code).toBe(2)
    expect(stderr).toMatch(/pin-letter\/de\.md, riga \d+: \{\{data_rich\}\} non è un dato della lettera/)
    expect(stderr).toMatch(/geometry\/it-dx\.yaml, riga \d+: address/)
    expect(stderr).not.toContain('    at ')
  })
})

describe('recapito templates check, a form with a fault', () => {
  let root = ''
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'recapito-forms-'))
    await cp('templates', join(root, 'templates'), { recursive: true })
    await writeFile(join(root, 'config.yaml'), `folders: { templates: ${root}/templates }\n`)
    const path = join(root, 'templates/certificates/cu-2020/form.yaml')
    await writeFile(path, (await readFile(path, 'utf8')).replace('means: tax.gross', 'means: tax.net'))
  })
  afterAll(() => rm(root, { recursive: true }))

  const run = (...args: string[]) => recapito(['--config', join(root, 'config.yaml'), ...args])

  test('is named with its line, and keeps back certificates but no letter', async () => {
    const { code, stdout } = await run('templates', 'check')
    expect(code).toBe(2)
    expect(stdout).toMatch(
      /certificates\/cu-2020\/form\.yaml:\d+: .*non è un dato che le certificazioni conoscono/,
    )
    expect(stdout).toContain(
      '1 difetto delle certificazioni: finché c’è non si rilascia nessuna certificazione.',
    )
    expect(stdout).not.toContain('nessuna lettera')
  })

  test('answers as JSON which forms are sound', async () => {
    const { stdout } = await run('templates', 'check', '--json')
    const { forms, faults } = JSON.parse(stdout)
    expect(forms).toHaveLength(7)
    expect(forms[0]).toEqual({ form: 'CUD 2013', incomeYear: 2012, points: 82, unsourced: 22, notes: 17 })
    expect(faults).toEqual([
      { file: 'certificates/cu-2020/form.yaml', line: expect.any(Number), message: expect.any(String) },
    ])
  })
})
