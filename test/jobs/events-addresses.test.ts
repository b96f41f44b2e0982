import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { DATABASES } from '../support/databases.ts'
import {
  type EventCells,
  eventRow,
  eventsFeed,
  IN_PARIS,
  IN_ROME,
  type RequestCells,
  requestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { type Program, start } from './ledger.ts'

const DAY = [intake, issuePins, sendFirstHalves]
const NEW_HOME = {
  ...IN_ROME,
  street: 'Via Mazzini',
  civic: '3/A',
  locality: 'Milano',
  cap: '20123',
  province: 'MI',
}
const NEW_LINES = ['VIA MAZZINI 3/A', '20123 MILANO MI']

describe.each(DATABASES)('addresses that events bring, on %s', (kind) => {
  let on: Installation
  let program: Program
  let files = 0
  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  async function ask(changes: Partial<RequestCells>, jobs = DAY): Promise<string> {
    const cells = requestCells(changes)
    await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed([requestRow(cells)]))
    await program.run(jobs, '2026-11-20')
    return cells.request_id
  }

  async function tell(event: Partial<EventCells> & Pick<EventCells, 'type'>, jobs = DAY) {
    await on.putFeed(`pin-events-${++files}.csv`, eventsFeed([eventRow(event)]))
    return (await program.run(jobs, '2026-11-20'))[0]
  }

  interface Found {
    state: string
    hold: string | null
    address_source: string
    lines: string[]
    letter: string | null
    letter_hold: string | null
    letter_lines: string[]
    product: string | null
  }

  async function look(requestId: string): Promise<Found> {
    const [row] = await program.ledger<Record<'printable' | 'snapshot', string | null> & Found>(
      `select r.state, r.hold, r.address_source, r.printable, l.state as letter, l.hold as letter_hold, l.snapshot,
         l.product
       from request r left join credential c on c.request_id = r.id left join letter l on l.source_id = c.id
       where r.request_key = ? order by r.id desc limit 1`,
      [requestId],
    )
    const { printable, snapshot, ...found } = row as NonNullable<typeof row>
    return {
      ...found,
      lines: JSON.parse(printable ?? '{}').lines ?? [],
      letter_lines: JSON.parse(snapshot ?? '{}').addressLines ?? [],
    }
  }

  test('a corrected address frees its hold, and the code is drawn the same night', async () => {
    const id = await ask({ cap: '' })
    expect(await look(id)).toMatchObject({ state: 'RECEIVED', hold: 'ERR_CAP_MISSING', lines: [] })
    expect(await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...NEW_HOME })).toMatchObject({
      eventsApplied: 1,
    })
    const found = await look(id)
    expect(found).toMatchObject({
      state: 'APPROVED',
      hold: null,
      address_source: 'CONTACT_CENTER',
      letter: 'pending',
    })
    expect(found.letter_lines.slice(1)).toEqual(NEW_LINES)
  })

  test('a correction that is no better is refused with its own fault, and nothing changes', async () => {
    const id = await ask({ cap: '' })
    expect(await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...NEW_HOME, civic: '' })).toMatchObject({
      eventsRefused: 1,
    })
    expect(await look(id)).toMatchObject({
      state: 'RECEIVED',
      hold: 'ERR_CAP_MISSING',
      address_source: 'UTENTE',
    })
    expect(await program.ledger(`select field, code, detail from rejection`)).toEqual([
      { field: 'type', code: 'ERR_NO_CIVIC', detail: 'ADDRESS_CORRECTED' },
    ])
  })

  test('a hold that has nothing to do with the address stays', async () => {
    const id = await ask({ mobile: '', email: '' })
    await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...NEW_HOME })
    const found = await look(id)
    expect(found).toMatchObject({ state: 'RECEIVED', hold: 'CONTATTO_MANCANTE' })
    expect(found.lines.slice(1)).toEqual(NEW_LINES)
  })

  test('a request that waits for a call keeps waiting, with its new address', async () => {
    const id = await ask({ archive_match: 'DIFF' })
    await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...NEW_HOME })
    expect(await look(id)).toMatchObject({ state: 'CALLBACK', address_source: 'CONTACT_CENTER' })
  })

  test('a name in letters that no font has is held before a code is drawn', async () => {
    const id = await ask({ postal_name: '陈丽华' })
    expect(await look(id)).toMatchObject({ state: 'RECEIVED', hold: 'GLIFO_MANCANTE', letter: null })
    expect(
      await program.ledger(
        'select c.id from credential c join request r on r.id = c.request_id where r.request_key = ?',
        [id],
      ),
    ).toEqual([])
  })

  test('a letter that waits takes the new lines', async () => {
    const id = await ask({})
    await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...NEW_HOME })
    const found = await look(id)
    expect(found).toMatchObject({
      state: 'APPROVED',
      letter: 'pending',
      letter_hold: null,
      product: 'PIN_IT',
    })
    expect(found.letter_lines.slice(1)).toEqual(NEW_LINES)
  })

  test('a printed letter takes them too: its bundle is made again, for abroad if need be', async () => {
    const id = await ask({}, [...DAY, printPinLetters])
    const [before] = await program.ledger<{ name: string }>(
      `select b.name from bundle b join bundle_item i on i.bundle_id = b.id join letter l on l.id = i.letter_id
         join credential c on c.id = l.source_id join request r on r.id = c.request_id where r.request_key = ?`,
      [id],
    )
    await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...IN_PARIS })
    expect(
      await program.ledger('select state, hold from bundle where name = ?', [before?.name ?? '']),
    ).toEqual([{ state: 'published', hold: 'DA_RIFARE' }])
    await program.run([handOver], '2026-11-20')
    const found = await look(id)
    expect(found).toMatchObject({ letter: 'handed_over', product: 'PIN_EXT' })
    expect(found.letter_lines.slice(1)).toEqual(['12 RUE DE RIVOLI', '75004 PARIS', 'FRANCIA'])
    expect(await program.ledger('select state from bundle where name = ?', [before?.name ?? ''])).toEqual([
      { state: 'cancelled' },
    ])
    const csv = (await on.files('output/outgoing')).filter(
      (path) => path.includes('PIN_EXT') && path.endsWith('.csv'),
    )
    expect((await on.read(csv[0] ?? '')).toString()).toContain('"12 RUE DE RIVOLI"')
  })

  test('a letter of somebody reported dead takes them and stays held', async () => {
    const person = requestCells()
    const id = await ask(person)
    await tell({ type: 'DECEASED', codice_fiscale: person.codice_fiscale })
    await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...NEW_HOME })
    const found = await look(id)
    expect(found).toMatchObject({ hold: 'DECEDUTO', letter: 'pending', letter_hold: 'DECEDUTO' })
    expect(found.letter_lines.slice(1)).toEqual(NEW_LINES)
  })

  test('a call that confirms another address: approved, drawn and sent the same night, to the new one', async () => {
    const id = await ask({ archive_match: 'DIFF' })
    await tell({ type: 'CALLBACK_CONFIRMED', request_id: id, operator: 'CC-017', ...NEW_HOME })
    const found = await look(id)
    expect(found).toMatchObject({
      state: 'APPROVED',
      hold: null,
      address_source: 'CONTACT_CENTER',
      letter: 'pending',
    })
    expect(found.letter_lines.slice(1)).toEqual(NEW_LINES)
  })

  test('a call that confirms the address given leaves it as it is', async () => {
    const id = await ask({ archive_match: 'DIFF' })
    await tell({ type: 'CALLBACK_CONFIRMED', request_id: id, operator: 'CC-017' })
    const found = await look(id)
    expect(found).toMatchObject({ state: 'APPROVED', address_source: 'UTENTE', letter: 'pending' })
    expect(found.letter_lines.slice(1)).toEqual(['VIA GARIBALDI 16', '00184 ROMA RM'])
  })

  test('a call that confirms an address that cannot be printed: approved and held, until it is put right', async () => {
    const id = await ask({ archive_match: 'DIFF' })
    await tell({ type: 'CALLBACK_CONFIRMED', request_id: id, ...NEW_HOME, cap: '20100' })
    expect(await look(id)).toMatchObject({
      state: 'APPROVED',
      hold: 'ERR_CAP_GENERIC',
      lines: [],
      letter: null,
    })
    await tell({ type: 'ADDRESS_CORRECTED', request_id: id, ...NEW_HOME })
    expect(await look(id)).toMatchObject({ state: 'APPROVED', hold: null, letter: 'pending' })
  })
})
