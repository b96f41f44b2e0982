/** @module The templates with the certificate form of one year: to read those of all, again and again, only takes its time. */
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Answers the folder of a copy; whoever asked removes it. */
export async function oneForm(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recapito-one-form-'))
  const isOther = (path: string) => /certificates\/cud?-\d+/.test(path) && !path.includes('cud-2013')
  await cp('templates', folder, { recursive: true, filter: (path) => !isOther(path) })
  return folder
}
