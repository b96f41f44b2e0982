import { afterEach, beforeEach, expect, test } from 'vitest'
import { recapito } from '../support/command.ts'
import { newStore } from '../support/databases.ts'

let database: Awaited<ReturnType<typeof newStore>>
beforeEach(async () => {
  database = await newStore('sqlite')
})
afterEach(() => database.remove())

const health = (...args: string[]) =>
  recapito([
    '--database',
    database.url,
    '--data',
    '/nonexistent',
    '--output',
    '/nonexistent',
    'health',
    ...args,
  ])

test('says nothing but that all is well', async () => {
  expect(await health()).toEqual({ code: 0, stdout: 'Tutto bene.\n', stderr: '' })
})

test('a line a fault, exit 1; the same as JSON', async () => {
  await database.store.db('setting').insert({ name: 'schedule-from', value: '2026-01-01T00:00:00.000Z' })
  const { code, stdout } = await health()
  expect(code).toBe(1)
  expect(stdout.split('\n')).toHaveLength(6)
  expect(stdout).toMatch(/^La notte del .* non è arrivata in fondo: recapito night --date \d{4}-\d\d-\d\d$/m)
  expect(JSON.parse((await health('--json')).stdout)).toMatchObject({ healthy: false })
})
