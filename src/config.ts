/**
 * Every setting, in one typed object: built-in values, then `recapito.config.yaml`, then the environment, then flags.
 * Every fault is named in one list, with its place and what was expected.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { countryByIso2 } from './domain/countries.ts'
import { withOverrides } from './domain/parameters.ts'
import { faultSentence, inFile, unreadable } from './letters/file-fault.ts'

/** The folder of the program: its templates and sample live there, whatever the working directory. */
export const PROGRAM_FOLDER = dirname(dirname(fileURLToPath(import.meta.url)))

/** Of retention: a shorter time than `least` would take away what staff still ask for. */
const days = (least: number, usual: number) => z.number().int().min(least).max(36_500).default(usual)
const share = z.number().min(0).max(1)
const wholeNumber = z.number().int().min(1)
const civilDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'ci vuole una data AAAA-MM-GG')
const email = z.email('ci vuole un indirizzo e-mail')
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'ci vuole un’ora come "12:00"')
const catchUp = (policy: 'all' | 'latest' | 'none', maxAgeHours: number) =>
  z
    .strictObject({
      policy: z.enum(['all', 'latest', 'none']).default(policy),
      maxAgeHours: z.number().positive().default(maxAgeHours),
    })
    .prefault({})
const cron = z.string().regex(/^\S+ \S+ \S+ \S+ \S+$/, 'ci vogliono cinque campi, come "0 9 * * *"')

const language = z.string().regex(/^[a-z]{2}$/, 'ci vuole una lingua di due lettere minuscole, come de')

const whole = z.number().int().min(0)
const LEVELS = ['silent', 'error', 'warn', 'info'] as const
const Overrides = z
  .strictObject({
    firstHalfSlaHours: whole,
    letterExpectedDaysItaly: whole,
    letterExpectedDaysAbroad: whole,
    callbackMaxAgeDays: whole,
    maxReissuesPerMonth: whole,
    initialUnusedValidityDaysItaly: whole,
    initialUnusedValidityDaysAbroad: whole,
    changePeriodCitizenMonths: wholeNumber,
    changePeriodIntermediaryMonths: wholeNumber,
    inactivityDeactivationMonths: z.number().int().min(12).nullable(),
    suspendedRevokeDays: whole,
    phaseOut: z.boolean(),
  })
  .partial()

const Settings = z.strictObject({
  /** A new database is for trials: its products carry `TEST_` and its pages PROVA, for ever. */
  trial: z.boolean().default(false),
  /** A path (SQLite) or a postgres:// URL. */
  database: z.string().default(''),
  folders: z
    .strictObject({ data: z.string(), output: z.string(), templates: z.string() })
    .partial()
    .default({}),
  keyring: z.string().default(''),
  institute: z
    .strictObject({
      name: z.string().default('INPS'),
      /** Neutral return address: nothing on the envelope may reveal the matter (Garante 2012). */
      returnAddress: z.array(z.string()).min(1).max(4).default(['Casella Postale 10000', '00144 Roma RM']),
      email: email.default('noreply@istituto.example'),
    })
    .prefault({}),
  feeds: z
    .strictObject({
      encoding: z.enum(['utf8', 'latin1']).default('utf8'),
      /** How amounts are written: `1234.56`, or `1234,56` and `1.234,56`. A value in the other way is refused. */
      numbers: z.enum(['point', 'comma']).default('point'),
      /** A feed without its `.done` is taken when nobody has touched it for so long. */
      settleMinutes: z.number().min(0).default(30),
    })
    .prefault({}),
  places: z.strictObject({ file: z.string().default('') }).prefault({}),
  geometry: z.string().default('it-dx'),
  letter: z
    .strictObject({
      /** The language that a person declared takes the place of the Italian, or stands below it. */
      declaredLanguage: z.enum(['alone', 'below']).default('alone'),
      /** What stands below the Italian for who lives abroad and declared no other language, by country. */
      secondLanguages: z
        .record(z.string(), language)
        .default({})
        .check((context) => {
          for (const code of Object.keys(context.value)) {
            if (countryByIso2(code)) continue
            const message = 'ci vuole un paese di due lettere maiuscole (ISO 3166-1), come DE'
            context.issues.push({ code: 'custom', message, path: [code], input: code })
          }
        }),
    })
    .prefault({}),
  bundle: z.strictObject({ letters: wholeNumber.max(20_000).default(2_000) }).prefault({}),
  render: z.strictObject({ threads: z.number().int().min(0).max(64).default(2) }).prefault({}),
  /** How much of each bundle an inspection looks at before the bundle is sealed. */
  inspection: z
    .strictObject({
      pages: wholeNumber.default(12),
      /** Of these, pages that are drawn and looked at as an image. */
      renderedPages: whole.default(2),
    })
    .prefault({}),
  approval: z
    .strictObject({
      /** Hand-over delivers only what a second person has approved. */
      required: z.boolean().default(false),
      /** Letters of a product that are shown as proofs. */
      proofs: wholeNumber.max(100).default(8),
    })
    .prefault({}),
  vendor: z
    .strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z0-9._-]+$/, 'ci vogliono solo lettere, cifre e . _ -')
        .default('postalizzatore'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Exit 3 when a larger share of the slot's rows was rejected or held. */
      warningShare: share.default(0.05),
      /** Exit 6, before anything is published, when a larger share of the letters cannot be printed. */
      heldShare: share.default(0.2),
      heldAtLeast: wholeNumber.default(50),
      /** Most letters of a kind (PIN, certificates) for one business date; the others wait for the next. */
      lettersANight: wholeNumber.nullable().default(null),
    })
    .prefault({}),
  certificates: z
    .strictObject({
      /** Which rules of `domain.md` §2.5 hold a certificate (`E`) or warn (`W`), where not as built in, by issue date. */
      severities: z
        .array(
          z.strictObject({
            rule: z.string().regex(/^R([1-8]|1[0-5])$/, 'ci vuole una regola tra R1 e R15, R9 esclusa'),
            severity: z.enum(['E', 'W']),
            validFrom: civilDate.optional(),
            validTo: civilDate.optional(),
          }),
        )
        .default([]),
    })
    .prefault({}),
  secrets: z.strictObject({ eraseAfterDays: z.number().int().min(1).default(10) }).prefault({}),
  alerts: z
    .strictObject({
      to: z.array(email).default([]),
      /** It may hold a password, and is never shown. */
      smtp: z
        .string()
        .regex(/^(smtps?:\/\/\S+)?$/, 'ci vuole un server di posta come smtp://utente:password@host:587')
        .default(''),
      repeatAfterHours: wholeNumber.default(24),
      volumeShare: z.number().positive().default(0.5),
      /** Earlier nights of the same weekday, of the last eight, without which no volume is unusual. */
      volumeNights: wholeNumber.max(8).default(4),
      /** Working days. */
      stuckDays: wholeNumber.default(3),
      acknowledgeDays: wholeNumber.default(3),
      freeGigabytes: z.number().min(0).default(1),
      keyAgeDays: wholeNumber.default(365),
    })
    .check((context) => {
      const { smtp, to } = context.value
      if (smtp === '' || to.length > 0) return
      context.issues.push({ code: 'custom', path: ['to'], message: 'ci vuole chi li riceve', input: to })
    })
    .prefault({}),
  /** Days that things are kept after they are done with; none goes before. */
  retention: z
    .strictObject({
      /** Archived and refused feeds, after their arrival. */
      feedsDays: days(30, 365),
      /** Folders of bundles, ours and the vendor's, after acknowledgement. */
      bundlesDays: days(30, 365),
      /** Bundles that `reconcile --adopt` moved aside, after that day. They hold second halves in clear. */
      quarantineDays: days(10, 30),
      /** Files of certificates that are not paper, after their confirmation. */
      releasesDays: days(30, 365),
      /** Reports, and messages to staff in a folder. */
      reportsDays: days(90, 1_095),
      /** Events of runs, and the runs where nothing names them. Manual acts and the chain stay. */
      eventsDays: days(730, 3_650),
      /** After so long, messages that nobody has fetched are pointed out; they are never removed. */
      messagesDays: days(1, 2),
    })
    .prefault({}),
  calendar: z
    .strictObject({
      closures: z.array(civilDate).default([]),
      /** The schedule delivers nothing from this time of day on: it waits for the next working day. */
      cutOff: wallTime.default('12:00'),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      intake: cron.default('0,30 6-20 * * *'),
      'issue-pins': cron.default('10,40 6-20 * * *'),
      'send-first-halves': cron.default('20,50 6-20 * * *'),
      night: cron.default('30 3 * * *'),
      'hand-over': cron.default('0 9 * * *'),
    })
    .prefault({}),
  /** Values of `src/domain/parameters.ts` that the institute decides otherwise. */
  parameters: Overrides.default({}).check((context) => {
    try {
      withOverrides(context.value)
    } catch (error) {
      context.issues.push({ code: 'custom', message: (error as Error).message, input: context.value })
    }
  }),
  /** Which slots of the schedule still run that fell due while nobody ran them. */
  catchUp: z
    .strictObject({
      intake: catchUp('latest', 24),
      'issue-pins': catchUp('latest', 24),
      'send-first-halves': catchUp('latest', 24),
      night: catchUp('all', 96),
      'hand-over': catchUp('latest', 24),
    })
    .prefault({}),
  /** How long a stop waits for a safe point; then the process leaves at once, which is safe too. */
  stopWithinSeconds: wholeNumber.default(20),
  log: z.enum(LEVELS).optional(),
})

type Raw = z.infer<typeof Settings>

export interface Settings extends Omit<Raw, 'folders' | 'log'> {
  readonly folders: { readonly data: string; readonly output: string; readonly templates: string }
  readonly log: (typeof LEVELS)[number]
}

/** Settings that cannot be used; `faults` has one sentence each (exit 2). */
export class ConfigError extends Error {
  readonly exitCode = 2
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    const how = faults.length === 1 ? 'C’è un errore' : `Ci sono ${faults.length} errori`
    super(`${how} nelle impostazioni:\n  ${faults.join('\n  ')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

export interface Flags {
  readonly config?: string
  readonly database?: string
  readonly data?: string
  readonly output?: string
}

/** The values that come with the program, where no file says otherwise. */
export function builtInSettings(): Omit<Settings, 'folders' | 'log'> {
  return Settings.parse({})
}

/** Where settings are read from, whether there is such a file or not. */
export function settingsFile(
  flags: Flags = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return flags.config ?? environment['RECAPITO_CONFIG'] ?? 'recapito.config.yaml'
}

/** Reads and checks all settings. `environment` is `process.env` outside tests. */
export async function loadSettings(
  flags: Flags = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Settings> {
  const file = settingsFile(flags, environment)
  const named = flags.config !== undefined || environment['RECAPITO_CONFIG'] !== undefined
  const { raw, faults } = await readSettings(file, named)
  const level = environment['RECAPITO_LOG']
  if (level !== undefined && !LEVELS.includes(level as Settings['log'])) {
    const expected = LEVELS.join(' oppure ')
    faults.push(faultSentence({ file: 'RECAPITO_LOG', message: `ci vuole ${expected}, non «${level}»` }))
  }
  if (!raw || faults.length > 0) throw new ConfigError(faults)

  const data = resolve(flags.data ?? environment['RECAPITO_DATA'] ?? raw.folders.data ?? 'data')
  return {
    ...raw,
    folders: {
      data,
      output: resolve(flags.output ?? environment['RECAPITO_OUTPUT'] ?? raw.folders.output ?? 'output'),
      templates: resolve(raw.folders.templates ?? join(PROGRAM_FOLDER, 'templates')),
    },
    database: databaseAddress(flags.database ?? environment['DATABASE_URL'] ?? raw.database, data),
    keyring: resolve((environment['RECAPITO_KEYRING'] ?? raw.keyring) || join(data, 'keyring.json')),
    log: (level as Settings['log'] | undefined) ?? raw.log ?? (process.stderr.isTTY ? 'silent' : 'info'),
  }
}

function databaseAddress(given: string, data: string): string {
  if (given === '') return join(data, 'recapito.sqlite')
  return /^postgres(ql)?:\/\//.test(given) ? given : resolve(given)
}

async function readSettings(
  file: string,
  mustExist: boolean,
): Promise<{ raw: Raw | undefined; faults: string[] }> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (!mustExist && (error as NodeJS.ErrnoException).code === 'ENOENT')
      return { raw: Settings.parse({}), faults: [] }
    return { raw: undefined, faults: [faultSentence({ file, message: unreadable(error) })] }
  }
  // Loaded only here: most commands find no such file.
  const { readYaml, schemaFaults } = await import('./letters/yaml-text.ts')
  const yaml = readYaml(text)
  const { data: raw, error } = Settings.safeParse(yaml.content ?? {})
  const faults = error ? schemaFaults(yaml, error) : yaml.faults
  return { raw, faults: inFile(file, faults).map(faultSentence) }
}
