/** @module Commands with which staff step in: hold, release, cancel, reprint. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import type { StepInVerb } from '../../domain/step-in.ts'
import { byHand, examples } from './arguments.ts'

const DESCRIPTIONS: Readonly<Record<StepInVerb, string>> = {
  hold: 'stops letters until they are released, and requests that will become letters; until hand-over',
  release: 'lets go what hold stopped',
  cancel: 'takes letters and requests back for good, until hand-over: a PIN dies, a certificate is withdrawn',
}

const EXAMPLES: Readonly<Record<StepInVerb, readonly string[]>> = {
  hold: [
    'recapito hold --letter R3K7Q-9TX2M-G --reason "indirizzo contestato al telefono"',
    'recapito hold --country AR --dry-run --reason "poste argentine in sciopero"',
  ],
  release: ['recapito release --country AR --reason "sciopero finito"'],
  cancel: [
    'recapito cancel --person RSSMRA50B17A558W --reason "rinuncia scritta del 20/11"',
    'recapito cancel --request R-000123 --reason "richiesta presentata per errore"',
  ],
}

export function stepInCommands(program: Command, flags: () => Flags): void {
  for (const verb of ['hold', 'release', 'cancel'] as const) {
    const command = program
      .command(verb)
      .description(DESCRIPTIONS[verb])
      .option('--letter <id...>', 'letters, by the number printed on them')
      .option('--person <codice fiscale...>', 'all that is still here of these people')
      .option('--list <file>', 'a letter id or codice fiscale a line')
      .option('--country <ISO2...>', 'all that is still here and goes to these countries')
      .option('--request <number...>', 'requests, by the number of their sender')
      .option('--dry-run', 'says whom it concerns and changes nothing')
    byHand(command, 'mandatory')
      .addHelpText('after', examples(...EXAMPLES[verb]))
      .action(async (options) => (await import('../step-in.ts')).stepInCommand(flags(), verb, options))
  }

  byHand(
    program
      .command('reprint')
      .description(
        'another copy of letters that left: certificates as duplicates; a PIN never, it says how to get a new one',
      )
      .option('--letter <id...>', 'letters, by the number printed on them')
      .option('--list <file>', 'a letter id a line')
      .option('--dry-run', 'says what it would do and changes nothing'),
    'mandatory',
  )
    .addHelpText('after', examples('recapito reprint --letter R3K7Q-9TX2M-G --reason "mai arrivata"'))
    .action(async (options) => (await import('../reprint.ts')).reprintCommand(flags(), options))
}
