import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { balances, checkLedger } from '../../src/batch/report/balance.ts'
import { makeBackup } from '../../src/cli/backup/backup.ts'
import { dumpPostgres } from '../../src/cli/backup/dump-postgres.ts'
import { restoreBackup } from '../../src/cli/backup/restore.ts'
import { differencesIn, findDifferences } from '../../src/cli/reconcile/find-differences.ts'
import { rebuildByHand } from '../../src/cli/reconcile/mend.ts'
import { Files } from '../../src/files/files.ts'
import { openStore } from '../../src/store/store.ts'
import { ledger } from '../jobs/ledger.ts'
import { recapito } from '../support/command.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'

const TO_SEND = [intake, issuePins, sendFirstHalves]
const NIGHT = [...TO_SEND, printPinLetters]
const AT = new Date('2026-11-20T03:00:00Z')

async function backUp(on: Installation, out: string, now = AT) {
  const store = await openStore({ url: on.settings.database })
  try {
    return await makeBackup(on.settings, store, new Files(), out, now)
  } finally {
    await store.close()
  }
}

describe('a backup', () => {
  let on: Installation
  let out: string
  let folder: string
  beforeAll(async () => {
    on = await newInstallation()
    out = await mkdtemp(join(tmpdir(), 'recapito-backup-'))
    await on.putFeed('pin-requests-1.csv', requestsFeed([requestRow(), requestRow()]))
    await on.run(NIGHT, '2026-11-20')
    await mkdir(join(on.root, 'data/forms'), { recursive: true })
    await writeFile(join(on.root, 'data/forms/abc'), 'form')
    folder = (await backUp(on, out)).folder
  })
  afterAll(async () => {
    await on.remove()
    await rm(out, { recursive: true, force: true })
  })
  const elsewhere = async () => {
    const root = await mkdtemp(join(tmpdir(), 'recapito-restored-'))
    const data = join(root, 'data')
    const folders = { ...on.settings.folders, data, output: join(root, 'output') }
    return { root, settings: { ...on.settings, folders, database: join(data, 'recapito.sqlite') } }
  }

  test('has the database, manifests and CSV of the bundles, the forms, their hashes; no PDF and no key', async () => {
    const [{ name } = { name: '' }] = await ledger<{ name: string }>(on, 'select name from bundle')
    expect(folder).toBe(join(out, '2026-11-20T0400'))
    const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort()
    const copied = ['bundles/N/N.csv', 'bundles/N/N.json', 'forms/abc', 'recapito.sqlite']
    expect(files).toEqual([...copied, 'backup.json'].map((path) => path.replaceAll('N', name)).sort())
    const text = await readFile(join(folder, 'backup.json'), 'utf8')
    const list = JSON.parse(text) as { files: object; keyring: { secondHalf: unknown } }
    expect(Object.keys(list.files).sort()).toEqual(copied.map((path) => path.replaceAll('N', name)).sort())
    expect(list.keyring.secondHalf).toEqual({ current: 's1', ids: ['s1'] })
    const keyring = JSON.parse(await readFile(on.settings.keyring, 'utf8')) as Record<
      string,
      { keys: object }
    >
    for (const ring of ['firstHalf', 'secondHalf', 'pepper']) {
      for (const { secret } of Object.values(keyring[ring]?.keys ?? {}) as { secret: string }[]) {
        for (const file of files) expect(await readFile(join(folder, file), 'latin1')).not.toContain(secret)
      }
    }
  })

  test('is of one instant though a night writes meanwhile', async () => {
    const people = Array.from({ length: 30 }, () => requestRow())
    await on.putFeed('pin-requests-2.csv', requestsFeed(people))
    const copies: string[] = []
    let effects = 0
    const gate = async (effect: string) => {
      if (!effect.startsWith('commit') || effects++ % 3 !== 0) return
      // Between a transaction's last statement and its commit: it must be in the copy wholly or not at all.
      copies.push((await backUp(on, out, new Date(AT.getTime() + effects * 60_000))).folder)
    }
    await on.run(TO_SEND, '2026-11-21', { gate })
    expect(copies.length).toBeGreaterThan(2)
    for (const copy of copies) {
      const store = await openStore({ url: join(copy, 'recapito.sqlite') })
      try {
        expect((await checkLedger(store.db)).filter((line) => !balances(line))).toEqual([])
      } finally {
        await store.close()
      }
    }
  })

  test('is restored where nothing is, and works', async () => {
    const { root, settings } = await elsewhere()
    try {
      await mkdir(settings.folders.data)
      await cp(on.settings.keyring, join(settings.folders.data, 'keyring.json'))
      await restoreBackup(
        { ...settings, keyring: join(settings.folders.data, 'keyring.json') },
        new Files(),
        folder,
      )
      const restored = await openAt(on, { ...settings, keyring: join(settings.folders.data, 'keyring.json') })
      try {
        const [{ name } = { name: '' }] = await ledger<{ name: string }>(on, 'select name from bundle')
        expect(await found(restored)).toEqual([
          'Lotti pronti, consegnati o confermati = cartelle intatte',
          `lotto ${name}: ${name}.pdf manca o è cambiato`,
        ])
        await rebuildByHand(restored, name, { reason: 'ripristino', date: '2026-11-20' })
        expect(await found(restored)).toEqual([])
        const pdf = join('bundles', name, `${name}.pdf`)
        expect(await readFile(join(settings.folders.output, pdf))).toEqual(await on.read(join('output', pdf)))
      } finally {
        await restored.close()
      }
    } finally {
      await rm(root, { recursive: true })
    }
  })

  test('is not restored over anything, nor when a file of it has changed', async () => {
    await expect(restoreBackup(on.settings, new Files(), folder)).rejects.toThrow(
      /può esserci soltanto il portachiavi/,
    )
    const { root, settings } = await elsewhere()
    try {
      const damaged = join(root, 'backup')
      await cp(folder, damaged, { recursive: true })
      await appendFile(join(damaged, 'forms/abc'), 'x')
      await expect(restoreBackup(settings, new Files(), damaged)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringMatching(/forms\/abc: SHA-256 atteso .* questa copia è danneggiata/),
      })
      expect(await readdir(root)).toEqual(['backup'])
      await expect(restoreBackup(settings, new Files(), root)).rejects.toThrow(/serve l’elenco di una copia/)
    } finally {
      await rm(root, { recursive: true })
    }
  })

  test('cut short, leaves nothing that looks like one', async () => {
    const away = join(out, 'cut-short')
    const store = await openStore({ url: on.settings.database })
    try {
      const gate = (effect: string) => {
        if (effect.endsWith('backup.json')) throw new Error('stop')
      }
      await expect(makeBackup(on.settings, store, new Files(gate), away, AT)).rejects.toThrow('stop')
      expect(await readdir(away)).toEqual([])
    } finally {
      await store.close()
    }
  })
})

describe('a backup of PostgreSQL', () => {
  const url = 'postgres://recapito:secret@127.0.0.1:1/ledger'

  test('is restored by its own tool: says how, and touches nothing', async () => {
    const on = await newInstallation()
    const folder = await mkdtemp(join(tmpdir(), 'recapito-backup-'))
    try {
      const list = {
        version: 1,
        program: '1',
        madeAt: AT.toISOString(),
        database: 'postgres',
        keyring: null,
        files: {},
      }
      await writeFile(join(folder, 'backup.json'), JSON.stringify(list))
      await expect(restoreBackup(on.settings, new Files(), folder)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining(
          `pg_restore --no-owner --exit-on-error --dbname "$DATABASE_URL" ${folder}/recapito.dump`,
        ),
      })
      expect(await on.files('output')).toEqual([])
    } finally {
      await rm(folder, { recursive: true })
      await on.remove()
    }
  })

  test('without its own tool is refused, and told what to do', async () => {
    await expect(dumpPostgres(url, '/nowhere', { PATH: '/nowhere' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^pg_dump, .* non è installato: installare il client .* Nessun backup/),
    })
  })

  test.each([
    [
      'is older than the server',
      'pg_dump: error: aborting because of server version mismatch\npg_dump: detail: server version: 18.4; pg_dump version: 15.18 (Debian 15.18-0+deb12u1)',
      'pg_dump è della versione 15 e non sa copiare un PostgreSQL 18: installare il client della versione 18 (in Debian ' +
        'postgresql-client-18), metterlo per primo nel PATH e ripetere il comando. Nessun backup è stato fatto.',
    ],
    [
      'is refused',
      'pg_dump: error: connection to server at "127.0.0.1", port 1 failed: Connection refused\n\tIs the server running',
      'pg_dump non ha potuto copiare la base dati: pg_dump: error: connection to server at "127.0.0.1", port 1 failed: ' +
        'Connection refused. Togliere la causa e ripetere il comando. Nessun backup è stato fatto.',
    ],
  ])('whose tool %s is refused, and told what to do', async (_, said, message) => {
    const tools = await mkdtemp(join(tmpdir(), 'recapito-tools-'))
    try {
      await writeFile(join(tools, 'pg_dump'), `#!/bin/sh\necho '${said}' >&2\nexit 1\n`, { mode: 0o755 })
      await expect(dumpPostgres(url, '/nowhere', { PATH: tools })).rejects.toMatchObject({
        exitCode: 2,
        message,
      })
    } finally {
      await rm(tools, { recursive: true })
    }
  })
})

test('the drill: a night after the backup, the hand-over, the disaster; and nobody gets two letters', async () => {
  const on = await newInstallation()
  const out = await mkdtemp(join(tmpdir(), 'recapito-backup-'))
  const flags = ['--data', on.settings.folders.data, '--output', on.settings.folders.output]
  try {
    await on.putFeed('pin-requests-1.csv', requestsFeed([requestRow(), requestRow()]))
    await on.run(NIGHT, '2026-11-19')
    await on.putFeed('pin-requests-2.csv', requestsFeed([requestRow(), requestRow(), requestRow()]))
    await on.run(TO_SEND, '2026-11-20')
    const { folder } = await backUp(on, out)
    // Two letters printed and three waiting are in the backup; the one abroad came later.
    await on.putFeed('pin-requests-3.csv', requestsFeed([requestRow({ ...IN_PARIS, mobile: '' })]))
    await on.run(NIGHT, '2026-11-21')
    await on.run([handOver], '2026-11-23')

    await rename(join(on.root, 'data/keyring.json'), join(out, 'keyring.json'))
    await rename(join(on.root, 'output'), join(on.root, 'output.saved'))
    await rm(join(on.root, 'data'), { recursive: true })
    const restored = await recapito([...flags, 'restore', folder])
    expect(restored).toMatchObject({ code: 0, stderr: '' })
    expect(restored.stdout).toContain('Rimettere il portachiavi')
    await rename(join(out, 'keyring.json'), join(on.root, 'data/keyring.json'))
    await rm(join(on.root, 'output'), { recursive: true })
    await rename(join(on.root, 'output.saved'), join(on.root, 'output'))

    const reconcile = [...flags, 'reconcile', '--date', '2026-11-23']
    const first = await recapito(reconcile)
    expect(first.code).toBe(5)
    expect(first.stdout).toContain('Cartelle che il registro non conosce: attesi 0, trovati 4')
    expect(first.stdout).toContain('.done c’è, ma il lotto non è consegnato')
    expect(first.stdout).toContain('recapito reconcile --adopt')
    expect((await recapito([...reconcile, '--adopt'])).code).toBe(2)

    // What staff are told not to do, and do all the same.
    await expect(on.run([printPinLetters], '2026-11-24')).rejects.toMatchObject({ exitCode: 5 })

    const adopted = await recapito([...reconcile, '--adopt', '--reason', 'backup del 20'])
    expect(adopted).toMatchObject({ code: 0, stderr: '' })
    expect(adopted.stdout).toMatch(/PIN_IT-20261119-\S+: preso nel registro come consegnato, 2 lettere/)
    expect(adopted.stdout).toMatch(/PIN_IT-20261121-\S+: preso nel registro come consegnato, 3 lettere/)
    expect(adopted.stdout).toMatch(/PIN_EXT-20261121-\S+: messo da parte/)
    expect(adopted.stdout).toMatch(/1 lettera che il registro non conosce, dal postalizzatore[\s\S]*FRANCIA/)
    expect(await recapito(reconcile)).toMatchObject({ code: 0 })

    const [, , , printed] = await on.run(NIGHT, '2026-11-24')
    expect(printed).toMatchObject({ letters: 0 })
    expect((await on.run([handOver], '2026-11-24'))[0]).toMatchObject({ delivered: 0, letters: 0 })
    expect(await ledger(on, 'select state, count(*) as n from letter group by state')).toEqual([
      { state: 'handed_over', n: 5 },
    ])
  } finally {
    await on.remove()
    await rm(out, { recursive: true, force: true })
  }
})

function openAt(on: Installation, settings: Installation['settings']) {
  return on.open({ settings })
}

async function found(app: Awaited<ReturnType<typeof openAt>>): Promise<string[]> {
  const check = { files: app.files, folders: app.folders, vendor: app.settings.vendor.name }
  return differencesIn(await findDifferences(app.store.db, check, '2026-11-20')).map(({ line }) => line)
}
