import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { omocodeOf } from '../../src/domain/codice-fiscale.ts'
import { ledger } from '../jobs/ledger.ts'
import { recapito } from '../support/command.ts'
import { newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'

const BY = ['--by', 'bea', '--date', '2026-11-20', '--reason', 'indirizzo contestato']
const people = [newPerson(), newPerson(), newPerson()]
const [anna, , carla] = people
let on: Installation
let ids: string[]

beforeAll(async () => {
  on = await newInstallation()
  const twin = {
    ...newPerson(),
    codice_fiscale: omocodeOf(anna?.codice_fiscale ?? '', 1),
    archive_match: 'DIFF',
  }
  const rows = [...people, twin].map((person, index) => requestRow({ ...person, request_id: `K-${index}` }))
  await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
  await on.run([intake, issuePins, sendFirstHalves, printPinLetters], '2026-11-20')
  const letters = await ledger<{ public_id: string }>(on, 'select public_id from letter order by source_id')
  ids = letters.map((row) => row.public_id)
})
afterAll(() => on.remove())

const run = (...args: string[]) =>
  recapito(['--data', join(on.root, 'data'), '--output', join(on.root, 'output'), ...args])

test('a slip in what was typed, or nothing named: nothing is done, each fault is said', async () => {
  const list = join(on.root, 'list.txt')
  await writeFile(list, `${ids[0]}\r\n\r\nROSSI\r\n`)
  const wrong = await run('hold', '--letter', '00000-00000-X', '--country', 'ZZ', '--list', list, ...BY)
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('--letter 00000-00000-X')
  expect(wrong.stderr).toContain('--country ZZ')
  expect(wrong.stderr).toContain('riga 3')
  expect((await run('hold', ...BY)).code).toBe(2)
  expect((await run('hold', '--letter', ids[0] ?? '')).stderr).toContain('--reason')
  expect(await ledger(on, 'select * from manual_act')).toEqual([])
})

test('--dry-run says how many and who, and changes nothing', async () => {
  const { code, stdout } = await run('hold', '--person', anna?.codice_fiscale ?? '', '--dry-run', ...BY)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Riguarda 1 lettera\.\nDa fermare \(1\):\n {2}lettera /)
  expect(stdout).toMatch(
    /\nIl lotto PIN_IT-20261120-001-\w+, 3 lettere: sarebbe annullato e il suo PDF distrutto\. Le altre lettere vanno in un lotto nuovo/,
  )
  expect(stdout).toContain(`${anna?.surname} ANNA`)
  expect(stdout).toContain('omocodia')
  expect(await ledger(on, 'select * from letter where hold is not null')).toEqual([])
})

test('hold, release, cancel of a list; after the hand-over each is refused with the time', async () => {
  const list = join(on.root, 'list.txt')
  await writeFile(list, `${ids[0]}\n${carla?.codice_fiscale.toLowerCase()}\n`)
  const held = await run('hold', '--list', list, ...BY)
  expect(held.code).toBe(0)
  expect(held.stdout).toContain('Riguarda 2 lettere.')
  expect(held.stdout).toMatch(
    /, 3 lettere: è annullato e il suo PDF distrutto\. L’altra lettera va in un lotto nuovo/,
  )
  const rehearsed = await run('release', '--letter', ids[0] ?? '', '--dry-run', ...BY)
  expect(rehearsed.stdout).toContain(
    'Come proseguono:\n  1 lettera, tolta da un lotto già stampato: già con la prossima «Consegna al postalizzatore», in un lotto nuovo',
  )
  const released = await run('release', '--letter', ids[0] ?? '', '--json', ...BY)
  expect(JSON.parse(released.stdout)).toMatchObject({
    verb: 'release',
    concerned: 1,
    done: [{ name: ids[0], nextJob: 'hand-over' }],
  })
  const cancelled = await run('cancel', '--request', 'K-2', ...BY)
  expect(cancelled.stdout).toContain('la prima parte era già stata inviata: avvisare la persona')
  await on.run([printPinLetters, handOver], '2026-11-23')
  const late = await run('hold', '--letter', ids[0] ?? '', ...BY)
  expect(late.code).toBe(2)
  expect(late.stderr).toBe(
    'recapito: una delle voci indicate non è stata fermata; il motivo è nella risposta. Non è stato fatto nulla.\n',
  )
  expect(late.stdout).toContain(
    'consegnata al postalizzatore il 20/11/2026 alle 04:30; non si può più fermare',
  )
  expect(await ledger(on, 'select verb, by_whom, subject from manual_act order by id')).toEqual([
    { verb: 'hold', by_whom: 'bea', subject: `${ids[0]} ${ids[2]}` },
    { verb: 'release', by_whom: 'bea', subject: ids[0] },
    { verb: 'cancel', by_whom: 'bea', subject: ids[2] },
  ])
})

test('a PIN letter is never printed again: it says how to get a new PIN', async () => {
  const { code, stdout } = await run('reprint', '--letter', ids[1] ?? '', ...BY)
  expect(code).toBe(2)
  expect(stdout).toContain('non si ristampa mai con lo stesso codice')
  expect(stdout).toContain('nuova richiesta di PIN')
  expect(await on.files('data/inbox')).toEqual([])
})

test('of several bundles one that cannot be acknowledged does not undo the others, and they are told', async () => {
  const [bundle] = await ledger<{ name: string }>(on, `select name from bundle where state = 'delivered'`)
  const { code, stdout, stderr } = await run('acknowledge', bundle?.name ?? '', 'PIN_IT-x')
  expect(code).toBe(2)
  expect(stdout).toBe(`${bundle?.name}: confermato, PDF ed eventuali seconde parti cancellati\n`)
  expect(stderr).toContain('PIN_IT-x: nessun lotto ha questo nome')
})
