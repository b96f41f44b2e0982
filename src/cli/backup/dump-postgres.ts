/** @module A copy of a PostgreSQL database by its own tool, as of one instant. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { BackupRefused } from '../../files/backup-folder.ts'

/** Writes a dump in PostgreSQL's custom format. The address goes by the environment: a password on a command line is for all to read. */
export async function dumpPostgres(url: string, path: string, environment = process.env): Promise<void> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const child = spawn('pg_dump', ['--format=custom', '--no-owner', '--file', path], {
    env: {
      ...environment,
      LC_ALL: 'C',
      PGHOST: searchParams.get('host') ?? decodeURIComponent(hostname),
      ...(port ? { PGPORT: port } : {}),
      ...(username ? { PGUSER: decodeURIComponent(username) } : {}),
      ...(password ? { PGPASSWORD: decodeURIComponent(password) } : {}),
      PGDATABASE: decodeURIComponent(pathname.slice(1)),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const code = await once(child, 'close').then(
    ([status]) => status as number | null,
    (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'failed',
  )
  if (code === 0) return
  throw new BackupRefused(
    `${code === 'ENOENT' ? NOT_INSTALLED : reasonIn(Buffer.concat(said).toString())} Nessun backup è stato fatto.`,
  )
}

const NOT_INSTALLED =
  'pg_dump, che copia la base dati, non è installato: installare il client di PostgreSQL della versione del server ' +
  '(in Debian postgresql-client-<versione>) e ripetere il comando.'

function reasonIn(said: string): string {
  const [, server, own] = /server version: (\d+)\S*; pg_dump version: (\d+)/.exec(said) ?? []
  if (server === undefined) {
    return `pg_dump non ha potuto copiare la base dati: ${said.trim().split('\n')[0]}. Togliere la causa e ripetere il comando.`
  }
  return (
    `pg_dump è della versione ${own} e non sa copiare un PostgreSQL ${server}: installare il client della versione ` +
    `${server} (in Debian postgresql-client-${server}), metterlo per primo nel PATH e ripetere il comando.`
  )
}
