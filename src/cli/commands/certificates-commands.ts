/** @module Commands about certificates of income. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import { byHand, civilDate, examples, wholeNumber } from './arguments.ts'

export function certificatesCommands(program: Command, flags: () => Flags): void {
  const certificates = program
    .command('certificates')
    .description(
      'certificates of income (CUD, CU): how their figures came about, who has them, all of a year',
    )

  certificates
    .command('explain')
    .argument('<codice fiscale>', 'whose certificate')
    .argument('<year>', 'income year', wholeNumber)
    .description('how each computed figure of the newest version came about, and what does not agree')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito certificates explain RSSMRA50B17A558W 2012'))
    .action(async (codiceFiscale, incomeYear, options) =>
      (await import('../certificates-explain.ts')).explainCertificateCommand(
        flags(),
        { codiceFiscale, incomeYear },
        options,
      ),
    )

  byHand(
    certificates
      .command('confirm')
      .argument('<release...>', 'as the list in output/releases names them')
      .description(
        'the person or the channel has them: closes prepared releases; those on paper close at hand-over',
      ),
    'optional',
  )
    .addHelpText('after', examples('recapito certificates confirm R3K7Q-9TX2M-G'))
    .action(async (releases, options) =>
      (await import('../certificates-confirm.ts')).confirmReleasesCommand(flags(), releases, options),
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
      (await import('../certificates-export.ts')).exportCertificatesCommand(flags(), options),
    )
}
