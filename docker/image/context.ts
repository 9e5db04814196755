import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * What reaches the builder of the files below a folder, by its `.dockerignore`: the last line that fits a file or a folder around it decides
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files).
 */
export function createContext(folder: string) {
  const rules = readFileSync(join(folder, '.dockerignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), fits: fitting(line.replace(/^!/, '')) }))

  function reaches(path: string): boolean {
    const around = path.split('/').map((_, index, all) => all.slice(0, index + 1).join('/'))
    const last = rules.findLast(({ fits }) => around.some((one) => fits.test(one)))
    return last?.keeps ?? true
  }

  return {
    /** Files of a path, from the top of the folder. @throws Error where nothing of it reaches the builder, as it does there */
    filesOf(path: string): readonly string[] {
      const found = listed(folder, path.replace(/^\.\//, '')).filter(reaches)
      if (found.length === 0)
        throw new Error(`COPY ${path}: there is no such file, or .dockerignore keeps it away`)
      return found
    },
  }
}

function fitting(pattern: string): RegExp {
  const escaped = pattern.replace(/^\/|\/$/g, '').replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  const expression = escaped.replaceAll('**', '\0').replaceAll('*', '[^/]*').replaceAll('\0', '.*')
  return new RegExp(`^${expression}$`)
}

/** A file, or all files of a folder. */
export function listed(folder: string, path: string): readonly string[] {
  try {
    return readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR') return [path]
    if (code === 'ENOENT') return []
    throw error
  }
}
