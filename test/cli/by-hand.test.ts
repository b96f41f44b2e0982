import { Command } from 'commander'
import { expect, test } from 'vitest'
import { byHand } from '../../src/cli/commands/arguments.ts'

/** What `recapito hold` and its like would be given. */
function parse(...args: string[]): Record<string, unknown> {
  const command = byHand(new Command('hold'), 'mandatory')
    .exitOverride()
    .configureOutput({ writeErr() {} })
  return command.parse(args, { from: 'user' }).opts()
}

test.each([
  ['no reason at all', ['--by', 'anna']],
  ['an empty reason', ['--reason', '']],
  ['a reason of spaces', ['--reason', '  ']],
  ['nobody', ['--reason', 'rinuncia', '--by', '']],
])('an act by hand is refused with %s', (_title, args) => {
  expect(() => parse(...args)).toThrow()
})

test('an act by hand keeps who and why', () => {
  expect(parse('--reason', ' rinuncia ', '--by', 'anna')).toMatchObject({ reason: 'rinuncia', by: 'anna' })
})
