import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import type { Reply } from '../core/message.js'
import type { Authority } from '../dispatch/authorise/authority.js'
import type { Command } from '../dispatch/command.js'
import { createGuide } from '../dispatch/guide.js'
import { refusalReply } from '../dispatch/refusal-reply.js'
import { homeMessage } from '../slack/views/home.js'
import { readStatus } from '../status/read-status.js'

/** The Home tab shows what `status` would: no more, and to nobody else. */
export function createHome(parts: {
  readonly config: Config
  readonly commands: readonly Command[]
  readonly authority: Authority
  readonly aws: AwsFor
  readonly clock: Clock
}): (caller: Caller) => Promise<Reply> {
  const { config, commands, authority, aws, clock } = parts
  const status = commands.find((command) => command.name === 'status')
  return async (caller) => {
    if (status === undefined) throw new Error('There is no command status to take the rules from')
    const offer = await createGuide(commands, '/ohmy', authority).offer(status, caller)
    const refusal = offer.allowed ? undefined : offer.refusals[0]?.refusal
    if (refusal !== undefined) return refusalReply(refusal, 'refused')
    const { thresholds } = config
    const statuses = await Promise.all(
      config.environments
        .filter(({ name }) => offer.environments.includes(name))
        .map((environment) =>
          readStatus({ aws: aws(environment), environment, thresholds, clock, depth: 'glance' }),
        ),
    )
    return { message: homeMessage(statuses), data: null, shownTo: 'caller' }
  }
}
