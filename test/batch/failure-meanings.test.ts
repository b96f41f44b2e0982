import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { meaningOf } from '../../src/batch/failure-meanings.ts'

const SOURCE = join(import.meta.dirname, '../../src')
/** Thrown before a run begins or by what people do by hand: no run row names them. */
const OUTSIDE_RUNS = [
  'AlreadyRunning',
  'BackupRefused',
  'ConfigError',
  'NotAcknowledgeable',
  'NotApprovable',
  'ScheduleRefused',
  'SchemaMismatch',
]

test('every error that can end a run has its sentences, and the exit code that it carries', async () => {
  const names = (await readdir(SOURCE, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('cli/'),
  )
  const errors = new Map<string, number>()
  for (const name of names) {
    const text = await readFile(join(SOURCE, name), 'utf8')
    for (const [, error = '', code] of text.matchAll(
      /class (\w+) extends Error \{\s+readonly exitCode = (\d+)/g,
    ))
      if (!OUTSIDE_RUNS.includes(error)) errors.set(error, Number(code))
  }
  expect(errors.size).toBeGreaterThan(9)
  const told = [...errors].map(([error]) => [error, meaningOf(error).exitCode])
  expect(told).toEqual([...errors])
  const unforeseen = meaningOf('TypeError').why
  expect([...errors.keys()].filter((error) => meaningOf(error).why === unforeseen)).toEqual([])
})

test('a process that died has no error', () => {
  expect(meaningOf(null)).toMatchObject({ exitCode: 1, why: 'il processo si è interrotto' })
})
