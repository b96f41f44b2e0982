/** @module What a check of the installation finds. */
export interface Check {
  readonly topic: string
  /** `warning`: it works, and somebody should know. */
  readonly state: 'ok' | 'warning' | 'fault'
  readonly found: string
  /** Italian: `''` where there is nothing to do. */
  readonly todo: string
}

export function ok(topic: string, found: string): Check {
  return { topic, state: 'ok', found, todo: '' }
}

export function warning(topic: string, found: string, todo: string): Check {
  return { topic, state: 'warning', found, todo }
}

export function fault(topic: string, found: string, todo: string): Check {
  return { topic, state: 'fault', found, todo }
}

/** A mode as `ls` and `chmod` know it. */
export function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
}
