import type { z } from 'zod'
import type { Mutes } from '../alarms/mutes.js'
import type { Action } from '../aws/actions.js'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { Checked } from '../core/check.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { Costs } from '../costs/costs.js'
import type { Locks } from '../locks/locks.js'
import type { TerraformLooks } from '../terraform/validate/look-at-environment.js'

/** What checks may use. They change nothing. */
export interface CheckPorts {
  readonly aws: AwsFor
  readonly config: Config
  readonly costs: Costs
  readonly mutes: Pick<Mutes, 'list'>
  readonly locks: Pick<Locks, 'blocking'>
  readonly terraform: TerraformLooks
  readonly clock: Clock
}

/** What a check is asked about, besides its own arguments. */
export interface Subject {
  readonly environment: Environment
  /** Absent: all of the environment, or its load balancer, database, cache. */
  readonly service?: ServiceRef
}

/** A read-only question with a typed answer: declared in one file a check. */
export interface Check<Arguments = unknown> {
  /** As runbooks name it: `steady-state`. */
  readonly name: string
  /** One line for the docs and for who writes runbooks: what it tells. */
  readonly summary: string
  /** When it passes, warns and fails, a clause each; absent: it never does. Where it cannot look it is `unknown`. */
  readonly results: { readonly pass: string; readonly warn?: string; readonly fail?: string }
  /** What of AWS it reads, by IAM's names; empty: only what ohmy keeps itself. */
  readonly reads: readonly Action[]
  /** What `value` is, with its unit; absent: it has none. */
  readonly value?: string
  readonly needsService: boolean
  /** Its own arguments; texts that say durations are turned into ms here. A strict object. */
  readonly arguments: z.ZodType<Arguments>
  /** @throws AwsError, UserError: it could not look; whoever asks makes `unknown` of that */
  ask(subject: Subject, args: Arguments, ports: CheckPorts): Promise<Checked>
}

/** Declares a check. The list of all checks knows no argument types any more: `arguments` guarantees them to `ask`. */
export function check<Arguments>(declaration: Check<Arguments>): Check {
  return declaration as unknown as Check
}
