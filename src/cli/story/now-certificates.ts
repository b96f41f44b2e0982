/** @module How it stands with a person's certificates, and what to do: one sentence for each thing that is open. */
import { heldSentence, reasonSentence } from '../../batch/report/labels.ts'
import { STAFF_HOLD } from '../../domain/step-in.ts'
import type { Story } from '../../store/find/story.ts'
import { certificateName, heldText } from './certificate-entries.ts'
import { jobLabel, nowOfLetter, stepIn } from './now-pin.ts'

export function nowOfCertificates(story: Story): string[] {
  const held = story.certificates.filter(({ state, hold }) => state === 'READY' && hold !== null)
  const open = story.certificateRequests.filter(({ state }) => state === 'RECEIVED')
  const files = story.releases.filter(({ state, file_name }) => state === 'PREPARED' && file_name !== null)
  const letters = story.letters.filter(
    ({ kind, state }) => kind === 'CERTIFICATE' && ['pending', 'in_bundle', 'published'].includes(state),
  )
  return [
    ...held.map((certificate) => {
      const { hold, hold_field, hold_detail } = certificate
      return `${certificateName(certificate)} sospesa. ${heldSentence('certificate', hold ?? '', hold_field ?? '', hold_detail ?? '')}`
    }),
    ...open.map((request) => {
      const { request_key: key, hold, missing } = request
      if (hold === STAFF_HOLD) return heldText(request) + stepIn(hold, null, 'request', key)
      if (hold !== null) return heldText(request) + (hold === 'PEC_MANCANTE' ? pecCommand(key) : '')
      if (missing !== null) {
        const years = missing.replaceAll('|', ', ')
        return `Richiesta ${key}: ${reasonSentence('CERTIFICAZIONE_NON_DISPONIBILE', 'income_years', years)}`
      }
      return `La richiesta ${key} aspetta ${jobLabel('release-certificates')}: non occorre fare nulla.`
    }),
    ...letters.map(nowOfLetter),
    ...toConfirm(files.map(({ public_id }) => public_id)),
  ]
}

const NAMED = 5

function toConfirm(ids: readonly string[]): string[] {
  const command = `recapito certificates confirm ${ids.slice(0, NAMED).join(' ')}${ids.length > NAMED ? ' …' : ''}`
  if (ids.length === 0) return []
  return ids.length === 1
    ? [`Un rilascio è pronto: quando il destinatario lo ha, ${command}.`]
    : [`${ids.length} rilasci sono pronti: quando il destinatario li ha, ${command}.`]
}

function pecCommand(key: string): string {
  return ` Si corregge anche con: recapito correct ${key} --pec "…" --reason "…".`
}
