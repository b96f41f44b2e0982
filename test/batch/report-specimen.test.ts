import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseSpecimen } from '../../src/batch/report/specimen-letters.ts'
import { freezeBundle } from '../../src/store/freeze-bundle.ts'
import { holdLetters, recordMeasures } from '../../src/store/letter.ts'
import { ACTOR, ON, putLetters, putRequests } from '../store/report-rows.ts'
import { DATABASES, newStore } from '../support/databases.ts'

/** Letters 1 to 20 are all alike; these stand out. */
const PLAIN = Array.from({ length: 20 }, () => ({ lines: ['MARIO ROSSI', 'VIA ROMA 1', '00100 ROMA RM'] }))
const ODD = [
  { lines: ['MARIA IMMACOLATA CONCETTA ADDOLORATA PIA', 'VIA ROMA 1', '00100 ROMA RM'] },
  { lines: ['A B', 'C/O X', 'LINE', 'LINE', 'LINE', 'LINE'] },
  { lines: ['A B', 'VIA DELLE MOLTE PAROLE CHE NON FINISCONO 44', '00100 ROMA RM'] },
  { lines: ['A B', 'RUE X 1', 'PARIS', 'FRANCIA'], abroad: true },
  { lines: ['ŁUKASZ ŞEN', 'UL ŁĄKOWA 1', '90-001 ŁÓDŹ'] },
  { lines: ['A B', 'VIA ROMA 1', '00100 ROMA RM'], requestedOn: '2026-05-04' },
]

describe.each(DATABASES)('the specimen on %s', (kind) => {
  let open: Awaited<ReturnType<typeof newStore>>
  beforeEach(async () => {
    open = await newStore(kind)
    const letters = [...PLAIN, ...ODD]
    await putRequests(
      open.store,
      letters.map(() => ({ state: 'APPROVED' })),
    )
    await putLetters(open.store, letters)
  })
  afterEach(() => open.remove())

  const chosen = async (on = ON) =>
    (await chooseSpecimen(open.store.db, on))?.letters.map((one) => one.publicId)

  test('has the longest and oddest letters first, ten in all', async () => {
    const ids = await chosen()
    expect(ids?.slice(0, 6)).toEqual(['L-21', 'L-22', 'L-23', 'L-24', 'L-25', 'L-26'])
    expect(new Set(ids).size).toBe(10)
  })

  test('is the same each time, dated the day, and there is none for another day', async () => {
    expect(await chosen()).toEqual(await chosen())
    expect(await chooseSpecimen(open.store.db, ON)).toMatchObject({ datedOn: ON, expiresOn: '2027-05-19' })
    expect(await chosen('2026-11-21')).toBeUndefined()
  })

  test('leaves held letters out, and takes those that an older day created and this one froze', async () => {
    const { store } = open
    const later = { ...ACTOR, on: '2026-11-21' }
    await store.transaction('test', (trx) =>
      holdLetters(trx, ACTOR, [{ id: 21, code: 'TESTO_TROPPO_LUNGO', field: 'indirizzo', detail: '' }]),
    )
    expect(await chosen()).not.toContain('L-21')
    const fitting = [22, 23].map((id) => ({ id, languages: 'it', fellBackFrom: '' }))
    await store.transaction('test', (trx) => recordMeasures(trx, later, 'v1', fitting, []))
    await freezeBundle(store, later, {
      kind: 'PIN_HALF2',
      product: 'PIN_IT',
      slot: later.on,
      size: 10,
      most: null,
      scope: 'all',
      templateVersion: 'v1',
      postingOn: '2026-11-23',
      expiresOn: '2027-05-22',
    })
    expect(await chosen('2026-11-21')).toEqual(['L-22', 'L-23'])
    expect(await chooseSpecimen(store.db, '2026-11-21')).toMatchObject({ expiresOn: '2027-05-22' })
  })
})
