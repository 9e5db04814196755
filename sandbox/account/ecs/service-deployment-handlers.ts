import type {
  ContinueServiceDeploymentCommandInput,
  ContinueServiceDeploymentCommandOutput,
  DescribeServiceDeploymentsCommandInput,
  DescribeServiceDeploymentsCommandOutput,
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsCommandOutput,
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsCommandOutput,
  StopServiceDeploymentCommandInput,
  StopServiceDeploymentCommandOutput,
} from '@aws-sdk/client-ecs'
import { AwsError, invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { page } from '../paging.js'
import type { World } from '../world.js'
import {
  briefServiceDeployment,
  describeServiceDeployment,
  describeServiceRevision,
} from './describe-service-deployment.js'
import { answerPause, runningServiceDeployment } from './hooks.js'
import { findService, pageSize } from './lookup.js'
import type { ServiceDeploymentRecord } from './model.js'
import { stopDeployment } from './stop-deployment.js'

const listServiceDeployments: Handler<
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsCommandOutput
> = (input, { world }) => {
  const service = findService(world, input.cluster, input.service)
  const { status, createdAt } = input
  const after = createdAt?.after?.getTime() ?? Number.NEGATIVE_INFINITY
  const before = createdAt?.before?.getTime() ?? Number.POSITIVE_INFINITY
  const wanted = service.serviceDeployments.filter(
    (record) =>
      (status === undefined || status.length === 0 || status.includes(record.status)) &&
      record.createdAt > after &&
      record.createdAt < before,
  )
  const { items, nextToken } = page(wanted, {
    nextToken: input.nextToken,
    size: pageSize(input.maxResults, 20),
  })
  return { serviceDeployments: items.map(briefServiceDeployment), nextToken }
}

const describeServiceDeployments: Handler<
  DescribeServiceDeploymentsCommandInput,
  DescribeServiceDeploymentsCommandOutput
> = (input, { world }) => {
  const { found, failures } = lookUp(
    world.serviceDeployments,
    input.serviceDeploymentArns,
    'serviceDeploymentArns',
  )
  return { serviceDeployments: found.map(describeServiceDeployment), failures }
}

const describeServiceRevisions: Handler<
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsCommandOutput
> = (input, { world }) => {
  const { found, failures } = lookUp(world.revisions, input.serviceRevisionArns, 'serviceRevisionArns')
  return { serviceRevisions: found.map(describeServiceRevision), failures }
}

function lookUp<Found>(from: ReadonlyMap<string, Found>, arns: string[] | undefined, name: string) {
  if (arns === undefined || arns.length === 0) throw invalidParameter(`${name} cannot be empty.`)
  if (arns.length > 20) throw invalidParameter(`${name} may contain at most 20 elements.`)
  const found: Found[] = []
  const failures: { arn: string; reason: string }[] = []
  for (const arn of arns) {
    const item = from.get(arn)
    if (item === undefined) failures.push({ arn, reason: 'MISSING' })
    else found.push(item)
  }
  return { found, failures }
}

const stopServiceDeployment: Handler<
  StopServiceDeploymentCommandInput,
  StopServiceDeploymentCommandOutput
> = (input, call) => {
  const deployment = findServiceDeployment(call.world, input.serviceDeploymentArn)
  if (runningServiceDeployment(deployment.service) !== deployment) {
    throw new AwsError(
      'ConflictException',
      `The service deployment cannot be stopped because its status is ${deployment.status}.`,
    )
  }
  call.changed()
  stopDeployment(call.world, deployment, input.stopType ?? 'ROLLBACK')
  return { serviceDeploymentArn: deployment.arn }
}

const continueServiceDeployment: Handler<
  ContinueServiceDeploymentCommandInput,
  ContinueServiceDeploymentCommandOutput
> = (input, call) => {
  const deployment = findServiceDeployment(call.world, input.serviceDeploymentArn)
  const hook = deployment.hooks.find(({ detail }) => detail.hookId === input.hookId)
  if (hook === undefined)
    throw invalidParameter('The lifecycle hook was not found in the service deployment.')
  if (
    hook.detail.status !== 'AWAITING_ACTION' ||
    runningServiceDeployment(deployment.service) !== deployment
  ) {
    throw invalidParameter('The lifecycle hook is not awaiting an action.')
  }
  call.changed()
  answerPause(call.world, deployment, hook, input.action ?? 'CONTINUE')
  call.world.reconcile(deployment.service)
  return { serviceDeploymentArn: deployment.arn }
}

function findServiceDeployment(world: World, arn: string | undefined): ServiceDeploymentRecord {
  const deployment = world.serviceDeployments.get(arn ?? '')
  if (deployment === undefined) {
    throw new AwsError('ServiceDeploymentNotFoundException', 'The service deployment was not found.')
  }
  return deployment
}

export const serviceDeploymentHandlers = {
  ListServiceDeployments: listServiceDeployments,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  StopServiceDeployment: stopServiceDeployment,
  ContinueServiceDeployment: continueServiceDeployment,
}
