import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { asJson } from '../core/json.js'
import type { Message, Reply } from '../core/message.js'
import { deploymentId, type HookAction, openPauses, type PauseRecord } from '../core/pause.js'
import { UserError } from '../core/user-error.js'
import { type Flows, HeldError } from '../flow/flows.js'
import type { FlowStore } from '../flow/flow-store.js'
import { recordsOf } from '../flow/records.js'
import type { PauseFlow } from './pause-flow.js'
import type { DecisionRule, OpenDeployment } from './ports.js'
import { hearPause, type PauseWord } from './words.js'

/** Records one question looks at. */
const mostLookedAt = 3_000

/** A decision, as somebody says it. */
export interface PauseDecision {
  /** `deployment-7k2m9qa` */
  readonly id: string
  /** The hook it is about, or as much of its id as names it. */
  readonly hook: string
  readonly action: HookAction
}

/** The way in: deployments that wait at a pause are met, and people decide on them. */
export interface Pauses {
  /**
   * Somebody met this deployment at a pause, or heard that something happened to it: its message is there from then on, once, whoever meets it how often.
   * @param deployment ARN of the service deployment
   */
  meet(service: ServiceRef, deployment: string): Promise<void>
  /** The same of one that is known already; others are let be. */
  wake(deployment: string): Promise<void>
  /** @throws UserError why it does not count */
  decide(decision: PauseDecision, caller: Caller): Promise<Reply>
  /** What is deployed in these services now, as ECS tells; what waits for somebody has its message from then on. @throws AwsError */
  goingOn(environment: Environment, services: readonly ServiceRef[]): Promise<readonly OpenDeployment[]>
  /** Those that have not ended, newest first. */
  open(environments: readonly string[]): Promise<readonly PauseRecord[]>
}

export function createPauses(options: {
  readonly flow: PauseFlow
  readonly flows: Flows
  readonly store: Pick<FlowStore, 'open' | 'readAll'>
  readonly authority: Authority
  readonly ruleIn: (environment: string) => DecisionRule
  readonly blockedBy: (
    record: PauseRecord,
    action: HookAction,
    caller: Caller,
  ) => Promise<UserError | undefined>
  /** Who is in the way, in words. */
  readonly heldBy: (error: HeldError, caller: Caller) => UserError
  readonly goingOn: Pauses['goingOn']
  readonly card: (record: PauseRecord) => Message
  /** The store's. */
  readonly clock: Clock
}): Pauses {
  const { flow, flows, store, authority, ruleIn, card, clock } = options

  async function named(id: string): Promise<PauseRecord> {
    const found = await flows.find<PauseRecord>(flow, id)
    if (found !== undefined) return found.record
    const next = 'Copy its id from the message, or say `deployment` with the environment.'
    throw new UserError('deployment-not-found', `There is no deployment ${id} that waits for anybody.`, next)
  }

  return {
    async meet(service, deployment) {
      const id = deploymentId(deployment)
      const now = clock.now()
      const { environment, name, service: ecsName, cluster } = service
      const { version } = await flows.begin<PauseRecord>(flow, id, {
        ...{ v: 1, id, deployment, service: { environment, name, service: ecsName, cluster } },
        ...{ state: 'running', strategy: 'ROLLING', createdAt: now, foundAt: now, hooks: [] },
        needs: ruleIn(environment),
      })
      if (version > 1) await flows.wake(id)
    },

    wake: (deployment) => flows.wake(deploymentId(deployment)),

    async decide({ id, hook, action }, caller) {
      const record = await named(id)
      const { environment } = record.service
      const rule = ruleIn(environment)
      const word: PauseWord = { kind: 'decide', by: caller, hook, action }
      // The state first: who is late reads what was decided, whatever their role.
      hearPause(record, word, rule, clock.now())
      const verb = action === 'CONTINUE' ? 'continue' : 'go-back'
      const refusal = await mayDo({ verb, access: rule.role }, environment, caller, authority)
      if (refusal !== undefined) throw refusal
      const blocked = await options.blockedBy(record, action, caller)
      if (blocked !== undefined) throw blocked
      try {
        const heard = await flows.hear<PauseRecord, PauseWord>(flow, id, word)
        return replyWith(heard.record, card)
      } catch (error) {
        throw error instanceof HeldError ? options.heldBy(error, caller) : error
      }
    },

    goingOn: options.goingOn,

    async open(environments) {
      const stored = await store.readAll(await store.open(flow.lane, mostLookedAt))
      return recordsOf(stored, flow)
        .filter(({ service, endedAt }) => environments.includes(service.environment) && endedAt === undefined)
        .toSorted((left, right) => right.foundAt - left.foundAt)
    },
  }
}

function replyWith(record: PauseRecord, card: (record: PauseRecord) => Message): Reply {
  return {
    ...{ message: card(record), data: asJson(record), shownTo: 'place' },
    deployment: record.id,
  }
}

/** What waits in an environment, or in one service of it. */
export function waitingIn(
  records: readonly PauseRecord[],
  service?: Pick<ServiceRef, 'service'>,
): readonly PauseRecord[] {
  return records.filter(
    (record) =>
      openPauses(record).length > 0 && (service === undefined || record.service.service === service.service),
  )
}
