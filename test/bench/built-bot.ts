import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { startWorld, type World } from '../../sandbox/world.js'

/** This project's own folder. */
export const root = resolve(import.meta.dirname, '../..')
/** ms */
export const within = 30_000

/** What `npm run build` has made in a folder, in a world of its own: what one build keeps in the store is nothing to another. */
export interface Build {
  readonly world: World
  /** What its processes are given. */
  readonly environment: Readonly<Record<string, string>>
  /** Starts it as `npm start` does. @param besides what this one is given besides */
  start(besides?: Readonly<Record<string, string>>): Promise<Running>
}

export interface Running {
  readonly port: number
  /** Milliseconds from the start of the process to its ready line. */
  readonly readyAfter: number
  /** Resident memory now (MB). */
  memory(): number
  /** Milliseconds of CPU time so far, of all threads. */
  cpu(): number
  end(): Promise<void>
}

/** @param folder where `package.json` says what `npm start` runs @throws Error where nothing was built there */
export async function openBuild(folder: string, profile?: string): Promise<Build> {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  const command = scripts.start.replace(/^(?:exec )?node /, '').split(' ')
  const main = command.at(-1) ?? ''
  if (!existsSync(join(folder, main)))
    throw new Error(`There is no ${main} in ${folder}. Run npm run build there first.`)
  const config = ['sandbox', 'src/sandbox']
    .map((place) => join(folder, place, 'ohmy.sandbox.yaml'))
    .find((file) => existsSync(file))
  const world = await startWorld({ path: process.env['PATH'] ?? '', account: { witness: false } })
  const environment = {
    ...world.environment,
    LOG_LEVEL: 'info',
    ...(config === undefined ? {} : { OHMY_CONFIG: config }),
  }
  return {
    world,
    environment,
    start: (besides = {}) =>
      startNode(folder, [...profiled(profile), ...command], { ...environment, ...besides }),
  }
}

export function profiled(folder: string | undefined): readonly string[] {
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`]
}

/** A process that says `ohmy is ready` in a log line. */
export async function startNode(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Running> {
  const begun = performance.now()
  const env = {
    PATH: process.env['PATH'],
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...environment,
  }
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const { port = 0 } = await readyLine(child)
    const readyAfter = performance.now() - begun
    return {
      port,
      readyAfter,
      memory: () => residentMegabytes(child),
      cpu: () => cpuMilliseconds(child),
      end: () => end(child),
    }
  } catch (error) {
    await end(child)
    throw error
  }
}

/** The log line that says so; rejects when the process ends or is silent for too long. */
function readyLine(child: ChildProcess): Promise<{ port?: number }> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not ready within ${within} ms`)), within)
    child.once('exit', (code) => reject(new Error(`Ended with ${code} before it was ready`)))
    if (child.stdout === null) throw new Error('The process has no output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, port } = JSON.parse(line) as { msg?: string; port?: number }
      if (msg !== 'ohmy is ready') return
      clearTimeout(late)
      resolve(port === undefined ? {} : { port })
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), within)
  await gone
  clearTimeout(timer)
}

/** Linux tells in /proc; elsewhere ps does. */
function residentMegabytes({ pid }: ChildProcess): number {
  const status = `/proc/${pid}/status`
  const kilobytes = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 })
  const megabytes = Number(kilobytes) / 1_024
  if (!(megabytes > 0)) throw new Error(`The memory of process ${pid} could not be read`)
  return megabytes
}

/** In Linux to the nanosecond and thread by thread (https://docs.kernel.org/scheduler/sched-stats.html); elsewhere ps tells hundredths of a second. */
function cpuMilliseconds({ pid }: ChildProcess): number {
  const tasks = `/proc/${pid}/task`
  if (existsSync(tasks)) {
    const nanoseconds = readdirSync(tasks).map((task) =>
      Number(readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ')[0]),
    )
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6
  }
  const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 })
  const parts = time.trim().split(':').map(Number)
  return parts.reduce((sum, part) => sum * 60 + part, 0) * 1_000
}
