import { expect, test } from 'vitest'
import type { Aws, ServiceDeploymentDetail, ServiceDeploymentStatus } from '../../../src/aws/aws.js'
import { AwsError } from '../../../src/aws/aws-error.js'
import { abandon } from '../../../src/operations/service/abandon.js'

const arn = 'arn:aws:ecs:ap-southeast-2:123456789012:service-deployment/c/s/d'
const context = { fence: async () => undefined, changed: async () => undefined } as unknown as Parameters<
  typeof abandon
>[0]

function deployment(status: ServiceDeploymentStatus, hook?: string): ServiceDeploymentDetail {
  const paused = hook === undefined ? {} : { pausedAt: { hook, stage: 'POST_SCALE_UP' } }
  const told = { arn, status, target: '', createdAt: 0, sources: [], alarmsThatRang: [], ...paused }
  // How it is brought does not matter here.
  return told as unknown as ServiceDeploymentDetail
}

/** An ECS that refuses with that error, and then tells how the deployment is. */
function refusing(code: string, now: ServiceDeploymentDetail | undefined, answered: string[] = []) {
  const refuse = (name: string) => async () => {
    answered.push(name)
    throw new AwsError('rejected', 'ecs:StopServiceDeployment', code, 'said ECS')
  }
  return {
    stopServiceDeployment: refuse('stop'),
    answerPause: async (_: string, hook: string) => (hook === 'second' ? { requestId: 'r' } : refuse(hook)()),
    describeServiceDeployments: async () => (now === undefined ? [] : [now]),
  } as unknown as Aws
}

test.each([
  ['ConflictException', deployment('IN_PROGRESS')],
  ['ServiceDeploymentNotFoundException', undefined],
  ['InvalidParameterException', deployment('SUCCESSFUL')],
  ['InvalidParameterException', undefined],
] as const)('after %s a deployment that runs no longer is let be', async (code, now) => {
  expect(await abandon(context, refusing(code, now), { arn })).toBe(false)
})

test.each(['InvalidParameterException', 'UnsupportedFeatureException', 'ClientException'])(
  'but %s of one that goes on is a refusal, and nobody is told that it ended',
  async (code) => {
    const aws = refusing(code, deployment('IN_PROGRESS'))
    await expect(abandon(context, aws, { arn })).rejects.toMatchObject({ code })
  },
)

test('a hook that somebody answered meanwhile makes room for the next one', async () => {
  const aws = refusing('InvalidParameterException', deployment('IN_PROGRESS', 'second'))
  expect(await abandon(context, aws, deployment('IN_PROGRESS', 'first'))).toBe(true)
})
