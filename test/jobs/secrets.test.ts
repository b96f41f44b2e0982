import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { NIGHT } from '../../jobs/index.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { groupHalf } from '../../src/domain/pin-code.ts'
import { verifierOf } from '../../src/secrets/issue-code.ts'
import { keysFor, readKeyring } from '../../src/secrets/keyring.ts'
import { open } from '../../src/secrets/sealing.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

interface Half {
  credential_id: number
  idx: 1 | 2
  sealed_text: string
}
interface Code {
  readonly codiceFiscale: string
  readonly verifier: string
  readonly first: string
  readonly second: string
}

/** Opens what issue-pins sealed, as nobody but the sender and the printer may. */
async function codesOf(on: Installation): Promise<Code[]> {
  const keyring = await readKeyring(on.settings.keyring)
  const halves = await ledger<Half>(
    on,
    'select credential_id, idx, sealed_text from half order by credential_id, idx',
  )
  const clear = halves.map(({ credential_id, idx, sealed_text }) =>
    open(
      keysFor(keyring, idx === 1 ? 'firstHalf' : 'secondHalf'),
      { credentialId: credential_id, idx },
      sealed_text,
    ),
  )
  const credentials = await ledger<{ codice_fiscale: string; verifier: string }>(
    on,
    'select codice_fiscale, verifier from credential order by id',
  )
  return credentials.map(({ codice_fiscale, verifier }, index) => ({
    codiceFiscale: codice_fiscale,
    verifier,
    first: clear[2 * index] as string,
    second: clear[2 * index + 1] as string,
  }))
}

/** Everything that the ledger holds, as one text. */
async function everyCell(on: Installation, kind: string): Promise<string> {
  const tables = await ledger<{ name: string }>(
    on,
    kind === 'sqlite'
      ? `select name from sqlite_master where type = 'table'`
      : `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  expect(tables.length).toBeGreaterThan(15)
  const rows = await Promise.all(tables.map(({ name }) => ledger(on, `select * from "${name}"`)))
  return JSON.stringify(rows)
}

/** Those of the halves that a text shows, in capitals or not, in one piece or in two groups. */
function shown(text: string, halves: readonly string[]): string[] {
  const capitals = text.toUpperCase()
  return halves.filter((half) => capitals.includes(half) || capitals.includes(groupHalf(half)))
}

describe.each(DATABASES)('the two halves of a code on %s', (kind) => {
  let on: Installation
  let codes: Code[]
  let halves: string[]

  beforeAll(async () => {
    on = await newInstallation(kind)
    const rows = [
      {},
      {},
      { mobile: '' },
      { mobile: '', email: '', pec: 'anna@pec.example' },
      { ...IN_PARIS, mobile: '' },
    ]
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows.map((row) => requestRow(row))))
    await on.run([intake, issuePins], '2026-11-20')
    codes = await codesOf(on)
    halves = codes.flatMap(({ first, second }) => [first, second])
  })
  afterAll(() => on.remove())

  test('are eight characters of 0–9 and A–F each, and all different', () => {
    expect(halves).toHaveLength(10)
    expect(halves.filter((half) => !/^[0-9A-F]{8}$/.test(half))).toEqual([])
    expect(new Set(halves).size).toBe(10)
  })

  test('make the code that the verifier knows', async () => {
    const pepper = keysFor(await readKeyring(on.settings.keyring), 'pepper')
    for (const { codiceFiscale, verifier, first, second } of codes)
      expect(verifierOf(pepper, 'p1', codiceFiscale, first + second)).toBe(verifier)
  })

  test('are in clear nowhere in the ledger, from the draw to the vendor', async () => {
    expect(shown(await everyCell(on, kind), halves)).toEqual([])
    await on.run([sendFirstHalves], '2026-11-20')
    expect(shown(await everyCell(on, kind), halves)).toEqual([])
    await on.run([printPinLetters, ...NIGHT, handOver], '2026-11-20')
    expect(shown(await everyCell(on, kind), halves)).toEqual([])
  })

  test('are in clear in no file but messages and letters', async () => {
    const files = [...(await on.files('data')), ...(await on.files('output'))]
    expect(files.length).toBeGreaterThan(15)
    for (const file of files) {
      if (file.startsWith('output/messages/')) continue
      expect(shown((await on.read(file)).toString('latin1'), halves), file).toEqual([])
    }
  })

  test('a message shows its first half, a letter its second, and never both', async () => {
    for (const file of await on.files('output/messages')) {
      const text = (await on.read(file)).toString()
      expect(shown(text, halves), file).toHaveLength(1)
      expect(
        shown(
          text,
          codes.map(({ second }) => second),
        ),
        file,
      ).toEqual([])
    }
    const pdfs = (await on.files('output/bundles')).filter((file) => file.endsWith('.pdf'))
    expect(pdfs).toHaveLength(2)
    const pages = (await Promise.all(pdfs.map(async (file) => readPages(await on.read(file))))).flat()
    expect(pages).toHaveLength(5)
    for (const page of pages) {
      expect(shown(textOf(page), halves)).toHaveLength(1)
      expect(
        shown(
          textOf(page),
          codes.map(({ first }) => first),
        ),
      ).toEqual([])
    }
  })

  test('what the vendor is given has no codice fiscale, no contact, no birth date', async () => {
    const personal = [
      ...codes.map(({ codiceFiscale }) => codiceFiscale),
      '333123',
      'ANNA@',
      '1950-03-12',
      '12/03/1950',
    ]
    for (const file of await on.files('output/outgoing')) {
      const bytes = await on.read(file)
      const text = file.endsWith('.pdf')
        ? (await readPages(bytes)).map(textOf).join('\n')
        : bytes.toString('utf8')
      const found = personal.filter((value) => text.toUpperCase().includes(value))
      expect(found, file).toEqual([])
    }
  })
})

/** PostgreSQL vacuums by itself; what SQLite keeps lies in its file and in the log beside it. */
describe('what is erased leaves the files of SQLite, while the program goes on running', () => {
  async function sealedTexts(on: Installation, where: string): Promise<string[]> {
    const rows = await ledger<{ sealed_text: string }>(
      on,
      `select sealed_text from half where sealed_text is not null and ${where}`,
    )
    expect(rows.length).toBeGreaterThan(0)
    return rows.map(({ sealed_text }) => sealed_text)
  }

  /** Of the sealed texts those that some byte of the database's files still holds. */
  async function left(on: Installation, sealed: readonly string[]): Promise<string[]> {
    const files = (await on.files('data')).filter((file) => /\.sqlite(-wal)?$/.test(file))
    expect(files).toHaveLength(2)
    const bytes = Buffer.concat(await Promise.all(files.map((file) => on.read(file))))
    return sealed.filter((text) => bytes.includes(text))
  }

  test('a first half once it was sent', async () => {
    const on = await newInstallation()
    const app = await on.open()
    try {
      await on.putFeed('pin-requests-1.csv', requestsFeed([requestRow(), requestRow()]))
      await app.runJobs([intake, issuePins], dailySlot('2026-11-20'))
      const sealed = await sealedTexts(on, 'idx = 1')
      expect(await left(on, sealed)).toEqual(sealed)
      await app.runJobs([sendFirstHalves], dailySlot('2026-11-20'))
      expect(await left(on, sealed)).toEqual([])
    } finally {
      await app.close()
      await on.remove()
    }
  })

  test('both halves of a code that another one replaced', async () => {
    const on = await newInstallation()
    const app = await on.open()
    try {
      const person = newPerson()
      const ask = async (submitted_at: string) => {
        await on.putFeed(
          `pin-requests-${submitted_at}.csv`,
          requestsFeed([requestRow({ ...person, submitted_at })]),
        )
        await app.runJobs([intake, issuePins], dailySlot('2026-11-20'))
      }
      await ask('2026-11-18')
      const sealed = await sealedTexts(on, 'idx in (1, 2)')
      await ask('2026-11-19')
      expect(await left(on, sealed)).toEqual([])
    } finally {
      await app.close()
      await on.remove()
    }
  })
})
