/** @module HTML by tagged templates: whatever is put into one is escaped, unless it is HTML already. */
import { encode } from 'html-entities'

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Content = Html | string | number | readonly Content[]

export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(
    strings.map((text, index) => text + (index < values.length ? render(values[index] ?? '') : '')).join(''),
  )
}

function render(value: Content): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(render).join('')
  return encode(String(value))
}
