import { cpSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

const source = resolve(import.meta.dirname, '../../src')

/** The code reads its Lua from a folder beside it. In a bundle all of it stands in one place, so the folders are copied there. */
export function copyLuaBeside(bundle: string): void {
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.lua')) continue
    cpSync(join(source, file), join(dirname(bundle), basename(dirname(file)), basename(file)))
  }
}
