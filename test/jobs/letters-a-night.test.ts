import { describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { newInstallation } from '../support/night.ts'
import { Died, diesBefore, start } from './ledger.ts'

describe.each(DATABASES)('a night that may print only so many letters, on %s', (kind) => {
  test('prints the oldest, whatever crashes, and the next nights print the rest', async () => {
    const on = await newInstallation(kind, (settings) => ({
      ...settings,
      bundle: { letters: 1 },
      limits: { ...settings.limits, lettersANight: 2 },
    }))
    const program = await start(on)
    try {
      const rows = ['R-1', 'R-2', 'R-3', 'R-4', 'R-5'].map((request_id, index) =>
        // The youngest come first where they are printed: Rome, then abroad.
        requestRow({ request_id, ...(index < 3 ? IN_PARIS : {}) }),
      )
      await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
      await program.run([intake, issuePins, sendFirstHalves], '2026-11-20')
      const gate = diesBefore((effect) => effect === 'commit seal')
      await expect(on.run([printPinLetters], '2026-11-20', { gate })).rejects.toThrow(Died)
      const print = async (day: string) => (await program.run([printPinLetters], day))[0]
      expect(await print('2026-11-20')).toMatchObject({ letters: 2, carriedOver: 3 })
      expect(await print('2026-11-20')).toMatchObject({ letters: 0, carriedOver: 3 })
      expect(await print('2026-11-21')).toMatchObject({ letters: 2, carriedOver: 1 })
      expect(await print('2026-11-22')).toMatchObject({ letters: 1, carriedOver: 0 })
      const printed = await program.ledger(
        `select r.request_key as key, b.business_date as "on" from bundle b join bundle_item i on i.bundle_id = b.id
         join letter l on l.id = i.letter_id join credential c on c.id = l.source_id
         join request r on r.id = c.request_id order by r.id`,
      )
      expect(printed).toEqual([
        { key: 'R-1', on: '2026-11-20' },
        { key: 'R-2', on: '2026-11-20' },
        { key: 'R-3', on: '2026-11-21' },
        { key: 'R-4', on: '2026-11-21' },
        { key: 'R-5', on: '2026-11-22' },
      ])
    } finally {
      await program.stop()
      await on.remove()
    }
  })
})
