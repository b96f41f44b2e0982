import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { isLetterId } from '../../src/domain/letter-id.ts'
import { groupHalf } from '../../src/domain/pin-code.ts'
import { keysFor, readKeyring } from '../../src/secrets/keyring.ts'
import { open } from '../../src/secrets/sealing.ts'
import { DATABASES } from '../support/databases.ts'
import {
  eventRow,
  eventsFeed,
  IN_PARIS,
  newPerson,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, ledger } from './ledger.ts'

const ON = '2026-11-20'

const CASES: readonly {
  readonly title: string
  readonly row: Partial<RequestCells>
  readonly channel: 'SMS' | 'EMAIL' | 'PEC'
  readonly to: string
}[] = [
  {
    title: 'a mobile, an e-mail and a PEC',
    row: { pec: 'anna@pec.example' },
    channel: 'SMS',
    to: '+393331234567',
  },
  {
    title: 'an e-mail and a PEC',
    row: { mobile: '', pec: 'anna@pec.example' },
    channel: 'EMAIL',
    to: 'anna@example.com',
  },
  {
    title: 'a PEC alone',
    row: { mobile: '', email: '', pec: 'anna@pec.example' },
    channel: 'PEC',
    to: 'anna@pec.example',
  },
  {
    title: 'a second e-mail alone',
    row: { mobile: '', email: '', email_2: 'b@example.com' },
    channel: 'EMAIL',
    to: 'b@example.com',
  },
  {
    title: 'a mobile that is none, and an e-mail',
    row: { mobile: '12345' },
    channel: 'EMAIL',
    to: 'anna@example.com',
  },
  {
    title: 'a landline where a mobile should be',
    row: { mobile: '06 5123 4567' },
    channel: 'EMAIL',
    to: 'anna@example.com',
  },
  {
    title: 'a foreign mobile',
    row: { ...IN_PARIS, mobile: '0033 6 12 34 56 78' },
    channel: 'SMS',
    to: '+33612345678',
  },
]

/** First halves by request id, before they are sent. */
async function firstHalves(on: Installation): Promise<Map<string, string>> {
  const keys = keysFor(await readKeyring(on.settings.keyring), 'firstHalf')
  const rows = await ledger<{ request_key: string; credential_id: number; sealed_text: string }>(
    on,
    `select r.request_key, h.credential_id, h.sealed_text from half h join credential c on c.id = h.credential_id
       join request r on r.id = c.request_id where h.idx = 1 and h.sealed_text is not null`,
  )
  return new Map(
    rows.map((row) => [
      row.request_key,
      open(keys, { credentialId: row.credential_id, idx: 1 }, row.sealed_text),
    ]),
  )
}

interface Sent {
  channel: string
  state: string
  file_name: string
  half: string
  sealed_text: string | null
  sent_on: string
  credential: string
  letter: string
  public_id: string
  snapshot: string
}

const SENT = `select m.channel, m.state, m.file_name, h.state as half, h.sealed_text, h.sent_on, c.state as credential,
    l.state as letter, l.public_id, l.snapshot
  from message m join half h on h.credential_id = m.credential_id and h.idx = 1
    join credential c on c.id = m.credential_id join request r on r.id = c.request_id
    left join letter l on l.source_id = c.id where r.request_key = ?`

describe.each(DATABASES)('first halves on %s', (kind) => {
  let on: Installation
  let counts: Record<string, number>
  let halves: Map<string, string>

  beforeAll(async () => {
    on = await newInstallation(kind)
    const rows = CASES.map(({ title, row }) => requestRow({ ...row, request_id: title }))
    rows.push(requestRow({ request_id: 'at the counter', channel: 'SPORTELLO' }))
    rows.push(requestRow({ request_id: 'to call', archive_match: 'DIFF' }))
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
    await on.run([intake, issuePins], ON)
    halves = await firstHalves(on)
    expect(await ledger(on, 'select id from letter')).toEqual([])
    counts = (await on.run([sendFirstHalves], ON))[0] ?? {}
  })
  afterAll(() => on.remove())

  test.each(CASES)('$title: $channel to $to', async ({ title, channel, to }) => {
    const [sent] = await ledger<Sent>(on, SENT, [title])
    expect(sent).toMatchObject({ channel, state: 'sent', half: 'erased', sealed_text: null, sent_on: ON })
    const text = (await on.read(join('output/messages', sent?.file_name ?? ''))).toString()
    const half = halves.get(title) ?? 'none'
    if (channel === 'SMS') {
      expect(sent?.file_name).toMatch(/^2026-11-20\/\d{9}\.sms\.json$/)
      expect(JSON.parse(text)).toMatchObject({ to, text: expect.stringContaining(half) })
    } else {
      expect(sent?.file_name).toMatch(/^2026-11-20\/\d{9}\.eml$/)
      expect(text).toContain(`To: ${to}\r\n`)
      expect(text).toContain(groupHalf(half))
    }
  })

  test.each(CASES)(
    '$title: the letter follows, and says when and how the first half went',
    async ({ title, channel }) => {
      const [sent] = await ledger<Sent>(on, SENT, [title])
      expect(sent).toMatchObject({ credential: 'PARTIAL', letter: 'pending' })
      expect(isLetterId(sent?.public_id ?? '')).toBe(true)
      expect(JSON.parse(sent?.snapshot ?? '{}')).toMatchObject({
        requestedOn: '2026-11-18',
        firstHalfSentOn: ON,
        firstHalfChannel: channel,
      })
    },
  )

  test('one message and one letter each, none for the others', async () => {
    expect(await ledger(on, 'select count(*) as n, count(distinct credential_id) as m from message')).toEqual(
      [{ n: CASES.length, m: CASES.length }],
    )
    expect(await ledger(on, 'select count(*) as n, count(distinct source_id) as m from letter')).toEqual([
      { n: CASES.length, m: CASES.length },
    ])
    const by = (channel: string) => CASES.filter((entry) => entry.channel === channel).length
    expect(counts).toEqual({ sent: CASES.length, SMS: by('SMS'), EMAIL: by('EMAIL'), PEC: by('PEC') })
  })

  test('nobody but the service reads the files', async () => {
    const modeOf = async (path: string) => ((await stat(join(on.root, path))).mode & 0o777).toString(8)
    for (const folder of ['output', 'output/messages', 'output/messages/2026-11-20'])
      expect(await modeOf(folder), folder).toBe('700')
    for (const file of await on.files('output/messages')) expect(await modeOf(file), file).toBe('600')
  })

  test('a second run, that day or the next, sends nothing', async () => {
    const read = async () => ({
      files: await Promise.all((await on.files('output/messages')).map((file) => on.read(file))),
      messages: await ledger(on, 'select * from message order by id'),
      letters: await ledger(on, 'select * from letter order by id'),
    })
    const before = await read()
    for (const day of [ON, '2026-11-21'])
      expect((await on.run([sendFirstHalves], day))[0]).toMatchObject({ sent: 0 })
    expect(await read()).toEqual(before)
  })
})

const DEATHS: readonly (readonly [title: string, effect: RegExp, written: 'nothing' | 'a file'])[] = [
  ['before messages are planned', /^commit plan-messages/, 'nothing'],
  ['before the folder is there', /^mkdir .*messages/, 'nothing'],
  ['before the file is written', /^write .*messages/, 'nothing'],
  ['before the file is on the disk', /^fsync .*messages/, 'a file'],
  ['before its name is on the disk', /^fsync-folder .*messages/, 'a file'],
  ['between the file and the ledger', /^commit first-halves-sent/, 'a file'],
]

describe.each(DATABASES)('a process that dies over a message on %s', (kind) => {
  let on: Installation
  beforeAll(async () => {
    on = await newInstallation(kind)
  })
  afterAll(() => on.remove())

  async function planFor(request_id: string, person: Partial<RequestCells> = {}) {
    await on.putFeed(
      `pin-requests-${request_id.replaceAll(' ', '-')}.csv`,
      requestsFeed([requestRow({ ...person, request_id })]),
    )
    await on.run([intake, issuePins], ON)
    return (await firstHalves(on)).get(request_id) ?? 'none'
  }

  test.each(DEATHS)(
    '%s: the same file and nothing else, though the next run comes a day later',
    async (title, effect, written) => {
      const half = await planFor(title)
      const before = await on.files('output/messages')
      await expect(
        on.run([sendFirstHalves], ON, { gate: diesBefore((name) => effect.test(name)) }),
      ).rejects.toThrow(Died)
      const [dead] = await ledger<Sent>(on, SENT, [title])
      // No letter, and the half still there to be sent.
      expect(dead?.letter ?? null).toBeNull()
      expect((await firstHalves(on)).get(title)).toBe(half)
      const left = (await on.files('output/messages')).filter((file) => !before.includes(file))
      expect(left).toHaveLength(written === 'a file' ? 1 : 0)
      const content = left[0] === undefined ? undefined : await on.read(left[0])

      expect((await on.run([sendFirstHalves], '2026-11-21'))[0]).toMatchObject({ sent: 1 })
      const [sent] = await ledger<Sent>(on, SENT, [title])
      expect(sent).toMatchObject({ state: 'sent', half: 'erased', credential: 'PARTIAL', letter: 'pending' })
      const added = (await on.files('output/messages')).filter((file) => !before.includes(file))
      expect(added).toEqual([join('output/messages', sent?.file_name ?? '')])
      const final = await on.read(added[0] ?? '')
      expect(final.toString()).toContain(half)
      // The letter tells the day that the message bears.
      expect(JSON.parse(sent?.snapshot ?? '{}').firstHalfSentOn).toBe(sent?.file_name.slice(0, 10))
      if (content && content.length > 0) expect(final).toEqual(content)
    },
  )

  test('what was planned waits while the person is reported dead, and goes out when that was wrong', async () => {
    const person = newPerson()
    const half = await planFor('reported dead', person)
    const gate = diesBefore((name) => name.startsWith('write '))
    await expect(on.run([sendFirstHalves], ON, { gate })).rejects.toThrow(Died)
    const tell = async (type: string) => {
      await on.putFeed(
        `pin-events-${type}.csv`,
        eventsFeed([eventRow({ type, codice_fiscale: person.codice_fiscale })]),
      )
      return (await on.run([intake, sendFirstHalves], ON))[1]
    }
    expect(await tell('DECEASED')).toMatchObject({ sent: 0 })
    expect(await tell('DEATH_CANCELLED')).toMatchObject({ sent: 1 })
    const [sent] = await ledger<Sent>(on, SENT, ['reported dead'])
    expect((await on.read(join('output/messages', sent?.file_name ?? ''))).toString()).toContain(half)
  })
})
