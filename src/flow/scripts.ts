import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { script } from '../redis/script.js'

/** The Lua stands in files of its own; what each wants and answers is said at its top. */
function fromFile(name: string) {
  const read = (file: string) => readFileSync(join(import.meta.dirname, 'lua', `${file}.lua`), 'utf8')
  return script(`${read('shared')}\n${read(name)}`)
}

export const createFlow = fromFile('create')
export const writeFlow = fromFile('write')
export const takeFlow = fromFile('take')
export const holdFlow = fromFile('hold')
export const releaseFlow = fromFile('release')
export const claimOverdue = fromFile('overdue')
