import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { currentLease, type LeaseHolder, releaseLease, renewLease, takeLease } from '../../src/store/lease.ts'
import { DATABASES, newStore } from '../support/databases.ts'

const NOON = { at: '2026-11-20T12:00:00.000Z', until: '2026-11-20T12:02:00.000Z' }
const LATER = { at: '2026-11-20T12:05:00.000Z', until: '2026-11-20T12:07:00.000Z' }
const alive = () => false

function holder(owner: string): LeaseHolder {
  return { owner, host: 'h', boot: 'b', pid: 1 }
}

describe.each(DATABASES)('the lease on %s', (kind) => {
  let open: Awaited<ReturnType<typeof newStore>>
  beforeEach(async () => {
    open = await newStore(kind)
  })
  afterEach(() => open.remove())

  test('one takes it, the other is told who has it', async () => {
    expect(await takeLease(open.store, holder('a'), NOON, alive)).toEqual({ taken: true })
    const second = await takeLease(open.store, holder('b'), NOON, alive)
    expect(second).toMatchObject({ taken: false, heldBy: { owner: 'a', expires_at: NOON.until } })
  })

  test('an expired one, and that of a dead process, is taken over; the loser notices', async () => {
    await takeLease(open.store, holder('a'), NOON, alive)
    expect(await takeLease(open.store, holder('b'), LATER, alive)).toEqual({ taken: true })
    expect(await renewLease(open.store, 'a', LATER.until)).toBe(false)
    expect(await takeLease(open.store, holder('c'), LATER, (lease) => lease.owner === 'b')).toEqual({
      taken: true,
    })
    expect((await currentLease(open.store.db))?.owner).toBe('c')
  })

  test('of ten that come at once exactly one gets it, from nothing and from an expired one', async () => {
    for (const times of [NOON, LATER]) {
      const names = Array.from({ length: 10 }, (_, index) => `${times.at}/${index}`)
      const answers = await Promise.all(
        names.map((name) => takeLease(open.store, holder(name), times, alive)),
      )
      expect(answers.filter((answer) => answer.taken).length).toBe(1)
    }
  })

  test('giving it back is only for who has it', async () => {
    await takeLease(open.store, holder('a'), NOON, alive)
    await releaseLease(open.store, 'b')
    expect((await currentLease(open.store.db))?.owner).toBe('a')
    await releaseLease(open.store, 'a')
    expect(await currentLease(open.store.db)).toBeUndefined()
  })

  test('an error of the database carries no bound value', async () => {
    const insert = open.store.db.raw('insert into lease (name, owner) values (?, ?)', [
      'RSSMRA50B17H501F',
      'VIA ROMA 1',
    ])
    const failure = await insert.catch((error: unknown) => error)
    expect((failure as Error).message).toMatch(/insert into lease/)
    expect((failure as Error).message + (failure as Error).stack).not.toMatch(/RSSMRA|VIA ROMA/)
  })
})
