import { spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { sandboxConfig, startWorld, type World } from '../../sandbox/world.js'
import { build } from './production-process.js'

const project = resolve(import.meta.dirname, '../..')

interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Node with nothing in its environment but this. */
function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  out: number | 'pipe' = 'pipe',
): Promise<Run> {
  const env = { PATH: process.env['PATH'], HOME: tmpdir(), ...environment }
  const child = spawn(process.execPath, args, { cwd: project, env, stdio: ['ignore', out, 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })))
}

describe('the built terminal', () => {
  let built: Awaited<ReturnType<typeof build>>
  let world: World
  let config: string
  let mapped: Record<string, string>
  beforeAll(async () => {
    ;[built, world] = await Promise.all([
      build(),
      startWorld({ path: process.env['PATH'] ?? '', store: 'javascript' }),
    ])
    config = join(dirname(built.main), 'ohmy.yaml')
    const me = `\nterminal:\n  users:\n    ${userInfo().username}: ${requester.slackId}\n`
    writeFileSync(config, readFileSync(sandboxConfig, 'utf8') + me)
    mapped = { ...world.environment, OHMY_CONFIG: config, LOG_LEVEL: 'silent' }
  })
  afterAll(async () => {
    await world.stop()
    built.remove()
  })
  const terminal = (
    words: readonly string[],
    environment: Readonly<Record<string, string>>,
    out: number | 'pipe' = 'pipe',
  ) => run([join(dirname(built.main), 'terminal.js'), ...words], environment, out)

  it('shows the account of the bot whose environment it has, and loads no queue for that', async () => {
    const shown = await terminal(['status', 'staging'], mapped)
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toContain('staging is healthy')
    rmSync(join(dirname(built.main), queueOf(built.main)))
    expect(await terminal(['status', 'staging'], mapped)).toMatchObject({ code: 0, stderr: '' })
  }, 60_000)

  it.skipIf(!existsSync('/dev/full'))('has not answered where its answer could not be written', async () => {
    const full = openSync('/dev/full', 'w')
    for (const words of [['status', 'staging'], ['help'], ['--version']])
      expect(await terminal(words, mapped, full), words.join(' ')).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^The answer could not be written: ENOSPC.*\n$/),
      })
    closeSync(full)
  })

  it('ends without a word where nobody reads on', async () => {
    const child = spawn(process.execPath, [join(dirname(built.main), 'terminal.js'), 'help'], {
      env: { PATH: process.env['PATH'], HOME: tmpdir(), ...mapped },
    })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    expect(await new Promise((done) => child.once('close', done))).toBe(141)
    expect(stderr).toBe('')
  })

  it('is called ohmy, says its version, and completes words without asking anybody', async () => {
    const { bin, version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      bin: { ohmy: string }
      version: string
    }
    expect(readFileSync(join(project, bin.ohmy), 'utf8')).toContain('../dist/terminal.js')
    expect(await terminal(['--version'], {})).toEqual({ code: 0, stdout: `ohmy ${version}\n`, stderr: '' })
    const script = await terminal(['completion', 'bash'], { OHMY_CONFIG: config })
    expect(script).toMatchObject({ code: 0, stderr: '' })
    const completed = (begun: string) =>
      spawnSync(
        'bash',
        ['-c', `${script.stdout}\nCOMP_WORDS=(ohmy ${begun}); COMP_CWORD=2; _ohmy; echo "\${COMPREPLY[@]}"`],
        { encoding: 'utf8' },
      ).stdout
    expect(completed('status prod')).toBe('production\n')
    expect(completed('status --e')).toBe('--exit-code\n')
    expect(completed('incident op')).toBe('open\n')
  }, 60_000)

  it('tells by its exit code how it is, where that is asked for', async () => {
    world.account.world.setAlarm('ohmycoins-prod-ecs-high-cpu', 'ALARM', 'by hand')
    expect((await terminal(['status', 'staging', '--exit-code'], mapped)).code).toBe(0)
    expect((await terminal(['status', 'production', '--exit-code'], mapped)).code).toBe(3)
    expect((await terminal(['status', 'production'], mapped)).code).toBe(0)
  }, 60_000)

  it('stops a pipeline where something stands against a deployment, as docs/ci.md has it', async () => {
    const page = readFileSync(join(project, 'docs/ci.md'), 'utf8')
    const [, step = ''] = /name: Look first\n[\s\S]*?run: \|\n([\s\S]*?)```/.exec(page) ?? []
    expect(step).toContain('ohmy preflight staging')
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-pipeline-'))
    const terminalFile = join(dirname(built.main), 'terminal.js')
    writeFileSync(join(folder, 'ohmy'), `#!/bin/sh\nexec "${process.execPath}" "${terminalFile}" "$@"\n`, {
      mode: 0o755,
    })
    // As the runner of GitHub Actions starts a step: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
    const pipeline = (tag: string) => {
      const child = spawn('bash', ['-e', '-c', step], {
        cwd: folder,
        env: { ...mapped, PATH: `${folder}:${process.env['PATH']}`, HOME: tmpdir(), TAG: tag },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
      return new Promise<{ code: number | null; said: string }>((done) =>
        child.once('close', (code) => done({ code, said })),
      )
    }
    expect(await pipeline('sprint-14-0c9b7aa')).toEqual({ code: 0, said: '' })
    const kept = JSON.parse(readFileSync(join(folder, 'preflight.json'), 'utf8')) as object
    expect(JSON.stringify(kept)).toContain('"result":"ok"')
    const gone = await pipeline('sprint-99-gone')
    expect(gone.code).toBe(1)
    expect(gone.said).toContain('sprint-99-gone')
    expect(gone.said).toContain('→')
    rmSync(folder, { recursive: true })
  }, 120_000)

  it('helps while the store is away', async () => {
    const shown = await terminal(['--help'], { ...mapped, REDIS_URL: 'redis://127.0.0.1:1' })
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toContain('`ohmy status')
  }, 60_000)

  it('says what to write for somebody it does not know, in words that ohmy.yaml takes', async () => {
    const shown = await terminal(['status'], { ...mapped, OHMY_CONFIG: sandboxConfig })
    expect(shown.code).toBe(1)
    const [, lines = ''] = /id:\n\n(.*)\n/s.exec(shown.stderr) ?? []
    const written = lines.replace('U…', requester.slackId).replaceAll(/^ {2}/gm, '')
    writeFileSync(config, `${readFileSync(sandboxConfig, 'utf8')}\n${written}`)
    expect(await terminal(['status', 'staging'], mapped)).toMatchObject({ code: 0, stderr: '' })
  }, 60_000)
})

describe('npm run ohmy', () => {
  // Of its own: in that of the checkout a sandbox may say that it runs.
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-no-sandbox-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const npmRunOhmy = (words: readonly string[]) =>
    run(['--no-warnings', join(project, 'sandbox/ohmy.mjs'), ...words], { OHMY_SANDBOX_FOLDER: folder })

  it('helps without anything running, built once', async () => {
    for (const words of [['--help'], ['help', 'status']]) {
      const shown = await npmRunOhmy(words)
      expect(shown).toMatchObject({ code: 0, stderr: '' })
      for (const said of ['ohmy status', '--json', '--watch', '--exit-code'])
        expect(shown.stdout).toContain(said)
    }
  }, 60_000)

  it('completes words without anything running, and says in which shells', async () => {
    const shown = await npmRunOhmy(['completion', 'bash'])
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toContain('production')
    const refused = await npmRunOhmy(['completion'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('bash, zsh or fish')
  }, 60_000)

  it('asks a simulated account only where that is said, or a sandbox runs', async () => {
    const refused = await npmRunOhmy(['scale', 'backend', '3', 'production'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('npm run ohmy -- --sandbox status staging')
    const shown = await npmRunOhmy(['--sandbox', 'status', 'staging'])
    expect(shown).toMatchObject({
      code: 0,
      stderr: 'Sandbox: a simulated account that lives for this one command.\n',
    })
    expect(shown.stdout).toContain('staging is healthy')
  }, 60_000)

  it('talks to the sandbox that runs, and says so', async () => {
    const terminal = join(folder, 'running.mjs')
    writeFileSync(
      terminal,
      'export default { runIn: async ({ account }) => console.log(`asked ${account}`) }',
    )
    const running = { pid: process.pid, terminal, environment: { account: 'the simulated one' } }
    writeFileSync(join(folder, 'sandbox.json'), JSON.stringify(running))
    expect(await npmRunOhmy(['status'])).toEqual({
      code: 0,
      stdout: 'asked the simulated one\n',
      stderr: 'Sandbox: a simulated account.\n',
    })
  })
})

/** The file of the build that has BullMQ in it. */
function queueOf(main: string): string {
  const folder = dirname(main)
  const [queue, ...others] = readdirSync(folder).filter((file) => /^queue-\w+\.cjs$/.test(file))
  if (queue === undefined || others.length > 0) throw new Error('The queue is not loaded by itself')
  return queue
}
