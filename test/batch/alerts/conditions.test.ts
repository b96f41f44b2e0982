import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DATABASES } from '../../support/databases.ts'
import { insertBundle, insertLetter, insertRun, newWatch } from './watching.ts'

/** A Thursday. */
const TODAY = '2026-11-26T06:00:00Z'

describe.each(DATABASES)('conditions on %s', (kind) => {
  let watch: Awaited<ReturnType<typeof newWatch>>
  beforeAll(async () => {
    watch = await newWatch(kind)
  })
  afterEach(() => watch.empty())
  afterAll(() => watch.remove())

  /** What a check tells, without its first and last line. */
  const told = async (...args: Parameters<typeof watch.told>) =>
    (await watch.told(...args)).flatMap((message) => message.split('\n\n').slice(1, -1))

  test('nothing of an empty ledger', async () => {
    expect(await watch.told(TODAY)).toEqual([])
  })

  test('letters that stand still for three working days', async () => {
    const { store } = watch
    await insertLetter(store, { state: 'in_bundle', state_on: '2026-11-23' })
    await insertLetter(store, { state: 'in_bundle', state_on: '2026-11-20' })
    await insertLetter(store, { state: 'published', state_on: '2026-11-24' })
    const hold = { hold: 'GLIFO_MANCANTE', hold_on: '2026-11-23' }
    await insertLetter(store, { state: 'pending', state_on: '2026-11-23', ...hold })
    await insertLetter(store, { state: 'withdrawn', state_on: '2026-11-01', ...hold })
    expect(await told(TODAY)).toEqual([
      '1 lettera ferma in sospeso: la più vecchia dal 23/11/2026.\n' +
        'Che cosa fare: leggere held.csv nel rapporto, che dice per ciascuna che cosa correggere.',
      '2 lettere ferme in lotti non finiti: la più vecchia dal 20/11/2026.\n' +
        'Che cosa fare: finire i lotti con recapito night; se non basta, recapito status dice che cosa li ferma.',
    ])
  })

  test('closed days do not count', async () => {
    await insertLetter(watch.store, { state: 'in_bundle', state_on: '2026-11-23' })
    expect(await told(TODAY, { closures: ['2026-11-25'] })).toEqual([])
  })

  test('bundles that were not handed over, not acknowledged, or have faults', async () => {
    const { store } = watch
    const on = '2026-11-20'
    await insertBundle(store, { name: 'PIN_IT-A', on, state: 'published', posting_on: '2026-11-25' })
    await insertBundle(store, { name: 'PIN_IT-B', on, state: 'published', posting_on: '2026-11-26' })
    const delivered = { on, state: 'delivered', posting_on: '2026-11-23' }
    await insertBundle(store, { name: 'PIN_IT-C', ...delivered, delivered_on: '2026-11-23' })
    await insertBundle(store, { name: 'PIN_IT-D', ...delivered, delivered_on: '2026-11-24' })
    await insertBundle(store, {
      name: 'PIN_IT-E',
      on,
      state: 'planned',
      posting_on: '2026-11-26',
      hold: 'ISPEZIONE',
    })
    expect((await told(TODAY)).map((text) => text.split('\n')[0])).toEqual([
      '1 lotto è fermo all’ispezione: PIN_IT-E.',
      'Il postalizzatore non ha confermato 1 lotto, il primo consegnato il 23/11/2026: PIN_IT-C.',
      '1 lotto doveva essere consegnato entro il 25/11/2026 e non lo è stato: PIN_IT-A.',
    ])
  })

  test('a dead process', async () => {
    const run = await insertRun(watch.store, {
      job: 'intake',
      on: '2026-11-26',
      slot: '2026-11-26T0630',
      state: 'running',
    })
    expect(await told(TODAY)).toEqual([
      'Il lavoro «Acquisizione dei flussi» del 26/11/2026 alle 06:30 non è arrivato in fondo: il processo si è interrotto.\n' +
        'Che cosa fare: niente è andato perso. Riprendere da dove si era fermato: ' +
        `recapito resume ${run}`,
    ])
  })

  test('a night unlike other Thursdays, from the ledger', async () => {
    const { store } = watch
    const dates = ['2026-10-29', '2026-11-05', '2026-11-12', '2026-11-19', '2026-11-26']
    for (const on of dates) {
      await insertRun(store, { job: 'print-pin-letters', on })
      await insertRun(store, { job: 'report', on })
      const bundle = {
        on,
        state: 'acknowledged',
        posting_on: on,
        item_count: on === '2026-11-26' ? 400 : 100,
      }
      await insertBundle(store, { name: `PIN_IT-${on}`, ...bundle })
    }
    await insertBundle(store, {
      name: 'no',
      on: '2026-11-12',
      state: 'cancelled',
      posting_on: '',
      item_count: 9_000,
    })
    expect((await told(TODAY)).map((text) => text.split('\n')[0])).toEqual([
      'La notte di giovedì 26/11/2026 ha 400 lettere con PIN, molte più del solito per quel giorno (100).',
    ])
  })

  test('an empty night, when it is over', async () => {
    await insertRun(watch.store, { job: 'print-pin-letters', on: '2026-11-26' })
    expect(await told(TODAY)).toEqual([])
    await insertRun(watch.store, { job: 'report', on: '2026-11-26' })
    expect(await told(TODAY)).toEqual([expect.stringContaining('non ha stampato nessuna lettera')])
  })

  test('less room than twice the last bundles', async () => {
    const { store, folders, root } = watch
    const name = 'PIN_IT-A'
    await insertBundle(store, { name, on: '2026-11-26', state: 'published', posting_on: '2026-11-26' })
    await mkdir(join(folders.bundles, name), { recursive: true })
    const files = { pdf: { bytes: 3e17 }, csv: { bytes: 2e17 } }
    await writeFile(join(folders.bundles, name, `${name}.json`), JSON.stringify({ files }))
    const [text = ''] = await told(TODAY)
    expect(text).toContain(`Sul disco di ${root} ci sono `)
    expect(text).toContain('ne servono 1.000.000.000 GB.')
  })

  test('keys a month before their end', async () => {
    const keys = [
      { id: 'f1', madeOn: '2025-12-26' },
      { id: 's2', madeOn: '2025-12-27' },
    ]
    expect(await told(TODAY, { keys })).toEqual([
      'Le chiavi in uso (f1) arrivano a fine vita il 26/12/2026.\n' +
        'Che cosa fare: sostituirle con recapito keys rotate e fare subito una copia del portachiavi.',
    ])
  })
})
