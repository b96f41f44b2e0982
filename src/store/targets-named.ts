/** @module All that a staff verb may concern. */
import type { Executor } from './dialect.ts'
import { certificatesToPecs, filesOut } from './file-target.ts'
import { lettersNamed } from './letter-selection.ts'
import { lettersOfRequests, standings } from './letter-target.ts'
import { certificateRequests, pinRequests } from './request-target.ts'
import type { NamedTargets, Target } from './staff-target.ts'

/** Everything that was named, in every state; requests only as long as no letter stands for them. */
export async function targetsNamed(db: Executor, named: NamedTargets): Promise<Target[]> {
  const requests = [...(await pinRequests(db, named)), ...(await certificateRequests(db, named))]
  const letterIds = [...named.letterIds, ...(await lettersOfRequests(db, named.requestKeys))]
  const letters = await lettersNamed(db, { ...named, letterIds })
  const files = [...(await certificatesToPecs(db, named)), ...(await filesOut(db, named))]
  return [...(await standings(db, letters)), ...requests, ...files]
}
