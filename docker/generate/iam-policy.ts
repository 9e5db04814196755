import { filled, type Grant, grants, type Part, type Place } from '../../src/aws/grants.js'

/** The environments of the example; whoever takes a policy writes their own names. */
export const examplePlace: Place = {
  region: 'ap-southeast-2',
  account: '123456789012',
  cluster: ['ohmycoins-staging-cluster', 'ohmycoins-prod-cluster'],
  family: ['ohmycoins-staging-', 'ohmycoins-prod-'],
  logs: ['/ecs/ohmycoins-staging/', '/ecs/ohmycoins-prod/'],
  taskRole: [
    'ohmycoins-staging-ecs-task',
    'ohmycoins-staging-ecs-task-execution',
    'ohmycoins-prod-ecs-task',
    'ohmycoins-prod-ecs-task-execution',
  ],
  repository: ['ohmycoins/*'],
  project: 'ohmycoins-',
  queue: ['ohmycoins-alerts', 'ohmycoins-alerts-dead'],
  stateBucket: 'ohmycoins-terraform-state',
  stateTable: 'ohmycoins-terraform-locks',
  role: 'ohmy',
}

export const parts: readonly Part[] = ['read', 'change', 'readiness']

/** What AWS takes as a policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export function iamPolicy(place: Place, which: readonly Part[] = parts) {
  const statements = which.flatMap((part) => grants.filter((grant) => grant.part === part))
  return { Version: '2012-10-17', Statement: statements.map((grant) => statement(grant, place)) }
}

function statement({ sid, actions, on, when }: Grant, place: Place) {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: on === '*' ? '*' : on.flatMap((template) => filled(template, place)),
    ...(when === undefined ? {} : { Condition: conditions(when, place) }),
  }
}

function conditions(when: NonNullable<Grant['when']>, place: Place) {
  return Object.fromEntries(
    Object.entries(when).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [
          key,
          values.flatMap((template) => filled(template, place)),
        ]),
      ),
    ]),
  )
}

/** As a file; lists of one line where they fit, as the formatter has them. */
export function iamPolicyFile(which: readonly Part[] = parts): string {
  return `${json(iamPolicy(examplePlace, which), '', 0)}\n`
}

const width = 110

/** @param behind characters that stand before the value in its line, and what comes after it */
function json(value: unknown, indent: string, behind: number): string {
  const flat = inOneLine(value)
  const isShort = indent.length + behind + flat.length <= width
  if (Array.isArray(value)) {
    if (isShort && value.every((one) => typeof one !== 'object')) return flat
    const inner = `${indent}  `
    return `[\n${value.map((one) => `${inner}${json(one, inner, 1)}`).join(',\n')}\n${indent}]`
  }
  if (typeof value !== 'object' || value === null) return flat
  const inner = `${indent}  `
  const lines = Object.entries(value).map(
    ([key, one]) => `${inner}"${key}": ${json(one, inner, key.length + 5)}`,
  )
  return `{\n${lines.join(',\n')}\n${indent}}`
}

function inOneLine(value: unknown): string {
  return JSON.stringify(value, undefined, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']')
}
