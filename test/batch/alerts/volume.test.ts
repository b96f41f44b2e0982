import { describe, expect, test } from 'vitest'
import { judgeVolume } from '../../../src/batch/alerts/volume.ts'
import type { NightVolume } from '../../../src/store/watch.ts'

const night = (pinLetters: number, certificateLetters = 0, on = '2026-11-20'): NightVolume => ({
  on,
  pinLetters,
  certificateLetters,
})
const usual = (pinLetters: number, nights = 4, certificateLetters = 0) =>
  Array.from({ length: nights }, () => night(pinLetters, certificateLetters))
const LIMITS = { volumeShare: 0.5, volumeNights: 4 }

describe('the volume of a night', () => {
  test.each([
    ['as usual', night(1_000), usual(900), []],
    ['half as much again is still usual', night(1_500), usual(1_000), []],
    ['more than that is not', night(1_501), usual(1_000), ['unusual-volume pinLetters']],
    ['less than half', night(499), usual(1_000), ['unusual-volume pinLetters']],
    ['of small numbers chance is not told', night(20), usual(1), []],
    ['the middle of uneven nights counts', night(100), [90, 110, 5_000, 100].map((n) => night(n)), []],
    ['too few nights to compare with', night(5_000), usual(10, 3), []],
    [
      'certificates are compared by themselves',
      night(100, 0),
      usual(100, 4, 800),
      ['unusual-volume certificateLetters'],
    ],
    ['empty', night(0), usual(1_000), ['empty-night']],
    ['empty, and nobody knows what is usual', night(0), [], ['empty-night']],
    ['empty as every Sunday', night(0, 0, '2026-11-22'), usual(0), []],
  ])('%s', (_case, last, history, causes) => {
    expect(judgeVolume(last, history, LIMITS).map(({ cause }) => cause)).toEqual(causes)
  })

  test('is told with its weekday and what is usual', () => {
    expect(judgeVolume(night(20_000), usual(10_000), LIMITS)[0]).toMatchObject({
      found:
        'La notte di venerdì 20/11/2026 ha 20.000 lettere con PIN, molte più del solito per quel giorno (10.000).',
      todo: 'Prima della consegna controllare i flussi nel rapporto di quella notte.',
    })
  })
})
