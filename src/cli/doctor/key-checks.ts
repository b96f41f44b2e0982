/** @module The keyring: there, private, whole, not too old, and not where bundles and reports are taken from. */
import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { oldKeys } from '../../batch/alerts/old-keys.ts'
import type { Settings } from '../../config.ts'
import { italianDate } from '../../domain/civil-date.ts'
import { readKeyring } from '../../secrets/keyring.ts'
import { nearPath } from '../near-path.ts'
import { keysInUse } from '../watched.ts'
import { type Check, fault, ok, warning } from './check.ts'

const TOPIC = 'Portachiavi'

export async function keyChecks({ keyring, folders, alerts }: Settings, today: string): Promise<Check[]> {
  if (!existsSync(keyring)) {
    return [
      warning(
        TOPIC,
        `non c’è: ${nearPath(keyring)}`,
        'Lo crea la prima notte. Se sono già stati generati PIN, ripristinarlo dalla sua copia.',
      ),
    ]
  }
  try {
    await readKeyring(keyring)
  } catch (error) {
    return [
      fault(TOPIC, (error as Error).message, 'Finché non si può usare, non si generano né si stampano PIN.'),
    ]
  }
  if (!relative(folders.output, keyring).startsWith('..')) {
    return [
      fault(
        TOPIC,
        `${nearPath(keyring)} è nella cartella di uscita`,
        'Spostarlo altrove e correggere l’impostazione keyring.',
      ),
    ]
  }
  const keys = await keysInUse(keyring)
  const [old] = await oldKeys({ keys, limits: alerts }, today)
  if (old) return [warning(TOPIC, old.found.replace(/\.$/, ''), old.todo)]
  return [
    ok(
      TOPIC,
      `privato, in uso ${keys.map(({ id, madeOn }) => `${id} del ${italianDate(madeOn)}`).join(', ')}`,
    ),
  ]
}
