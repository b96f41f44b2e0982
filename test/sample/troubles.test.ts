import { beforeAll, expect, test } from 'vitest'
import { PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import { FeedRow } from '../../src/feeds/feed-row.ts'
import { loadGazetteer } from '../../src/feeds/gazetteer.ts'
import { type JudgedRow, judgePinRequest } from '../../src/feeds/pin-request-row.ts'
import { requestAt, type SampleRequest } from '../../src/sample/requests.ts'
import { sampleSet } from '../../src/sample/sample-set.ts'
import { NO_TROUBLE, ROUND, TROUBLES } from '../../src/sample/troubles.ts'
import { loadWorld } from '../../src/sample/world.ts'

/** Two rounds: each trouble twice its share. */
const REQUESTS = 2 * ROUND
const SET = sampleSet(2026, '2026-11-20', REQUESTS)
const EARLIER = sampleSet(2026, '2026-05-12', ROUND)

interface JudgedRequest extends SampleRequest {
  /** Undefined for a row with the wrong number of columns. */
  readonly verdict: JudgedRow | undefined
}

let requests: JudgedRequest[]

beforeAll(async () => {
  const [world, gazetteer] = await Promise.all([loadWorld(), loadGazetteer()])
  const places = new Map(PIN_REQUEST_COLUMNS.map((column, at) => [column, at]))
  requests = Array.from({ length: REQUESTS }, (_, index) => {
    const request = requestAt(world, SET, index, EARLIER)
    if (request.cells.length !== PIN_REQUEST_COLUMNS.length) return { ...request, verdict: undefined }
    const row = new FeedRow(request.cells, places)
    return { ...request, verdict: judgePinRequest(row, gazetteer, SET.date) }
  })
})

function met(id: string): JudgedRequest[] {
  return requests.filter(({ trouble }) => trouble.id === id)
}

/** Codes that stop a request, or keep it waiting. */
function obstacles({ verdict }: JudgedRequest): string[] {
  return [...(verdict?.rejections ?? []), ...(verdict?.holds ?? [])].map(({ code }) => code)
}

test.each(TROUBLES.map(({ id, share }) => [id, share] as const))(
  '%s comes %i times in a thousand',
  (id, share) => {
    expect(met(id)).toHaveLength(2 * share)
  },
)

test('about 1.5 % are refused, 2.5 % held, 6 % called back', () => {
  const share = (outcome: string) =>
    requests.filter(({ trouble }) => trouble.outcome === outcome).length / REQUESTS
  expect([share('rejected'), share('held'), share('call-back')]).toEqual([0.015, 0.025, 0.06])
})

test('nothing stands in the way of a request without trouble', () => {
  const bad = met(NO_TROUBLE.id).filter((request) => obstacles(request).length > 0)
  expect(bad.map(({ cells }) => cells.join(';'))).toEqual([])
})

const ONE_CODE = TROUBLES.filter(({ code }) => code !== undefined)

test.each(ONE_CODE.filter(({ outcome }) => outcome === 'rejected'))(
  '$id is refused with $code',
  ({ id, code }) => {
    for (const request of met(id)) {
      if (code === 'NUMERO_COLONNE') expect(request.verdict).toBeUndefined()
      else expect(request.verdict?.rejections.map((finding) => finding.code)).toContain(code)
    }
  },
)

// Fonts are asked when the letter is made, not when the row is read.
const HELD_BY_ROW = ONE_CODE.filter(({ outcome, code }) => outcome === 'held' && code !== 'GLIFO_MANCANTE')

test.each(HELD_BY_ROW)('$id is held with $code and nothing else', ({ id, code }) => {
  for (const request of met(id)) expect(obstacles(request)).toEqual([code])
})

test.each(ONE_CODE.filter(({ outcome }) => outcome === 'accepted'))(
  '$id goes on with the warning $code',
  ({ id, code }) => {
    for (const request of met(id)) {
      expect(obstacles(request)).toEqual([])
      expect(request.verdict?.warnings.map((finding) => finding.code)).toContain(code)
    }
  },
)

test.each(
  TROUBLES.filter(({ outcome, code }) => outcome === 'call-back' || (outcome === 'accepted' && !code)),
)('$id goes on', ({ id }) => {
  for (const request of met(id)) expect(obstacles(request), request.cells.join(';')).toEqual([])
})

test('a phone is there or not, as the call list needs it', () => {
  for (const { trouble, verdict } of requests.filter(({ trouble }) => trouble.outcome === 'call-back')) {
    const { phone, mobile } = verdict?.contacts ?? { phone: '', mobile: '' }
    expect(phone + mobile !== '', trouble.id).toBe(!trouble.id.endsWith('no-phone'))
    expect(verdict?.request.archiveMatch).not.toBe('MATCH')
  }
})

test('repeats say again what was said before', () => {
  const seen = new Map<string, string>()
  for (const { trouble, cells } of requests) {
    const [key = ''] = cells
    const before = seen.get(key)
    if (trouble.id === 'repeated-row') expect(before).toBe(cells.join(';'))
    else if (trouble.id === 'corrected-repeat') expect(before).not.toBe(cells.join(';'))
    else if (trouble.outcome !== 'repeat') expect(before).toBeUndefined()
    seen.set(key, cells.join(';'))
  }
})

test('who asks twice has another request id and asks no earlier', () => {
  const first = new Map<string, JudgedRequest>()
  for (const request of requests) {
    const codiceFiscale = request.verdict?.request.codiceFiscale ?? ''
    const before = first.get(codiceFiscale)?.verdict?.request
    const now = request.verdict?.request
    if (request.trouble.id === 'asks-twice') {
      expect(before?.requestKey).not.toBe(now?.requestKey)
      expect((now?.submittedOn ?? '') >= (before?.submittedOn ?? '')).toBe(true)
    }
    first.set(codiceFiscale, request)
  }
})

test('who asks again in autumn asked in spring', async () => {
  const world = await loadWorld()
  const spring = new Map(
    Array.from({ length: EARLIER.requests }, (_, index) => {
      const { cells } = requestAt(world, EARLIER, index)
      return [cells[3] ?? '', cells] as const
    }),
  )
  const later = requests.filter(({ trouble }) => trouble.later)
  expect(later).toHaveLength(2 * 27)
  for (const { trouble, cells } of later) {
    const before = spring.get(cells[3] ?? '')
    expect(before, trouble.id).toBeDefined()
    expect(cells[0] === before?.[0], trouble.id).toBe(/-from-before$/.test(trouble.id))
  }
})
