/** @module Commands that run the night and tell what is going on. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import { byHand, civilDate, examples, wholeNumber } from './arguments.ts'

export function nightCommands(program: Command, flags: () => Flags): void {
  program
    .command('demo')
    .description('plays the sample nights in data/sample on an empty database; again, it changes nothing')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      examples('recapito demo', 'recapito --data /tmp/prova/data --output /tmp/prova/output demo'),
    )
    .action(async (options) => (await import('../demo.ts')).demo(flags(), options))

  program
    .command('night')
    .description('runs the jobs of one business date, in order, up to published bundles and the report')
    .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
    .option(
      '--dry-run',
      'on a copy that is destroyed: totals, what would be rejected or held; changes nothing',
    )
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      examples('recapito night', 'recapito night --date 2026-11-23 --json', 'recapito night --dry-run'),
    )
    .action(async (options) =>
      options.dryRun
        ? (await import('../dry-run.ts')).dryRun(flags(), options)
        : (await import('../night.ts')).night(flags(), options),
    )

  program
    .command('run')
    .argument(
      '<job>',
      'intake, issue-pins, send-first-halves, print-pin-letters, release-certificates, print-certificates, expire-pins, report, housekeeping or hand-over',
    )
    .description('runs one job; safe to repeat, it does what is left')
    .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito run intake', 'recapito run hand-over --date 2026-11-23'))
    .action(async (job, options) => (await import('../run.ts')).run(flags(), job, options))

  program
    .command('start')
    .description('stays up and runs every job at its hour, Europe/Rome, and those that were missed')
    .action(async () => (await import('../start.ts')).start(flags()))

  program
    .command('resume')
    .argument('<run>', 'its number, see status', wholeNumber)
    .description('finishes a run that failed, was stopped or was cut short; a night goes on as a night')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito resume 42'))
    .action(async (number, options) => (await import('../resume.ts')).resume(flags(), number, options))

  byHand(
    program
      .command('abandon')
      .argument('<run>', 'its number, see status', wholeNumber)
      .description('nobody will go on with this run: status asks no more; refused while it is going on'),
    'mandatory',
  )
    .addHelpText('after', examples('recapito abandon 42 --reason "flusso ritirato dal mittente"'))
    .action(async (number, options) => (await import('../abandon.ts')).abandon(flags(), number, options))

  program
    .command('status')
    .description('what is going on, what waits for a person, what to do next')
    .option('--json', 'answer as JSON')
    .action(async (options) => (await import('../status.ts')).status(flags(), options))

  program
    .command('report')
    .description('where the report of a date is, and its totals; recapito run report writes it again')
    .option('--date <YYYY-MM-DD>', 'business date (default: the last that has one)', civilDate)
    .option('--json', 'answer as JSON: the whole report.json')
    .addHelpText('after', examples('recapito report', 'recapito report --date 2026-11-23 --json'))
    .action(async (options) => (await import('../report.ts')).reportCommand(flags(), options))

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
    .action(async (options) => (await import('../sample.ts')).sample(flags(), options))
}
