/**
 * The way to a database, which a fault can cut: to PostgreSQL through a door of our own, so that an answer can be lost
 * after the server has done what it was asked; a session is ended by the server itself.
 *
 * @module
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onServer } from '../support/databases.ts'
import { isPostgresUrl } from '../../src/store/store.ts'

export interface Connection {
  readonly url: string
  /** As an administrator does: error 57P01 for every session of the database. */
  endSessions(): Promise<void>
  /** The next thing that the server says is not heard any more. */
  loseNextAnswer(): void
  close(): Promise<void>
}

export async function connectionTo(url: string): Promise<Connection> {
  if (!isPostgresUrl(url)) return { url, endSessions, loseNextAnswer() {}, async close() {} }
  const { hostname, port, pathname } = new URL(url)
  const open = new Set<Socket>()
  let isLosing = false
  const door = createServer((client) => {
    const server = connect(Number(port), hostname)
    const cut = () => {
      for (const socket of [client, server]) open.delete(socket.destroy())
    }
    for (const socket of [client, server]) {
      open.add(socket)
      // What was cut says so once more.
      socket.on('error', cut).on('close', cut)
    }
    client.pipe(server)
    server.on('data', (answer) => {
      if (!isLosing) return client.write(answer)
      isLosing = false
      return cut()
    })
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const through = new URL(url)
  through.port = String((door.address() as AddressInfo).port)
  return {
    url: through.href,
    endSessions: () =>
      onServer(
        url.slice(0, -pathname.length),
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${pathname.slice(1)}'`,
      ),
    loseNextAnswer() {
      isLosing = true
    },
    async close() {
      for (const socket of open) socket.destroy()
      door.close()
      await once(door, 'close')
    },
  }
}

async function endSessions() {}
