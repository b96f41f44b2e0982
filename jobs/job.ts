/** @module What every job is given, and what it is. */
import type { RenderBundle } from '../src/batch/bundle.ts'
import type { CertificateForms } from '../src/certificates/certificate-forms.ts'
import type { CertificatePaper } from '../src/certificates/certificate-paper.ts'
import type { Settings } from '../src/config.ts'
import type { ParameterReader } from '../src/domain/parameters.ts'
import type { Gazetteer } from '../src/domain/postal-address.ts'
import type { JudgeCertificatePage } from '../src/feeds/judge-certificate-page.ts'
import type { Files } from '../src/files/files.ts'
import type { Folders } from '../src/files/folders.ts'
import type { PinLetterTemplate } from '../src/letters/pin-letter.ts'
import type { MessageTemplates } from '../src/messages/message-templates.ts'
import type { Log } from '../src/observe/log.ts'
import type { RandomBytes } from '../src/secrets/issue-code.ts'
import type { KeyPurpose, Keys } from '../src/secrets/keyring.ts'
import type { Actor } from '../src/store/event.ts'
import type { Store } from '../src/store/store.ts'

export interface JobContext {
  readonly store: Store
  readonly files: Files
  readonly folders: Folders
  readonly settings: Settings
  readonly parameter: ParameterReader
  readonly log: Log
  /** The run that acts; `actor.on` is the business date, the only "today" that a job knows. */
  readonly actor: Actor
  readonly slot: string
  /** A trial: products carry `TEST_`, pages are marked PROVA. */
  readonly test: boolean
  readonly random: RandomBytes
  /** A safe point: throws when a signal asked to stop or the lease was lost. */
  checkpoint(): void
  progress(done: number, unit: string): void
  /** Wall time, for the age of files alone. */
  now(): Date
  keys(purpose: KeyPurpose): Promise<Keys>
  gazetteer(): Promise<Gazetteer>
  letterTemplate(): Promise<PinLetterTemplate>
  certificateForms(): Promise<CertificateForms>
  certificatePaper(): Promise<CertificatePaper>
  messageTemplates(): Promise<MessageTemplates>
  readonly render: RenderBundle
  readonly judgeCertificatePage: JudgeCertificatePage
  readonly threads: number
}

export type Counts = Readonly<Record<string, number>>

/** Safe to run again at any time: it does what is left, which may be nothing. */
export interface Job {
  readonly name: string
  /** One line for `--help`. */
  readonly summary: string
  run(context: JobContext): Promise<Counts>
}
