/** @module Commands about letters: to look at them, to hand them over, to step in. */
import type { Command } from 'commander'
import type { Flags } from '../../config.ts'
import { byHand, examples } from './arguments.ts'

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
