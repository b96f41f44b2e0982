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
  test.each([
    ['bundle: { letters: 0 }', 'riga 1: bundle.letters: ci vuole almeno 1'],
    ['trial: forse', 'riga 1: trial: ci vuole true oppure false'],
    ['log: info\nvendr: { name: x }', 'riga 2: voce sconosciuta: vendr'],
    ['vendor:\n  name: a/b', 'riga 2: vendor.name: ci vogliono solo lettere, cifre e . _ -'],
    ['limits: { warningShare: 5 }', 'riga 1: limits.warningShare: ci vuole al più 1'],
    ['alerts: { volumeShare: 0 }', 'riga 1: alerts.volumeShare: ci vuole più di 0'],
    ['alerts: { to: [nobody] }', 'riga 1: alerts.to.0: ci vuole un indirizzo e-mail'],
    [
      'institute:\n  returnAddress: [a, b, c, d, e]',
      'riga 2: institute.returnAddress: ci vogliono al più 4 voci',
    ],
    ['feeds: { numbers: italian }', 'riga 1: feeds.numbers: ci vuole point oppure comma'],
    ['parameters: { changeMonths: 6 }', 'riga 1: parameters: voce sconosciuta: changeMonths'],
    [
      'parameters: { initialUnusedValidityDaysItaly: 30 }',
      'riga 1: parameters: initialUnusedValidityDaysItaly: ci vogliono almeno 100 giorni, non 30',
    ],
    ['a: [1\nb: 2', 'riga 2: il rientro non è quello delle righe vicine'],
  ])('%s', async (yaml, sentence) => {
    expect(await faultsOf(yaml)).toEqual([`${join(folder, 'c.yaml')}, ${sentence}`])
  })

  test('languages and countries that are none, each with its place', async () => {
    const faults = await faultsOf(
      'letter: { declaredLanguage: under, secondLanguages: { UK: en, fr: fr, AT: German, CH: DE } }',
    )
    const country = 'ci vuole un paese di due lettere maiuscole (ISO 3166-1), come DE'
    const language = 'ci vuole una lingua di due lettere minuscole, come de'
    expect(faults.map((fault) => fault.replace(/^.*c\.yaml, riga 1: /, ''))).toEqual([
      'letter.declaredLanguage: ci vuole alone oppure below',
      `letter.secondLanguages.AT: ${language}`,
      `letter.secondLanguages.CH: ${language}`,
      `letter.secondLanguages.UK: ${country}`,
      `letter.secondLanguages.fr: ${country}`,
    ])
  })

  test('of the file and of the environment together', async () => {
    const yaml =
      'trial: 1\nbundle: { letters: 0 }\nparameters: { initialUnusedValidityDaysItaly: 30, changeMonths: 6 }'
    const failure = await load(yaml, { RECAPITO_LOG: 'loud' }).catch((error: unknown) => error)
    const file = join(folder, 'c.yaml')
    expect((failure as Error).message.split('\n  ')).toEqual([
      'Ci sono 5 errori nelle impostazioni:',
      `${file}, riga 1: trial: ci vuole true oppure false`,
      `${file}, riga 2: bundle.letters: ci vuole almeno 1`,
      `${file}, riga 3: parameters: voce sconosciuta: changeMonths`,
      `${file}, riga 3: parameters: initialUnusedValidityDaysItaly: ci vogliono almeno 100 giorni, non 30`,
      'RECAPITO_LOG: ci vuole silent oppure error oppure warn oppure info, non «loud»',
    ])
  })

  test('a password in the address of a mail server is not repeated', async () => {
    const [fault] = await faultsOf('alerts: { to: [a@b.example], smtp: "http://user:hunter2@host" }')
    expect(fault).toContain('alerts.smtp: ci vuole un server di posta')
    expect(fault).not.toContain('hunter2')
  })

  test('a file that was named and is not there', async () => {
    const failure = await loadSettings({ config: join(folder, 'none.yaml') }, {}).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(ConfigError)
    expect((failure as ConfigError).faults).toEqual([`${join(folder, 'none.yaml')}: non c’è`])
  })
})
