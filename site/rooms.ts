import { readFileSync } from 'node:fs'

/** A row of the table in CONTRIBUTING.md. */
export interface RoomRow {
  /** `core` of `src/core/`. */
  readonly name: string
  readonly path: string
  readonly about: string
  /** `core, redis`, `all but sandbox`, `—` */
  readonly imports: string
}

/** The house as CONTRIBUTING.md has it, which a test holds against every import. */
export function roomRows(): readonly RoomRow[] {
  const text = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| (`.+?`) \| (.+?) \| (.+?) \|$/gm)]
  return rows.map(([, where = '', about = '', imports = '']) => {
    const [, path = ''] = /`([^`]+)`/.exec(where) ?? []
    return { path, name: path.replace(/^src\//, '').replace(/\/$/, ''), about, imports }
  })
}
