import { describe, expect, test } from 'vitest'
import { maskContact, maskedIn } from '../../src/domain/masked-contact.ts'
import { matchesName, nameWords } from '../../src/domain/name-match.ts'
import { readSearchTerm } from '../../src/domain/search-term.ts'

describe('what a typed text means', () => {
  test.each([
    ['a codice fiscale', 'RSSMRA50B17A558W', { kind: 'codice-fiscale', verdict: { ok: true } }],
    [
      'in small letters, with spaces',
      'rss mra 50b17 a558w',
      { kind: 'codice-fiscale', code: 'RSSMRA50B17A558W' },
    ],
    ['an omocode without a digit', 'RSSMRAR0B17A558Y', { kind: 'codice-fiscale' }],
    [
      'a wrong check character',
      'RSSMRA50B17A558X',
      { kind: 'codice-fiscale', verdict: { ok: false, code: 'CF_CARATTERE_CONTROLLO' } },
    ],
    ['eleven digits', '12345678901', { kind: 'codice-fiscale', verdict: { ok: false } }],
    ['a letter id with a slip', 'R3K7Q-9TX2M-9', { kind: 'letter', ok: false }],
    [
      'a bundle',
      'test_pin_it-20261120-001-8E1E975FC6',
      { kind: 'bundle', name: 'TEST_PIN_IT-20261120-001-8e1e975fc6' },
    ],
    ['a number of a row', 'WEB-20261120-2026-0002142', { kind: 'text', words: ['WEB'] }],
    ['a long surname', 'MASTROBERARDINIS', { kind: 'text', words: ['MASTROBERARDINIS'] }],
    ['a name', ' Nicolò  D’Angelo ', { kind: 'text', words: ['NICOLO', 'DANGELO'] }],
    ['too short for a name', 'Ng', { kind: 'text', words: [] }],
  ])('%s', (_, typed, expected) => {
    expect(readSearchTerm(typed)).toMatchObject(expected)
  })
})

describe('names that match', () => {
  const ROSSI = ['De Rossi', 'Nicolò', "Nicolò D'Angelo"]
  test.each([
    ['de rossi', true],
    ['derossi', true],
    ['nicolo rossi', true],
    ['ROSSI NIC', true],
    ['d angelo', true],
    ['dangelo', true],
    ['ossi', false],
    ['rossi anna', false],
  ])('%s: %s', (typed, found) => {
    expect(matchesName(nameWords(typed), ROSSI)).toBe(found)
  })

  test('a name in one word is found by one in two', () => {
    expect(matchesName(nameWords('de rossi'), ['DEROSSI', 'ANNA', ''])).toBe(true)
  })
})

test.each([
  ['maria.rossi@example.com', 'm***@example.com'],
  ['+393331234567', '+39 *** 567'],
  ['123', '***'],
])('masks %s', (contact, masked) => {
  expect(maskContact(contact)).toBe(masked)
})

test('masks contacts within a text', () => {
  expect(maskedIn('cellulare «+393331234567» → «» e «a.b@example.com»')).toBe(
    'cellulare «+39 *** 567» → «» e «a***@example.com»',
  )
})
