/** @module Feeds about PINs, then those about certificates, for a part of the same people. */
import type { SampleOptions } from './sample-options.ts'
import { writeCertificates } from './write-certificates.ts'
import { type WrittenSample, writeSample } from './write-sample.ts'

export async function writeWholeSample(options: SampleOptions): Promise<WrittenSample> {
  const pins = await writeSample(options)
  const certificates = await writeCertificates(options)
  return {
    files: [...pins.files, ...certificates.files],
    troubles: { ...pins.troubles, ...certificates.troubles },
  }
}
