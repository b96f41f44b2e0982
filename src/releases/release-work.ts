/** @module What releasing certificates needs of a job. */
import type { CertificatePaper } from '../certificates/certificate-paper.ts'
import type { Gazetteer } from '../domain/postal-address.ts'
import type { Files } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import type { Log } from '../observe/log.ts'
import type { Actor } from '../store/event.ts'
import type { Store } from '../store/store.ts'

export interface ReleaseWork {
  readonly store: Store
  readonly files: Files
  readonly folders: Pick<Folders, 'releases'>
  readonly actor: Actor
  readonly log: Log
  /** A trial: products carry `TEST_`. */
  readonly test: boolean
  random(bytes: number): Uint8Array
  gazetteer(): Promise<Gazetteer>
  certificatePaper(): Promise<CertificatePaper>
  checkpoint(): void
  progress(done: number, unit: string): void
}
