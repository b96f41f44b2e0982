/** @module Commands about letters: to look at them, to hand them over, to step in. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import { CORRECTABLE_COLUMNS } from '../../feeds/columns.ts'
import { LETTER_STATES } from '../letter-states.ts'
import { byHand, civilDate, examples, wholeNumber } from './arguments.ts'

export function lettersCommands(program: Command, flags: () => Flags): void {
  byHand(
    program
      .command('acknowledge')
      .argument('<bundle...>', 'names of bundles that were handed over')
      .description('the mail vendor has them: closes the bundles and erases their codes'),
    'optional',
  )
    .addHelpText('after', examples('recapito acknowledge PIN_IT-20261123-001-92728b9547'))
    .action(async (names, options) =>
      (await import('../acknowledge.ts')).acknowledge(flags(), names, options),
    )

  program
    .command('find')
    .argument(
      '[text...]',
      'codice fiscale, letter id, release, bundle, number of a request, or three letters of a name',
    )
    .description(
      'what happened to a person: asked, printed, handed over, when and where to, and what now; or which letters',
    )
    .option(
      '--run <N>',
      'instead of a text: letters that a run worked on (its number, see status)',
      wholeNumber,
    )
    .option(
      '--state <state>',
      `instead of a text: letters that are ${LETTER_STATES.join(', ')}; with --date, that came to be so on it`,
    )
    .option('--date <YYYY-MM-DD>', 'instead of a text: letters to which something happened then', civilDate)
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      examples(
        'recapito find RSSMRA50B17A558W',
        'recapito find R3K7Q-9TX2M-G',
        "recapito find d'angelo nicolo",
        'recapito find --run 12 --state held',
        'recapito find --state published --date 2026-03-03',
      ),
    )
    .action(async (text, options) => (await import('../find.ts')).findCommand(flags(), text, options))

  const correct = byHand(
    program
      .command('correct')
      .argument('<request or letter>', 'number of a request, or letter id')
      .description(
        'puts address, contacts or the name for the post right, until hand-over; what is not named stays, "" empties it',
      ),
    'mandatory',
  )
  for (const column of CORRECTABLE_COLUMNS) {
    correct.option(`--${column.replaceAll('_', '-')} <text>`, `as in the feed's column ${column}`)
  }
  correct
    .addHelpText(
      'after',
      examples(
        'recapito correct WEB-20261120-0002142 --civic 16 --reason "sentita la persona al telefono"',
        'recapito correct R3K7Q-9TX2M-G --street "VIA ROMA" --civic 5 --cap 00184 --reason "lettera del 20/11"',
        'recapito correct WEB-20261120-0001738 --email anna@example.com --reason "manca un recapito"',
      ),
    )
    .action(async (named, options) => (await import('../correct.ts')).correctCommand(flags(), named, options))

  byHand(
    program
      .command('proofs')
      .argument('[bundle...]', 'published bundles (default: all of the date)')
      .description(
        'specimens of the letters of published bundles where faults show first, with bullets for codes',
      )
      .option('--letters <N>', 'of each product (default: the setting)', wholeNumber)
      .option('--zones', 'besides, every page as a picture with the zones of the geometry upon it'),
    'optional',
  )
    .addHelpText(
      'after',
      examples('recapito proofs --date 2026-11-23', 'recapito proofs --letters 20 --zones'),
    )
    .action(async (names, options) => (await import('../proofs.ts')).proofs(flags(), names, options))

  byHand(
    program
      .command('approve')
      .argument('<bundle...>', 'bundles whose proofs somebody else prepared')
      .description(
        'a second person says that published bundles may leave; void for a bundle that is made again',
      ),
    'optional',
  )
    .addHelpText('after', examples('recapito approve PIN_IT-20261123-001-92728b9547 --by "Maria Bianchi"'))
    .action(async (names, options) => (await import('../approve.ts')).approve(flags(), names, options))

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
    .action(async (pdf, options) => (await import('../inspect.ts')).inspect(flags(), pdf, options))

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
    .action(async (options) => (await import('../preview.ts')).preview(flags(), options))

  const templates = program
    .command('templates')
    .description('texts, page geometry and letterhead that staff edit')

  templates
    .command('check', { isDefault: true })
    .description(
      'compiles every letter and names every fault of the files it is made from, with file and line',
    )
    .option('--profile <name>', 'this page geometry alone (default: all)')
    .option('--json', 'answer as JSON')
    .addHelpText('after', examples('recapito templates check', 'recapito templates check --profile it-dx'))
    .action(async (options) =>
      (await import('../templates-check.ts')).checkTemplatesCommand(flags(), options),
    )
}
