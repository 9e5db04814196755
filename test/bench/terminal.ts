import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { requester } from '../../sandbox/people.js'
import { type Build, openBuild, root, within } from './built-bot.js'
import type { Bench, Figure } from './figure.js'

const run = promisify(execFile)

/** Seconds of wall and CPU time of a command and its children, as the shell tells them. */
const timed = `TIMEFORMAT='%3R %3U %3S'; time "$@" >/dev/null 2>&1`

interface Times {
  readonly wall: number[]
  readonly cpu: number[]
}

/** A status and help in the terminal, against a running bot's account; beside it what AWS's own command line takes, and an older build. */
export const terminal: Bench = async ({ rounds, profile, older }) => {
  const aws = awsOnPath()
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-bench-'))
  const builds: Build[] = []
  const taken = new Map<string, Times>()
  try {
    const commands = new Map<string, { words: readonly string[]; environment: Record<string, string> }>()
    for (const [name, place] of Object.entries({ ours: root, ...(older === undefined ? {} : { older }) })) {
      const build = await openBuild(place, profile)
      builds.push(build)
      // AWS and Slack answer; the bot itself is not asked.
      const environment = {
        ...build.environment,
        OHMY_CONFIG: configFor(build, join(folder, `${name}.yaml`)),
      }
      const file =
        ['dist/terminal.js', 'dist/src/terminal.js'].find((each) => existsSync(join(place, each))) ?? ''
      const node = [process.execPath, join(place, file)]
      commands.set(`${name} status`, { words: [...node, 'status', 'staging'], environment })
      commands.set(`${name} help`, { words: [...node, '--help'], environment })
    }
    const [ours] = builds
    if (aws && ours !== undefined) {
      const services = ['backend', 'frontend'].map((service) => `ohmycoins-staging-${service}`)
      const words = [
        'aws',
        'ecs',
        'describe-services',
        '--cluster',
        'ohmycoins-staging-cluster',
        '--services',
        ...services,
      ]
      const environment = { ...ours.environment, AWS_DEFAULT_REGION: 'ap-southeast-2', AWS_PAGER: '' }
      commands.set('aws', { words, environment })
    }
    for (let round = 0; round <= rounds; round++) {
      for (const [name, { words, environment }] of commands) {
        const { wall, cpu } = await time(words, environment)
        if (round === 0) continue
        const times = taken.get(name) ?? { wall: [], cpu: [] }
        times.wall.push(wall)
        times.cpu.push(cpu)
        taken.set(name, times)
      }
    }
  } finally {
    for (const { world } of builds) await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const figures = (what: string, against: string, of: string, name: string, atMost?: number): Figure[] => {
    const [mine, other] = [taken.get(of), taken.get(name)]
    if (mine === undefined || other === undefined) return []
    const goal = atMost === undefined ? {} : { goal: { atMost } }
    const shared = { unit: 'ms', against } as const
    return [
      { ...shared, name: what, ours: mine.wall, bare: other.wall, ...goal },
      { ...shared, name: 'CPU of it', ours: mine.cpu, bare: other.cpu },
    ]
  }
  const before = `the build in ${older}`
  return [
    ...figures(
      '`ohmy status staging` in the terminal',
      '`aws ecs describe-services`',
      'ours status',
      'aws',
      1,
    ),
    ...figures('`ohmy status staging` in the terminal', before, 'ours status', 'older status'),
    ...figures('`ohmy --help`', before, 'ours help', 'older help'),
  ]
}

async function time(words: readonly string[], environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env['PATH'], HOME: tmpdir(), ...environment, LOG_LEVEL: 'silent' }
  const { stderr } = await run('bash', ['-c', timed, 'bash', ...words], { env, timeout: within })
  const [wall = 0, user = 0, system = 0] = stderr.trim().split(' ').map(Number)
  return { wall: wall * 1_000, cpu: (user + system) * 1_000 }
}

/** Whoever runs the bench is the requester. */
function configFor(build: Build, path: string): string {
  const written = readFileSync(build.environment['OHMY_CONFIG'] ?? '', 'utf8')
  writeFileSync(path, `${written}\nterminal:\n  users:\n    ${userInfo().username}: ${requester.slackId}\n`)
  return path
}

function awsOnPath(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore', timeout: within })
    return true
  } catch {
    return false
  }
}
