/** @module Commands that look after the installation: can it work, is it well, what does a code mean. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import { examples } from './arguments.ts'

export function watchCommands(program: Command, flags: () => Flags): void {
  program
    .command('doctor')
    .description('whether this installation can work, and what to do where it cannot; changes nothing')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      `${examples('recapito doctor')}\n\nExit codes: 0 it can work · 2 something must be mended first`,
    )
    .action(async (options) => (await import('../doctor.ts')).doctor(flags(), options))

  program
    .command('health')
    .description(
      'for probes: whether every task has done its last slot, no bundle stands still, the disk has room',
    )
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      `${examples('recapito health', 'recapito health --json')}\n\nExit codes: 0 well · 1 not, one line a fault`,
    )
    .action(async (options) => (await import('../health.ts')).health(flags(), options))

  program
    .command('explain')
    .argument('<code>', 'a code of the report, or an exit code')
    .description('what a code means, and what to do')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito explain ERR_CAP_MISSING', 'recapito explain 75'))
    .action(async (code, options) => (await import('../explain-code.ts')).explainCode(code, options))
}
