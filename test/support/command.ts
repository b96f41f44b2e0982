/** @module `bin/recapito` as a person starts it: a real process, its answer and its exit code. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const PROGRAM = join(import.meta.dirname, '../../bin/recapito')

export interface Answer {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export async function recapito(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const child = spawn(PROGRAM, args, {
    env: { PATH: process.env['PATH'] ?? '', RECAPITO_LOG: 'silent', ...environment },
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
}
