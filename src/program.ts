/** @module Every command of `recapito` by its name: arguments in, an answer on the standard streams, an exit code out. */
import { Command, CommanderError } from 'commander'
import { certificatesCommands } from './cli/commands/certificates-commands.ts'
import { keepingCommands } from './cli/commands/keeping-commands.ts'
import { lettersCommands } from './cli/commands/letters-commands.ts'
import { nightCommands } from './cli/commands/night-commands.ts'
import { stepInCommands } from './cli/commands/step-in-commands.ts'
import { watchCommands } from './cli/commands/watch-commands.ts'
import type { Flags } from './config.ts'
import { VERSION } from './version.ts'

/** Answers the exit code; what a command throws is told on the error stream. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = recapito()
  process.exitCode = 0
  try {
    await program.parseAsync(args, { from: 'user' })
    return Number(process.exitCode)
  } catch (error) {
    return exitCodeOf(error)
  }
}

function recapito(): Command {
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
  recapito doctor                           whether this installation can work
  recapito find <codice fiscale or name>    what happened to a person, and what to do now
  recapito inspect <pdf>                    what is wrong with a PDF for the printer
  recapito templates check                  what is wrong with texts, geometry, letterhead
  recapito certificates explain <CF> <year> how each figure of a certificate came about
  recapito preview --language de            letters to look at, without a code

Exit codes: 0 done · 1 failed · 2 usage or settings · 3 done, but many rows wait or were rejected · 4 somebody else is
at work · 5 ledger and disk disagree, or a PDF has faults · 6 too many letters held, nothing published · 75 try again
later · 130, 143 stopped, run it again to go on. See docs/operations.md.`,
    )
  const flags = (): Flags => program.opts()
  nightCommands(program, flags)
  lettersCommands(program, flags)
  stepInCommands(program, flags)
  certificatesCommands(program, flags)
  keepingCommands(program, flags)
  watchCommands(program, flags)
  return program
}

/** The one place where an error becomes an exit code. */
async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { explain } = await import('./cli/explain.ts')
  return explain(error)
}
