/** @module A message to staff: through a mail server, or as a file where none is set. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Files } from '../../files/files.ts'
import { type Bulletin, subjectOf, textOf } from './bulletin.ts'

export interface Mail {
  readonly to: readonly string[]
  readonly from: { readonly name: string; readonly address: string }
  /** `smtp://` or `smtps://` URL, or `''`. It may hold a password. */
  readonly smtp: string
}

/** A server that does not answer must not hold up the night. */
const TIMEOUT_MS = 15_000

export async function sendBulletin(
  { files, folder, mail }: { files: Files; folder: string; mail: Mail },
  bulletin: Bulletin,
  now: Date,
  test: boolean,
): Promise<void> {
  const text = textOf(bulletin)
  const id = `${now.toISOString().replace(/\W|\d{3}Z$/g, '')}-${createHash('sha256').update(text).digest('hex').slice(0, 10)}`
  const message = await composed(mail, { id, subject: subjectOf(bulletin, test), text, date: now })
  if (mail.smtp === '') {
    await files.makeFolder(folder)
    await files.replaceFile(join(folder, `${id}.eml`), message)
    return
  }
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    url: mail.smtp,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  })
  try {
    await transport.sendMail({ envelope: { from: mail.from.address, to: [...mail.to] }, raw: message })
  } finally {
    transport.close()
  }
}

async function composed(
  { from, to }: Mail,
  { id, subject, text, date }: { id: string; subject: string; text: string; date: Date },
): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return new MailComposer({
    from,
    to: to.map((address) => ({ name: '', address })),
    subject,
    text,
    date,
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'it' },
    baseBoundary: 'none',
  })
    .compile()
    .build()
}
