import type { Authority } from '../access/authority.js'
import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Home, HomeVerb } from '../core/home.js'
import type { Message, Reply } from '../core/message.js'
import type { Mute } from '../core/mutes.js'
import type { Command } from '../dispatch/command.js'
import type { Costs } from '../costs/costs.js'
import { createGuide } from '../dispatch/guide.js'
import type { Offer } from '../dispatch/command.js'
import { refusalReply } from '../dispatch/refusal-reply.js'
import type { History } from '../changes/history.js'
import { mayDecide } from '../changes/may-decide.js'
import { homeMessage } from '../slack/views/home/home.js'
import { homeCosts } from './home-cost.js'
import { createZone } from '../core/time-zone.js'
import { readStatus } from '../status/read-status.js'

export interface HomeOptions {
  readonly config: Config
  readonly commands: readonly Command[]
  readonly authority: Authority
  readonly aws: AwsFor
  readonly history: Pick<History, 'open'>
  readonly costs: Costs
  /** Alarms that do not count for now. */
  readonly mutes: () => Promise<readonly Mute[]>
  readonly clock: Clock
}

/** The Home tab shows what typed words would: no more, and to nobody else. */
export function createHome(options: HomeOptions): (caller: Caller, notice?: Message) => Promise<Reply> {
  const { config, commands, authority, aws, mutes, clock } = options
  const zone = createZone(config.timeZone)

  async function statuses(environments: readonly string[]) {
    const { thresholds } = config
    return Promise.all(
      config.environments
        .filter(({ name }) => environments.includes(name))
        .map((environment) =>
          readStatus({
            aws: aws(environment),
            environment,
            thresholds,
            clock,
            mutes,
            depth: 'glance',
          }),
        ),
    )
  }

  /** The store may be away: the environments are shown all the same. */
  async function openOperations(environments: readonly string[], caller: Caller) {
    try {
      const found = await options.history.open(environments)
      const open = await Promise.all(
        found.map(async (operation) => ({
          ...operation,
          toDecide: await mayDecide(operation.record, operation.environment, caller, authority),
        })),
      )
      return { open }
    } catch {
      return { open: [], openUnknown: 'the store did not answer' }
    }
  }

  return async (caller, notice) => {
    const offers = await createGuide(commands, '/ohmy', authority).offers(asIfInOperations(caller, config))
    const status = offers.find(({ command }) => command.name === 'status')
    if (status === undefined) throw new Error('There is no command status to take the rules from')
    const refusal = status.allowed ? undefined : status.refusals[0]?.refusal
    if (refusal !== undefined) return refusalReply(refusal, 'refused')
    const [read, operations, costs] = await Promise.all([
      statuses(status.environments),
      openOperations(status.environments, caller),
      homeCosts(options.costs, config, costPlaces(offers)),
    ])
    const home: Home = {
      environments: read.map((found) => ({ status: found, verbs: verbsIn(found.environment, offers) })),
      ...operations,
      costs,
    }
    return { message: homeMessage(home, { zone, now: clock.now() }, notice), data: null, shownTo: 'caller' }
  }
}

/** What is changed from the Home tab is asked for, and shown, in the operations channel: so that channel's rules hold. */
function asIfInOperations(caller: Caller, config: Config): Caller {
  const { operations } = config.channels
  return { ...caller, place: { channel: operations, channelName: operations } }
}

function verbsIn(environment: string, offers: readonly Offer[]): readonly HomeVerb[] {
  return offers
    .filter((offer) => offer.environments.includes(environment))
    .map(({ command }) => ({ name: command.name, changes: command.changes }))
}

function costPlaces(offers: readonly Offer[]): readonly string[] {
  return offers.find(({ command }) => command.name === 'cost')?.environments ?? []
}
