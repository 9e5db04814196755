import type { KnownBlock } from '@slack/types'
import { describe, expect, test } from 'vitest'
import type { EnvironmentStatus, Measurement, ServiceStatus } from '../../../../src/core/status.js'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import { statusMessage } from '../../../../src/slack/views/status/status.js'
import { createZone } from '../../../../src/core/time-zone.js'

const zone = createZone('Australia/Sydney')

const at = Date.UTC(2026, 10, 23, 12, 30)
const hour = 3_600_000

function service(name: string, more: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    name,
    service: `ohmycoins-staging-${name}`,
    verdict: 'healthy',
    reason: '1 of 1 task running',
    running: 1,
    desired: 1,
    pending: 0,
    images: [
      {
        container: name,
        repository: `ohmycoins/${name}`,
        tag: 'sprint-12-3f4021a',
        digest: `sha256:9a93a96b9cf9${'0'.repeat(52)}`,
      },
    ],
    taskDefinition: `ohmycoins-staging-${name}:42`,
    deployment: {
      id: 'ecs-svc/1',
      state: 'completed',
      since: at - 9 * 24 * hour,
      desired: 1,
      running: 1,
      pending: 0,
      failedTasks: 0,
    },
    events: [],
    stoppedTasks: [],
    ...more,
  }
}

function status(more: Partial<EnvironmentStatus> = {}): EnvironmentStatus {
  return {
    environment: 'staging',
    region: 'ap-southeast-2',
    cluster: 'ohmycoins-staging-cluster',
    at,
    verdict: 'healthy',
    reason: '2 services, 2 of 2 tasks running',
    services: [service('backend'), service('frontend')],
    alarms: [],
    measurements: [],
    missing: [],
    ...more,
  }
}

const cpu: Measurement = {
  subject: 'database',
  metric: 'cpu',
  unit: 'percent',
  value: 91.4,
  target: { below: 80 },
  met: false,
}
const hitRate: Measurement = {
  ...cpu,
  subject: 'cache',
  metric: 'hit rate',
  value: 97,
  target: { above: 80 },
  met: true,
}
const silent: Measurement = {
  subject: 'backend',
  metric: 'memory',
  unit: 'percent',
  target: { below: 80 },
  met: false,
}

const lines = (shown: EnvironmentStatus) =>
  statusMessage(shown, { zone, askedBy: 'U0REQUESTER' }).text.split('\n')
const mrkdwnOf = (blocks: readonly KnownBlock[]) =>
  blocks.flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '') : [])).join('\n')

/** What Slack would take: both as a new message and in place of an older one, apart from the length of `text`, which the outbox sees to. */
function expectValid(shown: EnvironmentStatus): void {
  const { blocks } = statusMessage(shown, { zone })
  expect(checkMessage({ text: 'text', blocks }, 'update')).toBeUndefined()
}

describe('at a glance', () => {
  test('the first line is the verdict', () => {
    expect(lines(status())[0]).toBe('🟢 staging is healthy — 2 services, 2 of 2 tasks running')
    expectValid(status())
  })

  test.each([
    ['down', '🔴 staging is down — why'],
    ['degraded', '🟠 staging is degraded — why'],
    ['deploying', '🔵 staging is deploying — why'],
    ['scaled to zero', '⚪ staging is scaled to zero — why'],
    ['unknown', '❓ The state of staging is unknown — why'],
  ] as const)('%s is told in the first line', (verdict, line) => {
    expect(lines(status({ verdict, reason: 'why' }))[0]).toBe(line)
  })

  test('a service is one line: count, image, short digest, since when, autoscaling range', () => {
    const backend = service('backend', { autoscaling: { minimum: 2, maximum: 10 } })
    expect(lines(status({ services: [backend] }))[1]).toBe(
      '🟢 backend — 1 of 1 task running · `sprint-12-3f4021a` (`9a93a96b9cf9`) · deployed Sat 14 Nov 23:30 · scales 2–10',
    )
  })

  test('targets that are not healthy are told once', () => {
    const targets = { total: 2, healthy: 1, unhealthy: [] }
    const told = (reason: string) =>
      lines(status({ services: [service('backend', { running: 2, desired: 2, reason, targets })] }))[1]
    expect(told('2 of 2 tasks running')).toMatch(/1 of 2 targets healthy$/)
    expect(told('1 of 2 targets healthy; 2 of 2 tasks running')?.match(/targets healthy/g)).toHaveLength(1)
  })

  test('"since when" stays true when it is read later', () => {
    const seconds = (at - 9 * 24 * hour) / 1000
    expect(mrkdwnOf(statusMessage(status(), { zone }).blocks)).toContain(
      `<!date^${seconds}^{ago}|Sat 14 Nov 23:30>`,
    )
  })

  test('a running deployment shows how far it is', () => {
    const backend = service('backend', { verdict: 'deploying', reason: '1 of 2 new tasks running' })
    const deploying = { ...backend, deployment: { ...backend.deployment, state: 'in progress', since: at } }
    expect(lines(status({ services: [deploying as ServiceStatus] }))[1]).toBe(
      '🔵 backend — 1 of 2 new tasks running · `sprint-12-3f4021a` (`9a93a96b9cf9`) · started Mon 23 Nov 23:30',
    )
  })

  test('a figure beyond its target is a line of its own, the others are one quiet line', () => {
    const shown = lines(status({ measurements: [cpu, hitRate, silent] }))
    expect(shown).toContain('🟠 Database CPU 91 % (target: below 80 %)')
    expect(shown).toContain('The one figure on target: `/ohmy metrics staging`')
    expect(shown).toContain('No figures in the last 15 minutes for all of: backend')
  })

  test('the first line names alarms and figures, and leaves their words to the lines below', () => {
    const says = 'Average memory of backend has been above 85 % for 10 min: 97 %'
    const backend = service('backend', { verdict: 'down', reason: '0 of 1 task running' })
    const shown = status({
      verdict: 'down',
      reason: `backend: 0 of 1 task running; 1 alarm rings: ${says}; database cpu 91 % (target below 80 %)`,
      services: [backend, service('frontend')],
      alarms: [{ name: 'memory', since: at, reason: '', says }],
      measurements: [cpu],
    })
    const told = lines(shown)
    expect(told[0]).toBe(
      '🔴 staging is down — backend: 0 of 1 task running; 1 alarm rings; database CPU is beyond its target',
    )
    expect(told.filter((line) => line.includes('above 85 %'))).toHaveLength(1)
    expect(told.filter((line) => line.includes('91 %'))).toHaveLength(1)
  })

  test('the first line tells of two alarms, one muted, and of more figures than it names', () => {
    const alarm = { name: 'memory', since: at, reason: '', says: 'Memory is full' }
    const three = ['a', 'b', 'c'].map((subject) => ({ ...cpu, subject }))
    const shown = status({
      verdict: 'degraded',
      reason: 'long',
      alarms: [alarm],
      muted: [{ ...alarm, by: 'Rita', until: at + hour }],
      measurements: three,
    })
    expect(lines(shown)[0]).toBe(
      '🔴 staging is degraded — 2 alarms ring, 1 of them muted; a CPU, b CPU and 1 more are beyond their target',
    )
  })

  test('a service whose figure is beyond its target is not green', () => {
    const backend = service('backend', {
      verdict: 'worth a look',
      reason: '1 of 1 task running, memory beyond its target',
    })
    expect(lines(status({ verdict: 'worth a look', services: [backend] }))[1]).toMatch(
      /^🟠 backend — 1 of 1 task running, memory beyond its target/,
    )
  })

  test('what could not be read is said, and why', () => {
    const missing = [{ what: 'alarms', why: 'ohmy is not allowed to call cloudwatch:DescribeAlarms' }]
    expect(lines(status({ missing }))).toContain(
      '⚠️ Not read: alarms — ohmy is not allowed to call cloudwatch:DescribeAlarms',
    )
  })

  test('who asked and when is at the end', () => {
    expect(lines(status()).at(-1)).toBe(
      'Asked by U0REQUESTER · As of Mon 23 Nov 23:30 (Australia/Sydney) · ap-southeast-2',
    )
  })

  test('buttons say what somebody might have typed', () => {
    const actions = statusMessage(status(), { zone }).blocks.at(-1)
    if (actions?.type !== 'actions') throw new Error('no buttons')
    const [refresh, details, scale] = actions.elements
    expect(refresh).toMatchObject({
      action_id: expect.stringMatching(/^say:replace:/),
      value: 'status staging',
    })
    expect(refresh).not.toHaveProperty('style')
    expect(details).toMatchObject({
      type: 'static_select',
      action_id: expect.stringMatching(/^say:replace:/),
      options: [{ value: 'status backend staging' }, { value: 'status frontend staging' }],
    })
    expect(scale).toMatchObject({
      action_id: expect.stringMatching(/^say:here:/),
      value: 'scale --environment staging',
    })
  })

  test('without buttons where nobody can press them', () => {
    const { blocks } = statusMessage(status(), { zone, buttons: false })
    expect(blocks.some(({ type }) => type === 'actions')).toBe(false)
  })
})

describe('in depth', () => {
  const troubled = service('backend', {
    verdict: 'degraded',
    reason: '1 target unhealthy; 2 of 2 tasks running',
    targets: {
      healthy: 1,
      total: 2,
      unhealthy: [{ id: '10.0.0.15:8000', reason: 'Health checks failed: [502]' }],
    },
    events: [{ at, text: '(service ohmycoins-staging-backend) was unable to place a task' }],
    stoppedTasks: [
      {
        id: '01234567',
        stoppedAt: at,
        exitCode: 137,
        explanation: 'Out of memory',
        cause: 'application',
        class: 'out-of-memory',
      },
      {
        id: '89abcdef',
        stoppedAt: at - hour,
        exitCode: 137,
        explanation: 'Out of memory',
        cause: 'application',
        class: 'image-pull',
      },
    ],
  })
  const inDepth = status({
    focus: 'backend',
    verdict: 'degraded',
    reason: troubled.reason,
    services: [troubled],
  })

  test('stopped tasks, unhealthy targets and events are told; the same failure only once', () => {
    expect(lines(inDepth)[0]).toBe(
      '🟠 backend in staging is degraded — 1 target unhealthy; 2 of 2 tasks running',
    )
    expect(lines(inDepth)).toEqual(
      expect.arrayContaining([
        '• 23:30 01234567 and 1 more: Out of memory',
        '• 10.0.0.15:8000: Health checks failed: [502]',
        '• 23:30 was unable to place a task',
      ]),
    )
    expectValid(inDepth)
  })

  test('has one clock: that of the reader, and in text the team’s, which is named once', () => {
    const { blocks, text } = statusMessage(inDepth, { zone })
    const [date] = JSON.stringify(blocks).match(/"type":"date"[^}]*/) ?? []
    expect(date).toContain(`"timestamp":${at / 1_000}`)
    expect(JSON.stringify(blocks)).not.toContain('23:30 was unable')
    expect(text.match(/Australia\/Sydney/g)).toHaveLength(1)
  })

  test('a button leads back to the overview, and Scale is about this service', () => {
    const actions = statusMessage(inDepth, { zone }).blocks.at(-1)
    if (actions?.type !== 'actions') throw new Error('no buttons')
    expect(actions.elements).toMatchObject([
      { value: 'logs backend staging --level error' },
      { value: 'metrics backend staging' },
      { value: 'status backend staging' },
      { value: 'status staging' },
      { value: 'scale backend --environment staging' },
    ])
  })
})

describe('trouble that is over', () => {
  const events = [
    { at: at - 5 * 60_000, text: '(service ohmycoins-staging-backend) rolling back to deployment *x*.' },
    { at: at - 6 * 60_000, text: '(service ohmycoins-staging-backend) (deployment y) deployment failed' },
  ]
  const services = [service('backend', { service: 'ohmycoins-staging-backend', events })]

  test('is one line with its age below a healthy service', () => {
    const { text } = statusMessage(status({ services, at }), { zone })
    expect(text).toContain(
      'backend had trouble 5 minutes ago, which is over: `rolling back to deployment *x*` and 1 more',
    )
    expect(text).not.toContain('What ECS says')
    expect(text).not.toContain('deployment failed')
  })

  test('is folded in depth, with all that ECS said', () => {
    const { blocks, text } = statusMessage(status({ services, at, focus: 'backend' }), { zone })
    expect(JSON.stringify(blocks)).toContain('Over: trouble 5 minutes ago')
    expect(text).toContain('deployment failed')
    expectValid(status({ services, at, focus: 'backend' }))
  })
})

test('text from elsewhere mentions nobody, and what others wrote is shown letter by letter', () => {
  const hostile = '<!channel> <@U1> *bold* `code`'
  const shown = status({
    services: [
      service('backend', {
        verdict: 'degraded',
        reason: hostile,
        events: [{ at, text: hostile }],
        stoppedTasks: [
          { id: hostile, explanation: hostile, cause: 'application', class: 'application-exit' },
        ],
        targets: { healthy: 0, total: 1, unhealthy: [{ id: hostile, reason: hostile }] },
      }),
    ],
    alarms: [{ name: hostile, since: at, reason: hostile }],
    missing: [{ what: hostile, why: hostile }],
  })
  const { blocks } = statusMessage(shown, { zone })
  expect(mrkdwnOf(blocks)).not.toMatch(/<!channel|<@/)
  const told = JSON.stringify(blocks.filter(({ type }) => type === 'rich_text'))
  // Stopped task: id and explanation; target: id and reason; event; alarm: name and reason.
  expect(told.split('<!channel>')).toHaveLength(1 + 7)
  expectValid(shown)
})

describe('with many services', () => {
  const many = (count: number, troubledFrom: number, troubledTo: number) =>
    Array.from({ length: count }, (_, index) =>
      index >= troubledFrom && index < troubledTo
        ? service(`service-${index}`, {
            verdict: 'down',
            reason: '0 of 1 task running',
            events: [{ at, text: 'deployment failed: '.repeat(40) }],
          })
        : service(`service-${index}`),
    )

  test('25 of them: those in trouble have their lines, the others are counted', () => {
    const shown = status({
      services: many(25, 20, 23),
      verdict: 'down',
      reason: 'service-20: 0 of 1 task running',
    })
    const told = lines(shown)
    expect(told[1]).toContain('🔴 service-20')
    expect(told[4]).toBe('… and 22 healthy services')
    expectValid(shown)
  })

  test('1,000 healthy ones are one line', () => {
    const shown = status({ services: many(1_000, 0, 0) })
    expect(lines(shown)[1]).toBe('1,000 healthy services')
    expectValid(shown)
  })

  test('1,000 of them and 300 in trouble still fit, and say how many were left out', () => {
    const alarms = Array.from({ length: 60 }, (_, index) => ({
      name: `alarm-${index}`,
      since: at,
      reason: 'r'.repeat(900),
    }))
    const missing = Array.from({ length: 60 }, (_, index) => ({
      what: `part ${index}`,
      why: 'w'.repeat(900),
    }))
    const measurements = Array.from({ length: 900 }, (_, index) => ({ ...cpu, subject: `service-${index}` }))
    const shown = status({ services: many(1_000, 500, 800), alarms, missing, measurements })
    expectValid(shown)
    const told = lines(shown).join('\n')
    expect(told).toContain('… and 700 healthy, 280 down services')
    expect(told).toContain('… and 50 more alarms')
    expect(told).toContain('… and 890 more figures beyond their target')
    expect(told).toContain('… and 50 more parts')
  })

  test('the menu offers those in trouble first, as many as Slack takes', () => {
    const actions = statusMessage(status({ services: many(1_000, 500, 510) }), { zone }).blocks.at(-1)
    if (actions?.type !== 'actions') throw new Error('no buttons')
    const menu = actions.elements[1]
    if (menu?.type !== 'static_select') throw new Error('no menu')
    expect(menu.options).toHaveLength(100)
    expect(menu.options?.[0]).toMatchObject({ text: { text: 'service-500' } })
  })
})
