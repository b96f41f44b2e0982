/**
 * recapito demo                                plays a whole night on the sample feeds
 * recapito night --date 2026-11-22             the night of one business date, up to published bundles and the report
 * recapito run hand-over --date 2026-11-23     one job alone
 * recapito status                              what is going on, what waits for a person, what to do next
 *
 * Arguments in, command, exit code out: nothing else decides how the process ends, and nobody calls process.exit.
 *
 * @module
 */
import { runProgram } from './program.ts'

process.umask(0o077)
process.exitCode = await runProgram(process.argv.slice(2))
