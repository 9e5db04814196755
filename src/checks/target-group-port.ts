import { z } from 'zod'
import type { Aws, EcsTaskDefinition } from '../aws/aws.js'
import { check } from './check.js'
import { definitionOf } from './images-asked.js'
import { awsOf, serviceOf } from './subject.js'

export const targetGroupPort = check({
  name: 'target-group-port',
  summary:
    'Whether the target groups of a service lead to a port that its containers listen on, and look for its health where it is',
  results: {
    pass: 'each does, or there is none',
    warn: 'a target group’s own port is another one than the container’s: what ECS registers counts',
    fail: 'the container or its port is not in the task definition, or the target group is gone',
  },
  reads: ['ecs:DescribeServices', 'ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeTargetGroups'],
  needsService: true,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const aws = awsOf(subject, ports)
    const ref = serviceOf(subject)
    const [{ leadsTo = [] }, definition] = await Promise.all([
      aws.describeService(ref),
      definitionOf(aws, ref),
    ])
    if (leadsTo.length === 0) return { result: 'pass', figure: 'no target group' }
    const looked = await Promise.all(leadsTo.map((way) => lookAt(aws, way, definition)))
    const result = (['fail', 'warn', 'pass'] as const).find((one) =>
      looked.some((each) => each.result === one),
    )
    return {
      result: result ?? 'pass',
      figure: looked.map(({ words }) => words).join('; '),
      ...(result === 'fail' ? { cause: 'health-check' as const } : {}),
    }
  },
})

async function lookAt(
  aws: Aws,
  {
    targetGroup,
    container,
    port,
  }: { readonly targetGroup: string; readonly container: string; readonly port: number },
  { containers }: EcsTaskDefinition,
): Promise<{ readonly result: 'pass' | 'warn' | 'fail'; readonly words: string }> {
  const named = containers.find(({ name }) => name === container)
  if (named === undefined) {
    return {
      result: 'fail',
      words: `the service leads to the container ${container}, which the task definition has not`,
    }
  }
  if (named.ports?.includes(port) === false) {
    const open = named.ports.length === 0 ? 'none' : named.ports.join(', ')
    return { result: 'fail', words: `the service leads to ${container}:${port}, and it opens ${open}` }
  }
  const group = await aws.targetGroup(targetGroup)
  if (group === undefined) return { result: 'fail', words: `its target group is gone: ${targetGroup}` }
  const { name, healthPort, healthPath = '' } = group
  const isFixed = healthPort !== 'traffic-port' && Number(healthPort) !== port
  if (isFixed && named.ports?.includes(Number(healthPort)) === false) {
    return {
      result: 'fail',
      words: `${name} looks for its health at ${healthPort}, which ${container} does not open`,
    }
  }
  if (group.port !== undefined && group.port !== port) {
    return { result: 'warn', words: `${name} is for ${group.port}, and leads to ${container}:${port}` }
  }
  return { result: 'pass', words: `${name} → ${container}:${port}${healthPath}` }
}
