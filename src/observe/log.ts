/**
 * JSON lines on standard error, one event a line; standard output is for what a command answers. The run row and the
 * report are the record, not the log (`batch.md` §5).
 *
 * @module
 */
import winston from 'winston'
import { redact } from './redact.ts'

export type LogFields = Readonly<Record<string, unknown>>

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  /** A log whose lines all carry these fields. */
  with(fields: LogFields): Log
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info'

export function createLog(options: {
  level: LogLevel
  stream?: NodeJS.WritableStream
  version: string
}): Log {
  const logger = winston.createLogger({
    level: options.level === 'silent' ? 'error' : options.level,
    silent: options.level === 'silent',
    format: winston.format.combine(
      // In place: winston finds its own marks, which are symbols, on this object alone.
      winston.format((info) => Object.assign(info, redact({ ...info }), { level: info.level }))(),
      winston.format.printf(({ level, message, ...fields }) =>
        JSON.stringify({ ts: new Date().toISOString(), level, event: message, ...fields }),
      ),
    ),
    transports: [new winston.transports.Stream({ stream: options.stream ?? process.stderr })],
  })
  return bind(logger, { pid: process.pid, version: options.version })
}

function bind(logger: winston.Logger, fields: LogFields): Log {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, more: LogFields = {}) => {
      logger.log({ ...fields, ...more, level, message: event })
    }
  return {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (more) => bind(logger, { ...fields, ...more }),
  }
}

export const silentLog: Log = { info() {}, warn() {}, error() {}, with: () => silentLog }
