import { expect, test } from 'vitest'
import { groupHalf, isAcceptablePin, PIN_ALPHABET, PIN_LENGTH, toPin } from '../../src/domain/pin-code.ts'

const OWNER = { codiceFiscale: 'RSSMRA50B17H501F', birthDate: '1950-02-17' }

test.each([
  { title: 'no pattern', code: '7A3F09C4E81B52D6', ok: true },
  { title: 'the date of birth in the first half, ddmmyyyy', code: '17021950E81B52D6', ok: false },
  { title: 'the date of birth in the second half, yyyymmdd', code: '7A3F09C419500217', ok: false },
  { title: 'the date of birth within a half, ddmmyy', code: '7A3F09C4A170250B', ok: false },
  { title: 'the date of birth across the halves', code: '7A3F0917025052D6', ok: true },
  { title: 'one repeated character in the first half', code: '00000000E81B52D6', ok: false },
  { title: 'one repeated character in the second half', code: '7A3F09C4FFFFFFFF', ok: false },
  { title: 'one repeated character across the halves', code: '7A3F00000000E81B', ok: true },
  { title: 'an ascending run', code: '01234567E81B52D6', ok: false },
  { title: 'an ascending run through the letters', code: '7A3F09C489ABCDEF', ok: false },
  { title: 'a descending run', code: 'FEDCBA98E81B52D6', ok: false },
  { title: 'a run that is broken', code: '01234568E81B52D6', ok: true },
])('a code with $title', ({ code, ok }) => {
  expect(isAcceptablePin(code, OWNER)).toBe(ok)
})

test.each([
  { title: 'at the start of the code', code: '80078750E81B52D6', ok: false },
  { title: 'across the halves', code: '7A3F0787505872D6', ok: false },
  { title: 'seven characters only', code: '8007875FE81B52D6', ok: true },
])('eight characters of the codice fiscale $title', ({ code, ok }) => {
  expect(isAcceptablePin(code, { ...OWNER, codiceFiscale: '80078750587' })).toBe(ok)
})

test('every byte gives two characters of the alphabet', () => {
  expect(toPin(Uint8Array.of(0x00, 0x1f, 0xa0, 0xff, 0x7a, 0x3f, 0x09, 0xc4))).toBe('001FA0FF7A3F09C4')
  const seen = new Set<string>()
  for (let byte = 0; byte < 256; byte++) {
    const pin = toPin(new Uint8Array(8).fill(byte))
    expect(pin).toHaveLength(PIN_LENGTH)
    seen.add(pin)
  }
  expect(seen.size).toBe(256)
  expect(new Set([...seen].join(''))).toEqual(new Set(PIN_ALPHABET))
})

test.each([7, 9])('refuses %i random bytes', (length) => {
  expect(() => toPin(new Uint8Array(length))).toThrow(RangeError)
})

test('a half is printed in two groups of four', () => {
  expect(groupHalf('7A3F09C4')).toBe('7A3F 09C4')
})
