import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import { sandboxConfig } from '../../sandbox/world.js'
import { runbookVocabulary } from '../../src/app/runbook-vocabulary.js'
import { checks } from '../../src/checks/index.js'
import type { Config } from '../../src/config/config.js'
import { loadConfig } from '../../src/config/load.js'
import { type Cause, causes } from '../../src/core/check.js'
import type { Runbook, RunbookStep } from '../../src/core/runbook.js'
import type { Language } from '../../src/dispatch/parse/language.js'
import { createLibrary } from '../../src/runbooks/file-library.js'
import type { Library } from '../../src/runbooks/library.js'
import { saidLines, wrongWith } from '../house/lines.js'
import { project } from '../house/rooms.js'

const folder = join(project, 'runbooks')
const files = readdirSync(folder)
const verbs = new Set(commands.map(({ name }) => name))

/** What people can walk with these files when their configuration is one of those that ship. */
function libraryFor(config: Config): Library {
  return createLibrary({ folders: [folder], vocabulary: runbookVocabulary({ commands, checks, config }) })
}

let config: Config
let library: Library
let all: readonly Runbook[]

beforeAll(async () => {
  config = await loadConfig(sandboxConfig, { verbs: [...verbs] })
  library = libraryFor(config)
  all = await library.all()
})

const operations = [
  'morning-check',
  'weekly-review',
  'deploy',
  'post-deploy-validation',
  'emergency-rollback',
  'scale-for-load',
  'scale-down-to-save',
  'maintenance-window',
  'rollback-drill',
  'backup-restore-drill',
  'failover-drill',
]

/** With what somebody types who sees one. */
const troubles: Readonly<Record<string, string>> = {
  'ecs-tasks-restarting': 'tasks keep restarting',
  'database-connection-timeout': 'database connections',
  'image-pull-error': 'CannotPullContainerError',
  'high-5xx': '5xx',
  'out-of-memory': 'out of memory',
  'high-nat-cost': 'NAT cost',
  'redis-connection-failure': 'redis connection',
  'slow-application': 'slow',
  'certificate-error': 'certificate expired',
  'failing-deployment': 'deployment does not come through',
}

const terraform: Readonly<Record<string, string>> = {
  'terraform-backend-changed': 'Backend configuration changed',
  'terraform-no-credentials': 'No valid credential sources found',
  'terraform-state-bucket-missing': 'NoSuchBucket',
  'terraform-state-lock-held': 'Error acquiring the state lock',
  'terraform-invalid-variable': 'Invalid value for variable',
  'terraform-resource-exists': 'EntityAlreadyExists',
  'terraform-missing-permission': 'UnauthorizedOperation',
  'terraform-cidr-conflict': 'InvalidSubnet.Conflict',
  'terraform-nat-timeout': 'terraform NAT gateway',
  'terraform-rds-password': 'password RDS',
  'terraform-storage-too-small': 'allocated_storage',
  'terraform-database-in-use': 'InvalidDBInstanceState',
  'terraform-fargate-size': 'No Fargate configuration exists',
  'terraform-target-group-empty': 'does not have an associated load balancer',
  'terraform-failed-apply': 'errored.tfstate',
  'terraform-state-restore': 'restore state version',
  'terraform-teardown': 'tear down',
  'terraform-targeted-destroy': 'destroy one thing',
}

const byHand = ['aws-vpc', 'aws-rds', 'aws-ecs', 'aws-load-balancer']

describe('the files', () => {
  it('are those that people look for, each called like its id', () => {
    const ids = [...operations, ...Object.keys(troubles), ...Object.keys(terraform), ...byHand].toSorted()
    expect(files.map((file) => file.replace(/\.(?:yaml|md)$/, '')).toSorted()).toEqual(ids)
    expect(all.map(({ id }) => id)).toEqual(ids)
    expect([...operations, ...Object.keys(troubles)].every((id) => files.includes(`${id}.yaml`))).toBe(true)
  })

  it.each(['sandbox/ohmy.sandbox.yaml', 'ohmy.example.yaml'])('have no problem with %s', async (path) => {
    const config = await loadConfig(join(project, path), { verbs: [...verbs] })
    const { broken } = await libraryFor(config).read()
    expect(broken.flatMap(({ problems }) => problems)).toEqual([])
  })

  it('have no problem without a configuration', async () => {
    const vocabulary = runbookVocabulary({ commands, checks })
    expect((await createLibrary({ folders: [folder], vocabulary }).read()).broken).toEqual([])
  })

  it('say whose they are, by when to look at them, what is the matter and whom it hurts', () => {
    for (const { id, owner, reviewBy, tags, about } of all) {
      expect({ id, owner, reviewBy }).toMatchObject({ owner: 'platform', reviewBy: /^2027-/ })
      expect(tags.length, id).toBeGreaterThan(0)
      expect(Object.keys(about), id).toEqual(expect.arrayContaining(['meaning', 'impact']))
    }
    const urgent = all.filter(({ id }) => id in troubles)
    expect(urgent.map(({ severity }) => severity)).toEqual(
      urgent.map(() => expect.stringMatching(/^SEV-[123]$/)),
    )
  })
})

describe('what is offered', () => {
  it.each([
    ['rds-cpu-utilization', 'slow-application'],
    ['rds-free-storage', 'aws-rds'],
    ['rds-database-connections', 'database-connection-timeout'],
    ['redis-cpu-utilization', 'redis-connection-failure'],
    ['redis-memory-utilization', 'redis-connection-failure'],
    ['redis-evictions', 'redis-connection-failure'],
    ['alb-target-response-time', 'slow-application'],
    ['alb-unhealthy-targets', 'ecs-tasks-restarting'],
    ['alb-5xx-errors', 'high-5xx'],
    ['ecs-high-cpu', 'scale-for-load'],
    ['ecs-high-memory', 'out-of-memory'],
  ])('under the alarm %s is %s', (alarm, id) => {
    for (const prefix of ['ohmycoins-staging', 'ohmycoins-prod']) {
      expect(library.bestFor({ alarm: `${prefix}-${alarm}` })?.runbook.id).toBe(id)
    }
  })

  const forCause: Readonly<Record<Cause, string>> = {
    'image-pull': 'image-pull-error',
    'out-of-memory': 'out-of-memory',
    'application-exit': 'ecs-tasks-restarting',
    'health-check': 'ecs-tasks-restarting',
    secrets: 'failing-deployment',
    permission: 'failing-deployment',
    network: 'failing-deployment',
    capacity: 'ecs-tasks-restarting',
    'log-driver': 'failing-deployment',
    database: 'database-connection-timeout',
    cache: 'redis-connection-failure',
    certificate: 'certificate-error',
    platform: 'ecs-tasks-restarting',
    'start-failed': 'failing-deployment',
  }
  it.each(causes)('for the cause %s is a runbook that has a way for it', (cause) => {
    const found = library.bestFor({ causes: [cause] })?.runbook
    expect(found?.id).toBe(forCause[cause])
  })

  it.each(Object.entries({ ...troubles, ...terraform }))('%s is found by “%s”', async (id, words) => {
    const found = await library.search(words)
    expect(found.slice(0, 3).map(({ runbook }) => runbook.id)).toContain(id)
    if (id in troubles) expect(found[0]?.runbook.id).toBe(id)
  })
})

/** A text with what stands in it in a run, as long as that can be. */
function filled(text: string, runbook: Runbook): string {
  return text.replaceAll(/\{\{ *inputs\.([\w-]+) *\}\}/g, (_, name: string) => {
    const input = runbook.inputs.find((one) => one.name === name)
    if (input?.type === 'environment') return 'staging'
    if (input?.type === 'service') return 'backend'
    return input?.type === 'duration' ? '30m' : String(input?.default ?? 'example')
  })
}

function textsOf(step: RunbookStep): readonly string[] {
  switch (step.kind) {
    case 'instruction':
    case 'approval':
      return [step.text]
    case 'decision':
    case 'ask':
      return [step.question]
    case 'check':
    case 'action':
    case 'wait':
      return []
  }
}

describe('what people read', () => {
  // https://docs.slack.dev/reference/block-kit/blocks: header 150, section 3,000, text of a button 75 characters.
  it('fits Slack, with room for what is put around it', () => {
    for (const runbook of all) {
      expect(runbook.title.length, runbook.id).toBeLessThanOrEqual(100)
      for (const [part, text] of Object.entries(runbook.about)) {
        expect(text.length, `${runbook.id}: ${part}`).toBeLessThanOrEqual(2_500)
      }
      for (const step of runbook.steps) {
        const where = `${runbook.id}: ${step.id}`
        expect(step.title.length, where).toBeLessThanOrEqual(150)
        for (const text of textsOf(step))
          expect(filled(text, runbook).length, where).toBeLessThanOrEqual(1_500)
        if (step.kind !== 'decision') continue
        for (const { label } of step.options) expect(label.length, where).toBeLessThanOrEqual(40)
      }
    }
  })

  it('is short where somebody is tired: titles of steps in a line', () => {
    const long = all
      .filter(({ file }) => file.endsWith('.yaml'))
      .flatMap(({ id, steps }) =>
        steps.filter(({ title }) => title.length > 60).map((step) => `${id}: ${step.title}`),
      )
    expect(long).toEqual([])
  })

  it('names lines that can be said, and runbooks that there are', () => {
    const language: Language = {
      commands,
      environments: config.environments,
      defaultEnvironment: config.defaultEnvironment,
      prompt: '/ohmy',
    }
    const ids = new Set(all.map(({ id }) => id))
    const lines = all.flatMap((runbook) => {
      const texts = [...Object.values(runbook.about), ...runbook.steps.flatMap(textsOf)]
      return texts.flatMap((text) => saidLines(runbook.id, filled(text, runbook), verbs))
    })
    expect(lines.length).toBeGreaterThan(60)
    const wrong = lines.flatMap(({ file, text }) => {
      const [verb = '', how = '', id = ''] = text.split(' ')
      if (verb === 'runbook' && ['start', 'show'].includes(how) && !ids.has(id)) return [`${file}: ${text}`]
      if (['runbook', 'run', 'drill'].includes(verb) && !verbs.has(verb)) return []
      // Runbooks of Terraform tell what to type in its own shell.
      if (verb === 'terraform' && !['validate', 'plan', 'unlock-help'].includes(how)) return []
      const what = wrongWith(text, language)
      return what === undefined ? [] : [`${file}: ${text}: ${what}`]
    })
    expect(wrong).toEqual([])
  })

  it('refers to other runbooks by names that there are', () => {
    const known = new Set(all.map(({ id }) => id))
    const named = files.flatMap((file) =>
      [
        ...readFileSync(join(folder, file), 'utf8').matchAll(
          /`((?:terraform|aws|high|image|redis|slow|ecs|out)-[a-z0-9]+(?:-[a-z0-9]+)*)`/g,
        ),
      ].map(([, id = '']) => ({ file, id })),
    )
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter(({ id }) => !known.has(id))).toEqual([])
  })
})

describe('how they are walked', () => {
  const yaml = () => all.filter(({ file }) => file.endsWith('.yaml'))

  it('every decision suggests something, and never the same for all', () => {
    for (const { id, steps } of yaml()) {
      for (const step of steps) {
        if (step.kind !== 'decision') continue
        const suggested = step.options.filter((option) => option.if !== undefined)
        expect(suggested.length, `${id}: ${step.id}`).toBeGreaterThan(0)
        expect(new Set(suggested.map((option) => option.if)).size).toBe(suggested.length)
      }
    }
  })

  it('after every change somebody looks whether it is well, on whatever way it goes on', () => {
    for (const runbook of yaml()) {
      for (const step of runbook.steps) {
        if (step.kind !== 'action') continue
        expect(endsUnlooked(runbook, step), `${runbook.id}: ${step.id}`).toBe(false)
      }
    }
  })

  it('every change offers its way back, unless it leaves nothing to take back', () => {
    const without = yaml().flatMap(({ id, steps }) =>
      steps.flatMap((step) =>
        step.kind === 'action' && step.undo === undefined ? [`${id}: ${step.action}`] : [],
      ),
    )
    // Starting tasks anew changes no version, and what takes an unlock back is another lock.
    expect(without.filter((line) => !/--force|: unlock /.test(line))).toEqual([])
  })

  it('every trouble can be looked at again, and ends with help where it is not over', () => {
    for (const runbook of yaml().filter(({ id }) => id in troubles && id !== 'high-nat-cost')) {
      const over = runbook.steps.find(({ id }) => id === 'over')
      expect(over?.kind, runbook.id).toBe('decision')
      const places = over?.kind === 'decision' ? over.options.map(({ next }) => placeOf(runbook, next)) : []
      const own = placeOf(runbook, 'over')
      expect(places.some((place) => place < own)).toBe(true)
      expect(runbook.steps.find(({ id }) => id === 'help')?.kind, runbook.id).toBe('instruction')
    }
  })
})

function placeOf({ steps }: Runbook, id: string | undefined): number {
  const place = steps.findIndex((step) => step.id === id)
  return place === -1 ? steps.length : place
}

/** Whether a walk can come to its end after a step without ohmy having looked at anything. */
function endsUnlooked(runbook: Runbook, from: RunbookStep): boolean {
  const seen = new Set<number>()
  const open = nextPlaces(runbook, placeOf(runbook, from.id))
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue
    seen.add(place)
    const step = runbook.steps[place]
    if (step === undefined) return true
    const isLook = step.kind === 'check' || (step.kind === 'wait' && step.until !== undefined)
    if (!isLook) open.push(...nextPlaces(runbook, place))
  }
  return false
}

function nextPlaces(runbook: Runbook, place: number): number[] {
  const step = runbook.steps[place]
  if (step === undefined) return []
  const onwards = step.next === undefined ? place + 1 : placeOf(runbook, step.next)
  if (step.kind !== 'decision') return [onwards]
  return step.options.map(({ next }) => (next === undefined ? onwards : placeOf(runbook, next)))
}
