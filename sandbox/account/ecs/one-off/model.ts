import type { ContainerImage, RunTaskRequest, Tag, TaskStopCode } from '@aws-sdk/client-ecs'
import type { ClusterRecord, TaskDefinitionRecord } from '../model.js'

/** A task that belongs to no service. */
export interface OneOffRecord {
  readonly id: string
  readonly arn: string
  readonly cluster: ClusterRecord
  readonly taskDefinition: TaskDefinitionRecord
  readonly images: readonly ContainerImage[]
  /** What it was asked for: the same token with anything else in it is a conflict. */
  readonly request: RunTaskRequest
  readonly tags: readonly Tag[]
  readonly createdAt: number
  readonly address: string
  lastStatus: 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED'
  desiredStatus: 'RUNNING' | 'STOPPED'
  startedAt?: number
  stoppingAt?: number
  executionStoppedAt?: number
  stoppedAt?: number
  stopCode?: TaskStopCode
  stoppedReason?: string
  exitCode?: number
  containerReason?: string
}

/** What a command does: its lines come one after the other, and then it ends. */
export interface CommandOutcome {
  readonly exitCode: number
  readonly lines: readonly string[]
  /** Milliseconds at speed 1 that it takes. */
  readonly takes: number
}

export interface OneOffTasks {
  /** By id. */
  readonly tasks: Map<string, OneOffRecord>
  /** By command, its words with a blank in between: where it does something else than its words say. */
  readonly outcomes: Map<string, CommandOutcome>
  /** Why ECS finds no place for any; undefined: it does. */
  refusal?: string
}

export function createOneOffTasks(): OneOffTasks {
  return { tasks: new Map(), outcomes: new Map() }
}
