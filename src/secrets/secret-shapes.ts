/** @module What has the shape of a secret, in text that must hold none and whose codes nobody here can know. */

const CODICE_FISCALE =
  /(?<![A-Z0-9])[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z](?![A-Z0-9])/g
/** With a letter and a digit: eight digits may be a date, eight letters a word. */
const HALF = /(?<![A-Z0-9])[0-9A-F]{4}[ -]?[0-9A-F]{4}(?![A-Z0-9])/g

const FEED_NAME = /[\w-]+\.csv\b/g

/** Where codici fiscali begin. */
export function codiciFiscaliIn(text: string): number[] {
  return [...text.matchAll(CODICE_FISCALE)].map(({ index }) => index)
}

/** Where what looks like half a PIN begins; what senders call their feeds may look like anything. */
function codesIn(text: string): number[] {
  const own = text.replace(FEED_NAME, (name) => ' '.repeat(name.length))
  const halves = [...own.matchAll(HALF)].filter(([half]) => /[A-F]/.test(half) && /\d/.test(half))
  return halves.map(({ index }) => index)
}

/** A text that was about to be written has the shape of a secret in it (exit 5); it was not written. */
class SecretInText extends Error {
  readonly exitCode = 5
  constructor(place: string, what: string) {
    super(
      `${place}: trovato ${what}, dove non deve essercene; il file non è stato scritto. ` +
        'Controllare che cosa dice lì il registro, e che cosa è cambiato nel programma o nei suoi testi',
    )
    this.name = 'SecretInText'
  }
}

/** Lists quote what senders call their rows, which may look like a code; `names: 'nobody'` is stricter. */
export function refuseSecrets(file: string, text: string, names: 'nobody' | 'senders'): void {
  // A list comes in parts, whose lines are not those of the file.
  const place = (at: number) =>
    names === 'senders' ? file : `${file}, riga ${text.slice(0, at).split('\n').length}`
  const [person] = codiciFiscaliIn(text)
  if (person !== undefined) throw new SecretInText(place(person), 'un codice fiscale')
  const [code] = names === 'nobody' ? codesIn(text) : []
  if (code !== undefined) throw new SecretInText(place(code), 'quello che sembra mezzo PIN')
}
