/**
 * The message that carries the first half of a PIN, as the file a transport takes: `.eml` for e-mail and PEC,
 * `.sms.json` for an SMS gateway. The same input gives the same bytes.
 *
 * @module
 */
import MailComposer from 'nodemailer/lib/mail-composer'
import { encode, wrap } from 'nodemailer/lib/qp'
import { type CivilDate, italianDate, italianLongDate, romeParts, withArticle } from '../domain/civil-date.ts'
import { groupHalf } from '../domain/pin-code.ts'
import {
  fillIn,
  type MessageChannel,
  type MessageTemplate,
  type MessageTemplates,
  type Residence,
  SMS_TEST_MARK,
} from './message-templates.ts'

export interface FirstHalf {
  readonly channel: MessageChannel
  /** E-mail or PEC address, or a mobile number in E.164. */
  readonly recipient: string
  readonly half: string
  readonly sentOn: CivilDate
  readonly requestedOn: CivilDate
  readonly residence: Residence
  /** Letters, digits, `.`, `_`, `-`: names the file and the Message-ID. */
  readonly messageId: string
  readonly sender: { readonly institute: string; readonly email: string }
  readonly test: boolean
}

export interface ComposedMessage {
  readonly fileName: string
  readonly content: Buffer | string
}

const LINE_LENGTH = 76

/** Throws for a half or an id of the wrong form, and never shows the half in an error. */
export async function composeFirstHalf(
  templates: MessageTemplates,
  message: FirstHalf,
): Promise<ComposedMessage> {
  const { channel, half, messageId } = message
  if (!/^[\w.-]+$/.test(messageId))
    throw new RangeError(`message id «${messageId}»: letters, digits and . _ - only`)
  if (!/^[0-9A-F]{8}$/.test(half)) {
    throw new RangeError(`message ${messageId}: its half is not eight characters of 0–9 and A–F`)
  }
  return channel === 'SMS'
    ? { fileName: `${messageId}.sms.json`, content: sms(templates.SMS, message) }
    : { fileName: `${messageId}.eml`, content: email(templates[channel], message) }
}

function sms(template: MessageTemplate, message: FirstHalf): string {
  const text = fillIn(template.body[message.residence].join(' '), {
    istituto: message.sender.institute,
    codice: message.half,
    // The typographic apostrophe would make the SMS cost two.
    data_richiesta: withArticle(message.requestedOn, italianDate(message.requestedOn)).replace('’', "'"),
  })
  const content = {
    to: message.recipient,
    text: (message.test ? SMS_TEST_MARK : '') + text,
    messageId: message.messageId,
  }
  return `${JSON.stringify(content)}\n`
}

function email(template: MessageTemplate, message: FirstHalf): Buffer {
  const { sender, test } = message
  const values = {
    istituto: sender.institute,
    codice: groupHalf(message.half),
    data_richiesta: withArticle(message.requestedOn, italianLongDate(message.requestedOn)),
  }
  const paragraphs = template.body[message.residence].map((paragraph) => fillIn(paragraph, values))
  if (test) paragraphs.unshift('MESSAGGIO DI PROVA: il codice non è valido.')
  const body = `${paragraphs.join('\r\n\r\n')}\r\n`
  const headers = new MailComposer({
    from: { name: sender.institute, address: sender.email },
    // As an object, so that no character of it can be taken for a second address.
    to: { name: '', address: message.recipient },
    subject: (test ? '[PROVA] ' : '') + fillIn(template.subject, values),
    date: noonInRome(message.sentOn),
    messageId: `<${message.messageId}@${sender.email.slice(sender.email.lastIndexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'it' },
    text: body,
    encoding: 'quoted-printable',
    // Plain text has no parts and so no boundary; a given one spares nodemailer drawing random bytes for it.
    baseBoundary: 'none',
  })
    .compile()
    .buildHeaders()
  // nodemailer's own encoder, called directly: its stream machinery halves the speed and changes no byte (tested).
  return Buffer.from(`${headers}\r\n\r\n${wrap(encode(body), LINE_LENGTH)}`)
}

/** A message has a date and no hour of its own; noon is on that day for every reader in Europe. */
function noonInRome(date: CivilDate): Date {
  const winter = new Date(`${date}T12:00:00+01:00`)
  return romeParts(winter).time === '1200' ? winter : new Date(`${date}T12:00:00+02:00`)
}
