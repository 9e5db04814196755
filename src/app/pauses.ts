import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Authority } from '../access/authority.js'
import { isUnreadable } from '../access/permission.js'
import { approvalFor, mayDo } from '../access/permissions.js'
import type { Audit } from '../audit/audit.js'
import type { AwsFor } from '../aws/aws.js'
import { lockedBy } from '../changes/request.js'
import type { History } from '../changes/history.js'
import type { CheckPorts } from '../checks/check.js'
import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import { channelAddress } from '../core/channel-reference.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { environmentTold } from '../core/told-place.js'
import { OperationRecord } from '../core/operation.js'
import { askersOf, type HookAction, type HookNews, type PauseRecord } from '../core/pause.js'
import { serviceLock } from '../core/service-lock.js'
import { createZone } from '../core/time-zone.js'
import type { UserError } from '../core/user-error.js'
import type { createGate } from '../locks/gate.js'
import { createPauseFlow } from '../pauses/pause-flow.js'
import { createPauses, type Pauses } from '../pauses/pauses.js'
import type { DecisionRule, PausePorts, SeenDeployment } from '../pauses/ports.js'
import { keys } from '../redis/keys.js'
import { pauseCard } from '../slack/views/pauses/card.js'
import { pauseNotice, settledPauseNotice } from '../slack/views/pauses/notices.js'
import { createApproverLetters, type LetterTools } from './approver-letters.js'
import type { FlowsRoom, ShownKind } from './flows.js'
import { createPauseAws } from './pause-aws.js'
import { createPauseFindings } from './pause-findings.js'
import { watchForPauses } from './pause-watch.js'

export interface PausesRoom {
  readonly pauses: Pauses
  readonly kind: ShownKind
  /** For who follows a deployment and meets its pause at each look: the first time counts. */
  readonly meet: Pauses['meet']
  /** What AWS tells of a hook; false: it is of no environment. @throws when it may not be kept */
  hear(news: HookNews): Promise<boolean>
  /** Looks now and then for deployments that wait. */
  start(): { stop(): Promise<void> }
}

export interface PausesRoomOptions extends LetterTools {
  readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
  readonly redis: Redis
  readonly aws: AwsFor
  readonly config: Config
  readonly history: Pick<History, 'list'>
  readonly checkPorts: CheckPorts
  readonly audit: Audit
  readonly authority: Authority
  readonly blockedBy: ReturnType<typeof createGate>
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
  readonly timeScale: number
  /** ms between looks for deployments that wait. Default: a minute. */
  readonly looksEvery?: number | undefined
}

/** Deployments that this process has met: more are forgotten, and met once more. */
const mostRemembered = 1_000

/** Deployments that wait at a pause, whoever began them: met, asked about, answered. */
export function createPausesRoom(options: PausesRoomOptions): PausesRoom {
  const { durable, redis, config, audit, authority, blockedBy, clock, logger, timeScale } = options
  const { flows, store } = durable
  const { environments } = config
  const zone = createZone(config.timeZone)
  const card = (record: PauseRecord) => pauseCard(record, { zone })
  const letters = createApproverLetters(options)

  /** Who may let a deployment go on may let it begin: where nobody has to agree to that, one person with the role for it. */
  function ruleIn(environment: string): DecisionRule {
    const rule =
      approvalFor({ verb: 'continue' }, environment, config) ??
      approvalFor({ verb: 'deploy' }, environment, config)
    return rule === undefined ? { count: 1, role: 'operator' } : { count: rule.count, role: rule.role }
  }

  async function operationAt(service: ServiceRef): Promise<SeenDeployment['operation']> {
    const holders = await store.holders(keys.held(serviceLock(service)))
    const [held] = await store.readAll(holders.filter((id) => id.startsWith('op-')))
    const record = held === undefined ? undefined : OperationRecord.safeParse(held.record).data
    if (record === undefined) return undefined
    return { id: record.id, goesBack: record.state === 'reverting' || record.name === 'rollback-service' }
  }

  /** People's locks bar both ways; a freeze bars going on, and lets go back what it lets roll back. */
  function blocks(
    { service }: PauseRecord,
    action: HookAction,
    caller?: Caller,
  ): Promise<UserError | undefined> {
    const verb = action === 'CONTINUE' ? 'continue' : 'rollback'
    const gated = {
      verb,
      environment: () => service.environment,
      locks: () => [serviceLock(service)],
      glass: false as const,
    }
    return blockedBy(gated, undefined, caller)
  }

  const asking = createPauseAws({ aws: options.aws, environments, operationAt })

  const ports: PausePorts = {
    look: asking.look,
    tell: asking.tell,
    ...createPauseFindings({ ...options, environments }),
    ruleIn,
    async permit(record, action, by) {
      const { environment } = record.service
      const today = authority.afresh()
      for (const caller of by) {
        if (askersOf(record.begunBy).includes(caller.id))
          return {
            kind: 'no',
            why: `${caller.name} asked for this deployment, so somebody else has to decide.`,
          }
        const verb = action === 'CONTINUE' ? 'continue' : 'go-back'
        const refusal = await mayDo({ verb, access: ruleIn(environment).role }, environment, caller, today)
        if (refusal === undefined) continue
        if (isUnreadable(refusal)) return { kind: 'later' }
        return {
          kind: 'no',
          why: `The word of ${caller.name} does not count any more: the role was lost in between.`,
        }
      }
      const blocked = await blocks(record, action)
      return blocked === undefined ? { kind: 'yes' } : { kind: 'no', why: blocked.what }
    },
    audit: ({ actor, once, ...event }) =>
      audit.append(
        { ...event, actor: actor.id, origin: actor.origin },
        `${event.operation}:${event.kind}:${once}`,
      ),
    async notify({ kind, hooks, open }, record) {
      const { id, place, needs, service, begunBy } = record
      const [first] = hooks
      if (first === undefined || place === undefined) return true
      const decided = open ? hooks.flatMap(({ decisions }) => decisions.map(({ by }) => by.id)) : []
      return letters.tell({
        ...{ key: `notice:${id}:${kind}:${first.id}`, open, role: needs.role, id, place },
        kind: kind === 'request' ? 'approval' : 'reminder',
        environment: service.environment,
        without: [...askersOf(begunBy), ...decided],
        since: first.foundAt,
        asks: (to) => pauseNotice(record, hooks, to, { zone, isReminder: kind === 'reminder' }),
        settles: () => settledPauseNotice(record, hooks),
      })
    },
    place: { channel: channelAddress(config.channels.operations) },
    timeScale,
  }

  const flow = createPauseFlow(ruleIn)

  /** What goes on in these services; those that wait have their message from then on. */
  async function lookIn(environment: Environment, refs: readonly ServiceRef[]) {
    const found = await asking.goingOn(environment, refs)
    for (const { arn, service, seen } of found.deployments) {
      const waits = seen.hooks.some(({ kind, status }) => kind === 'PAUSE' && status === 'AWAITING_ACTION')
      if (waits) await pauses.meet(service, arn)
    }
    return found
  }

  const pauses = createPauses({
    ...{ flow, flows, store, authority, ruleIn, card, clock },
    blockedBy: blocks,
    heldBy: lockedBy,
    goingOn: async (environment, refs) => (await lookIn(environment, refs)).deployments,
  })

  const met = new Set<string>()

  return {
    pauses,
    async meet(service, deployment) {
      if (met.has(deployment)) return
      await pauses.meet(service, deployment)
      if (met.size >= mostRemembered) met.clear()
      met.add(deployment)
    },
    kind: { flow, ports, message: card },
    async hear(news) {
      const { service: name, deployment, waits } = news
      const environment = environmentTold(environments, news)
      if (environment === undefined) return false
      const service = serviceOf(environment, name)
      if (deployment === undefined) await lookIn(environment, [service])
      else if (waits) await pauses.meet(service, deployment)
      else await pauses.wake(deployment)
      return true
    },
    start: () =>
      watchForPauses({
        ...{ redis, environments, aws: options.aws, logger },
        ...(options.looksEvery === undefined ? {} : { every: options.looksEvery }),
        hasEvents: config.alerts?.queue !== undefined,
        lookIn,
      }),
  }
}

/** What people call a service of which AWS tells: as configured, else without the prefix. */
function serviceOf({ name, cluster, services, servicePrefix }: Environment, service: string): ServiceRef {
  const known = services.find((one) => one.service === service)
  const short = service.startsWith(servicePrefix) ? service.slice(servicePrefix.length) : service
  return known ?? { environment: name, name: short, service, cluster }
}
