import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { keysFor, readKeyring } from '../../src/secrets/keyring.ts'
import { open } from '../../src/secrets/sealing.ts'
import { acknowledgeByHand, NotAcknowledgeable } from '../../src/vendor/acknowledge.ts'
import { DATABASES, type DatabaseKind } from '../support/databases.ts'
import { requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, ledger } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]
const OUTGOING = 'output/outgoing/postalizzatore'
/** A Monday. */
const DELIVERED_ON = '2026-11-23'

interface Delivered {
  readonly on: Installation
  /** Bundles of one letter each, all with the vendor. */
  readonly names: readonly string[]
  /** The second half of each, as it was sealed and in clear. */
  readonly halves: readonly { readonly sealed: string; readonly clear: string }[]
}

async function deliver(kind: DatabaseKind, bundles: number): Promise<Delivered> {
  const on = await newInstallation(kind, (settings) => ({ ...settings, bundle: { letters: 1 } }))
  await on.putFeed('pin-requests-1.csv', requestsFeed(Array.from({ length: bundles }, () => requestRow())))
  await on.run([...TO_PRINT, handOver], DELIVERED_ON)
  const keys = keysFor(await readKeyring(on.settings.keyring), 'secondHalf')
  const rows = await ledger<{ name: string; id: number; sealed_text: string }>(
    on,
    `select b.name, l.source_id as id, h.sealed_text from bundle b join bundle_item i on i.bundle_id = b.id
       join letter l on l.id = i.letter_id join half h on h.credential_id = l.source_id and h.idx = 2 order by b.id`,
  )
  return {
    on,
    names: rows.map(({ name }) => name),
    halves: rows.map(({ id, sealed_text }) => ({
      sealed: sealed_text,
      clear: open(keys, { credentialId: id, idx: 2 }, sealed_text),
    })),
  }
}

/** Of the bundles those whose half is still in some row or some byte of the database, sealed or not. */
async function remembered({ on, names, halves }: Delivered): Promise<string[]> {
  const rows = await Promise.all(
    ['half', 'letter', 'message', 'event', 'run'].map((table) => ledger(on, `select * from ${table}`)),
  )
  const files = [on.settings.database, `${on.settings.database}-wal`].filter(existsSync)
  const bytes = await Promise.all(files.map((path) => on.read(path.slice(on.root.length + 1))))
  const everything = Buffer.concat([Buffer.from(JSON.stringify(rows)), ...bytes])
  return names.filter((_, index) => {
    const half = halves[index]
    return half === undefined || everything.includes(half.sealed) || everything.includes(half.clear)
  })
}

/** The suffixes of a bundle's files, here and with the vendor. */
async function left({ on }: Delivered, name: string): Promise<string[][]> {
  return Promise.all(
    [`output/bundles/${name}`, `${OUTGOING}/${name}`].map(async (folder) =>
      (await on.files(folder)).map((path) => path.slice(path.lastIndexOf('.') + 1)),
    ),
  )
}

const WHOLE = [
  ['csv', 'json', 'pdf'],
  ['csv', 'done', 'json', 'pdf'],
]
const ERASED = [
  ['csv', 'json'],
  ['csv', 'done', 'json'],
]

const statesOf = ({ on }: Delivered) =>
  ledger(on, 'select state, acknowledged_on, erased_on from bundle order by id')
const WAITING = { state: 'delivered', acknowledged_on: null, erased_on: null }
const closed = (day: string, erased = day) => ({
  state: 'acknowledged',
  acknowledged_on: day,
  erased_on: erased,
})

const ack = ({ on }: Delivered, path: string) => writeFile(join(on.root, OUTGOING, path), '')

describe.each(DATABASES)('acknowledgements by file on %s', (kind) => {
  let given: Delivered
  beforeAll(async () => {
    given = await deliver(kind, 3)
  })
  afterAll(() => given.on.remove())

  test('an .ack in the bundle’s folder or beside it erases halves and PDFs of that bundle; a stray one holds up nothing', async () => {
    const { on, names } = given
    const [inside = '', beside = '', waiting = ''] = names
    expect(await remembered(given)).toEqual(names)
    await ack(given, `${inside}/${inside}.ack`)
    await ack(given, `${beside}.ack`)
    await ack(given, 'PIN_IT-20261120-009-0000000000.ack')
    // A program that stays up: nothing is tidied by its end.
    const app = await on.open()
    try {
      const [run] = await app.runJobs([handOver], dailySlot('2026-11-24'))
      expect(run?.counts).toMatchObject({ acknowledged: 2, erased: 0, stray: 1 })
      expect(await remembered(given)).toEqual([waiting])
    } finally {
      await app.close()
    }
    expect(await statesOf(given)).toEqual([closed('2026-11-24'), closed('2026-11-24'), WAITING])
    expect(await left(given, beside)).toEqual(ERASED)
    expect(await left(given, waiting)).toEqual(WHOLE)
  })

  test('the letter is closed, its code waits for its first use', async () => {
    const rows = await ledger(
      given.on,
      `select l.state, h.state as half, h.erased_on, h.sent_on, c.state as credential from letter l
         join half h on h.credential_id = l.source_id and h.idx = 2 join credential c on c.id = l.source_id
       order by l.id limit 1`,
    )
    expect(rows).toEqual([
      {
        state: 'acknowledged',
        half: 'erased',
        erased_on: '2026-11-24',
        sent_on: DELIVERED_ON,
        credential: 'AWAITING_FIRST_USE',
      },
    ])
  })

  test('the files that stay with the vendor say nothing new the next day', async () => {
    const before = await statesOf(given)
    expect((await given.on.run([handOver], '2026-11-25'))[0]).toMatchObject({ acknowledged: 0, erased: 0 })
    expect(await statesOf(given)).toEqual(before)
    await given.on.run([report], '2026-11-25')
  })
})

describe.each(DATABASES)('acknowledgements by name on %s', (kind) => {
  let given: Delivered
  beforeAll(async () => {
    given = await deliver(kind, 2)
  })
  afterAll(() => given.on.remove())

  test('staff may acknowledge what was handed over, once, and nothing else', async () => {
    const { on, names } = given
    await on.putFeed('pin-requests-2.csv', requestsFeed([requestRow()]))
    await on.run(TO_PRINT, '2026-11-24')
    const [printed] = await ledger<{ name: string }>(on, `select name from bundle where state = 'published'`)
    const app = await on.open()
    try {
      const act = {
        verb: 'acknowledge',
        by: 'maria',
        reason: '',
        at: '2026-11-24T10:00:00.000Z',
        on: '2026-11-24',
      }
      const work = { ...app, vendor: app.settings.vendor.name }
      const acknowledge = (name = '') => acknowledgeByHand(work, act, name)
      expect(await acknowledge(names[0])).toBe(true)
      expect(await remembered(given)).toEqual([names[1]])
      expect(await acknowledge(names[0])).toBe(false)
      await expect(acknowledge('PIN_IT-20261120-009-0000000000')).rejects.toThrow(NotAcknowledgeable)
      await expect(acknowledge(printed?.name)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining(printed?.name ?? ''),
      })
    } finally {
      await app.close()
    }
    expect(await statesOf(given)).toMatchObject([closed('2026-11-24'), WAITING, { state: 'published' }])
  })
})

describe.each(DATABASES)('a vendor who does not answer, on %s', (kind) => {
  let given: Delivered
  beforeAll(async () => {
    given = await deliver(kind, 2)
  })
  afterAll(() => given.on.remove())

  test('ten days after the hand-over, a closed day or not, halves and PDFs are erased all the same', async () => {
    const { on, names } = given
    const patient = { ...on.settings, secrets: { eraseAfterDays: 30 } }
    expect((await on.run([handOver], '2026-12-22', { settings: patient }))[0]).toMatchObject({ erased: 0 })
    expect((await on.run([handOver], '2026-12-02'))[0]).toMatchObject({ erased: 0 })
    expect(await remembered(given)).toEqual(names)

    expect((await on.run([handOver], '2026-12-06'))[0]).toMatchObject({ erased: 2, acknowledged: 0 })
    expect(await remembered(given)).toEqual([])
    expect(await statesOf(given)).toEqual([
      { ...WAITING, erased_on: '2026-12-06' },
      { ...WAITING, erased_on: '2026-12-06' },
    ])
    for (const name of names) expect(await left(given, name)).toEqual(ERASED)
    expect((await on.run([handOver], '2026-12-07'))[0]).toMatchObject({ erased: 0 })
  })

  test('the answer may still come: it has nothing left to erase', async () => {
    await ack(given, `${given.names[0]}.ack`)
    expect((await given.on.run([handOver], '2026-12-09'))[0]).toMatchObject({ acknowledged: 1 })
    expect(await statesOf(given)).toMatchObject([{ state: 'acknowledged' }, { state: 'delivered' }])
    await given.on.run([report], '2026-12-09')
  })
})

describe.each(DATABASES)('erasing cut short on %s', (kind) => {
  const DEATHS: readonly (readonly [title: string, effect: RegExp])[] = [
    ['the PDF here', /^remove .*bundles.*\.pdf$/],
    ['the PDF with the vendor', /^remove .*outgoing.*\.pdf$/],
    ['the ledger says so', /^commit erased/],
  ]
  let given: Delivered
  beforeAll(async () => {
    given = await deliver(kind, DEATHS.length)
  })
  afterAll(() => given.on.remove())

  test.each(DEATHS)('before %s is gone, it is finished by the next run', async (title, effect) => {
    const index = DEATHS.findIndex((entry) => entry[0] === title)
    const name = given.names[index] ?? ''
    await ack(given, `${name}.ack`)
    const gate = diesBefore((candidate) => effect.test(candidate))
    await expect(given.on.run([handOver], '2026-11-24', { gate })).rejects.toThrow(Died)
    await given.on.run([handOver], '2026-11-25')
    expect((await statesOf(given))[index]).toEqual(closed('2026-11-24', '2026-11-25'))
    expect(await left(given, name)).toEqual(ERASED)
    expect(await remembered(given)).not.toContain(name)
  })
})
