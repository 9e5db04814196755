import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Script } from 'node:vm'
import { nameSources } from './stack-traces.js'

/** Of SHA-256 (bytes). */
const hashLength = 32

/**
 * Runs a process as `build.ts` has made it: CommonJS files beside one another, and what V8 has made of them at the build, so that a start need not
 * compile two megabytes of code (https://nodejs.org/api/vm.html#new-vmscriptcode-options, `cachedData`). What does not fit, because Node or its flags
 * are others, is compiled as ever.
 * @param folder where the files are @param name of the process @returns what its file exports
 */
export function runBuilt(folder: string, name: string): unknown {
  nameSources(folder)
  return openBuilt(folder, name).load(`${name}.cjs`)
}

/**
 * Keeps what V8 makes of the files of a build, for one of its processes. To be called in a process of its own with the flags that this one is
 * started with: V8 takes nothing that was compiled with others.
 */
export function keepCompiled(folder: string, name: string): void {
  const { load, loaded } = openBuilt(folder, name)
  for (const file of readdirSync(folder)) if (file.endsWith('.cjs') && !isProcess(folder, file)) load(file)
  for (const [file, { script }] of loaded) {
    const path = compiledFile(folder, name, file)
    const [code, compiled] = [readFileSync(join(folder, file)), script.createCachedData()]
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.concat([hashOf(code, compiled), compiled]))
  }
}

/** Loading it would run it. */
function isProcess(folder: string, file: string): boolean {
  return existsSync(join(folder, file.replace(/\.cjs$/, '.js')))
}

interface Loaded {
  readonly script: Script
  readonly module: { exports: unknown }
}

/** Loads files of a build, each once, and shows what V8 said to each. */
export function openBuilt(folder: string, name: string) {
  const requireOther = createRequire(join(folder, `${name}.cjs`))
  const loaded = new Map<string, Loaded>()

  function load(file: string): unknown {
    const known = loaded.get(file)
    if (known !== undefined) return known.module.exports
    const path = join(folder, file)
    const code = readFileSync(path)
    const cachedData = readCompiled(compiledFile(folder, name, file), code)
    const script = new Script(code.toString('latin1'), {
      filename: path,
      ...(cachedData === undefined ? {} : { cachedData }),
    })
    const module = { exports: {} }
    loaded.set(file, { script, module })
    try {
      script.runInThisContext()(module.exports, require, module, path, folder, pathToFileURL(path).href)
    } catch (error) {
      loaded.delete(file)
      throw error
    }
    return module.exports
  }

  function require(written: string): unknown {
    return written.startsWith('./') ? load(written.slice(2)) : requireOther(written)
  }

  return { load, loaded }
}

function compiledFile(folder: string, name: string, file: string): string {
  return join(folder, 'compiled', name, file.replace(/\.cjs$/, '.v8'))
}

/** Undefined where there is none, or one of other code: V8 itself compares no more of the code than its length. */
function readCompiled(path: string, code: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(path)
    const compiled = kept.subarray(hashLength)
    return hashOf(code, compiled).equals(kept.subarray(0, hashLength)) ? compiled : undefined
  } catch {
    return undefined
  }
}

function hashOf(code: Buffer, compiled: Buffer): Buffer {
  return createHash('sha256').update(code).update(compiled).digest()
}
