import { describe, expect, it } from 'vitest'
import type { Aws } from '../../src/aws/aws.js'
import { AwsError } from '../../src/aws/aws-error.js'
import { createPauseFindings } from '../../src/app/pause-findings.js'
import type { History } from '../../src/changes/history.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { staging } from '../aws/environment.js'
import { now, record, rita } from '../pauses/a-pause.js'

type Findings = Parameters<typeof createPauseFindings>[0]

const service = { ...record().service, environment: staging.name }
const arn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/backend:42'
const throttled = async () => {
  throw new AwsError('throttled', 'ecs:DescribeServiceRevisions', 'ThrottlingException', 'Rate exceeded')
}

/** What an agent asked for: it brings `arn`. */
const asked = {
  ...{ id: 'op-2222222', name: 'deploy-service', startedAt: now - 1_000, state: 'running' },
  caller: { id: 'agent:scout', name: 'scout', origin: 'agent', behind: { id: rita.id, name: rita.name } },
  plan: {
    basis: {
      releases: [{ service, from: 'backend:41', since: '', to: { kind: 'existing', taskDefinition: arn } }],
      rollsBack: true,
    },
  },
} as unknown as OperationRecord

function whoBegan(aws: Partial<Aws>) {
  const findings = createPauseFindings({
    aws: () =>
      ({
        describeServiceDeployments: async () => [{ createdAt: now, target: 'to', sources: [] }],
        describeRevisions: async () => [{ arn: 'to', taskDefinition: arn }],
        describeTaskDefinition: async () => ({ tags: { 'ohmy:operation': asked.id } }),
        ...aws,
      }) as unknown as Aws,
    environments: [staging],
    history: { list: async () => ({ operations: [asked] }) } as unknown as Pick<History, 'list'>,
    checkPorts: {} as Findings['checkPorts'],
    logger: {} as Findings['logger'],
  })
  return findings.begunBy(record({ service }))
}

describe('who began a deployment that waits', () => {
  it('is nobody’s as long as AWS does not tell: that is not the same as not ohmy’s', async () => {
    expect(await whoBegan({ describeServiceDeployments: throttled })).toBe('unread')
    expect(await whoBegan({ describeRevisions: throttled })).toBe('unread')
    expect(await whoBegan({ describeTaskDefinition: throttled })).toBe('unread')
    expect(await whoBegan({ describeServiceDeployments: async () => [] })).toBe('unread')
  })

  it('of an agent’s is its person, too', async () => {
    expect(await whoBegan({})).toEqual({
      operation: 'op-2222222',
      by: { id: 'agent:scout', name: 'scout' },
      behind: { id: rita.id, name: rita.name },
    })
  })
})
