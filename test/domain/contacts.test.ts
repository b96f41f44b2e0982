import { describe, expect, test } from 'vitest'
import { judgeContacts } from '../../src/domain/contacts.ts'
import type { Contacts } from '../../src/domain/pin-request.ts'

const NONE: Contacts = { phone: '', mobile: '', email: '', email2: '', pec: '' }
const ITALY = { channel: 'WEB', residence: 'ITALIA' } as const
const ABROAD = { channel: 'WEB', residence: 'ESTERO' } as const

describe('mobile numbers', () => {
  test.each([
    { title: 'bare', typed: '3331234567', e164: '+393331234567' },
    { title: 'with spaces', typed: '333 123 45 67', e164: '+393331234567' },
    { title: 'with a slash', typed: '348/1234567', e164: '+393481234567' },
    { title: 'with the country', typed: '+39 333 1234567', e164: '+393331234567' },
    { title: 'with 0039', typed: '0039 333-1234567', e164: '+393331234567' },
    { title: 'with the country in brackets', typed: '(+39) 333.1234567', e164: '+393331234567' },
    { title: 'with the country and no sign', typed: '393331234567', e164: '+393331234567' },
    { title: 'of a prefix that looks like the country', typed: '3933123456', e164: '+393933123456' },
    { title: 'German', typed: '+49 1512 3456789', e164: '+4915123456789' },
    { title: 'American, of no telling kind', typed: '001 415 555 2671', e164: '+14155552671' },
    { title: 'a landline', typed: '06 12345678', e164: '' },
    { title: 'free of charge', typed: '800 123456', e164: '' },
    { title: 'a digit too many', typed: '33312345678', e164: '' },
    { title: 'words', typed: 'da chiedere', e164: '' },
    { title: 'a number among words', typed: 'casa 3331234567', e164: '' },
    { title: 'two numbers', typed: '3331234567 / 3481234567', e164: '' },
  ])('$title: $typed', ({ typed, e164 }) => {
    expect(judgeContacts({ ...NONE, mobile: typed }, ITALY).mobile).toBe(e164)
  })

  test.each([
    { title: 'needs its country', typed: '3331234567', e164: '' },
    { title: 'may be Italian', typed: '+39 3331234567', e164: '+393331234567' },
    { title: 'may begin with 00', typed: '00 49 1512 3456789', e164: '+4915123456789' },
  ])('abroad a number $title', ({ typed, e164 }) => {
    expect(judgeContacts({ ...NONE, mobile: typed }, ABROAD).mobile).toBe(e164)
  })
})

describe('call-back numbers', () => {
  test.each([
    { title: 'a landline', typed: '06 164164', e164: '+3906164164' },
    { title: 'a landline with its country', typed: '+39 06164164', e164: '+3906164164' },
    { title: 'a mobile', typed: '333 1234567', e164: '+393331234567' },
    { title: 'a foreign landline', typed: '+49 30 123456', e164: '+4930123456' },
    { title: 'too short', typed: '0612', e164: '' },
  ])('$title: $typed', ({ typed, e164 }) => {
    expect(judgeContacts({ ...NONE, phone: typed }, ITALY).phone).toBe(e164)
  })
})

describe('e-mail', () => {
  test.each([
    {
      title: 'small letters in the domain only',
      typed: 'Mario.Rossi@Example.IT',
      kept: 'Mario.Rossi@example.it',
    },
    { title: 'a plus', typed: 'mario+pin@example.it', kept: 'mario+pin@example.it' },
    { title: 'an apostrophe', typed: "d'angelo@example.it", kept: "d'angelo@example.it" },
    { title: 'an encoded domain', typed: 'info@xn--societ-8ta.it', kept: 'info@xn--societ-8ta.it' },
    {
      title: '254 characters',
      typed: `a@${'b'.repeat(60)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(60)}.it`,
      kept: `a@${'b'.repeat(60)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(60)}.it`,
    },
    {
      title: '255 characters',
      typed: `aa@${'b'.repeat(60)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(60)}.it`,
      kept: '',
    },
    { title: 'a part before the @ longer than 64', typed: `${'a'.repeat(65)}@example.it`, kept: '' },
    { title: 'no domain', typed: 'mario.rossi', kept: '' },
    { title: 'no top-level domain', typed: 'mario@localhost', kept: '' },
    { title: 'two signs', typed: 'mario@rossi@example.it', kept: '' },
    { title: 'two dots', typed: 'mario..rossi@example.it', kept: '' },
    { title: 'a dot at the end', typed: 'mario.@example.it', kept: '' },
    { title: 'a space', typed: 'mario rossi@example.it', kept: '' },
    { title: 'two addresses', typed: 'a@example.it;b@example.it', kept: '' },
    { title: 'a display name', typed: 'Mario <a@example.it>', kept: '' },
  ])('$title', ({ typed, kept }) => {
    expect(judgeContacts({ ...NONE, email: typed }, ITALY).email).toBe(kept)
  })

  test('the second address takes the place of a first that cannot be used', () => {
    const judged = judgeContacts({ ...NONE, email: 'mario', email2: 'mario@example.it' }, ABROAD)
    expect(judged).toMatchObject({ email: 'mario@example.it', email2: '', firstHalfChannel: 'EMAIL' })
    expect(codesOf(judged)).toEqual(['WARN_CONTATTO_NON_VALIDO email', 'WARN_CONTATTO_UNICO email'])
  })
})

const MOBILE = '3331234567'
const EMAIL = 'mario@example.it'
const PEC = 'mario@pec.example.it'

describe('the first half goes by', () => {
  test.each([
    { channel: 'SMS', contacts: { mobile: MOBILE, email: EMAIL, pec: PEC } },
    { channel: 'EMAIL', contacts: { email: EMAIL, pec: PEC } },
    { channel: 'PEC', contacts: { pec: PEC } },
    { channel: 'EMAIL', contacts: { mobile: '06 12345678', email: EMAIL } },
    { channel: '', contacts: { phone: MOBILE } },
  ])('$channel with $contacts', ({ channel, contacts }) => {
    expect(judgeContacts({ ...NONE, ...contacts }, ITALY).firstHalfChannel).toBe(channel)
  })

  test('nothing at the counter', () => {
    const judged = judgeContacts({ ...NONE, mobile: MOBILE }, { channel: 'SPORTELLO', residence: 'ITALIA' })
    expect(judged).toMatchObject({ mobile: `+39${MOBILE}`, firstHalfChannel: '', findings: [] })
  })
})

describe('findings', () => {
  const CONTACT_CENTER = { channel: 'CONTACT_CENTER', residence: 'ESTERO' } as const
  const COUNTER = { channel: 'SPORTELLO', residence: 'ITALIA' } as const
  const from = `+39${MOBILE}`
  test.each([
    { title: 'two types', where: ITALY, contacts: { mobile: MOBILE, email: EMAIL }, codes: [] },
    { title: 'none', where: ITALY, contacts: {}, codes: ['CONTATTO_MANCANTE mobile'] },
    {
      title: 'a call-back number only',
      where: ITALY,
      contacts: { phone: MOBILE },
      codes: ['CONTATTO_MANCANTE mobile'],
    },
    {
      title: 'an invalid one only',
      where: ITALY,
      contacts: { email: 'mario' },
      codes: ['WARN_CONTATTO_NON_VALIDO email', 'CONTATTO_MANCANTE mobile'],
    },
    {
      title: 'a good one beside an invalid one',
      where: ITALY,
      contacts: { mobile: MOBILE, pec: 'mario' },
      codes: ['WARN_CONTATTO_NON_VALIDO pec', 'WARN_CONTATTO_UNICO mobile'],
    },
    { title: 'one type', where: ITALY, contacts: { pec: PEC }, codes: ['WARN_CONTATTO_UNICO pec'] },
    {
      title: 'two e-mails in Italy, one type',
      where: ITALY,
      contacts: { email: EMAIL, email2: 'm2@example.it' },
      codes: ['WARN_CONTATTO_UNICO email'],
    },
    {
      title: 'two e-mails abroad',
      where: ABROAD,
      contacts: { email: EMAIL, email2: 'm2@example.it' },
      codes: [],
    },
    {
      title: 'the same e-mail twice abroad',
      where: ABROAD,
      contacts: { email: EMAIL, email2: 'mario@EXAMPLE.it' },
      codes: ['WARN_CONTATTO_UNICO email'],
    },
    {
      title: 'the same address as e-mail and PEC',
      where: ITALY,
      contacts: { email: PEC, pec: PEC },
      codes: ['WARN_CONTATTO_UNICO email'],
    },
    {
      title: 'no e-mail abroad',
      where: ABROAD,
      contacts: { mobile: from, pec: PEC },
      codes: ['EMAIL_OBBLIGATORIA email'],
    },
    {
      title: 'nothing at all abroad, said once',
      where: ABROAD,
      contacts: {},
      codes: ['EMAIL_OBBLIGATORIA email'],
    },
    {
      title: 'an invalid e-mail abroad',
      where: ABROAD,
      contacts: { mobile: from, email: 'mario' },
      codes: ['WARN_CONTATTO_NON_VALIDO email', 'EMAIL_OBBLIGATORIA email'],
    },
    {
      title: 'no e-mail abroad, by the contact centre',
      where: CONTACT_CENTER,
      contacts: { mobile: from },
      codes: ['WARN_CONTATTO_UNICO mobile'],
    },
    { title: 'none at the counter', where: COUNTER, contacts: {}, codes: [] },
    {
      title: 'an invalid one at the counter',
      where: COUNTER,
      contacts: { phone: 'x' },
      codes: ['WARN_CONTATTO_NON_VALIDO phone'],
    },
  ])('$title', ({ where, contacts, codes }) => {
    expect(codesOf(judgeContacts({ ...NONE, ...contacts }, where))).toEqual(codes)
  })

  test('an invalid contact is quoted as typed', () => {
    const { findings } = judgeContacts({ ...NONE, mobile: '06 12345678' }, ITALY)
    expect(findings[0]).toEqual({ code: 'WARN_CONTATTO_NON_VALIDO', field: 'mobile', detail: '06 12345678' })
  })
})

function codesOf({ findings }: ReturnType<typeof judgeContacts>): string[] {
  return findings.map(({ code, field }) => `${code} ${field}`)
}
