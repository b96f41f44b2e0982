import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, loadSettings } from '../src/config.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recapito-config-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function load(yaml: string, environment: Record<string, string> = {}, flags = {}) {
  const config = join(folder, 'c.yaml')
  await writeFile(config, yaml)
  return loadSettings({ config, ...flags }, environment)
}

async function faultsOf(yaml: string, environment: Record<string, string> = {}): Promise<readonly string[]> {
  const failure = await load(yaml, environment).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ConfigError)
  expect(failure).toMatchObject({ exitCode: 2 })
  return (failure as ConfigError).faults
}

test('no file is needed', async () => {
  const settings = await loadSettings({}, { RECAPITO_DATA: folder })
  expect(settings.database).toBe(join(folder, 'recapito.sqlite'))
  expect(settings.keyring).toBe(join(folder, 'keyring.json'))
  expect(settings.secrets.eraseAfterDays).toBe(10)
})

test('flags win over the environment, and that over the file', async () => {
  const yaml = 'folders: { data: /from/file, output: /from/file }\ndatabase: file.sqlite'
  const environment = { RECAPITO_DATA: '/from/environment', DATABASE_URL: 'postgres://host/db' }
  const settings = await load(yaml, environment, { data: '/from/flag' })
  expect(settings.folders).toMatchObject({ data: '/from/flag', output: '/from/file' })
  expect(settings.database).toBe('postgres://host/db')
})

test('the declared language stands alone, and no country has a second one, unless a setting says so', async () => {
  expect((await load('')).letter).toEqual({ declaredLanguage: 'alone', secondLanguages: {} })
  // `NO` is Norway: in this YAML it is no truth value.
  const yaml = 'letter: { declaredLanguage: below, secondLanguages: { NO: en, TN: fr } }'
  expect((await load(yaml)).letter).toEqual({
    declaredLanguage: 'below',
    secondLanguages: { NO: 'en', TN: 'fr' },
  })
})

describe('every fault is in one list', () => {
  test('values of the wrong kind, unknown names, impossible parameters', async () => {
    const faults = await faultsOf(
      'bundle: { letters: 0 }\nvendr: { name: x }\nvendor: { name: "a/b" }\nlimits: { warningShare: 5 }\n' +
        'parameters: { initialUnusedValidityDaysItaly: 30, changeMonths: 6 }',
      { RECAPITO_LOG: 'loud' },
    )
    const text = faults.join('\n')
    for (const named of [
      'bundle.letters',
      'vendr',
      'vendor.name',
      'limits.warningShare',
      'changeMonths',
      'RECAPITO_LOG',
    ]) {
      expect(text).toContain(named)
    }
  })

  test('languages and countries that are none, each with its place', async () => {
    const faults = await faultsOf(
      'letter: { declaredLanguage: under, secondLanguages: { UK: en, fr: fr, AT: German, CH: DE } }',
    )
    expect(faults.map((fault) => fault.replace(/^.*c\.yaml, /, '').replace(/:.*/, ''))).toEqual([
      'letter.declaredLanguage',
      'letter.secondLanguages.AT',
      'letter.secondLanguages.CH',
      'letter.secondLanguages.UK',
      'letter.secondLanguages.fr',
    ])
  })

  test('a validity that could end before the letter arrives is refused', async () => {
    expect((await faultsOf('parameters: { initialUnusedValidityDaysItaly: 30 }')).join()).toContain(
      'at least 100',
    )
  })

  test('a file that is not YAML names its line', async () => {
    expect((await faultsOf('a: [1\nb: 2')).join()).toMatch(/line \d/)
  })

  test('a file that was named and is not there', async () => {
    const failure = await loadSettings({ config: join(folder, 'none.yaml') }, {}).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(ConfigError)
    expect((failure as Error).message).toContain('none.yaml')
  })
})
