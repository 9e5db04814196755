import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../sandbox/account/account.js'
import { readEvent } from '../../src/aws/events.js'
import { until } from '../support/until.js'
import { lets, type Pattern } from './event-pattern.js'

interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
}
interface PolicyDocument {
  readonly Statement: readonly {
    readonly Condition: { readonly ArnEquals: Readonly<Record<string, readonly string[]>> }
  }[]
}
interface Template {
  readonly Parameters: Readonly<Record<string, unknown>>
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>
}

const text = readFileSync(new URL('../../docker/alerts.cloudformation.yaml', import.meta.url), 'utf8')
/** `!GetAtt Queue.Arn` is read as its text; the tags themselves are checked by looking at the file. */
const template = parse(text, { logLevel: 'error' }) as Template
const resources = Object.entries(template.Resources)
const rules = resources.filter(([, { Type }]) => Type === 'AWS::Events::Rule')

/** What the reference names, as far as it is used. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ */
const properties: Readonly<
  Record<string, { readonly needed: readonly string[]; readonly known: readonly string[] }>
> = {
  'AWS::SQS::Queue': {
    needed: [],
    known: [
      ...['QueueName', 'MessageRetentionPeriod', 'SqsManagedSseEnabled', 'VisibilityTimeout'],
      ...['ReceiveMessageWaitTimeSeconds', 'RedrivePolicy'],
    ],
  },
  'AWS::SQS::QueuePolicy': { needed: ['PolicyDocument', 'Queues'], known: [] },
  'AWS::Events::Rule': { needed: ['EventPattern', 'Targets'], known: ['Description'] },
}

describe('the template of rules and queues', () => {
  it.each(resources)('%s has the properties of its type', (_, { Type, Properties }) => {
    const { needed = [], known = [] } = properties[Type] ?? {}
    expect(Object.keys(Properties).filter((name) => ![...needed, ...known].includes(name))).toEqual([])
    expect(needed.filter((name) => !(name in Properties))).toEqual([])
  })

  it('refers to nothing that is not there', () => {
    const names = [...Object.keys(template.Resources), ...Object.keys(template.Parameters)]
    const referred = [...text.matchAll(/!(?:Ref|GetAtt) ([A-Za-z]+)|\$\{([A-Za-z]+)\}/g)].map(
      ([, tagged, within]) => tagged ?? within ?? '',
    )
    expect(referred.length).toBeGreaterThan(10)
    expect(referred.filter((name) => !names.includes(name))).toEqual([])
  })

  it('keeps messages as long as a queue can, and gives up after five times', () => {
    const { Queue, DeadLetterQueue } = template.Resources
    // Seconds: 14 days. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    for (const queue of [Queue, DeadLetterQueue])
      expect(queue?.Properties).toMatchObject({
        MessageRetentionPeriod: 1_209_600,
        SqsManagedSseEnabled: true,
      })
    expect(Queue?.Properties).toMatchObject({
      VisibilityTimeout: 30,
      RedrivePolicy: { deadLetterTargetArn: 'DeadLetterQueue.Arn', maxReceiveCount: 5 },
    })
  })

  it('lets every rule, and nobody else, write into the queue that it has as its target', () => {
    const policy = template.Resources['QueuePolicy']?.Properties['PolicyDocument'] as PolicyDocument
    const [statement] = policy.Statement
    expect(statement).toMatchObject({
      ...{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'Queue.Arn' },
      Principal: { Service: 'events.amazonaws.com' },
    })
    expect(statement?.Condition.ArnEquals['aws:SourceArn']).toEqual(rules.map(([name]) => `${name}.Arn`))
    for (const [, { Properties }] of rules)
      expect(Properties['Targets']).toEqual([{ Id: 'ohmy', Arn: 'Queue.Arn' }])
  })
})

const patternOf = ([, { Properties }]: (typeof rules)[number]) => Properties['EventPattern'] as Pattern
const rulesThatLet = (event: unknown) =>
  rules.filter((rule) => lets(patternOf(rule), event)).map(([name]) => name)

describe('the rules', () => {
  let account: Account
  beforeAll(async () => {
    account = await startAccount({ speed: 400 })
  })
  afterAll(() => account.stop())

  it('let each event of the account through once', async () => {
    const { world } = account
    world.setAlarm('ohmycoins-prod-alb-5xx-errors', 'ALARM')
    const query = 'SELECT MAX(x) FROM y GROUP BY z'
    world.addAlarm({ name: 'writes', looksAt: { kind: 'metrics insights', query } })
    world.setContributors('writes', [{ attributes: { z: '1' }, reason: '', since: 0 }])
    world.setDeploymentConfiguration('ohmycoins-staging-frontend', {
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }],
    })
    world.deploy('ohmycoins-staging-frontend', 'sprint-41')
    world.setCapacity('ohmycoins-prod-frontend', 2)
    world.setDesiredCount('ohmycoins-prod-frontend', 3)
    world.deploy('ohmycoins-staging-backend', 'sprint-99-broken')
    const names = () =>
      new Set(
        world.queued().map(({ body }) => {
          const { 'detail-type': type, detail } = JSON.parse(body) as {
            readonly 'detail-type': string
            readonly detail: { readonly eventName?: string }
          }
          return detail.eventName ?? type
        }),
      )
    const expected = [
      ...['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change'],
      ...['HOOK_AWAITING_ACTION', 'SERVICE_TASK_PLACEMENT_FAILURE', 'ECS Task State Change'],
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      ...['SERVICE_TASK_START_IMPAIRED', 'SERVICE_DEPLOYMENT_FAILED', 'SERVICE_DEPLOYMENT_COMPLETED'],
      'SERVICE_STEADY_STATE',
    ]
    await until(
      'every kind of event',
      () => world.services().length > 0 && expected.every((name) => names().has(name)),
    )
    for (const { body } of world.queued()) {
      const event: unknown = JSON.parse(body)
      expect(rulesThatLet(event), body).toHaveLength(1)
      expect(readEvent(body).kind, body).toBe('event')
    }
  })

  it('let no event through that ohmy would not know', () => {
    const known = rules.flatMap((rule) => {
      const {
        source,
        detail,
        'detail-type': types,
      } = patternOf(rule) as {
        readonly source: readonly string[]
        readonly 'detail-type': readonly string[]
        readonly detail?: { readonly eventName?: readonly string[] }
      }
      return (detail?.eventName ?? []).flatMap((eventName) =>
        types.map((type) => ({ source: source[0], 'detail-type': type, detail: { eventName } })),
      )
    })
    const service = 'arn:aws:ecs:ap-southeast-2:123456789012:service/cluster/service'
    const sent = known.filter(
      ({ 'detail-type': type, detail }) =>
        type === 'ECS Service Action' ||
        (type === 'ECS Hook State Change') === detail.eventName.startsWith('HOOK'),
    )
    expect(sent.length).toBeGreaterThan(10)
    for (const event of sent) {
      const whole = { ...event, time: '2026-11-28T10:00:00Z', resources: [service] }
      expect(readEvent(JSON.stringify(whole)).kind, event.detail.eventName).toBe('event')
    }
  })

  const task = { lastStatus: 'STOPPED', group: 'service:backend', stopCode: 'EssentialContainerExited' }
  const ofTask = (detail: object) => ({
    ...{ source: 'aws.ecs', 'detail-type': 'ECS Task State Change' },
    detail: { ...task, ...detail },
  })
  it.each([
    ['a task that exited', ofTask({}), 1],
    [
      'one that failed its health checks',
      ofTask({ stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB health checks in …' }),
      1,
    ],
    ['a task that runs', ofTask({ lastStatus: 'RUNNING' }), 1],
    [
      'one that a person stopped',
      ofTask({ stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }),
      1,
    ],
    ['a task that is on its way', ofTask({ lastStatus: 'ACTIVATING' }), 0],
    ['one of no service', ofTask({ group: 'family:migrate' }), 0],
    [
      'a count that autoscaling changed',
      {
        ...{ source: 'aws.ecs', 'detail-type': 'ECS Service Action' },
        detail: { eventName: 'SERVICE_DESIRED_COUNT_UPDATED' },
      },
      1,
    ],
    [
      "somebody else's event",
      { source: 'test.aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change' },
      0,
    ],
  ])('%s', (_, event, many) => {
    expect(rulesThatLet(event)).toHaveLength(many)
  })
})
