import { z } from 'zod'
import type { Aws, EcsTaskDefinition } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { counted } from '../status/wording.js'
import { check } from './check.js'
import { definitionOf } from './images-asked.js'
import { awsOf, serviceOf } from './subject.js'

const secretsOf = 'Secrets Manager'

type Found = { readonly result: 'pass' | 'fail' | 'unknown'; readonly words: string }

export const taskNeeds = check({
  name: 'task-needs',
  summary:
    'Whether what a service’s task definition names besides its images is there: its secrets (no value is read) and its log groups. Without one of them no task starts',
  results: { pass: 'all of it is', fail: 'a secret or a log group is not there, or a secret is deleted' },
  reads: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'secretsmanager:DescribeSecret',
    'logs:DescribeLogGroups',
  ],
  value: 'what is not there',
  needsService: true,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const aws = awsOf(subject, ports)
    const definition = await definitionOf(aws, serviceOf(subject))
    const { secrets, groups } = namedIn(definition)
    const looked = await Promise.all([
      ...secrets.map((secret) => orUnknown(secret, () => secretFound(aws, secret))),
      ...groups.map((group) => orUnknown(group, () => groupFound(aws, group))),
    ])
    const bad = looked.filter(({ result }) => result === 'fail')
    const unread = looked.filter(({ result }) => result === 'unknown')
    if (bad.length > 0) {
      const figure = bad.map(({ words }) => words).join('; ')
      const cause = bad.some(({ words }) => words.endsWith(`(${secretsOf})`)) ? 'secrets' : 'log-driver'
      return { result: 'fail', figure, value: bad.length, cause }
    }
    if (unread.length > 0)
      return { result: 'unknown', figure: [...new Set(unread.map(({ words }) => words))].join('; ') }
    const figure = `${counted(secrets.length, 'secret')} and ${counted(groups.length, 'log group')} are there`
    return { result: 'pass', figure, value: 0 }
  },
})

function namedIn({ containers }: EcsTaskDefinition) {
  const secrets = containers.flatMap((container) => Object.values(container.secrets)).map(withoutKey)
  const groups = containers.flatMap(({ logs }) => logs?.group ?? [])
  return { secrets: [...new Set(secrets)], groups: [...new Set(groups)] }
}

/** `arn:…:secret:name-AbCdEf:json-key:version-stage:version-id` names one value of it. */
function withoutKey(from: string): string {
  return from.includes(':secretsmanager:') ? from.split(':').slice(0, 7).join(':') : from
}

async function secretFound(aws: Aws, from: string): Promise<Found> {
  const name = from.split(':').at(-1) ?? from
  if (!from.includes(':secretsmanager:')) {
    return { result: 'unknown', words: `${name} lies in the Parameter Store, where ohmy does not look` }
  }
  const state = await aws.secretState(from)
  if (state === 'there') return { result: 'pass', words: name }
  const how = state === 'deleted' ? 'is deleted' : 'is not there'
  // Not "the secret …": what follows that word is taken for one.
  return { result: 'fail', words: `${name} ${how} (${secretsOf})` }
}

async function groupFound(aws: Aws, group: string): Promise<Found> {
  if ((await aws.findLogGroup(group)) !== undefined) return { result: 'pass', words: group }
  return { result: 'fail', words: `the log group ${group} is not there` }
}

async function orUnknown(what: string, look: () => Promise<Found>): Promise<Found> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const words = error.kind === 'denied' ? explainAwsError(error) : `${what}: ${explainAwsError(error)}`
    return { result: 'unknown', words }
  }
}
