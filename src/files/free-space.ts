/** @module Room on the disk, asked before work that needs it. */
import { statfs } from 'node:fs/promises'
import { NoSpace } from './file-failure.ts'

/** Bytes that an unprivileged process may still write where `path` lives. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path)
  return bavail * bsize
}

/** Refuses to start work of about `bytes` unless there is half as much again and 64 MiB of room (`batch.md` §2.3). */
export async function requireSpace(path: string, bytes: number): Promise<void> {
  const needed = Math.ceil(bytes * 1.5) + 64 * 1024 * 1024
  const free = await freeBytes(path)
  if (free < needed) {
    throw new NoSpace(path, new Error(`about ${needed} bytes needed, ${free} free`))
  }
}
