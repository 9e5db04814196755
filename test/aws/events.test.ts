import { describe, expect, it } from 'vitest'
import { readNotification } from '../../src/aws/alarm-notification.js'
import { readEvent } from '../../src/aws/events.js'
import { serviceNewsOf } from '../../src/aws/service-news.js'

const arn = 'arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:errors'
const state = {
  value: 'ALARM',
  timestamp: '2026-11-23T10:00:00.000+0000',
  reason:
    'Threshold Crossed: 2 out of the last 3 datapoints [93.0 (23/11/26 09:55:00)] were greater than or equal to the threshold (80.0).',
  reasonData: '{"version":"1.0","recentDatapoints":[93],"threshold":80}',
}
const metric = {
  metricStat: {
    metric: { namespace: 'AWS/RDS', name: 'CPUUtilization', dimensions: { DBInstanceIdentifier: 'db' } },
    period: 300,
    stat: 'Average',
  },
}
const event = (detail: object, envelope: object = {}) =>
  JSON.stringify({
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    time: '2026-11-23T10:00:00Z',
    resources: [arn],
    detail: { alarmName: 'errors', state, ...detail },
    ...envelope,
  })

describe('an event', () => {
  it('of a metric alarm tells its rule and what was seen', () => {
    expect(readEvent(event({ configuration: { metrics: [metric] }, somethingNew: 1 }))).toMatchObject({
      kind: 'event',
      event: {
        ...{ kind: 'alarm', subject: arn, name: 'errors', state: 'ALARM' },
        at: Date.UTC(2026, 10, 23, 10),
        alarm: {
          rule: { comparison: 'at or above', threshold: 80, needed: 2, periods: 3, period: 300 },
          evidence: { values: [93] },
        },
      },
    })
  })

  it.each([
    ['an event', event({})],
    [
      'what an alarm tells a topic',
      JSON.stringify({
        ...{ AlarmName: 'errors', AlarmArn: arn, NewStateValue: 'ALARM', NewStateReason: state.reason },
        StateChangeTime: state.timestamp,
      }),
    ],
  ])('%s is read in the envelope of a topic, and without one', (_, Message) => {
    const known = {
      kind: 'event',
      event: { kind: 'alarm', subject: arn, state: 'ALARM', reason: state.reason },
    }
    expect(readEvent(Message)).toMatchObject(known)
    const TopicArn = 'arn:aws:sns:ap-southeast-2:123456789012:alerts'
    const enveloped = { Type: 'Notification', MessageId: 'm-1', TopicArn, Message }
    expect(readEvent(JSON.stringify(enveloped))).toMatchObject(known)
    // An envelope in an envelope is nobody's.
    const twice = { ...enveloped, Message: JSON.stringify(enveloped) }
    expect(readEvent(JSON.stringify(twice))).toMatchObject({ kind: 'malformed' })
  })

  it.each([
    [{ eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' }, 'ECS Deployment State Change', 'begun'],
    [{ eventName: 'SERVICE_DESIRED_COUNT_UPDATED' }, 'ECS Service Action', 'moved'],
    [{ eventName: 'SERVICE_DEPLOYMENT_COMPLETED' }, 'ECS Deployment State Change', 'ended'],
    [{ eventName: 'SERVICE_STEADY_STATE' }, 'ECS Service Action', 'steady'],
    [{ eventName: 'SERVICE_TASK_START_IMPAIRED' }, 'ECS Service Action', 'trouble'],
    [{ lastStatus: 'RUNNING' }, 'ECS Task State Change', 'running'],
    [{ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' }, 'ECS Task State Change', 'stopped'],
    [
      { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB health checks' },
      ...['ECS Task State Change', 'stopped'],
    ],
    [
      { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by …' },
      ...['ECS Task State Change', 'gone'],
    ],
  ] as const)('%j tells who follows a change of the service: %s, %s', (detail, type, what) => {
    const [cluster, service] = ['ohmycoins-prod-cluster', 'ohmycoins-prod-backend']
    const of = 'arn:aws:ecs:ap-southeast-2:123456789012'
    const isTask = type === 'ECS Task State Change'
    const subject = isTask ? `${of}:task/${cluster}/1` : `${of}:service/${cluster}/${service}`
    const task = {
      ...{ clusterArn: `${of}:cluster/${cluster}`, taskArn: subject, group: `service:${service}` },
      ...{ lastStatus: 'STOPPED', stoppedAt: '2026-11-23T10:00:00Z' },
    }
    const read = readEvent(
      event(
        { ...(isTask ? task : {}), ...detail },
        { source: 'aws.ecs', 'detail-type': type, resources: [subject] },
      ),
    )
    expect(read.kind === 'event' && serviceNewsOf(read.event)).toEqual({
      ...{ kind: 'service', account: '123456789012', region: 'ap-southeast-2', cluster, service, what },
    })
  })

  it('of a composite or a log alarm is one without a rule, with its lines', () => {
    const read = readEvent(
      event({ logLines: ['boom <!channel>', { at: 1 }], configuration: { alarmRule: 'x' } }),
    )
    expect(read).toMatchObject({ kind: 'event', event: { lines: ['boom <!channel>', '{"at":1}'] } })
    expect(read).not.toHaveProperty('event.alarm.rule')
  })

  it('of a series that breaches an alarm on a query tells that somebody has to ask', () => {
    const kind = { 'detail-type': 'CloudWatch Alarm Contributor State Change' }
    const contributor = { alarmContributor: { id: '6d44', attributes: { TableName: 'orders' } } }
    expect(readEvent(event(contributor, kind))).toEqual({
      kind: 'event',
      event: { kind: 'contributor', subject: arn, at: Date.UTC(2026, 10, 23, 10) },
    })
    expect(readEvent(event({ alarmName: 'other' }, kind)).kind).toBe('malformed')
  })

  it.each([
    [{ metrics: [{ expression: 'SELECT MAX(x) FROM y GROUP BY z', returnData: true }] }, true],
    [{ evaluationCriteria: {} }, true],
    [{ metrics: [metric] }, undefined],
    [{ metrics: [{ expression: 'SUM(METRICS())', returnData: true }] }, undefined],
    [{ alarmRule: 'ALARM(a)' }, undefined],
  ])('configured as %j has contributors: %s', (configuration, has) => {
    const read = readEvent(event({ configuration }))
    expect(read).toMatchObject({ kind: 'event' })
    expect((read as { event: { alarm: { hasContributors?: true } } }).event.alarm.hasContributors).toBe(has)
  })

  it('of an alarm that the account mutes says by which rule and until when', () => {
    const muteDetail = {
      mutedByArn: 'arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm-mute-rule:nightly',
      muteWindowStart: '2026-11-23T09:00:00.000+0000',
      muteWindowEnd: '2026-11-23T11:00:00.000+0000',
    }
    expect(readEvent(event({ muteDetail }))).toMatchObject({
      event: { silences: [{ kind: 'mute rule', name: 'nightly', until: Date.UTC(2026, 10, 23, 11) }] },
    })
    const suppressed = { state: { ...state, actionsSuppressedBy: 'WaitPeriod' } }
    expect(
      readEvent(event({ ...suppressed, configuration: { actionsSuppressor: 'deploying' } })),
    ).toMatchObject({
      event: { silences: [{ kind: 'suppressed', by: 'WaitPeriod', suppressor: 'deploying' }] },
    })
  })

  it('that could not be evaluated says so', () => {
    const broken = { state: { ...state, evaluationState: 'EVALUATION_ERROR' } }
    expect(readEvent(event(broken))).toMatchObject({ event: { evaluation: 'EVALUATION_ERROR' } })
  })

  it.each([
    ['an alarm of another name', event({ alarmName: 'other' })],
    ['an ARN of something else', event({}, { resources: ['arn:aws:s3:::bucket'] })],
    ['a state that there is not', event({ state: { ...state, value: 'FINE' } })],
    ['no time', event({ state: { ...state, timestamp: 'soon' } })],
    ['a list', '[]'],
    ['no JSON', '{'],
    ['300 KB', JSON.stringify({ filler: 'x'.repeat(300_000) })],
  ])('with %s is malformed', (_, text) => {
    expect(readEvent(text).kind).toBe('malformed')
  })

  it.each([
    ['another service', event({}, { source: 'aws.s3' })],
    ['another kind', event({}, { 'detail-type': 'CloudWatch Alarm Configuration Change' })],
  ])('of %s is unknown', (_, text) => {
    expect(readEvent(text).kind).toBe('unknown')
  })
})

describe('an event of a lifecycle hook', () => {
  const service = 'arn:aws:ecs:us-west-2:123456789012:service/my-cluster/my-service'
  const deployment =
    'arn:aws:ecs:us-west-2:123456789012:service-deployment/my-cluster/my-service/0EYSiB0qap8xf0N76FsbE'
  // As the developer guide has it: ecs_hook_state_change_events.html
  const detail = {
    ...{ eventType: 'INFO', eventName: 'HOOK_AWAITING_ACTION', hookType: 'PAUSE' },
    hookId: 'ecs-pause-e7tK9G_WRJqNF_EOMjztDXfKenlJuEUVjsNStf4WLKw',
    ...{ expiresAt: '2026-03-05T16:04:41Z', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' },
    clusterArn: 'arn:aws:ecs:us-west-2:123456789012:cluster/my-cluster',
    ...{ serviceArn: service, serviceDeploymentArn: deployment, updatedAt: '2026-03-05T15:54:41.618059641Z' },
  }
  const told = (changes: object = {}, resources: readonly string[] = [deployment]) =>
    readEvent(
      JSON.stringify({
        ...{ source: 'aws.ecs', 'detail-type': 'ECS Hook State Change', time: '2026-03-05T15:54:41Z' },
        ...{ resources, detail: { ...detail, ...changes } },
      }),
    )
  const at = Date.UTC(2026, 2, 5, 15, 54, 41, 618)

  it('names the deployment among its resources, as AWS writes it', () => {
    expect(told()).toEqual({
      kind: 'event',
      event: {
        ...{ kind: 'hook', account: '123456789012', region: 'us-west-2' },
        ...{ cluster: 'my-cluster', service: 'my-service', deployment, waits: true, at },
      },
    })
  })

  it.each([
    [{ serviceDeploymentArn: undefined, serviceArn: undefined }, [deployment], deployment],
    [{ serviceDeploymentArn: undefined }, [], undefined],
    [{ serviceDeploymentArn: undefined, serviceArn: undefined }, [service], undefined],
  ] as const)('with %j and the resources %j is understood all the same', (changes, resources, named) => {
    const read = told(changes, resources)
    expect(read).toMatchObject({ kind: 'event', event: { cluster: 'my-cluster', service: 'my-service' } })
    expect((read as { event: { deployment?: string } }).event.deployment).toBe(named)
  })

  it.each(['HOOK_SUCCEEDED', 'HOOK_FAILED', 'HOOK_TIMED_OUT'])(
    'tells that its wait has ended: %s',
    (eventName) => {
      expect(told({ eventName })).toMatchObject({ kind: 'event', event: { waits: false } })
    },
  )

  it('is unknown where it only begins, and malformed where it is of nothing', () => {
    expect(told({ eventName: 'HOOK_IN_PROGRESS' }).kind).toBe('unknown')
    expect(told({ serviceDeploymentArn: 'arn:aws:s3:::b', serviceArn: 'x' }, []).kind).toBe('malformed')
  })
})

describe('a notification', () => {
  it('tells the same of an alarm', () => {
    const text = JSON.stringify({
      AlarmName: 'errors',
      AlarmArn: arn,
      NewStateValue: 'ALARM',
      NewStateReason: 'Threshold Crossed',
      StateChangeTime: '2026-11-23T10:00:00.000+0000',
      Trigger: {
        ...{ Namespace: 'AWS/RDS', MetricName: 'CPUUtilization', Statistic: 'AVERAGE', Period: 300 },
        ...{ EvaluationPeriods: 2, ComparisonOperator: 'GreaterThanThreshold', Threshold: 80 },
        Dimensions: [{ name: 'DBInstanceIdentifier', value: 'db' }],
      },
    })
    expect(readNotification(text)).toMatchObject({
      kind: 'event',
      event: {
        subject: arn,
        at: Date.UTC(2026, 10, 23, 10),
        alarm: {
          rule: { statistic: 'Average', comparison: 'above', dimensions: { DBInstanceIdentifier: 'db' } },
        },
      },
    })
    expect(readNotification('hello').kind).toBe('malformed')
  })
})
