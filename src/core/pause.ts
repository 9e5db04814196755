import { z } from 'zod'
import { Caller, Person, Place, roles } from './caller.js'
import { Checked } from './check.js'
import { idFrom } from './ids.js'
import { Change } from './operation.js'
import type { ToldPlace } from './told-place.js'

/** What AWS tells of a lifecycle hook: it waits, or its wait has ended. Whoever hears of it asks ECS how it is. */
export interface HookNews extends ToldPlace {
  readonly kind: 'hook'
  /** As ECS calls it. */
  readonly service: string
  /** ARN of the service deployment, where the event names it. */
  readonly deployment?: string
  readonly waits: boolean
  readonly at: number
}

/** `CONTINUE` or `ROLLBACK`, as ECS calls what a pause is told. */
export const HookAction = z.enum(['CONTINUE', 'ROLLBACK'])
export type HookAction = z.infer<typeof HookAction>

const HookDecision = z.object({
  action: HookAction,
  by: Caller,
  at: z.number(),
})
export type HookDecision = Readonly<z.infer<typeof HookDecision>>

/**
 * - `waiting`: for somebody; of a function: for its answer
 * - `decided`: it is being carried out
 * - `over`: it needs no decision any more, because the deployment has ended or goes back for another reason
 */
export const hookStates = [
  'waiting',
  'decided',
  'continued',
  'went back',
  'timed out',
  'failed',
  'over',
] as const

/** One run of a lifecycle hook, and what people said to it. Times in ms since the epoch. */
export const PauseHook = z.object({
  id: z.string(),
  kind: z.enum(['PAUSE', 'AWS_LAMBDA']),
  /** Where the deployment stood when it was found: `POST_TEST_TRAFFIC_SHIFT`. */
  stage: z.string(),
  /** Percent of the production traffic that went to the new version then. */
  traffic: z.number().exactOptional(),
  /** Name of its function. */
  function: z.string().exactOptional(),
  /** When its time is over, and what ECS does then. */
  until: z.number().exactOptional(),
  timeoutAction: HookAction.exactOptional(),
  foundAt: z.number(),
  state: z.enum(hookStates),
  decisions: z.array(HookDecision).readonly(),
  /** Why it waits again after it had been decided, one sentence. */
  again: z.string().exactOptional(),
  /** ECS was told, or may have been: a process may have died over it. */
  sent: z
    .object({ action: HookAction, at: z.number(), requestId: z.string().exactOptional() })
    .exactOptional(),
  settledAt: z.number().exactOptional(),
  /** What ended it was not said here: absent where it was. `operation`: the one of ohmy's that goes back. */
  elsewhere: z.object({ operation: z.string().exactOptional() }).exactOptional(),
})
export type PauseHook = Readonly<z.infer<typeof PauseHook>>

/** How a deployment is, in fewer words than ECS has. `gone`: ECS knows nothing of it any more. */
export const deploymentStates = [
  'running',
  'going back',
  'stopping',
  'succeeded',
  'went back',
  'stopped',
  'failed to go back',
  'gone',
] as const
export type DeploymentState = (typeof deploymentStates)[number]

/** The operation that began a deployment, and who asked for that: an agent together with the person it works for. */
export const BegunBy = z.object({ operation: z.string(), by: Person, behind: Person.exactOptional() })
export type BegunBy = Readonly<z.infer<typeof BegunBy>>

/** Slack ids of those whose own deployment it is: they are no second pair of eyes. */
export function askersOf(begunBy: BegunBy | undefined): readonly string[] {
  if (begunBy === undefined) return []
  const { by, behind } = begunBy
  return [by.id, ...(behind === undefined ? [] : [behind.id])]
}

/** A service deployment that was met at a pause, until it ends: what the store keeps and its one message shows. Times in ms since the epoch. */
export const PauseRecord = z.object({
  /** Of this shape. */
  v: z.literal(1),
  /** `deployment-7k2m9qa`, made from its ARN. */
  id: z.string(),
  /** ARN. */
  deployment: z.string(),
  service: z.object({
    environment: z.string(),
    name: z.string(),
    service: z.string(),
    cluster: z.string(),
  }),
  state: z.enum(deploymentStates),
  /** Untrusted: why it goes back or was stopped, in ECS's words. */
  reason: z.string().exactOptional(),
  /** Another deployment of the service took its place. */
  superseded: z.literal(true).exactOptional(),
  strategy: z.enum(['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY']),
  stage: z.string().exactOptional(),
  traffic: z.number().exactOptional(),
  tasks: z.object({ running: z.number(), requested: z.number() }).exactOptional(),
  createdAt: z.number(),
  foundAt: z.number(),
  endedAt: z.number().exactOptional(),
  /** The operation of ohmy's that began it, and who asked for that; absent: nobody of ohmy's. */
  begunBy: BegunBy.exactOptional(),
  /** Who asked for it could not be read: till it can, it may be anybody's own. */
  isAskerUnread: z.literal(true).exactOptional(),
  /** That operation is still at it, and has the service. */
  isFollowed: z.literal(true).exactOptional(),
  /** Oldest first. */
  hooks: z.array(PauseHook).readonly(),
  /** Who has to decide, as the policy was when it was looked at. */
  needs: z.object({ count: z.number(), role: z.enum(roles) }),
  /** What it brings, once that was found out. Names of variables, never values. */
  changes: z.array(Change).readonly().exactOptional(),
  /** What helps to decide, and when it was asked. */
  checks: z
    .object({ at: z.number(), asked: z.array(z.object({ title: z.string(), checked: Checked })).readonly() })
    .exactOptional(),
  /** Since when ECS does not answer, and why, as a clause. */
  unread: z.object({ since: z.number(), why: z.string() }).exactOptional(),
  /** Why it is not followed any more, a sentence. */
  trouble: z.string().exactOptional(),
  /** Absent: it has not been seen to wait for anybody. */
  place: Place.exactOptional(),
})
export type PauseRecord = Readonly<z.infer<typeof PauseRecord>>

/** The one id that a service deployment has with ohmy. @param arn of the service deployment */
export function deploymentId(arn: string): string {
  return idFrom('deployment', arn)
}

/** Those that wait for somebody, or are decided and not carried out yet. */
export function openPauses({
  hooks,
  endedAt,
}: Pick<PauseRecord, 'hooks'> & { readonly endedAt?: number }): readonly PauseHook[] {
  if (endedAt !== undefined) return []
  return hooks.filter(({ kind, state }) => kind === 'PAUSE' && (state === 'waiting' || state === 'decided'))
}

/** As few letters as name a hook to people: what follows `ecs-pause-`. */
export function shortHook(id: string): string {
  return id.replace(/^ecs-(?:pause|lambda)-/, '').slice(0, 8)
}

/** What was decided on it: to go back takes one person, to go on as many as the policy says. */
export function decidedAction(
  { decisions }: Pick<PauseHook, 'decisions'>,
  needed: number,
): HookAction | undefined {
  if (decisions.some(({ action }) => action === 'ROLLBACK')) return 'ROLLBACK'
  return new Set(decisions.map(({ by }) => by.id)).size >= needed ? 'CONTINUE' : undefined
}
