import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { UserError } from '../core/user-error.js'
import type { EcsTaskDefinition } from './answers.js'

/** What an answer tells of a revision and nobody registers. */
const addedByEcs = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
])

/**
 * What of a task definition a copy would lose.
 * @param raw the answer of DescribeTaskDefinition as it was sent @param original what would be registered of it
 */
export function unseenOf(raw: unknown, original: RegisterTaskDefinitionRequest): readonly string[] {
  const { taskDefinition = {} } = (raw ?? {}) as { taskDefinition?: object }
  const told = Object.entries(taskDefinition).filter(([key]) => !addedByEcs.has(key))
  return unseenFields(Object.fromEntries(told), original)
}

/** @param lost paths, at least one */
export function fieldsUnseen(source: Pick<EcsTaskDefinition, 'arn'>, lost: readonly string[]): UserError {
  const named = lost.slice(0, 5).map((field) => `\`${field}\``)
  const more = lost.length > named.length ? ` and ${lost.length - named.length} more` : ''
  const name = source.arn.slice(source.arn.lastIndexOf('/') + 1)
  const what = `${name} has what this release of ohmy knows nothing of: ${named.join(', ')}${more}. A new revision would lose it.`
  const next =
    'Update ohmy; or register the revision with another tool and deploy it with `--task-definition`; or say `--drop-unknown-fields` to go on without it.'
  return new UserError('fields-unseen', what, next)
}

/** More are not named one by one. */
const mostNamed = 50

/**
 * Fields of an answer that were lost when it was read: paths such as `containerDefinitions.backend.newField`, where a list's members are
 * named by their `name` or by their place. What is empty (`null`, `[]`, `{}`) loses nothing: AWS fills answers up with such.
 * @param raw the answer as it was sent
 * @param read what was understood of it
 */
export function unseenFields(raw: unknown, read: unknown): readonly string[] {
  return [...pathsOf(raw, read, '')].slice(0, mostNamed)
}

function* pathsOf(raw: unknown, read: unknown, path: string): Generator<string> {
  if (isEmpty(raw)) return
  if (read === undefined || read === null) yield path
  else if (Array.isArray(raw)) {
    for (const [index, member] of raw.entries()) {
      const other = Array.isArray(read) ? (read[index] as unknown) : undefined
      yield* pathsOf(member, other, `${path}${path === '' ? '' : '.'}${nameOf(member) ?? index}`)
    }
  } else if (isObject(raw)) {
    for (const [key, member] of Object.entries(raw)) {
      const other = isObject(read) && Object.hasOwn(read, key) ? read[key] : undefined
      yield* pathsOf(member, other, path === '' ? key : `${path}.${key}`)
    }
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (isObject(value) && Object.keys(value).length === 0)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function nameOf(member: unknown): string | undefined {
  const name = isObject(member) ? member['name'] : undefined
  return typeof name === 'string' && name !== '' ? name : undefined
}
