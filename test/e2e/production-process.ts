import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { bundle } from '../../build.js'
import { until } from '../support/until.js'

const project = resolve(import.meta.dirname, '../..')

/** What `npm run build` makes, in a folder of its own with no packages beside it, so that nobody's `dist` changes under them. */
export async function build(): Promise<{ readonly main: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-build-'))
  cpSync(join(project, 'package.json'), join(folder, 'package.json'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    await bundle(join(folder, 'dist'))
  } catch (error) {
    remove()
    throw error
  }
  return { main: join(folder, 'dist/main.js'), remove }
}

export interface Production {
  readonly process: ChildProcess
  /** What it wrote so far. */
  output(): string
  /** The port, once it says that it is ready. */
  ready(): Promise<number>
  /** Sends a signal. Resolves with the exit code and the milliseconds it took. */
  end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly within: number }>
  /** Resolves with the exit code when it ends by itself. */
  ended(): Promise<number | null>
}

/**
 * Starts the built bot as production does, with nothing in its environment but this.
 * @param command instead of Node itself: run in the folder of the build
 * @param uid whom it runs as; who starts it, unless told otherwise
 */
export function startProduction(
  main: string,
  environment: Readonly<Record<string, string>>,
  command: readonly string[] = [process.execPath, main],
  uid?: number,
): Production {
  const [program = '', ...words] = command
  const cwd = resolve(main, '../..')
  const child = spawn(program, words, {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  let written = ''
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()))
  const exit = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return {
    process: child,
    output: () => written,
    ended: () => exit,
    async ready() {
      const port = await until(
        'the bot to be ready',
        () => {
          if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${written}`)
          return /"port":(\d+).*ohmy is ready/.exec(written)?.[1]
        },
        40_000,
      )
      return Number(port)
    },
    async end(signal) {
      const begun = Date.now()
      child.kill(signal)
      const code = await exit
      return { code, within: Date.now() - begun }
    },
  }
}
