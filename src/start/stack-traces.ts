import { readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { resolve } from 'node:path'

/**
 * Stack traces name the files that people have written, not those of the build. Node's own `--enable-source-maps` knows nothing of code that is run by
 * `vm.Script`, and reads all maps at the start; here a map is read with the first trace that needs it (https://v8.dev/docs/stack-trace-api).
 * @param folder of a build, with a map beside each of its files
 */
export function nameSources(folder: string): void {
  const maps = new Map<string, SourceMap | undefined>()
  const mapOf = (file: string) => {
    if (!maps.has(file)) maps.set(file, readMap(`${file}.map`))
    return maps.get(file)
  }
  const show = (site: NodeJS.CallSite) => {
    const shown = String(site)
    const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()]
    if (typeof file !== 'string' || !file.startsWith(folder) || line === null || column === null) return shown
    const entry = mapOf(file)?.findEntry(line - 1, column - 1)
    if (entry === undefined || !('originalSource' in entry)) return shown
    const written = `${resolve(folder, entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
    return shown.replace(`${file}:${line}:${column}`, written)
  }
  Error.prepareStackTrace = (error, sites) =>
    [headOf(error), ...sites.map((site) => `    at ${show(site)}`)].join('\n')
}

function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}

function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload)
  } catch {
    return undefined
  }
}
