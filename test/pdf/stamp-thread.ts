/** @module A thread that stamps one file from a packed template, and answers its hash. */
import { parentPort, workerData } from 'node:worker_threads'
import type { CompiledTemplate } from '../../src/pdf/compile-template.ts'
import { unpack } from '../../src/pdf/pack.ts'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import type { Values } from '../../src/pdf/template.ts'

export interface StampTask {
  readonly packed: Uint8Array
  readonly edition: Values
  readonly variant: string
  readonly values: Values
}

const { packed, edition, variant, values } = workerData as StampTask
const made = new SingleFiles(openStamper(unpack<CompiledTemplate>(packed)).edition(edition), variant).make(
  values,
)
parentPort?.postMessage('code' in made ? made.code : made.sha256)
