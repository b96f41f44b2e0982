/**
 * `recapito` as a person calls it, its answer and its exit code: in this process, since a start costs more than most
 * commands; or as a process of its own, where that is what a test is about.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { runProgram } from '../../src/program.ts'

const PROGRAM = join(import.meta.dirname, '../../bin/recapito')

export interface Answer {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly child: ChildProcess
  /** `signal` is what ended it, if nothing else did. */
  readonly answer: Promise<Answer & { readonly signal: NodeJS.Signals | null }>
}

/** In this process: one call at a time. */
export async function recapito(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const before = { env: process.env, umask: process.umask(0o077), exitCode: process.exitCode }
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith('RECAPITO_'))
  process.env = { ...Object.fromEntries(outer), RECAPITO_LOG: 'silent', ...environment }
  const stdout = kept(process.stdout)
  const stderr = kept(process.stderr)
  try {
    return { code: await runProgram(args), stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    stdout.letGo()
    stderr.letGo()
    process.env = before.env
    process.umask(before.umask)
    process.exitCode = before.exitCode
  }
}

function kept(stream: NodeJS.WriteStream): { text(): string; letGo(): void } {
  const { write } = stream
  const chunks: Buffer[] = []
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    chunks.push(Buffer.from(chunk as Uint8Array))
    const written = rest.at(-1)
    if (typeof written === 'function') written()
    return true
  }
  return { text: () => Buffer.concat(chunks).toString(), letGo: () => Object.assign(stream, { write }) }
}

/** As a process of its own. */
export function startRecapito(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Started {
  const child = spawn(PROGRAM, args, {
    env: { PATH: process.env['PATH'] ?? '', RECAPITO_LOG: 'silent', ...environment },
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const answer = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
  }))
  return { child, answer }
}
