/** @module The command that goes on with a run that was cut short. */
import type { Run } from '../store/run.ts'

export function resumeCommand(run: Pick<Run, 'id' | 'job'>): string {
  return run.job === 'export-certificates' ? 'recapito certificates export' : `recapito resume ${run.id}`
}
