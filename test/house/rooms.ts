import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, resolve } from 'node:path'

export const project = resolve(import.meta.dirname, '../..')

/** A row of the table in CONTRIBUTING.md: a room and the rooms it may import. */
export interface Room {
  /** `src/flow`, `commands`, or a file such as `src/app.ts`. */
  readonly paths: readonly string[]
  readonly name: string
  /** Names of rooms. */
  readonly mayImport: readonly string[]
  /** Given: it may import all others. */
  readonly mayNotImport?: readonly string[]
}

export interface Import {
  /** From the top of the project. */
  readonly file: string
  readonly line: number
  /** As it is written. */
  readonly written: string
  /** The file it means, from the top of the project; undefined for a library. */
  readonly target: string | undefined
}

/** The table of CONTRIBUTING.md, which people read and the test holds. */
export function readRooms(
  contributing = readFileSync(join(project, 'CONTRIBUTING.md'), 'utf8'),
): readonly Room[] {
  const rows = contributing.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) => {
    const [, where = '', , allowed = ''] = row.split('|').map((cell) => cell.trim())
    const paths = [...where.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.replace(/\/$/, ''))
    return { paths, name: nameOf(paths[0] ?? ''), ...allowances(allowed) }
  })
}

/** `core, redis`, or `all but sandbox`. */
function allowances(cell: string): Pick<Room, 'mayImport' | 'mayNotImport'> {
  const [, others] = /^all but (.*)$/.exec(cell) ?? []
  const names = (text: string) => [...text.matchAll(/[\w/.]+/g)].map(([name]) => name)
  return others === undefined ? { mayImport: names(cell) } : { mayImport: [], mayNotImport: names(others) }
}

function nameOf(path: string): string {
  return path.replace(/^src\//, '')
}

/** The room a file stands in: the one with the longest path. */
export function roomOf(file: string, rooms: readonly Room[]): Room | undefined {
  const fitting = rooms.flatMap((room) =>
    room.paths.filter((path) => file === path || file.startsWith(`${path}/`)).map((path) => ({ room, path })),
  )
  return fitting.toSorted((left, right) => right.path.length - left.path.length)[0]?.room
}

const statement =
  /(?:^|\n)[ \t]*(?:import|export)\s(?:[^'"\n;]|\n)*?from\s*'([^']+)'|(?:^|\n)[ \t]*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g

/** Every import and re-export of a file, of types too, and dynamic ones. */
export function importsOf(file: string, source: string): readonly Import[] {
  return [...source.matchAll(statement)].map((match) => {
    const written = match[1] ?? match[2] ?? match[3] ?? ''
    const end = match.index + match[0].length
    const line = source.slice(0, end).split('\n').length
    const target = written.startsWith('.')
      ? normalize(join(dirname(file), written)).replace(/\.js$/, '.ts')
      : undefined
    return { file, line, written, target }
  })
}

/** What breaks the table, each as `file:line imports …: why`. */
export function violations(imports: readonly Import[], rooms: readonly Room[]): readonly string[] {
  return imports.flatMap(({ file, line, written, target }) => {
    if (target === undefined) return []
    const from = roomOf(file, rooms)
    const to = roomOf(target, rooms)
    const where = `${file}:${line} imports ${written}`
    if (from === undefined) return [`${where}: ${file} stands in no room of CONTRIBUTING.md`]
    if (to === undefined) return [`${where}: ${target} stands in no room of CONTRIBUTING.md`]
    if (from === to || mayImport(from, to)) return []
    const allowed =
      from.mayNotImport === undefined
        ? from.mayImport.join(', ') || 'nothing of ours'
        : `all but ${from.mayNotImport.join(', ')}`
    return [`${where}: ${from.name} may import ${allowed}, not ${to.name}`]
  })
}

function mayImport(from: Room, to: Room): boolean {
  return from.mayNotImport === undefined
    ? from.mayImport.includes(to.name)
    : !from.mayNotImport.includes(to.name)
}

/** Source files below a folder, from the top of the project. */
export function sourcesBelow(folder: string): readonly string[] {
  const entries = readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(project, join(entry.parentPath, entry.name)))
}

/** Rings of files that import one another; each once. */
export function circles(files: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = []
  const done = new Set<string>()
  const path: string[] = []
  function visit(file: string): void {
    const at = path.indexOf(file)
    if (at !== -1) {
      found.push(path.slice(at))
      return
    }
    if (done.has(file)) return
    path.push(file)
    for (const next of files.get(file) ?? []) visit(next)
    path.pop()
    done.add(file)
  }
  for (const file of files.keys()) visit(file)
  return found
}
