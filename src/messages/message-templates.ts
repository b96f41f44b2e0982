/**
 * The texts of the first-half messages as staff edit them. The convention stands at the top of
 * `templates/messages/email.it.md`.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { SMS_LENGTH, smsLength } from './sms-length.ts'

export type MessageChannel = 'SMS' | 'EMAIL' | 'PEC'
export type Residence = 'ITALIA' | 'ESTERO'

export interface MessageTemplate {
  /** Empty for an SMS. */
  readonly subject: string
  /** Paragraphs with placeholders still in them. */
  readonly body: Readonly<Record<Residence, readonly string[]>>
}

export type MessageTemplates = Readonly<Record<MessageChannel, MessageTemplate>>

/** A message text cannot be used: every fault, nothing was sent (exit 2). */
class MessageTemplateFault extends Error {
  readonly exitCode = 2
  constructor(file: string, faults: readonly string[]) {
    super(`${file}: ${faults.join('; ')}`)
    this.name = 'MessageTemplateFault'
  }
}

const FILES: Readonly<Record<MessageChannel, string>> = {
  SMS: 'sms.it.md',
  EMAIL: 'email.it.md',
  PEC: 'pec.it.md',
}
const PLACEHOLDERS = ['istituto', 'codice', 'data_richiesta']
export const SMS_TEST_MARK = 'PROVA '

const FrontMatter = z.strictObject({
  version: z.int().min(1),
  language: z.literal('it'),
  subject: z.string().default(''),
})

/** Reads and checks all three texts; the SMS is counted with the longest values it can meet. */
export async function loadMessageTemplates(folder: string, institute = 'INPS'): Promise<MessageTemplates> {
  const [SMS, EMAIL, PEC] = await Promise.all([
    loadTemplate(join(folder, FILES.SMS)),
    loadTemplate(join(folder, FILES.EMAIL)),
    loadTemplate(join(folder, FILES.PEC)),
  ])
  const values = { istituto: institute, codice: '00000000', data_richiesta: '28/09/2028' }
  const faults = (['ITALIA', 'ESTERO'] as const).flatMap((residence) => {
    const text = SMS_TEST_MARK + fillIn(SMS.body[residence].join(' '), values)
    const length = smsLength(text)
    if (length === undefined) return [`${residence}: a character outside the GSM alphabet in «${text}»`]
    return length > SMS_LENGTH ? [`${residence}: ${length} characters, expected at most ${SMS_LENGTH}`] : []
  })
  if (faults.length > 0) throw new MessageTemplateFault(join(folder, FILES.SMS), faults)
  return { SMS, EMAIL, PEC }
}

export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(.*?)\}\}/g, (_, name: string) => values[name] ?? '')
}

async function loadTemplate(file: string): Promise<MessageTemplate> {
  const source = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new MessageTemplateFault(file, [`cannot be read (${error.code})`])
  })
  const text = source.normalize('NFC').replaceAll('\r\n', '\n')
  const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? []
  const front = FrontMatter.safeParse(head === '' ? undefined : parse(head))
  const faults = front.success
    ? []
    : front.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const used = [...source.matchAll(/\{\{(.*?)\}\}/g)].map((match) => match[1] ?? '')
  const unknown = used.filter((name) => !PLACEHOLDERS.includes(name))
  if (unknown.length > 0)
    faults.push(`unknown {{${unknown.join('}}, {{')}}}: expected ${PLACEHOLDERS.join(', ')}`)
  const template = { ITALIA: paragraphsFor('italia', body), ESTERO: paragraphsFor('estero', body) }
  for (const paragraphs of Object.values(template)) {
    const whole = paragraphs.join(' ')
    if (whole.split('{{codice}}').length !== 2) faults.push('{{codice}} must occur once')
    if (whole.includes(':::')) faults.push('expected «::: italia» or «::: estero», closed by «:::»')
  }
  if (!front.success || faults.length > 0) throw new MessageTemplateFault(file, [...new Set(faults)])
  return { subject: front.data.subject, body: template }
}

/** Lines of a paragraph are joined: the reader's program wraps them. An indent stays. */
function paragraphsFor(residence: 'italia' | 'estero', body: string): string[] {
  return body
    .replace(/<!--.*?-->/gs, '')
    .replace(/^::: *(italia|estero)\n(.*?)^:::$/gms, (_, who: string, text: string) =>
      who === residence ? text : '',
    )
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/^\n+/, '').trimEnd().replaceAll('\n', ' '))
    .filter((paragraph) => paragraph !== '')
}
