/**
 * Rows about somebody already met: the same row again, the held row put right, a second request of the same person,
 * and people of an earlier sample who ask again (`domain.md` §1.3 A4–A5b, §6 rows 1 and 2).
 *
 * @module
 */
import { cleanRequest, homeOf, requestId } from './clean-request.ts'
import { fateOf } from './fates.ts'
import type { RequestRow } from './feed-rows.ts'
import { randomFor, type SampleSet, STREAM, troubleOf } from './sample-set.ts'
import type { Trouble } from './trouble.ts'
import { NO_TROUBLE } from './troubles.ts'
import type { World } from './world.ts'

/** The row of a repeat; where there is nobody to repeat, a request of its own. */
export function repeatedRequest(
  world: World,
  trouble: Trouble,
  set: SampleSet,
  index: number,
  earlier: SampleSet | undefined,
): RequestRow {
  const own = () => cleanRequest(world, set, index)
  const found = trouble.later
    ? earlier && searchFrom(earlier, set, index, (candidate) => isWanted(trouble, earlier, candidate))
    : searchBack(index, (candidate) => isWanted(trouble, set, candidate))
  const source = trouble.later ? earlier : set
  if (found === undefined || !source) return own()

  const first = cleanRequest(world, source, found, troubleOf(source, found).outline)
  switch (trouble.id) {
    case 'repeated-row':
    case 'repeated-from-before':
    case 'corrected-repeat':
    case 'corrected-from-before':
      return first
    case 'changed-from-before':
      return first.residence === 'ESTERO'
        ? { ...first, address_line_1: `${first.address_line_1} b` }
        : { ...first, civic: '99' }
    default:
      return askAgain(first, own(), set, index)
  }
}

/** Same person and home, asking anew through their first channel. */
function askAgain(first: RequestRow, own: RequestRow, set: SampleSet, index: number): RequestRow {
  const channel = first.channel === 'CONTACT_CENTER' ? 'CONTACT_CENTER' : 'WEB'
  const submitted = own.submitted_at.slice(0, 10)
  return {
    ...first,
    request_id: requestId(set, index, channel),
    submitted_at: submitted > first.submitted_at.slice(0, 10) ? submitted : set.date,
  }
}

/** Whether the trouble may repeat this request. */
function isWanted(trouble: Trouble, set: SampleSet, index: number): boolean {
  const { id, outcome, correctable = false } = troubleOf(set, index)
  if (trouble.id === 'corrected-repeat') return correctable
  if (trouble.id === 'corrected-from-before') return correctable && fateOf(set, index) === 'none'
  if (id !== NO_TROUBLE.id || outcome !== 'accepted') return false
  switch (trouble.id) {
    case 'asks-again':
      return fateOf(set, index) === 'none'
    case 'asks-again-in-use':
      return fateOf(set, index) === 'uses'
    case 'deceased-asks':
      return fateOf(set, index) === 'dies'
    default:
      // What the counter has done is done.
      return trouble.id === 'repeated-row' || homeOf(set, index).channel !== 'SPORTELLO'
  }
}

function searchBack(index: number, fits: (candidate: number) => boolean): number | undefined {
  for (let candidate = index - 1; candidate >= Math.max(0, index - 400); candidate--) {
    if (fits(candidate)) return candidate
  }
  return undefined
}

/** From a place of the earlier sample that chance names, round to it again at most. */
function searchFrom(
  earlier: SampleSet,
  set: SampleSet,
  index: number,
  fits: (candidate: number) => boolean,
): number | undefined {
  const start = randomFor(set, index, STREAM.repeat).below(earlier.requests)
  for (let step = 0; step < Math.min(earlier.requests, 3000); step++) {
    const candidate = (start + step) % earlier.requests
    if (fits(candidate)) return candidate
  }
  return undefined
}
