import { expect, test } from 'vitest'
import { repeatFlags } from '../../src/cli/repeat-flags.ts'

const STEPS = ['  consegnare 1 lotto: recapito run hand-over', '  recapito release (o recapito cancel)']

test('commands carry the flags that were given, every one of a line', () => {
  expect(repeatFlags(STEPS, { data: '/srv/d', output: '/srv/o' })).toEqual([
    '  consegnare 1 lotto: recapito --data /srv/d --output /srv/o run hand-over',
    '  recapito --data /srv/d --output /srv/o release (o recapito --data /srv/d --output /srv/o cancel)',
  ])
})

test('nothing was given, nothing is added', () => {
  expect(repeatFlags(STEPS, {})).toEqual(STEPS)
})

test('a file named like the program is no command', () => {
  expect(repeatFlags(['  data/recapito.sqlite e Recapito'], { data: 'd' })).toEqual([
    '  data/recapito.sqlite e Recapito',
  ])
})

test('a folder with a space stays one word, an address loses its password', () => {
  const [line] = repeatFlags(['recapito status'], {
    data: "/srv/l'ufficio 2",
    database: 'postgres://recapito:segreto@db/lettere',
  })
  expect(line).toBe("recapito --data '/srv/l'\\''ufficio 2' --database postgres://recapito@db/lettere status")
})
