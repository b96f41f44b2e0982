/**
 * How long a text is as one SMS: septets of the GSM 03.38 alphabet.
 *
 * @module
 */
export const SMS_LENGTH = 160

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const EXTENSION = new Set('^{}\\[~]|€')

/** Septets, or undefined when a character would turn the message into one of 70 (UCS-2). */
export function smsLength(text: string): number | undefined {
  let septets = 0
  for (const character of text) {
    if (BASIC.has(character)) septets += 1
    else if (EXTENSION.has(character)) septets += 2
    else return undefined
  }
  return septets
}
