import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EXIT_CODES } from '../../src/cli/exit-codes.ts'
import { recapito } from '../support/command.ts'

test('a code of the report', async () => {
  expect(await recapito(['explain', 'err_cap_missing'])).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^ERR_CAP_MISSING: Il CAP manca .*\nLa riga o la lettera resta sospesa/),
    stderr: '',
  })
})

test('an exit code, and none', async () => {
  expect((await recapito(['explain', '75'])).stdout).toMatch(/^Codice d’uscita 75: spazio finito/)
  const { code, stderr } = await recapito(['explain', '99'])
  expect(code).toBe(2)
  expect(stderr).toContain(
    '«99» non è un codice: indicare un codice d’uscita (0, 1, 2, 3, 4, 5, 6, 75, 130, 143)',
  )
})

test('the documented exit codes are those that are explained', async () => {
  const docs = await readFile(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  const [, section = ''] = docs.split('## Exit codes\n')
  const rows = section.split('\n## ')[0]?.matchAll(/^\| ([\d, ]+) \|/gm) ?? []
  const documented = [...rows].flatMap(([, codes = '']) => codes.split(', ').map(Number))
  expect(documented).toEqual(Object.keys(EXIT_CODES).map(Number))
})
