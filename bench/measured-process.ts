/**
 * Runs a program of this folder in a process of its own, so that peak memory is its alone.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The JSON on the last line that `program` prints; throws when it fails. */
export async function measuredProcess<T>(program: string, args: readonly string[]): Promise<T> {
  const path = join(import.meta.dirname, program)
  // As bin/recapito has it.
  const cache = join(import.meta.dirname, '../node_modules/.cache/recapito')
  const env = { NODE_COMPILE_CACHE: cache, MALLOC_ARENA_MAX: '1', ...process.env }
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env })
  const out: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
  return JSON.parse(Buffer.concat(out).toString().trim().split('\n').at(-1) ?? '')
}
