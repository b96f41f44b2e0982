/** @module What of a coded note's text is filled in for each certificate: `{{cf}}`. */

/** Each name once, in the order of the text. */
export function noteSlots(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name = '']) => name.trim()))]
}

/** What makes a text no template; undefined for a sound one. Italian. */
export function slotFault(text: string): string | undefined {
  const rest = text.replace(/\{\{[^{}]*\}\}/g, '')
  if (/[{}]/.test(rest)) return 'un dato si scrive {{nome}}: qui le graffe non sono in coppia'
  const odd = noteSlots(text).find((name) => !/^[a-z][a-z_]*$/.test(name))
  if (odd === undefined) return undefined
  return `{{${odd}}}: il nome di un dato è di lettere minuscole, senza accenti, con _ tra le parole`
}
