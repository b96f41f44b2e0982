import { expect, test } from 'vitest'
import { type Approval, judgeApproval } from '../../src/domain/approval.ts'

const PUBLISHED = { state: 'published', hold: null, manifest_sha256: 'aa' }
const PREPARED: Approval = { manifestSha256: 'aa', preparedBy: 'Anna Neri', approvedBy: null }

test.each([
  ['somebody else', PUBLISHED, PREPARED, 'Bruno Bianchi', 'CAN_BE_APPROVED'],
  ['who prepared the proofs', PUBLISHED, PREPARED, 'Anna Neri', 'SAME_PERSON'],
  ['the same in capitals and with spaces', PUBLISHED, PREPARED, '  anna  NERI ', 'SAME_PERSON'],
  ['without proofs', PUBLISHED, undefined, 'Bruno Bianchi', 'NO_PROOFS'],
  [
    'proofs of other content',
    PUBLISHED,
    { ...PREPARED, manifestSha256: 'bb' },
    'Bruno Bianchi',
    'OTHER_CONTENT',
  ],
  [
    'an approval of other content does not count',
    PUBLISHED,
    { ...PREPARED, manifestSha256: 'bb', approvedBy: 'Bruno Bianchi' },
    'Carla Verdi',
    'OTHER_CONTENT',
  ],
  [
    'a second approval',
    PUBLISHED,
    { ...PREPARED, approvedBy: 'Bruno Bianchi' },
    'Anna Neri',
    'APPROVED_BEFORE',
  ],
  ['not published yet', { ...PUBLISHED, state: 'sealed' }, PREPARED, 'Bruno Bianchi', 'NOT_PUBLISHED'],
  ['handed over', { ...PUBLISHED, state: 'delivered' }, PREPARED, 'Bruno Bianchi', 'NOT_PUBLISHED'],
  ['to be made again', { ...PUBLISHED, hold: 'DA_RIFARE' }, PREPARED, 'Bruno Bianchi', 'BEING_REMADE'],
] as const)('%s', (_title, bundle, approval, by, verdict) => {
  expect(judgeApproval(bundle, approval, by)).toBe(verdict)
})
