import { describe, expect, test } from 'vitest'
import { refuseSecrets } from '../../src/secrets/secret-shapes.ts'

const refusal = (text: string, names: 'nobody' | 'senders' = 'nobody') => {
  try {
    refuseSecrets('report.json', text, names)
    return 'written'
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 5 })
    return (error as Error).message.replace(/, dove non.*/s, '')
  }
}

describe('a report is not written', () => {
  test.each([
    ['a half', 'riga\nB80D0008', 'report.json, riga 2: trovato quello che sembra mezzo PIN'],
    ['in groups', '"B80D 0008"', 'report.json, riga 1: trovato quello che sembra mezzo PIN'],
    ['with a hyphen', '<td>B80D-0008</td>', 'report.json, riga 1: trovato quello che sembra mezzo PIN'],
    ['a codice fiscale', 'RSSMRA40A41H501W', 'report.json, riga 1: trovato un codice fiscale'],
    ['with letters for digits', 'x RSSMRAQLA41H501W', 'report.json, riga 1: trovato un codice fiscale'],
  ])('%s', (_title, text, message) => {
    expect(refusal(text)).toBe(message)
  })

  test('for a list only with a codice fiscale: senders give their rows numbers that look like codes', () => {
    expect(refusal('"R-1";"B80D0008"', 'senders')).toBe('written')
    expect(refusal('"R-1";"RSSMRA40A41H501W"', 'senders')).toBe('report.json: trovato un codice fiscale')
  })
})

test.each([
  ['a date', '20261120 2026-11-20'],
  ['a bundle and its hash', 'PIN_IT-20261120-001-92728b9547 e3b0c44298fc1c149afbf4c8996fb924'],
  ['a letter', 'R3K7Q-9TX2M-C'],
  ['a feed', '"file": "pin-requests-B80D0008.csv"'],
  ['words and numbers', 'FACCEBAD 12345678 ABCD 1234567'],
  ['a template version', '3fa94c1e02b7d586'],
])('%s is no secret', (_title, text) => {
  expect(refusal(text)).toBe('written')
})
