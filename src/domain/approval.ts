/** @module Approval of a published bundle: two people, and one manifest. */

export interface Approval {
  /** Of what the proofs were taken from. */
  readonly manifestSha256: string
  readonly preparedBy: string
  readonly approvedBy: string | null
}

interface ToApprove {
  readonly state: string
  readonly hold: string | null
  readonly manifest_sha256: string | null
}

export type ApprovalVerdict =
  | 'CAN_BE_APPROVED'
  | 'APPROVED_BEFORE'
  | 'NOT_PUBLISHED'
  | 'BEING_REMADE'
  | 'NO_PROOFS'
  | 'OTHER_CONTENT'
  | 'SAME_PERSON'

/** Whether `by` may approve a bundle; whoever prepared its proofs may not. */
export function judgeApproval(
  { state, hold, manifest_sha256 }: ToApprove,
  approval: Approval | undefined,
  by: string,
): ApprovalVerdict {
  if (state !== 'published') return 'NOT_PUBLISHED'
  if (hold !== null) return 'BEING_REMADE'
  if (!approval) return 'NO_PROOFS'
  if (approval.manifestSha256 !== manifest_sha256) return 'OTHER_CONTENT'
  if (approval.approvedBy !== null) return 'APPROVED_BEFORE'
  return isSamePerson(approval.preparedBy, by) ? 'SAME_PERSON' : 'CAN_BE_APPROVED'
}

/** Names as people type them: capitals and spaces make nobody a second person. */
function isSamePerson(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
  return plain(one) === plain(other)
}
