/** @module A contact as far as staff need it to recognise it: `m***@example.com`, `+39 *** 567`. */

export function maskContact(contact: string): string {
  const at = contact.lastIndexOf('@')
  if (at > 0) return `${contact.slice(0, 1)}***${contact.slice(at)}`
  if (contact.length < 8) return '***'
  return `${contact.slice(0, 3)} *** ${contact.slice(-3)}`
}

/** A text with every contact in it masked: corrections keep them in the log in clear, since one may have been a fraud. */
export function maskedIn(text: string): string {
  return text.replace(/[^\s«»@]+@[^\s«»]+|\+\d{8,}/g, maskContact)
}
