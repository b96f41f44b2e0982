import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { NIGHT } from '../../jobs/index.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { createLog } from '../../src/observe/log.ts'
import { writeSample } from '../../src/sample/write-sample.ts'
import { keysFor, readKeyring } from '../../src/secrets/keyring.ts'
import { open } from '../../src/secrets/sealing.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { openStore } from '../../src/store/store.ts'
import { acknowledgeByHand } from '../../src/vendor/acknowledge.ts'
import { type Installation, newInstallation } from '../support/night.ts'

const ON = '2026-11-20'

let place: Installation
let halves: { idx: number; text: string }[] = []
let people: string[] = []
const logLines: string[] = []

/** A whole night with its hand-over; the halves are learned in between, while they are still sealed. */
beforeAll(async () => {
  place = await newInstallation()
  await writeSample({ requests: 400, seed: 11, date: ON, out: `${place.root}/data/inbox` })
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logLines.push(chunk.toString())
      done()
    },
  })
  const log = createLog({ level: 'info', stream, version: 'test' })
  await place.run([intake, issuePins], ON, { log })
  await learnSecrets()
  await place.run([...NIGHT, handOver], ON, { log })
}, 180_000)
afterAll(() => place.remove())

test('there is something to find', () => {
  expect(halves.length).toBeGreaterThan(500)
  expect(people.length).toBeGreaterThan(300)
  expect(logLines.length).toBeGreaterThan(10)
})

describe('after a night with its hand-over', () => {
  test('no half stands anywhere but in its letter or message', async () => {
    const files = [...(await place.files('data')), ...(await place.files('output'))]
    const scanned = files.filter((path) => !path.startsWith('output/messages/') && !path.endsWith('.pdf'))
    expect(scanned.length).toBeGreaterThan(10)
    for (const path of scanned) expect([path, found(await place.read(path), allHalves())]).toEqual([path, []])
    expect(found(Buffer.from(logLines.join('')), allHalves())).toEqual([])
    expect(found(Buffer.from(files.join('\n')), allHalves())).toEqual([])
  })

  test('each message holds one first half, and no second', async () => {
    const messages = await place.files('output/messages')
    const firsts = spellings(halves.filter((half) => half.idx === 1))
    const seconds = spellings(halves.filter((half) => half.idx === 2))
    for (const path of messages) {
      const content = await place.read(path)
      expect([path, found(content, firsts).length]).toEqual([path, 1])
      expect([path, found(content, seconds)]).toEqual([path, []])
    }
  })

  test('what the vendor is handed names no codice fiscale, and neither do log and report', async () => {
    const handed = (await place.files('output/outgoing')).filter((path) => !path.endsWith('.pdf'))
    expect(handed.length).toBeGreaterThanOrEqual(6)
    for (const path of [...handed, ...(await place.files('output/reports'))]) {
      if (path.endsWith('.pdf')) continue
      expect([path, found(await place.read(path), people)]).toEqual([path, []])
    }
    expect(found(Buffer.from(logLines.join('')), people)).toEqual([])
  })

  test('nor does any page that is printed', async () => {
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
    const pdfs = (await place.files('output')).filter((path) => path.endsWith('.pdf'))
    expect(pdfs.length).toBeGreaterThanOrEqual(5)
    for (const path of pdfs) {
      const document = await getDocument({ data: new Uint8Array(await place.read(path)), verbosity: 0 })
        .promise
      let text = ''
      for (let page = 1; page <= document.numPages; page += 1) {
        const { items } = await (await document.getPage(page)).getTextContent()
        text += items.map((item) => ('str' in item ? item.str : '')).join('\n')
      }
      const firsts = spellings(halves.filter((half) => half.idx === 1))
      expect([path, found(Buffer.from(text), [...people, ...firsts])]).toEqual([path, []])
      if (path.endsWith('specimen.pdf')) expect(found(Buffer.from(text), allHalves())).toEqual([])
      await document.loadingTask.destroy()
    }
  }, 180_000)
})

test('after the acknowledgement the database file has forgotten every sealed half, and the PDFs are gone', async () => {
  const sealed = await sealedTexts()
  expect(sealed.length).toBeGreaterThan(100)
  const app = await place.open()
  const names = (await place.files('output/outgoing')).filter((path) => path.endsWith('.done'))
  for (const path of names) {
    const name = path.split('/').at(-1)?.replace('.done', '') ?? ''
    const act = {
      verb: 'acknowledge',
      by: 'maria',
      reason: '',
      at: app.now().toISOString(),
      on: '2026-11-23',
    }
    expect(await acknowledgeByHand({ ...app, vendor: app.settings.vendor.name }, act, name)).toBe(true)
  }
  await app.close()
  for (const path of (await place.files('data')).filter((name) => name.includes('sqlite'))) {
    expect([path, found(await place.read(path), sealed)]).toEqual([path, []])
  }
  const left = (await place.files('output')).filter((path) => path.endsWith('.pdf'))
  expect(left).toEqual([`output/reports/${ON}/specimen.pdf`])
})

async function learnSecrets(): Promise<void> {
  const keyring = await readKeyring(place.settings.keyring)
  const keys = { 1: keysFor(keyring, 'firstHalf'), 2: keysFor(keyring, 'secondHalf') }
  const store = await openStore({ url: place.settings.database })
  const rows = await rowsOf<{ credential_id: number; idx: 1 | 2; sealed_text: string }>(
    store.db,
    'select credential_id, idx, sealed_text from half order by credential_id, idx',
  )
  halves = rows.map(({ credential_id, idx, sealed_text }) => ({
    idx,
    text: open(keys[idx], { credentialId: credential_id, idx }, sealed_text),
  }))
  people = (
    await rowsOf<{ codice_fiscale: string }>(store.db, 'select distinct codice_fiscale from request')
  ).map((row) => row.codice_fiscale)
  await store.close()
}

async function sealedTexts(): Promise<string[]> {
  const store = await openStore({ url: place.settings.database })
  const rows = await rowsOf<{ sealed_text: string }>(
    store.db,
    `select sealed_text from half where state = 'sealed'`,
  )
  await store.close()
  return rows.map((row) => row.sealed_text.split('.')[1] ?? '')
}

function allHalves(): string[] {
  return spellings(halves)
}

/** As it is, and in two groups of four. */
function spellings(some: readonly { text: string }[]): string[] {
  return some.flatMap(({ text }) => [text, `${text.slice(0, 4)} ${text.slice(4)}`])
}

/** Those of `secrets` that the content holds. */
function found(content: Buffer, secrets: readonly string[]): string[] {
  const text = content.toString('latin1')
  return secrets.filter((secret) => text.includes(secret))
}
