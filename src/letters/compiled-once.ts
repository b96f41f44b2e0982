/**
 * Templates are compiled once for each state of the files that they are made from.
 *
 * @module
 */
import type { CompiledTemplate } from '../pdf/compile-template.ts'

/** Keeps compiled templates by their key; what it answers must be what was kept. */
export interface TemplateCache {
  get(key: string): Promise<CompiledTemplate | undefined>
  put(key: string, template: CompiledTemplate): Promise<void>
}

/** Of this process, the last one used at the end. */
const recent = new Map<string, CompiledTemplate>()
const MOST_RECENT = 24

export async function compiledOnce(
  key: string,
  cache: TemplateCache | undefined,
  compile: () => Promise<CompiledTemplate>,
): Promise<CompiledTemplate> {
  let compiled = recent.get(key) ?? (await cache?.get(key))
  if (!compiled) {
    compiled = await compile()
    await cache?.put(key, compiled)
  }
  recent.delete(key)
  recent.set(key, compiled)
  if (recent.size > MOST_RECENT) recent.delete(recent.keys().next().value ?? '')
  return compiled
}
