import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../sandbox/people.js'
import { checkMessage } from '../../sandbox/workspace/blocks/message.js'
import type { Message } from '../../src/core/message.js'
import type { createBotProcesses } from '../faults/processes.js'
import type { Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { project } from '../house/rooms.js'

const text = readFileSync(join(project, 'CONTRIBUTING.md'), 'utf8')

interface Block {
  readonly section: string
  readonly path: string
  readonly lines: readonly string[]
  /** Lines that come and go, instead of a whole file. */
  readonly isDifference: boolean
}

/** Every block of code that names a file, in the order of the text. */
function blocksOf(markdown: string): readonly Block[] {
  let section = ''
  return [...markdown.matchAll(/^### (.+)$|^```(ts|diff)\n([\s\S]*?)^```$/gm)].flatMap(
    ([, heading, kind, body = '']) => {
      if (heading !== undefined) section = heading
      const [first = '', ...lines] = body.trimEnd().split('\n')
      const [, path] = /^(?:\/\/|\+\+\+) ([\w./-]+)$/.exec(first) ?? []
      return path === undefined ? [] : [{ section, path, lines, isDifference: kind === 'diff' }]
    },
  )
}

/** As a person would do it: finds the one place, takes lines away and puts lines in. */
function withDifference(source: string, { path, lines }: Block): string {
  const side = (mark: '+' | '-') =>
    lines
      .filter((line) => !line.startsWith(mark))
      .map((line) => line.slice(1))
      .join('\n')
  const [before, after] = [side('+'), side('-')]
  const places = source.split(`${before}\n`).length - 1
  if (places !== 1) throw new Error(`${path} has ${places} places that look so:\n${before}`)
  return source.replace(`${before}\n`, () => `${after}\n`)
}

describe('the four things people add, as CONTRIBUTING.md tells it', () => {
  const blocks = blocksOf(text)
  let tree: string
  let world: Sandbox
  let processes: ReturnType<typeof createBotProcesses>

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'ohmy-contributing-'))
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
      cwd: project,
      encoding: 'utf8',
    })
    for (const path of listed.split('\0').filter(Boolean)) {
      cpSync(join(project, path), join(tree, path))
    }
    symlinkSync(join(project, 'node_modules'), join(tree, 'node_modules'))
    for (const block of blocks) {
      const path = join(tree, block.path)
      const content = block.isDifference
        ? withDifference(readFileSync(path, 'utf8'), block)
        : `${block.lines.join('\n')}\n`
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
    }
    const support: { startSandbox: typeof startSandbox } = await import(join(tree, 'test/support/sandbox.ts'))
    world = await support.startSandbox()
    const faults: { createBotProcesses: typeof createBotProcesses } = await import(
      join(tree, 'test/faults/processes.ts')
    )
    processes = faults.createBotProcesses()
  }, 120_000)
  afterAll(async () => {
    processes.stop()
    await world.stop()
    rmSync(tree, { recursive: true, force: true })
  })

  const shown = (words: string) =>
    world.workspace.waitForMessage('devops', (message) => message.text.includes(words), { timeout: 60_000 })

  it('touches six files, a test and the list of pictures for a reading verb with a new call, and names them', () => {
    const files = new Set(
      blocks.filter(({ section }) => /^A (command|view)$/.test(section)).map(({ path }) => path),
    )
    expect([...files].toSorted()).toEqual([
      'commands/index.ts',
      'commands/policies.ts',
      'site/verb-pictures.ts',
      'src/aws/actions.ts',
      'src/aws/auto-scaling.ts',
      'src/aws/grants.ts',
      'src/slack/views/status/policies.ts',
      'test/aws/questions.test.ts',
    ])
    expect(text).toContain('**six files**')
  })

  it('has types that fit, stays in its rooms, grants what it calls, and is formatted as written', () => {
    const run = (file: string, ...args: string[]) =>
      execFileSync(process.execPath, [join(project, 'node_modules', file), ...args], {
        cwd: tree,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    try {
      run('tsx/dist/cli.mjs', 'docker/generate/main.ts', 'iam-policy')
      run('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')
      run('@biomejs/biome/bin/biome', 'format', ...new Set(blocks.map(({ path }) => path)))
      run(
        'vitest/vitest.mjs',
        'run',
        '--maxWorkers=1',
        'test/house/rooms.test.ts',
        'test/aws/iam-policy.test.ts',
        'test/aws/questions.test.ts',
      )
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      throw new Error(`${stdout}\n${stderr}`, { cause: error })
    }
  }, 180_000)

  it('the command answers, and its button works', async () => {
    await world.workspace.say(viewer, 'devops', '/ohmy policies production')
    const answer = await shown('Autoscaling in production')
    expect(answer.text).toMatch(/backend: `[\w-]+` to 70/)
    expect(world.account.calls.count('DescribeScalingPolicies')).toBe(2)
    await world.workspace.click(viewer, answer, 'Status')
    await shown('production is healthy')
  })

  it('the view fits Slack, whatever is in it', async () => {
    const { policiesMessage } = (await import(join(tree, 'src/slack/views/status/policies.ts'))) as {
      policiesMessage: (environment: string, services: readonly object[], by: string) => Message
    }
    const policies = Array.from({ length: 200 }, (_, index) => ({
      name: `<!channel> & ${index}`,
      target: 70,
    }))
    const services = Array.from({ length: 200 }, (_, index) => ({ service: `*${index}* <!here>`, policies }))
    const message = policiesMessage('staging', services, '<@U0REQUEST>')
    // The text tells everything; it is escaped and shortened where it is sent.
    expect(checkMessage({ blocks: message.blocks }, 'post')).toBeUndefined()
    expect(JSON.stringify(message.blocks)).not.toMatch(/<[!@]/)
  })

  it('the operation runs to its end and is taken back', async () => {
    const range = () =>
      world.account.world.scalableTarget('service/ohmycoins-prod-cluster/ohmycoins-prod-backend')
    await world.workspace.say(requester, 'devops', '/ohmy pin backend production')
    const done = await shown('Keep backend in production at 2 tasks — Done')
    expect(range()).toMatchObject({ min: 2, max: 2 })
    await world.workspace.click(requester, done, 'Undo')
    await shown('Keep backend in production at 2–10 tasks — Done')
    expect(range()).toMatchObject({ min: 2, max: 10 })
  })

  it('the flow survives the death of its worker', async () => {
    const start = { environment: world.environment, leaseFor: 900, timeScale: 1 }
    await world.bot.stop()
    const doomed = await processes.start({ ...start, killAt: 'looked' })
    world.botListensOn(doomed.port)
    await world.workspace.say(viewer, 'devops', '/ohmy watch backend staging --text health')
    await doomed.died
    const next = await processes.start(start)
    world.botListensOn(next.port)
    const told = await shown('Written:')
    expect(told.text).toContain('/api/v1/health')
    const about = () =>
      world.workspace.messages('devops').filter((message) => message.text.includes('health` in'))
    await until('one message', () => about().length === 1)
  })
})
