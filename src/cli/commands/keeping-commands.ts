/** @module Commands that keep the installation: database, keys, the log and what may not be purged. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import { byHand, civilDate, examples } from './arguments.ts'

export function keepingCommands(program: Command, flags: () => Flags): void {
  program
    .command('migrate')
    .description('brings the database to the shape this program needs')
    .option('--json', 'answer as JSON')
    .action(async (options) => (await import('../migrate.ts')).migrateCommand(flags(), options))

  program
    .command('backup')
    .description(
      'copies database, manifests and forms while work goes on; the keyring is named, never copied',
    )
    .requiredOption('--out <folder>', 'where backups are kept; each makes a folder of its own there')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito backup --out /srv/backup'))
    .action(async (options) => (await import('../backup/backup.ts')).backup(flags(), options))

  program
    .command('restore')
    .argument('<backup>', 'a folder that backup made')
    .description('puts a backup into data and output folders where nothing is yet, and says what to do next')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito restore /srv/backup/2026-11-22T0230'))
    .action(async (folder, options) =>
      (await import('../backup/restore.ts')).restore(flags(), folder, options),
    )

  byHand(
    program
      .command('reconcile')
      .description(
        'whether all that came in is accounted for and every file is what was sealed; exit 5 where not',
      )
      .option('--adopt', 'takes bundles that an older database does not know into it, or moves them aside')
      .option('--rebuild <bundle>', 'prints lost or damaged files once more, byte for byte the same'),
    'optional',
  )
    .addHelpText(
      'after',
      examples(
        'recapito reconcile --date 2026-11-23',
        'recapito reconcile --adopt --reason "ripristinato il backup del 22"',
        'recapito reconcile --rebuild PIN_IT-20261123-001-92728b9547 --reason "disco guasto"',
      ),
    )
    .action(async (options) => (await import('../reconcile/reconcile.ts')).reconcile(flags(), options))

  const keys = program.command('keys').description('the keyring: ids and age of the keys, never the keys')

  keys
    .command('list', { isDefault: true })
    .description('lists the key ids')
    .option('--json', 'answer as JSON')
    .action(async (options) => (await import('../keys.ts')).listKeys(flags(), options))

  keys
    .command('rotate')
    .description('adds new keys for what is sealed from now on; old ones stay readable')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito keys rotate'))
    .action(async (options) => (await import('../keys.ts')).rotateKeys(flags(), options))

  const audit = program
    .command('audit')
    .description('the log: what was done by whom, and whether it is as it was sealed')

  audit
    .command('verify')
    .description('walks the chain over the log and names every row that was changed, removed or added')
    .option('--anchor <hash>', 'the hash that an earlier report shows: it must be in the chain')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito audit verify'))
    .action(async (options) => (await import('../audit-verify.ts')).auditVerify(flags(), options))

  audit
    .command('log')
    .description('what people did by hand, newest first')
    .option('--since <YYYY-MM-DD>', 'from this business date on (default: all)', civilDate)
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito audit log --since 2026-11-01'))
    .action(async (options) => (await import('../audit-log.ts')).auditLog(flags(), options))

  byHand(
    program
      .command('legal-hold')
      .argument('<codice fiscale>', 'of the person')
      .description('nothing that has to do with this person is purged, until the hold is ended')
      .option('--end', 'ends the hold'),
    'mandatory',
  )
    .addHelpText('after', examples('recapito legal-hold RSSMRA50B17A558W --reason "ricorso 1234/2026"'))
    .action(async (codiceFiscale, options) =>
      (await import('../legal-hold.ts')).legalHold(flags(), codiceFiscale, options),
    )
}
