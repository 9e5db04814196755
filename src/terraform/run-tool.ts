import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** How a run of a program ended. */
export interface ToolRun {
  /** Absent: it was ended, see `ended`. */
  readonly code?: number
  readonly stdout: string
  readonly stderr: string
  readonly took: number
  /** Why it was not let go on. */
  readonly ended?: 'timeout' | 'memory' | 'output' | 'stopped' | 'died'
}

export interface ToolLimits {
  /** ms */
  readonly timeout: number
  /** Bytes that it and what it starts hold in memory. */
  readonly memory: number
  /** Bytes it may write to each of its outputs. */
  readonly output: number
}

export interface ToolCall {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  /** All of it: nothing of ohmy's own environment, in which credentials are, reaches the program. */
  readonly env: Readonly<Record<string, string>>
  readonly limits: ToolLimits
  readonly signal: AbortSignal
  readonly input?: string
}

/** How often its memory is looked at (ms). */
const looksEvery = 250

/**
 * Runs a program and whatever it starts, bounded in time, memory and output; what is left of them when it ends is killed. Its memory is looked at where there is
 * `/proc`; elsewhere only the limit counts that Go itself keeps.
 * @throws what `spawn` throws, where the program cannot be started
 */
export function runTool({ program, args, cwd, env, limits, signal, input }: ToolCall): Promise<ToolRun> {
  const startedAt = performance.now()
  return new Promise((done, failed) => {
    if (signal.aborted) return done({ stdout: '', stderr: '', took: 0, ended: 'stopped' })
    // Its own group: what it starts is ended with it.
    const child = spawn(program, [...args], {
      cwd,
      env: { ...env, GOMEMLIMIT: `${Math.floor(limits.memory * 0.8)}` },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    })
    let ended: ToolRun['ended']
    const end = (why: NonNullable<ToolRun['ended']>) => {
      ended ??= why
      killGroup(child.pid)
    }
    const stop = () => end('stopped')
    const timeout = setTimeout(() => end('timeout'), limits.timeout)
    const memory = setInterval(() => {
      if (memoryOfGroup(child.pid) > limits.memory) end('memory')
    }, looksEvery)
    signal.addEventListener('abort', stop, { once: true })
    const texts = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    for (const name of ['stdout', 'stderr'] as const) {
      let bytes = 0
      child[name].on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > limits.output) end('output')
        else texts[name].push(chunk)
      })
    }
    child.stdin.on('error', () => {
      // It ended without reading all that it was given: its exit says more.
    })
    child.stdin.end(input ?? '')
    const finish = () => {
      clearTimeout(timeout)
      clearInterval(memory)
      signal.removeEventListener('abort', stop)
      killGroup(child.pid)
    }
    child.once('error', (error) => {
      finish()
      failed(error)
    })
    // Something it started may keep its outputs open for ever.
    child.once('exit', () => killGroup(child.pid))
    child.once('close', (code) => {
      finish()
      const [stdout, stderr] = [texts.stdout, texts.stderr].map((chunks) =>
        Buffer.concat(chunks).toString('utf8'),
      )
      const common = { stdout: stdout ?? '', stderr: stderr ?? '', took: performance.now() - startedAt }
      if (ended !== undefined) done({ ...common, ended })
      else done(code === null ? { ...common, ended: 'died' } : { ...common, code })
    })
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in it.
  }
}

/** Bytes in memory of all processes of a group; 0 where nobody can tell. */
function memoryOfGroup(group: number | undefined): number {
  if (group === undefined || process.platform !== 'linux') return 0
  let bytes = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      // After the name, which may have spaces: state, parent, group, …; the 22nd is the resident pages (proc_pid_stat(5)).
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ')
      if (Number(fields[2]) === group) bytes += Number(fields[21]) * 4_096
    } catch {
      // It has ended meanwhile.
    }
  }
  return bytes
}
