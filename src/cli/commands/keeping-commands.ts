/** @module Commands that keep the installation: database, keys. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import { examples } from './arguments.ts'

export function keepingCommands(program: Command, flags: () => Flags): void {
  program
    .command('migrate')
    .description('brings the database to the shape this program needs')
    .option('--json', 'answer as JSON')
    .action(async (options) => (await import('../migrate.ts')).migrateCommand(flags(), options))

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
}
