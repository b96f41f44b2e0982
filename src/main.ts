/**
 * recapito demo                                plays a whole night on the sample feeds
 * recapito night --date 2026-11-22             the night of one business date, up to published bundles and the report
 * recapito run hand-over --date 2026-11-23     one job alone
 * recapito status                              what is going on, what waits for a person, what to do next
 *
 * Arguments in, command, exit code out: nothing else decides how the process ends, and nobody calls process.exit.
 *
 * @module
 */
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import type { Flags } from './config.ts'
import { isCivilDate } from './domain/civil-date.ts'
import { VERSION } from './version.ts'

process.umask(0o077)

const program = new Command('recapito')
  .description(
    'Il lavoro notturno di un istituto di previdenza: richieste di PIN, messaggi, lettere, scadenze.',
  )
  .version(VERSION)
  .option('--config <file>', 'settings (default: recapito.config.yaml, if there is one)')
  .option('--database <path or URL>', 'SQLite file or postgres:// URL')
  .option('--data <folder>', 'inbox, archive, database, keyring (default: data)')
  .option('--output <folder>', 'bundles, messages, reports (default: output)')
  .showHelpAfterError('(recapito --help shows every command with an example)')
  .configureHelp({ sortSubcommands: false })
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  recapito demo                             a whole night on the sample feeds, from an empty database
  recapito sample --requests 500 --seed 7   believable feeds into data/inbox
  recapito night --date 2026-11-23          intake, PINs, messages, letters, expiry, report
  recapito run hand-over --date 2026-11-23  published bundles to the mail vendor
  recapito acknowledge <bundle>             the vendor has it: its codes are erased
  recapito status                           what is going on, and what to do next
  recapito inspect <pdf>                    what is wrong with a PDF for the printer
  recapito templates check                  what is wrong with texts, geometry, letterhead
  recapito certificates explain <CF> <year> how each figure of a certificate came about
  recapito preview --language de            letters to look at, without a code

Exit codes: 0 done · 1 failed · 2 usage or settings · 3 done, but many rows wait or were rejected · 4 somebody else is
at work · 5 ledger and disk disagree, or a PDF has faults · 6 too many letters held, nothing published · 75 try again
later · 130, 143 stopped, run it again to go on. See docs/operations.md.`,
  )

program
  .command('demo')
  .description('plays the sample nights in data/sample on an empty database; again, it changes nothing')
  .option('--json', 'answer as JSON')
  .addHelpText(
    'after',
    examples('recapito demo', 'recapito --data /tmp/prova/data --output /tmp/prova/output demo'),
  )
  .action(async (options) => (await import('./cli/demo.ts')).demo(flags(), options))

program
  .command('night')
  .description('runs the jobs of one business date, in order, up to published bundles and the report')
  .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito night', 'recapito night --date 2026-11-23 --json'))
  .action(async (options) => (await import('./cli/night.ts')).night(flags(), options))

program
  .command('run')
  .argument(
    '<job>',
    'intake, issue-pins, send-first-halves, print-pin-letters, release-certificates, print-certificates, expire-pins, report or hand-over',
  )
  .description('runs one job; safe to repeat, it does what is left')
  .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito run intake', 'recapito run hand-over --date 2026-11-23'))
  .action(async (job, options) => (await import('./cli/run.ts')).run(flags(), job, options))

program
  .command('start')
  .description('stays up and runs every job at its hour, Europe/Rome')
  .action(async () => (await import('./cli/start.ts')).start(flags()))

program
  .command('status')
  .description('what is going on, what waits for a person, what to do next')
  .option('--json', 'answer as JSON')
  .action(async (options) => (await import('./cli/status.ts')).status(flags(), options))

program
  .command('acknowledge')
  .argument('<bundle...>', 'names of bundles that were handed over')
  .description('the mail vendor has them: closes the bundles and erases their codes')
  .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito acknowledge PIN_IT-20261123-001-92728b9547'))
  .action(async (names, options) =>
    (await import('./cli/acknowledge.ts')).acknowledge(flags(), names, options),
  )

program
  .command('inspect')
  .argument('<pdf>', 'a PDF for the printer')
  .description('reads a PDF with other eyes than those that made it, and names what is wrong with it')
  .option('--profile <name>', 'page geometry (default: the setting)')
  .option(
    '--csv <file>',
    'what should be in it (default: the CSV of the same name beside it, if there is one)',
  )
  .option('--all', 'every page, also as an image (default: a sample, as in the night)')
  .option('--json', 'answer as JSON')
  .addHelpText(
    'after',
    examples(
      'recapito inspect output/bundles/PIN_IT-20261123-001-92728b9547/PIN_IT-20261123-001-92728b9547.pdf',
      'recapito inspect lettere.pdf --profile it-dx --csv lettere.csv --all',
    ),
  )
  .action(async (pdf, options) => (await import('./cli/inspect.ts')).inspect(flags(), pdf, options))

program
  .command('sample')
  .description('writes feeds of believable people: PINs, and certificates for a part of them')
  .option('--requests <N>', 'how many requests', wholeNumber, 500)
  .option('--seed <S>', 'same seed, same people', wholeNumber, 2026)
  .option('--date <YYYY-MM-DD>', 'the night the feeds are for (default: today in Rome)', civilDate)
  .option(
    '--after <YYYY-MM-DD>',
    'an earlier sample date: adds events for its people (same seed and requests)',
    civilDate,
  )
  .option('--out <folder>', 'where to (default: the inbox)')
  .option('--json', 'answer as JSON')
  .addHelpText(
    'after',
    examples(
      'recapito sample --requests 500 --date 2026-05-12',
      'recapito sample --requests 500 --date 2026-11-20 --after 2026-05-12',
    ),
  )
  .action(async (options) => (await import('./cli/sample.ts')).sample(flags(), options))

program
  .command('migrate')
  .description('brings the database to the shape this program needs')
  .option('--json', 'answer as JSON')
  .action(async (options) => (await import('./cli/migrate.ts')).migrateCommand(flags(), options))

program
  .command('preview')
  .description(
    'letters to people who do not exist, as PDF and pictures, with bullets for the code; needs no database',
  )
  .option('--profile <name>', 'page geometry (default: the setting)')
  .option('--language <language>', 'it, de, or two as it+de (default: every language)')
  .option('--worst-case', 'the longest data, both residences, two languages, every alphabet')
  .option('--zones', 'the zones of the geometry upon every page, and the window wherever the sheet slides')
  .option('--out <folder>', 'where to (default: output/preview)')
  .option('--json', 'answer as JSON')
  .addHelpText(
    'after',
    examples('recapito preview --language de', 'recapito preview --language it+de --worst-case --zones'),
  )
  .action(async (options) => (await import('./cli/preview.ts')).preview(flags(), options))

const templates = program
  .command('templates')
  .description('texts, page geometry and letterhead that staff edit')
templates
  .command('check', { isDefault: true })
  .description('compiles every letter and names every fault of the files it is made from, with file and line')
  .option('--profile <name>', 'this page geometry alone (default: all)')
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito templates check', 'recapito templates check --profile it-dx'))
  .action(async (options) =>
    (await import('./cli/templates-check.ts')).checkTemplatesCommand(flags(), options),
  )

const certificates = program
  .command('certificates')
  .description('certificates of income (CUD, CU): how their figures came about, who has them, all of a year')
certificates
  .command('explain')
  .argument('<codice fiscale>', 'whose certificate')
  .argument('<year>', 'income year', wholeNumber)
  .description('how each computed figure of the newest version came about, and what does not agree')
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito certificates explain RSSMRA50B17A558W 2012'))
  .action(async (codiceFiscale, incomeYear, options) =>
    (await import('./cli/certificates-explain.ts')).explainCertificateCommand(
      flags(),
      { codiceFiscale, incomeYear },
      options,
    ),
  )

certificates
  .command('confirm')
  .argument('<release...>', 'as the list in output/releases names them')
  .description(
    'the person or the channel has them: closes prepared releases; those on paper close at hand-over',
  )
  .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito certificates confirm R3K7Q-9TX2M-C'))
  .action(async (releases, options) =>
    (await import('./cli/certificates-confirm.ts')).confirmReleasesCommand(flags(), releases, options),
  )
certificates
  .command('export')
  .description(
    'every certificate in force of an income year, as files or as one zip per thousand, with an index',
  )
  .requiredOption('--year <year>', 'income year', wholeNumber)
  .requiredOption('--out <folder>', 'an empty folder, or one in which the same export was cut short')
  .option('--zip', 'one zip per thousand')
  .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito certificates export --year 2012 --out /srv/cud-2013 --zip'))
  .action(async (options) =>
    (await import('./cli/certificates-export.ts')).exportCertificatesCommand(flags(), options),
  )

const keys = program.command('keys').description('the keyring: ids and age of the keys, never the keys')
keys
  .command('list', { isDefault: true })
  .description('lists the key ids')
  .option('--json', 'answer as JSON')
  .action(async (options) => (await import('./cli/keys.ts')).listKeys(flags(), options))
keys
  .command('rotate')
  .description('adds new keys for what is sealed from now on; old ones stay readable')
  .option('--json', 'answer as JSON')
  .addHelpText('after', examples('recapito keys rotate'))
  .action(async (options) => (await import('./cli/keys.ts')).rotateKeys(flags(), options))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = await exitCodeOf(error)
}

function flags(): Flags {
  return program.opts()
}

/** The one place where an error becomes an exit code. */
async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { explain } = await import('./cli/explain.ts')
  return explain(error)
}

/** What a person types, one example a line. */
function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

function civilDate(text: string): string {
  if (!isCivilDate(text)) throw new InvalidArgumentError(`expected a date YYYY-MM-DD, found "${text}"`)
  return text
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError(`expected a whole number from 1, found "${text}"`)
  }
  return number
}
