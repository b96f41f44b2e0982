/** @module Who sends the letters, as the settings say. */
import type { Settings } from '../config.ts'
import type { Sender } from '../letters/stationery.ts'

export function senderOf({ institute }: Settings): Sender {
  return { institute: institute.name, returnAddress: institute.returnAddress }
}
