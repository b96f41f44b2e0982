/**
 * A letter that rendering cannot print although it was measured: its item is withdrawn and held, and the bundle
 * renders again without it (`design.md` §5). The message never holds the code.
 *
 * @module
 */
export class LetterRefused extends Error {
  readonly publicId: string
  constructor(publicId: string, reason: string) {
    super(`letter ${publicId}: ${reason}`)
    this.name = 'LetterRefused'
    this.publicId = publicId
  }
}
