/**
 * What printing certificates gives, known before they are registered: their hashes, which the first release fixes for
 * ever, and what cannot be printed or would no longer be the same.
 *
 * @module
 */
import type { ReleasedForms } from '../certificates/released-forms.ts'
import { type CertificateHold, holdCertificates, recordFirstReleases } from '../store/certificate.ts'
import type { Executor } from '../store/dialect.ts'
import { firstPrintOf, issuedCertificate, type StoredCertificate } from '../store/stored-certificate.ts'
import type { ReleaseWork } from './release-work.ts'

/** Certificates by what printing them gives; years stand for those that cannot be given. */
export interface Sifted<Certificate = StoredCertificate> {
  readonly good: readonly Certificate[]
  readonly unprintable: readonly number[]
  readonly different: readonly number[]
}

/** Prints each certificate of a page once, and keeps what the ledger must know of it. */
export class Prints {
  readonly #work: ReleaseWork
  readonly #forms: ReleasedForms
  readonly #hashes = new Map<number, string>()
  readonly #first: { id: number; templateVersion: string; pdfSha256: string }[] = []
  readonly #misfits = new Map<number, CertificateHold>()
  readonly #different = new Set<number>()

  constructor(work: ReleaseWork, forms: ReleasedForms) {
    this.#work = work
    this.#forms = forms
  }

  get different(): number {
    return this.#different.size
  }

  async sift<Certificate extends StoredCertificate>(
    certificates: readonly Certificate[],
  ): Promise<Sifted<Certificate>> {
    for (const certificate of certificates) if (!this.#isKnown(certificate)) await this.#print(certificate)
    const yearsOf = (set: { has(id: number): boolean }) =>
      certificates.filter(({ id }) => set.has(id)).map(({ income_year }) => income_year)
    return {
      good: certificates.filter(({ id }) => this.#hashes.has(id)),
      unprintable: yearsOf(this.#misfits),
      different: yearsOf(this.#different),
    }
  }

  sha256Of({ id }: StoredCertificate): string {
    return this.#hashes.get(id) ?? ''
  }

  /** Holds what cannot be printed, and fixes for ever with what the others are. */
  async record(trx: Executor): Promise<void> {
    await holdCertificates(trx, this.#work.actor, [...this.#misfits.values()])
    await recordFirstReleases(trx, this.#work.actor, this.#first)
  }

  #isKnown({ id }: StoredCertificate): boolean {
    return this.#hashes.has(id) || this.#misfits.has(id) || this.#different.has(id)
  }

  async #print(certificate: StoredCertificate): Promise<void> {
    const { id } = certificate
    const first = firstPrintOf(certificate)
    const printed = await this.#forms.print(issuedCertificate(certificate), first)
    if (printed.ok) {
      const { templateVersion, sha256 } = printed
      this.#hashes.set(id, sha256)
      if (!first) this.#first.push({ id, templateVersion, pdfSha256: sha256 })
    } else if (printed.code === 'COPIA_DIVERSA') {
      this.#different.add(id)
      this.#work.log.error('certificate.differs', { certificate: id, detail: printed.detail })
    } else {
      const { code, field, detail } = printed
      this.#misfits.set(id, { id, code, field, detail })
    }
  }
}
