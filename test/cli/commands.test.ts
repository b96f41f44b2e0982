import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { holdLease } from '../../src/batch/lease-keeper.ts'
import { openStore } from '../../src/store/store.ts'
import { recapito } from '../support/command.ts'

let root = ''
let place: string[] = []
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recapito-cli-'))
  place = ['--data', join(root, 'data'), '--output', join(root, 'output')]
})
afterEach(() => rm(root, { recursive: true, force: true }))

const run = (...args: string[]) => recapito([...place, ...args])
const sampleNight = async () => {
  expect((await run('sample', '--requests', '20', '--date', '2026-11-20')).code).toBe(0)
  return run('night', '--date', '2026-11-20')
}

test('--help shows every command with examples', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  for (const verb of [
    'demo',
    'night',
    'run',
    'start',
    'status',
    'acknowledge',
    'find',
    'correct',
    'report',
    'templates',
    'certificates',
    'preview',
    'inspect',
    'sample',
    'migrate',
    'keys',
  ]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${verb}\\b`, 'm'))
  }
  expect(stdout).toContain('Examples:')
})

test('a night on a new database, then status, keys and migrate', async () => {
  const night = await sampleNight()
  expect(night.stderr).toBe('')
  expect([0, 3]).toContain(night.code)
  expect(night.stdout).toContain('index.html')
  const status = await run('status')
  expect(status.stdout).toContain('run hand-over, in un giorno lavorativo')
  const keys = await run('keys', '--json')
  expect(JSON.parse(keys.stdout)).toMatchObject({
    keys: [{ id: 'f1', current: true }, { id: 's1' }, { id: 'p1' }],
  })
  expect((await run('keys', 'rotate')).stdout).toContain('f2')
  expect((await run('migrate')).stdout).toContain('già aggiornata')
  const stray = await run('acknowledge', 'PIN_IT-x')
  expect([stray.code, stray.stderr]).toEqual([2, expect.stringContaining('nessun lotto ha questo nome')])
  const again = JSON.parse((await run('night', '--date', '2026-11-20', '--json')).stdout)
  expect(again.runs.find((job: { job: string }) => job.job === 'print-pin-letters').counts.letters).toBe(0)
})

describe('usage and settings: exit 2 and one clear sentence', () => {
  test.each([
    ['no such command', ['nights'], 'unknown command'],
    ['no such job', ['run', 'intakes'], 'i lavori sono intake'],
    ['no such date', ['night', '--date', '2026-02-30'], 'YYYY-MM-DD'],
    ['a setting', ['--config', 'no-such-file.yaml', 'status'], 'no-such-file.yaml'],
    ['nothing to acknowledge yet', ['acknowledge', 'PIN_IT-x'], 'la base dati non c’è ancora'],
  ])('%s', async (_title, args, sentence) => {
    const { code, stderr } = await run(...args)
    expect(stderr).toContain(sentence)
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(2)
  })
})

describe('what can be wrong on the machine', () => {
  test('another night holds the lease: exit 4, and it says who', async () => {
    await run('migrate')
    const store = await openStore({ url: join(root, 'data/recapito.sqlite') })
    const lease = await holdLease(store, () => new Date())
    const { code, stderr } = await run('night', '--date', '2026-11-20')
    await lease.release()
    await store.close()
    expect(code).toBe(4)
    expect(stderr).toContain(`process ${process.pid}`)
  })

  test('the lease of a process that died is taken over', async () => {
    await run('migrate')
    const store = await openStore({ url: join(root, 'data/recapito.sqlite') })
    const lease = await holdLease(store, () => new Date())
    await store.db('lease').update({ pid: 2 ** 22 + 1 })
    const { code } = await run('run', 'expire-pins', '--date', '2026-11-20')
    await lease.release()
    await store.close()
    expect(code).toBe(0)
  })

  test('the database is locked by somebody else: exit 75', async () => {
    await run('migrate')
    const store = await openStore({ url: join(root, 'data/recapito.sqlite') })
    await store.db.raw('begin immediate')
    const { code, stderr } = await run('run', 'expire-pins', '--date', '2026-11-20')
    await store.db.raw('rollback')
    await store.close()
    expect(stderr).toContain('occupata da un altro programma')
    expect(code).toBe(75)
  })

  test('the database is damaged: exit 1, and it says what to restore', async () => {
    await mkdir(join(root, 'data'))
    await writeFile(
      join(root, 'data/recapito.sqlite'),
      'this is not a database, whatever its name says'.repeat(200),
    )
    const { code, stderr } = await run('status')
    expect(stderr).toContain('ripristinarla dall’ultima copia')
    expect(code).toBe(1)
  })

  test('the keyring can be read by others, or lacks a key: exit 2, nothing lost', async () => {
    expect((await run('sample', '--requests', '20', '--date', '2026-11-20')).code).toBe(0)
    for (const job of ['intake', 'issue-pins'])
      expect((await run('run', job, '--date', '2026-11-20')).code).toBe(0)
    const keyring = join(root, 'data/keyring.json')
    await chmod(keyring, 0o640)
    const open = await run('run', 'send-first-halves', '--date', '2026-11-20')
    expect(open.stderr).toContain('permessi attesi 0600, trovati 0640')
    expect(open.code).toBe(2)

    await chmod(keyring, 0o600)
    const text = await readFile(keyring, 'utf8')
    await writeFile(keyring, text.replaceAll('f1', 'f9'))
    const lacking = await run('run', 'send-first-halves', '--date', '2026-11-20')
    expect(lacking.stderr).toContain('manca la chiave "f1"')
    expect(lacking.code).toBe(2)

    await rm(keyring)
    const gone = await run('run', 'send-first-halves', '--date', '2026-11-20')
    expect(gone.stderr).toContain('ripristinarlo dalla sua copia')
    expect(gone.code).toBe(2)

    await writeFile(keyring, text, { mode: 0o600 })
    const mended = await run('run', 'send-first-halves', '--date', '2026-11-20', '--json')
    expect(JSON.parse(mended.stdout).runs[0].counts.sent).toBeGreaterThan(0)
  })

  test('a folder that is a file: exit 2', async () => {
    await writeFile(join(root, 'output'), '')
    const { code, stderr } = await sampleNight()
    expect(stderr).toContain('serve una cartella, e c’è un file')
    expect(code).toBe(2)
  })
})
