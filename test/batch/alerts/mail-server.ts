/** @module A mail server that keeps what it is given: as much of SMTP as a plain submission takes. */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { decoded } from './watching.ts'

export interface MailServer {
  readonly port: number
  readonly messages: readonly string[]
  readonly recipients: readonly string[]
  refuses: boolean
  close(): Promise<void>
}

export async function newMailServer(): Promise<MailServer> {
  const messages: string[] = []
  const recipients: string[] = []
  const server = createServer((socket) => serve(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const kept = {
    port: (server.address() as { port: number }).port,
    messages,
    recipients,
    refuses: false,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
  return kept

  function serve(socket: Socket): void {
    let pending = ''
    let isData = false
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      pending += chunk.toString()
      for (;;) {
        const end = pending.indexOf(isData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const text = pending.slice(0, end)
        pending = pending.slice(end + (isData ? 5 : 2))
        if (isData) messages.push(decoded(text))
        else recipients.push(...(/^RCPT TO:<(.*?)>/.exec(text)?.slice(1) ?? []))
        const isRefused = kept.refuses && text.startsWith('MAIL')
        isData = !isData && text === 'DATA'
        socket.write(isRefused ? '451 later\r\n' : isData ? '354 go on\r\n' : '250 ok\r\n')
      }
    })
  }
}
