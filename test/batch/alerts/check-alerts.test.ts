import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { knownAlerts } from '../../../src/store/alert.ts'
import { DATABASES } from '../../support/databases.ts'
import { newMailServer } from './mail-server.ts'
import { insertRun, MAIL, newWatch } from './watching.ts'

describe.each(DATABASES)('alerts on %s', (kind) => {
  let watch: Awaited<ReturnType<typeof newWatch>>
  let failing = ''
  beforeAll(async () => {
    watch = await newWatch(kind, (effect) => {
      if (failing !== '' && effect.includes(failing)) throw new Error(`no ${effect}`)
    })
  })
  afterEach(() => watch.empty())
  afterAll(() => watch.remove())

  const fails = (on: string, error = 'NoSpace', job = 'print-pin-letters') =>
    insertRun(watch.store, { job, on, state: 'failed', error })
  const succeeds = (on: string, job = 'print-pin-letters') => insertRun(watch.store, { job, on })

  test('a failure is told once, again after a day with how often it was seen, and when it is over', async () => {
    const run = await fails('2026-11-20')
    expect(await watch.told('2026-11-20T02:31:00Z')).toEqual([
      `[Recapito] Il lavoro «Stampa delle lettere» del 20/11/2026 non è arrivato in fondo: lo spazio su disco è finito (NoSpace)

Il lavoro «Stampa delle lettere» del 20/11/2026 non è arrivato in fondo: lo spazio su disco è finito (NoSpace).
Che cosa fare: liberare spazio e ripetere il comando: recapito resume ${run}

Messaggio automatico di Recapito. Per la situazione completa: recapito status
`,
    ])
    expect(await watch.told('2026-11-20T03:31:00Z')).toEqual([])
    await fails('2026-11-21')
    expect(await watch.told('2026-11-21T02:30:59Z')).toEqual([])

    const [again = ''] = await watch.told('2026-11-21T02:31:00Z')
    expect(again).toContain('[Recapito] 1 ancora in corso\n')
    expect(again).toContain('Ancora in corso: il lavoro «Stampa delle lettere» del 21/11/2026 non è arrivato')
    expect(again).toContain('Dal 20/11/2026 alle 03:31, visto 4 volte.')

    await succeeds('2026-11-21')
    const [over = ''] = await watch.told('2026-11-21T03:00:00Z')
    expect(over).toContain('[Recapito] 1 rientrato\n')
    expect(over).toMatch(
      /^Rientrato: il lavoro «Stampa .* Dal 20\/11\/2026 alle 03:31 al 21\/11\/2026 alle 04:00\.$/m,
    )
    expect(over).not.toContain('Che cosa fare')
    expect(await knownAlerts(watch.store.db)).toEqual([])
  })

  test('all that is new in a check is one message', async () => {
    await fails('2026-11-20')
    const handOver = await fails('2026-11-20', 'FolderRefused', 'hand-over')
    const messages = await watch.told('2026-11-20T08:00:00Z')
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain('[Recapito] 2 avvisi nuovi\n')
    expect(messages[0]).toContain(`recapito resume ${handOver}\n`)
  })

  test('what could not be sent is sent by the next check, even when it is over by then', async () => {
    await fails('2026-11-20')
    failing = 'write '
    expect(await watch.told('2026-11-20T02:31:00Z')).toEqual([])
    failing = ''
    await succeeds('2026-11-20')
    const [message = ''] = await watch.told('2026-11-20T03:31:00Z')
    expect(message).toContain('Rientrato: il lavoro «Stampa delle lettere»')
  })

  test('a crash before the telling is recorded repeats the message', async () => {
    await fails('2026-11-20')
    failing = 'commit alerts-told'
    expect(await watch.told('2026-11-20T02:31:00Z')).toHaveLength(1)
    failing = ''
    expect(await watch.told('2026-11-20T02:40:00Z')).toHaveLength(1)
    expect(await watch.told('2026-11-20T02:50:00Z')).toHaveLength(0)
  })

  test('through a mail server, which is asked again when it refuses', async () => {
    await fails('2026-11-20')
    const server = await newMailServer()
    try {
      const mail = { ...MAIL, smtp: `smtp://127.0.0.1:${server.port}` }
      server.refuses = true
      await watch.check('2026-11-20T02:31:00Z', { mail })
      expect(server.messages).toEqual([])
      server.refuses = false
      await watch.check('2026-11-20T03:31:00Z', { mail })
      expect(server.messages).toEqual([
        expect.stringContaining('[Recapito] Il lavoro «Stampa delle lettere»'),
      ])
      expect(server.recipients).toEqual(MAIL.to)
    } finally {
      await server.close()
    }
  })

  test('a trial says so', async () => {
    await fails('2026-11-20')
    const [message = ''] = await watch.told('2026-11-20T02:31:00Z', { test: true })
    expect(message).toMatch(/^\[Recapito\] \[PROVA\] Il lavoro «Stampa/)
  })

  test('a check that cannot be made is told, and the others are made', async () => {
    await fails('2026-11-20')
    const [message = ''] = await watch.told('2026-11-20T02:31:00Z', { disks: ['/nonexistent'] })
    expect(message).toContain('2 avvisi nuovi')
    expect(message).toContain('Un controllo degli avvisi (lowDisk) non riesce')
  })
})
