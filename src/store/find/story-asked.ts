/** @module What a story tells of any request, for a PIN or for certificates: where it came from and how it stands. */

export interface StoryAsked {
  readonly id: number
  readonly request_key: string
  readonly file_name: string
  readonly line: number
  readonly submitted_on: string
  readonly received_on: string
  readonly channel: string
  readonly state: string
  readonly state_on: string
  readonly reason: string | null
  readonly hold: string | null
  readonly hold_field: string | null
  readonly hold_detail: string | null
  readonly hold_on: string | null
}
