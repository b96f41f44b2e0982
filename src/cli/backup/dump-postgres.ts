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
  const reason =
    code === 'ENOENT' ? 'it is not installed' : (Buffer.concat(said).toString().trim().split('\n')[0] ?? '')
  throw new BackupRefused(
    `pg_dump: expected PostgreSQL's own tool to copy the database, found: ${reason}. Install the client of the ` +
      "server's version, or back the database up by your own means; nothing was kept",
  )
}
