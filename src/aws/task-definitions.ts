import { createHash } from 'node:crypto'
import type {
  ContainerDefinition,
  RegisterTaskDefinitionRequest,
  Tag,
  TaskDefinition,
} from '@aws-sdk/client-ecs'
import type { Environment } from '../core/environment.js'
import type { Freshness, ProcessCache } from '../core/kept-answers.js'
import type { EcsContainer, EcsTaskDefinition } from './answers.js'
import { plainValue } from '../core/secrets/plain-value.js'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { lastPart } from './arn.js'
import { perCall } from './limits.js'
import type { RequestOptions } from './request-handler.js'
import { fieldsUnseen, unseenOf } from './unseen-fields.js'

export interface TaskDefinitionsPort {
  /**
   * `family`, `family:revision` or an ARN; undefined when there is none.
   * @param options `content`: of a revision only what never changes is wanted. Its status and tags may be a minute old then.
   */
  describeTaskDefinition(
    reference: string,
    options?: { readonly content?: boolean },
  ): Promise<EcsTaskDefinition | undefined>
  /** ARNs of a family's ACTIVE revisions, newest first: at most `limit` (100 at most), one call. */
  activeTaskDefinitions(family: string, limit: number): Promise<readonly string[]>
  /**
   * Registers the next revision of the family: a copy of what was described, with other images (by container) and further tags. Sent once.
   * @param source as `describeTaskDefinition` of the same environment gave it
   * @throws UserError `fields-unseen` when it would lose fields (`source.unseen`) that `without` does not name
   */
  registerTaskDefinition(
    source: EcsTaskDefinition,
    differences: {
      readonly images: Readonly<Record<string, string>>
      readonly tags: Readonly<Record<string, string>>
      readonly without: readonly string[]
    },
  ): Promise<{ readonly arn: string; readonly requestId: string }>
}

/** Only the content never changes: a copy carries on tags that are at most so old. */
const contentKept: Freshness = { freshFor: 60_000, knownFor: 0, failedFor: 0 }

type Registrable = keyof RegisterTaskDefinitionRequest & keyof TaskDefinition

/**
 * What may be registered again of what was described; everything else ECS adds itself. A release of the SDK that can register
 * more fails to compile here.
 */
const registrable: Readonly<Record<Registrable, true>> = {
  family: true,
  taskRoleArn: true,
  executionRoleArn: true,
  networkMode: true,
  containerDefinitions: true,
  volumes: true,
  placementConstraints: true,
  requiresCompatibilities: true,
  cpu: true,
  memory: true,
  pidMode: true,
  ipcMode: true,
  proxyConfiguration: true,
  inferenceAccelerators: true,
  ephemeralStorage: true,
  runtimePlatform: true,
  enableFaultInjection: true,
}

/** Task definitions. The full text of one, with all values of its environment variables, never leaves this file. */
export function taskDefinitionsOf(
  environment: Environment,
  clients: Clients,
  calls: Calls,
  known: ProcessCache,
): TaskDefinitionsPort {
  const originals = new WeakMap<EcsTaskDefinition, RegisterTaskDefinitionRequest>()

  async function describe(reference: string): Promise<EcsTaskDefinition | undefined> {
    const ecs = await clients.ecs()
    // The SDK drops every member that its model does not have, without a word: the body tells what that was.
    let body = new Uint8Array()
    const onBody = (read: Uint8Array) => {
      body = Uint8Array.from(read)
    }
    try {
      const { taskDefinition, tags = [] } = await calls.ask('ecs:DescribeTaskDefinition', (options) => {
        const watched: RequestOptions = { ...options, onBody }
        return ecs.describeTaskDefinition({ taskDefinition: reference, include: ['TAGS'] }, watched)
      })
      if (taskDefinition === undefined) return undefined
      const original = toRegister(taskDefinition)
      const unseen = unseenOf(JSON.parse(new TextDecoder().decode(body)), original)
      const described = {
        ...toTaskDefinition(taskDefinition, tags),
        ...(unseen.length === 0 ? {} : { unseen }),
      }
      originals.set(described, { ...original, tags })
      return described
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  return {
    async describeTaskDefinition(reference, { content = false } = {}) {
      const name = `task definition ${lastPart(reference)}`
      if (content) return (await known.read(name, contentKept, () => describe(reference))).value
      return (await known.readAnew(name, () => describe(reference))).value
    },

    async activeTaskDefinitions(family, limit) {
      const ecs = await clients.ecs()
      const maxResults = Math.min(limit, perCall.taskDefinitionsListed)
      const answer = await calls.ask('ecs:ListTaskDefinitions', (options) =>
        ecs.listTaskDefinitions(
          { familyPrefix: family, status: 'ACTIVE', sort: 'DESC', maxResults },
          options,
        ),
      )
      // Asked for in this order. Where something goes back to must not hang on who kept to it.
      return (answer.taskDefinitionArns ?? []).toSorted((a, b) => revisionIn(b) - revisionIn(a))
    },

    async registerTaskDefinition(source, { images, tags, without }) {
      const original = originals.get(source)
      if (original === undefined) {
        throw new Error(`${source.arn} was not described by the room of ${environment.name}`)
      }
      const lost = (source.unseen ?? []).filter((field) => !without.includes(field))
      if (lost.length > 0) throw fieldsUnseen(source, lost)
      const ecs = await clients.ecs()
      const containerDefinitions = (original.containerDefinitions ?? []).map((container) => {
        const image = images[container.name ?? '']
        return image === undefined ? container : { ...container, image }
      })
      const answer = await calls.change('ecs:RegisterTaskDefinition', (options) =>
        ecs.registerTaskDefinition(
          { ...original, containerDefinitions, tags: tagsWith(original.tags, tags) },
          options,
        ),
      )
      return {
        arn: answer.taskDefinition?.taskDefinitionArn ?? '',
        requestId: answer.$metadata.requestId ?? '',
      }
    },
  }
}

/**
 * ECS has no error of its own for a task definition that does not exist: a ClientException is also what it says of permissions and of parameters, so its
 * words decide. With other words than these it is a refusal, and nobody takes it for a missing one.
 */
function isMissing(error: unknown): boolean {
  if (!(error instanceof AwsError) || error.code !== 'ClientException') return false
  return /unable to describe task definition|task definition does not exist/i.test(error.message)
}

function toRegister(definition: TaskDefinition): RegisterTaskDefinitionRequest {
  const keys = Object.keys(registrable) as Registrable[]
  const entries = keys.map((key) => [key, definition[key]] as const)
  const given = entries.filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as unknown as RegisterTaskDefinitionRequest
}

/** What an earlier deployment left of its own is not carried on; tags of AWS cannot be set by anybody. */
function tagsWith(before: readonly Tag[] = [], added: Readonly<Record<string, string>>): Tag[] {
  const kept = before.filter(({ key = '' }) => !/^(aws|ohmy):/i.test(key))
  return [...kept, ...Object.entries(added).map(([key, value]) => ({ key, value }))]
}

function toTaskDefinition(definition: TaskDefinition, tags: readonly Tag[]): EcsTaskDefinition {
  return {
    arn: definition.taskDefinitionArn ?? '',
    family: definition.family ?? '',
    revision: definition.revision ?? 0,
    status: definition.status ?? 'ACTIVE',
    registeredAt: definition.registeredAt?.getTime() ?? 0,
    ...(definition.registeredBy === undefined ? {} : { registeredBy: definition.registeredBy }),
    ...(definition.cpu === undefined ? {} : { cpu: definition.cpu }),
    ...(definition.memory === undefined ? {} : { memory: definition.memory }),
    ...(definition.taskRoleArn === undefined ? {} : { taskRole: definition.taskRoleArn }),
    ...(definition.executionRoleArn === undefined ? {} : { executionRole: definition.executionRoleArn }),
    ...architectureOf(definition),
    containers: (definition.containerDefinitions ?? []).map(toContainer),
    tags: Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])),
  }
}

function architectureOf({ runtimePlatform }: TaskDefinition): Pick<EcsTaskDefinition, 'architecture'> {
  const { cpuArchitecture: architecture } = runtimePlatform ?? {}
  return architecture === 'ARM64' || architecture === 'X86_64' ? { architecture } : {}
}

function toContainer(container: ContainerDefinition): EcsContainer {
  return {
    name: container.name ?? '',
    image: container.image ?? '',
    essential: container.essential ?? true,
    ...(container.cpu === undefined ? {} : { cpu: container.cpu }),
    ...(container.memory === undefined ? {} : { memory: container.memory }),
    ...(container.memoryReservation === undefined ? {} : { memoryReservation: container.memoryReservation }),
    environment: Object.fromEntries(
      (container.environment ?? []).map(({ name = '', value = '' }) => [name, hashOf(value)]),
    ),
    plainValues: Object.fromEntries(
      (container.environment ?? []).flatMap(({ name = '', value = '' }): [string, string][] => {
        const plain = plainValue(name, value)
        return plain === undefined ? [] : [[name, plain]]
      }),
    ),
    secrets: Object.fromEntries(
      (container.secrets ?? []).map(({ name = '', valueFrom = '' }) => [name, valueFrom]),
    ),
    ports: (container.portMappings ?? []).flatMap(({ containerPort }) => containerPort ?? []),
    ...logsIn(container),
  }
}

/**
 * Without a prefix the log driver names streams after the container's id, which nobody can know. Fluent Bit puts its tag behind a prefix of
 * streams: https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch
 */
function logsIn({ logConfiguration }: ContainerDefinition): Pick<EcsContainer, 'logs'> {
  const { logDriver, options = {} } = logConfiguration ?? {}
  if (logDriver === 'awsfirelens') {
    const { log_group_name: group, log_stream_prefix: streamPrefix } = options
    if (group === undefined || streamPrefix === undefined || streamPrefix.includes('$(')) return {}
    return { logs: { group, streamPrefix, router: true } }
  }
  const { 'awslogs-group': group, 'awslogs-stream-prefix': streamPrefix } = options
  if (logDriver !== 'awslogs' || group === undefined || streamPrefix === undefined) return {}
  return { logs: { group, streamPrefix } }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}

/** 0: none stands in it. */
function revisionIn(arn: string): number {
  return Number(/:(\d+)$/.exec(arn)?.[1] ?? 0)
}
