/** @module The file that a monitoring system reads. Anybody may: it says nothing of persons. */
import { join } from 'node:path'
import type { Files } from '../../files/files.ts'
import type { Folders } from '../../files/folders.ts'
import type { Log } from '../../observe/log.ts'
import { collectMetrics, type Measured } from './collect-metrics.ts'
import { metricsText } from './metrics-text.ts'

const FOR_ALL = 0o644

/** Never throws: work is not to end because of what is said of it. */
export async function writeMetrics(
  measured: Omit<Measured, 'folders'> & { files: Files; folders: Folders; log: Log },
): Promise<void> {
  const { files, folders, log } = measured
  try {
    await files.makeFolder(folders.metrics)
    const text = metricsText(await collectMetrics(measured))
    await files.replaceFile(join(folders.metrics, 'recapito.prom'), text, FOR_ALL)
  } catch (error) {
    log.error('metrics.failed', { error })
  }
}
