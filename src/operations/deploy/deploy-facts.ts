import type { EcsService, EcsTaskDefinition, RegistryImage, ServiceDeployment } from '../../aws/aws.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import type { RegionPrices } from '../../config/prices.js'
import type { Change } from '../../core/operation.js'
import type { Proof } from './deploy-images.js'
import type { Digests, ImageNow, Lookup } from '../service/images-now.js'
import type { Release } from '../service/service-release.js'

/** Everything that a decision about one service stands on. */
export interface ServiceFacts {
  readonly ref: ServiceRef
  readonly service: EcsService
  readonly current: EcsTaskDefinition
  /** The newest of its deployments, and the one that is not finished yet, if any. */
  readonly newest?: ServiceDeployment
  /** Digest of what runs, by container. */
  readonly running: Digests
  /** What the images of the current task definition mean now. */
  readonly currentNow: readonly ImageNow[]
  /** The task definition that was asked for by name, or is gone back to. */
  readonly wanted?: EcsTaskDefinition
  /** What autoscaling keeps it in, looked up where its tasks become of another size. */
  readonly range?: { readonly minimum: number; readonly maximum: number }
  /** What its images mean now. */
  readonly wantedNow?: readonly ImageNow[]
  /** By full image name, of every image that is asked for. */
  readonly images: Readonly<Record<string, Lookup>>
  /** Newest first: what could be meant instead. */
  readonly available: readonly RegistryImage[]
  /** By full image name; absent where nothing has to be proven. */
  readonly proofs?: Readonly<Record<string, Proof>>
}

export interface DeployFacts {
  readonly environment: Environment
  readonly services: readonly ServiceFacts[]
  readonly prices: RegionPrices
  /** ms since the epoch. */
  readonly now: number
}

/** What becomes of one service. */
export interface Decided {
  readonly facts: ServiceFacts
  readonly release: Release
  readonly changes: readonly Change[]
  readonly details: readonly string[]
  readonly warnings?: readonly string[]
}

/** What a release starts from. */
export type From = Omit<Release, 'to'>
