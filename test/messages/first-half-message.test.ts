import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import MailComposer from 'nodemailer/lib/mail-composer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeFirstHalf, type FirstHalf } from '../../src/messages/first-half-message.ts'
import { loadMessageTemplates, type MessageTemplates } from '../../src/messages/message-templates.ts'
import { smsLength } from '../../src/messages/sms-length.ts'

const MESSAGE: FirstHalf = {
  channel: 'EMAIL',
  recipient: 'maria.rossi@esempio.it',
  half: '0B8D5A1F',
  sentOn: '2026-11-22',
  requestedOn: '2026-11-16',
  residence: 'ITALIA',
  messageId: 'M-000123',
  sender: { institute: 'INPS', email: 'noreply@istituto.example' },
  test: false,
}

describe('the message with the first half', () => {
  let templates: MessageTemplates
  beforeAll(async () => {
    templates = await loadMessageTemplates('templates/messages')
  })

  const compose = async (changes: Partial<FirstHalf> = {}) => {
    const { fileName, content } = await composeFirstHalf(templates, { ...MESSAGE, ...changes })
    return { fileName, content: content.toString() }
  }
  /** Body of an e-mail, decoded. */
  const bodyOf = (content: string) =>
    Buffer.from(
      content
        .slice(content.indexOf('\r\n\r\n') + 4)
        .replaceAll('=\r\n', '')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString()

  it('is the same bytes twice', async () => {
    for (const channel of ['SMS', 'EMAIL', 'PEC'] as const) {
      expect(await compose({ channel })).toEqual(await compose({ channel }))
    }
  })

  it('is an e-mail dated noon in Rome, summer and winter', async () => {
    const { fileName, content } = await compose()
    expect(fileName).toBe('M-000123.eml')
    expect(content).toContain('From: INPS <noreply@istituto.example>\r\n')
    expect(content).toContain('To: maria.rossi@esempio.it\r\n')
    expect(content).toContain('Message-ID: <M-000123@istituto.example>\r\n')
    expect(content).toContain('Date: Sun, 22 Nov 2026 11:00:00 +0000\r\n')
    expect((await compose({ sentOn: '2026-07-22' })).content).toContain(
      'Date: Wed, 22 Jul 2026 10:00:00 +0000\r\n',
    )
    expect(content).not.toMatch(/[^\r]\n/)
    for (const line of content.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
  })

  it('says what the citizen must know, by residence', async () => {
    const italy = bodyOf((await compose()).content)
    for (const said of [
      '0B8D 5A1F',
      'chiesto il 16 novembre 2026',
      'numero zero',
      'per posta',
      '803 164',
      'nessuno',
    ]) {
      expect(italy).toContain(said)
    }
    expect(italy).not.toMatch(/https?:|\{\{|:::/)
    const abroad = bodyOf((await compose({ residence: 'ESTERO' })).content)
    expect(abroad).toContain('+39 06 164164')
    expect(abroad).toContain('ora italiana')
    expect(abroad).not.toContain('803 164')
  })

  it('has the bytes that nodemailer itself would build', async () => {
    const { content } = await compose()
    const built = await new MailComposer({
      from: { name: 'INPS', address: MESSAGE.sender.email },
      to: MESSAGE.recipient,
      subject: 'La prima parte del suo PIN INPS',
      date: new Date('2026-11-22T11:00:00Z'),
      messageId: '<M-000123@istituto.example>',
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'it' },
      text: bodyOf(content),
      encoding: 'quoted-printable',
    })
      .compile()
      .build()
    expect(content).toBe(built.toString())
  })

  it('has one addressee, whatever the address holds', async () => {
    const { content } = await compose({ recipient: 'a@b.it, spia@esempio.it' })
    expect(content.match(/^To: .*$/gm)).toHaveLength(1)
    expect(content).not.toMatch(/^To: a@b\.it, spia@esempio\.it/m)
    const injected = await compose({ recipient: 'a@b.it\r\nBcc: spia@esempio.it' })
    expect(injected.content).not.toMatch(/^Bcc:/m)
  })

  it('is an SMS of one part, also in a test and abroad', async () => {
    for (const residence of ['ITALIA', 'ESTERO'] as const) {
      for (const test of [false, true]) {
        const { fileName, content } = await compose({
          channel: 'SMS',
          recipient: '+393331234567',
          residence,
          test,
        })
        expect(fileName).toBe('M-000123.sms.json')
        const { to, text, messageId } = JSON.parse(content) as Record<string, string>
        expect({ to, messageId }).toEqual({ to: '+393331234567', messageId: 'M-000123' })
        expect(text).toContain('0B8D5A1F')
        expect(smsLength(text ?? '')).toBeLessThanOrEqual(160)
        expect(text?.startsWith('PROVA ')).toBe(test)
      }
    }
  })

  it('says that it is a test', async () => {
    const { content } = await compose({ channel: 'PEC', test: true })
    expect(content).toContain('Subject: [PROVA] ')
    expect(bodyOf(content)).toMatch(/^MESSAGGIO DI PROVA/)
  })

  it.each([{ half: '0B8D5A1' }, { half: '0B8D5A1G' }, { half: '0B8D5A1FB8008B0D' }])(
    'is refused with a half of the wrong form, which the error does not show: %j',
    async ({ half }) => {
      await expect(compose({ half })).rejects.toThrow('M-000123')
      await expect(compose({ half })).rejects.not.toThrow(half)
    },
  )

  it('is refused with an id that would leave the folder', async () => {
    await expect(compose({ messageId: '../M-1' })).rejects.toThrow('letters, digits')
  })

  describe('from texts that staff edited', () => {
    const folder = mkdtempSync(join(tmpdir(), 'recapito-messages-'))
    afterAll(() => rmSync(folder, { recursive: true }))

    it.each([
      [
        'an SMS too long',
        'sms.it.md',
        'Non la comunichi',
        'Mi raccomando, non la comunichi',
        /16\d characters, expected at most 160/,
      ],
      [
        'an SMS outside the GSM alphabet',
        'sms.it.md',
        '(0 = zero)',
        '(0 è «zero»)',
        'outside the GSM alphabet',
      ],
      ['an unknown placeholder', 'email.it.md', '{{istituto}}', '{{nome}}', 'unknown {{nome}}'],
      ['an unclosed block', 'sms.it.md', '803164\n:::', '803164', 'closed by «:::»'],
      ['another country', 'sms.it.md', '::: estero', '::: francia', 'expected «::: italia»'],
      ['no code', 'pec.it.md', '{{codice}}', '********', '{{codice}} must occur once'],
      ['no front matter', 'email.it.md', '---\n', '', 'email.it.md'],
    ])('is refused at the start with %s', async (_, file, from, to, fault) => {
      cpSync('templates/messages', folder, { recursive: true })
      writeFileSync(join(folder, file), readFileSync(join(folder, file), 'utf8').replace(from, to))
      await expect(loadMessageTemplates(folder)).rejects.toThrow(fault)
    })

    it('counts the SMS with the name of the institute', async () => {
      await expect(loadMessageTemplates('templates/messages', 'Istituto di Previdenza')).rejects.toThrow(
        'at most 160',
      )
    })
  })
})

describe('the length of an SMS', () => {
  it.each([
    ['abc', 3],
    ['è à ì ò ù', 9],
    ['10 €', 5],
    ['«no»', undefined],
    ['l’ora', undefined],
  ])('of «%s» is %s', (text, expected) => {
    expect(smsLength(text)).toBe(expected)
  })
})
