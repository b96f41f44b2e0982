/**
 * Sends the first half of each new code by SMS, e-mail or PEC, and creates the letter that will carry the second. A
 * message is planned before its file is written, so that a crash writes the same file again and never another.
 */
import { join } from 'node:path'
import { drawLetterIds } from '../src/domain/letter-id.ts'
import { snapshotOf } from '../src/domain/pin-letter-snapshot.ts'
import type { PrintableAddress } from '../src/domain/postal-address.ts'
import { productOf } from '../src/domain/products.ts'
import { composeFirstHalf } from '../src/messages/first-half-message.ts'
import { open } from '../src/secrets/sealing.ts'
import { markFirstHalvesSent } from '../src/store/credential.ts'
import type { Executor } from '../src/store/dialect.ts'
import { reserveIds } from '../src/store/id-block.ts'
import { insertLetters, takenPublicIds } from '../src/store/letter.ts'
import {
  credentialsToMessage,
  insertMessages,
  markMessagesSent,
  type PlannedMessage,
  plannedMessages,
  stillPlanned,
} from '../src/store/message.ts'
import type { Job, JobContext } from './job.ts'

const PAGE = 1_000
/** Files written at once: an fsync waits for the disk, not for us. */
const ABREAST = 16

export const sendFirstHalves: Job = {
  name: 'send-first-halves',
  summary: 'sends the first halves and creates the letters',
  async run(context) {
    const counts = { sent: 0, SMS: 0, EMAIL: 0, PEC: 0 }
    // What an earlier attempt planned comes first; then page after page is planned and sent.
    let afterId = 0
    for (;;) {
      context.checkpoint()
      const messages = await plannedMessages(context.store.db, PAGE)
      if (messages.length === 0) {
        const planned = await planPage(context, afterId)
        if (planned === undefined) return counts
        afterId = planned
        continue
      }
      await writeMessages(context, messages)
      const stopped = await context.store.transaction('first-halves-sent', (trx) =>
        recordSent(trx, context, messages),
      )
      // The code in them is dead, or waits: nobody has sent them yet.
      for (const { file_name } of stopped)
        await context.files.remove(join(context.folders.messages, file_name))
      const sent = messages.filter((message) => !stopped.includes(message))
      for (const message of sent) counts[message.channel] += 1
      counts.sent += sent.length
      context.progress(sent.length, 'messaggi')
    }
  },
}

/** Answers the last credential planned, or undefined when none is left. */
function planPage({ store, actor }: JobContext, afterId: number): Promise<number | undefined> {
  return store.transaction('plan-messages', async (trx) => {
    const page = await credentialsToMessage(trx, afterId, PAGE)
    const firstId = await reserveIds(trx, 'message', page.length)
    await insertMessages(
      trx,
      actor.on,
      page.map((row, index) => {
        const id = firstId + index
        const fileName = `${actor.on}/${String(id).padStart(9, '0')}${row.channel === 'SMS' ? '.sms.json' : '.eml'}`
        return { id, credentialId: row.credential_id, channel: row.channel, fileName }
      }),
    )
    return page.at(-1)?.credential_id
  })
}

/** Writes and fsyncs every file, then the folders that name them: only then may a half be erased. */
async function writeMessages(context: JobContext, messages: readonly PlannedMessage[]): Promise<void> {
  const { files, folders } = context
  const keys = await context.keys('firstHalf')
  const templates = await context.messageTemplates()
  const days = [...new Set(messages.map((message) => message.planned_on))]
  for (const day of days) await files.makeFolder(join(folders.messages, day))
  for (let start = 0; start < messages.length; start += ABREAST) {
    await Promise.all(
      messages.slice(start, start + ABREAST).map(async (message) => {
        const { content } = await composeFirstHalf(templates, {
          channel: message.channel,
          recipient: { SMS: message.mobile, EMAIL: message.email, PEC: message.pec }[message.channel],
          half: open(keys, { credentialId: message.credential_id, idx: 1 }, message.sealed_text),
          sentOn: message.planned_on,
          requestedOn: message.submitted_on,
          residence: message.residence,
          messageId: String(message.id),
          sender: { institute: context.settings.institute.name, email: context.settings.institute.email },
          test: context.test,
        })
        await files.writeFile(join(folders.messages, message.file_name), content)
      }),
    )
  }
  for (const day of days) await files.syncFolder(join(folders.messages, day))
}

/** Answers those that staff have held or cancelled since they were read: nothing is recorded of them. */
async function recordSent(
  trx: Executor,
  context: JobContext,
  written: readonly PlannedMessage[],
): Promise<readonly PlannedMessage[]> {
  const { actor, test } = context
  const planned = await stillPlanned(
    trx,
    written.map((message) => message.id),
  )
  const messages = written.filter((message) => planned.has(message.id))
  await markMessagesSent(
    trx,
    actor.on,
    messages.map((message) => message.id),
  )
  await markFirstHalvesSent(
    trx,
    actor,
    messages.map((message) => ({ credentialId: message.credential_id, sentOn: message.planned_on })),
  )
  const publicIds = await drawLetterIds(messages.length, context.random, (ids) => takenPublicIds(trx, ids))
  const firstId = await reserveIds(trx, 'letter', messages.length)
  await insertLetters(
    trx,
    actor,
    messages.map((message, index) => {
      const address = JSON.parse(message.printable) as PrintableAddress
      return {
        id: firstId + index,
        publicId: publicIds[index] as string,
        kind: 'PIN_HALF2' as const,
        sourceId: message.credential_id,
        attempt: 1,
        product: productOf('PIN_HALF2', address, test),
        zone: address.zone,
        cap: address.cap,
        snapshot: JSON.stringify(
          snapshotOf(address, {
            requestedOn: message.submitted_on,
            firstHalfSentOn: message.planned_on,
            firstHalfChannel: message.channel,
            residence: message.residence,
            language: message.language,
          }),
        ),
      }
    }),
  )
  return written.filter((message) => !planned.has(message.id))
}
