/** @module A path as a person types it: from the working folder where it lies below, otherwise whole. */
import { relative } from 'node:path'

export function nearPath(path: string): string {
  const near = relative('', path)
  return near.startsWith('..') ? path : near
}
