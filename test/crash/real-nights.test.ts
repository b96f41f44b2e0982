import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareRealNights, type RealNights } from './real-nights.ts'

let nights: RealNights
beforeAll(async () => {
  nights = await prepareRealNights('sqlite')
})
afterAll(() => nights.remove())

test('a night that is killed again and again ends as if nothing had happened', async () => {
  const { killed, differences } = await nights.killedAfter([900, 1_400, 1_900, 2_400])
  expect(killed).toBeGreaterThan(0)
  expect(differences).toEqual([])
})

test('of two nights at once one works and the other is told so, and the end is the same', async () => {
  const { codes, differences } = await nights.twoAtOnce()
  expect(codes).toContain(4)
  expect(differences).toEqual([])
})
