import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { commands } from '../../commands/index.js'
import { type Account, startAccount } from '../../sandbox/account/account.js'
import { sandboxConfig, sandboxRunbooks } from '../../sandbox/world.js'
import { checkRunbooks } from '../../src/app/check-runbooks.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmy-runbooks-'))
  writeFileSync(join(folder, 'guide.md'), '# A guide\n\n- Look\n')
  writeFileSync(
    join(folder, 'lines.yaml'),
    [
      'id: lines',
      'title: Lines',
      'inputs:',
      '  environment: { type: environment }',
      '  service: { type: service }',
      'steps:',
      '  - action: scale {{ inputs.service }} 4 {{ inputs.environment }}',
      '  - action: scale backend 4 uat',
      '  - action: scale backend 4',
      '  - action: status staging',
      '  - action: sclae backend 4 staging',
      '  - action: scale {{ inputs.service }} many {{ inputs.environment }}',
      '  - check: steady-stat',
      '',
    ].join('\n'),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function check(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await checkRunbooks({
    argv: ['runbook', 'check', ...argv],
    env,
    commands,
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
  })
  const lines = out.join('').split('\n').slice(0, -1)
  return { code, lines: lines.map((line) => line.replaceAll(`${folder}/`, '')), err: err.join('') }
}

const awsEnvironment = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'sandbox',
  AWS_SECRET_ACCESS_KEY: 'sandbox',
})

const verbs = /changes nothing|There is no verb/

describe('ohmy runbook check', () => {
  it('says what is wrong with lines, without a configuration: any word may be an environment', async () => {
    const { code, lines, err } = await check([folder], { OHMY_CONFIG: '' })
    expect(code).toBe(1)
    expect(lines.map((line) => line.split(': ')[0])).toEqual([
      'lines.yaml:9:13',
      'lines.yaml:10:13',
      'lines.yaml:11:13',
      'lines.yaml:12:13',
      'lines.yaml:13:12',
    ])
    expect(lines[0]).toContain('No environment was named')
    expect(lines[1]).toContain('`status` changes nothing. An action says one of `deploy`')
    expect(lines[2]).toContain('There is no verb `sclae`')
    expect(lines[3]).toContain('many')
    expect(lines[4]).toContain('There is no check `steady-stat`. Did you mean `steady-state`?')
    expect(err).toBe('2 runbooks, 5 problems.\n')
  })

  it('with a configuration knows the environments', async () => {
    const { lines } = await check([folder], { OHMY_CONFIG: sandboxConfig })
    expect(lines).toContainEqual(expect.stringMatching(/^lines\.yaml:8:13: .*uat/))
    expect(lines.filter((line) => verbs.test(line))).toHaveLength(2)
  })

  it('looks at the files that were named, with those beside them', async () => {
    expect(await check([join(folder, 'guide.md')])).toMatchObject({ code: 0, lines: [] })
    expect(await check([join(folder, 'gone.yaml')])).toMatchObject({
      code: 1,
      lines: ['gone.yaml:1:1: There is no such file.'],
    })
  })

  it('looks in OHMY_RUNBOOKS', async () => {
    const { lines } = await check([], { OHMY_RUNBOOKS: folder })
    expect(lines).toHaveLength(5)
    const nowhere = await check([], { OHMY_RUNBOOKS: join(folder, 'nowhere') })
    expect(nowhere).toMatchObject({ code: 1 })
    expect(nowhere.lines[0]).toContain('There is no such folder.')
  })

  it('says how it is used, and that a configuration cannot be read', async () => {
    expect(await check(['--all'])).toMatchObject({ code: 2, lines: [] })
    const missing = await check([folder], { OHMY_CONFIG: join(folder, 'ohmy.yaml') })
    expect(missing).toMatchObject({ code: 2, lines: [] })
    expect(missing.err).toContain('There is no configuration at')
  })
})

describe('ohmy runbook check --alarms', () => {
  let account: Account

  beforeAll(async () => {
    account = await startAccount()
    for (const [name, value] of Object.entries(awsEnvironment(account.url))) vi.stubEnv(name, value)
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await account.stop()
  })

  it('tells alarms without a runbook, idle patterns, overdue reviews and dead links', async () => {
    const own = mkdtempSync(join(tmpdir(), 'ohmy-runbooks-'))
    try {
      writeFileSync(
        join(own, 'old.md'),
        '---\nreview_by: 2026-01-31\nmatch:\n  alarms: ["*-rds-*", "nobody-*"]\n---\n# Old\n- [here](old.md#old) and [gone](gone.md), [there](https://example.com/x)\n',
      )
      const { code, lines } = await check([own, '--alarms'], { OHMY_CONFIG: sandboxConfig })
      const told = lines.map((line) => line.replaceAll(`${own}/`, ''))
      expect(code).toBe(1)
      expect(told.filter((line) => line.startsWith('old.md'))).toEqual([
        'old.md:2:12: It was to be looked through by 2026-01-31. Look whether it still holds, and say a new day.',
        'old.md:7:33: There is no file gone.md.',
        'old.md:4:24: No alarm is called like nobody-*.',
      ])
      const without = told.filter((line) => line.includes('no runbook is offered'))
      expect(without).toContain(
        'staging: no runbook is offered under the alarm ohmycoins-staging-ecs-high-cpu.',
      )
      expect(without).toContain(
        'production: no runbook is offered under the alarm ohmycoins-prod-alb-5xx-errors.',
      )
      expect(without.filter((line) => line.includes('-rds-'))).toEqual([])
    } finally {
      rmSync(own, { recursive: true, force: true })
    }
  })

  it('tells that alarms could not be read, and then calls no pattern idle', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9')
    const { code, lines } = await check([join(folder, 'guide.md'), '--alarms'], {
      OHMY_CONFIG: sandboxConfig,
    })
    expect(code).toBe(1)
    expect(lines).toEqual([
      expect.stringMatching(/^staging: its alarms could not be read\. /),
      expect.stringMatching(/^production: its alarms could not be read\. /),
    ])
  })

  it('needs a configuration', async () => {
    expect(await check([join(folder, 'guide.md'), '--alarms'])).toMatchObject({
      code: 1,
      lines: [expect.stringContaining('There is no configuration')],
    })
  })
})

describe('the runbooks that come with ohmy', () => {
  it('have no problem, with and without a configuration', async () => {
    expect((await check([sandboxRunbooks])).lines).toEqual([])
    expect((await check([sandboxRunbooks], { OHMY_CONFIG: sandboxConfig })).lines).toEqual([])
  })
})
