import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { Log, LogFields } from '../../src/observe/log.ts'
import { keysFor, readKeyring } from '../../src/secrets/keyring.ts'
import { open } from '../../src/secrets/sealing.ts'
import { openStore } from '../../src/store/store.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

const ON = '2026-11-20'

describe.each(DATABASES)('a bundle with a code where it must not be, on %s', (kind) => {
  let on: Installation
  let half = ''
  beforeAll(async () => {
    on = await newInstallation(kind)
    const rows = [requestRow(), requestRow(), requestRow({ ...IN_PARIS, mobile: '' })]
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
    await on.run([intake, issuePins, sendFirstHalves], ON)
    half = await writeHalfIntoAddress()
  })
  afterAll(() => on.remove())

  /** As a fault in the program might: the second half of the first letter in the address of the second. */
  async function writeHalfIntoAddress(): Promise<string> {
    const [row] = await ledger<{ credential_id: number; sealed_text: string }>(
      on,
      'select credential_id, sealed_text from half where idx = 2 order by credential_id limit 1',
    )
    const keys = keysFor(await readKeyring(on.settings.keyring), 'secondHalf')
    const found = open(keys, { credentialId: row?.credential_id ?? 0, idx: 2 }, row?.sealed_text ?? '')
    const store = await openStore({ url: on.settings.database })
    const letters = await store.db('letter').where({ product: 'PIN_IT' }).orderBy('id')
    const { id, snapshot } = letters[1] as { id: number; snapshot: string }
    await store
      .db('letter')
      .where({ id })
      .update({ snapshot: snapshot.replace('VIA GARIBALDI', `VIA ${found}`) })
    await store.close()
    return found
  }

  test('is held, its place is named in log and ledger, and the other bundle goes on', async () => {
    const warnings: { event: string; fields: LogFields }[] = []
    const log: Log = {
      info() {},
      warn: (event, fields = {}) => warnings.push({ event, fields }),
      error() {},
      with: () => log,
    }
    const [counts] = await on.run([printPinLetters], ON, { log })
    expect(counts).toMatchObject({ bundles: 1, letters: 1, inspectionFaults: 2 })
    expect(await ledger(on, 'select product, state, hold from bundle order by product')).toEqual([
      { product: 'PIN_EXT', state: 'published', hold: null },
      { product: 'PIN_IT', state: 'planned', hold: 'ISPEZIONE' },
    ])
    expect(warnings.map(({ fields }) => fields['faults'])).toEqual([
      [
        { code: 'CODE_LEAKED', page: 2, place: 'testo della pagina' },
        { code: 'CODE_LEAKED', place: 'CSV, riga 3, colonna row2' },
      ],
    ])
    expect(await ledger(on, `select code from event where action = 'held'`)).toEqual([
      { code: 'ISPEZIONE CODE_LEAKED@2 CODE_LEAKED (CSV, riga 3, colonna row2)' },
    ])
    expect(JSON.stringify(warnings)).not.toContain(half)
  })

  test('has no manifest, so it can go nowhere', async () => {
    const left = await on.files('output/.staging')
    expect(left.map((path) => path.slice(-4))).toEqual(['.csv', '.pdf'])
  })
})
