/** @module A person's story as lines to read, and as data for a script. Pure. */
import { italianDate } from '../../domain/civil-date.ts'
import type { FoundPerson } from '../../store/find/people.ts'
import type { Story } from '../../store/find/story.ts'
import { certificateEntries } from './certificate-entries.ts'
import { nowOfCertificates } from './now-certificates.ts'
import { nowOfPin } from './now-pin.ts'
import { pinEntries } from './pin-entries.ts'
import { inOrder } from './timeline.ts'

export interface ToldStory {
  readonly person: FoundPerson
  readonly events: readonly { readonly on: string; readonly text: string }[]
  readonly now: readonly string[]
}

export function tellStory(person: FoundPerson, story: Story): ToldStory {
  const died = story.death?.deceased_on
  const now = [
    ...(died ? [`La persona risulta deceduta dal ${italianDate(died)}.`] : []),
    ...nowOfPin(story),
    ...nowOfCertificates(story),
  ]
  return {
    person,
    events: inOrder([...pinEntries(story), ...certificateEntries(story)]).map(({ on, text }) => ({
      on,
      text,
    })),
    now: now.length > 0 ? now : ['Non c’è nulla in sospeso.'],
  }
}

export function storyLines({ person, events, now }: ToldStory): string[] {
  return [
    personLine(person),
    '',
    ...events.map(({ on, text }) => `  ${italianDate(on)}  ${text}`),
    ...(events.length > 0 ? [''] : []),
    'Adesso:',
    ...now.map((sentence) => `  ${sentence}`),
  ]
}

/** `ROSSI ANNA, nata/o il 12/03/1950, codice fiscale …`, and how the post knows the person where that differs. */
export function personLine({ codice_fiscale, surname, name, postal_name, birth_date }: FoundPerson): string {
  const born = birth_date ? `, data di nascita ${italianDate(birth_date)}` : ''
  const post = postal_name ? `, per la posta ${postal_name}` : ''
  const who = `${surname} ${name}`.trim()
  return `${who ? `${who}, ` : ''}codice fiscale ${codice_fiscale}${born}${post}`
}
