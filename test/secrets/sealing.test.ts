import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type CodeKeys, drawSealedCode, verifierOf } from '../../src/secrets/issue-code.ts'
import { type Keys, KeyringError } from '../../src/secrets/keyring.ts'
import { open, SealBroken, seal } from '../../src/secrets/sealing.ts'

function newKeys(id: string): Keys {
  return { current: id, secrets: { [id]: randomBytes(32).toString('base64url') } }
}

const owner = { credentialId: 7, idx: 2 } as const

describe('a sealed half', () => {
  const keys = newKeys('s1')

  test('opens for its own row', () => {
    expect(open(keys, owner, seal(keys, owner, '0A1B2C3D'))).toBe('0A1B2C3D')
  })

  test('is never the same text twice, and does not show the half', () => {
    const texts = Array.from({ length: 50 }, () => seal(keys, owner, '0A1B2C3D'))
    expect(new Set(texts).size).toBe(50)
    for (const text of texts) expect(text).not.toContain('0A1B2C3D')
  })

  test.each([
    ['another credential', { credentialId: 8, idx: 2 } as const],
    ['the other half of the same credential', { credentialId: 7, idx: 1 } as const],
  ])('does not open for %s', (_title, other) => {
    const text = seal(keys, owner, '0A1B2C3D')
    expect(() => open(keys, other, text)).toThrow(SealBroken)
  })

  test('does not open when one character was altered', () => {
    const text = seal(keys, owner, '0A1B2C3D')
    const altered = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A')
    expect(() => open(keys, owner, altered)).toThrow(SealBroken)
  })

  test('opens after a rotation, with the old key still in the ring', () => {
    const text = seal(keys, owner, '0A1B2C3D')
    const rotated: Keys = { current: 's2', secrets: { ...keys.secrets, ...newKeys('s2').secrets } }
    expect(open(rotated, owner, text)).toBe('0A1B2C3D')
    expect(seal(rotated, owner, '0A1B2C3D')).toMatch(/^s2\./)
  })

  test('says which key is missing', () => {
    const text = seal(keys, owner, '0A1B2C3D')
    expect(() => open(newKeys('s9'), owner, text)).toThrow(KeyringError)
    expect(() => open(newKeys('s9'), owner, text)).toThrow('"s1"')
  })
})

describe('drawing a code', () => {
  const keys: CodeKeys = { firstHalf: newKeys('f1'), secondHalf: newKeys('s1'), pepper: newKeys('p1') }
  const person = { credentialId: 3, codiceFiscale: 'RSSMRA50B17H501F', birthDate: '1950-02-17' }
  const codeOf = (sealed: ReturnType<typeof drawSealedCode>) =>
    open(keys.firstHalf, { credentialId: 3, idx: 1 }, sealed.firstHalf) +
    open(keys.secondHalf, { credentialId: 3, idx: 2 }, sealed.secondHalf)

  test('gives sixteen hexadecimal characters and their verifier', () => {
    const sealed = drawSealedCode(keys, randomBytes, { ...person, earlierVerifiers: new Set() })
    expect(codeOf(sealed)).toMatch(/^[0-9A-F]{16}$/)
    expect(sealed.verifier).toBe(verifierOf(keys.pepper, 'p1', person.codiceFiscale, codeOf(sealed)))
  })

  test('draws again for a code that the person had before, or that leads back to the person', () => {
    const draws = ['1122334455667788', '17021950AABBCCDD', '9F8E7D6C5B4A3921']
    let draw = 0
    const random = () => Buffer.from(draws[draw++] as string, 'hex')
    const earlier = verifierOf(keys.pepper, 'p1', person.codiceFiscale, draws[0] as string)
    const sealed = drawSealedCode(keys, random, { ...person, earlierVerifiers: new Set([earlier]) })
    expect(codeOf(sealed)).toBe(draws[2])
  })

  test('gives every character at every place equally often', () => {
    const counts = new Map<string, number>()
    const draws = 4_000
    for (let i = 0; i < draws; i += 1) {
      const code = codeOf(drawSealedCode(keys, randomBytes, { ...person, earlierVerifiers: new Set() }))
      for (const character of code) counts.set(character, (counts.get(character) ?? 0) + 1)
    }
    const expected = (draws * 16) / 16
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    expect(counts.size).toBe(16)
    // 15 degrees of freedom: 56.5 is passed by chance once in a million.
    expect(chiSquare).toBeLessThan(56.5)
  })
})
