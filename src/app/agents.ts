import type { Logger } from 'pino'
import about from '../../package.json' with { type: 'json' }
import type { AgentServerOptions } from '../agents/agent-server.js'
import { agentCaller } from '../agents/agent-caller.js'
import type { Config } from '../config/config.js'
import { channelAddress } from '../core/channel-reference.js'
import type { Clock } from '../core/clock.js'
import type { Command } from '../dispatch/command.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import { createAskedPerMinute } from '../redis/asked-per-minute.js'
import type { Redis } from 'ioredis'
import type { Route } from '../server/server.js'

/** Agents, which may look and ask. The protocol's library is loaded where there is somebody to speak it, and not before. */
export function createAgentsRoom(options: {
  readonly config: Config
  readonly commands: readonly Command[]
  readonly dispatch: Pick<Dispatch, 'run'>
  readonly nameOf: (user: string) => Promise<string>
  readonly redis: Redis
  readonly countUnsigned: (reason: string) => void
  readonly clock: Clock
  readonly logger: Logger
}) {
  const { config, commands, dispatch, nameOf, countUnsigned, logger } = options
  const asked = createAskedPerMinute(options)
  const serving: AgentServerOptions = {
    ...{ commands, dispatch, version: about.version },
    callerOf: (agent) =>
      agentCaller(agent, { channel: channelAddress(agent.channel ?? config.channels.operations) }, nameOf),
    mayAsk: ({ name, perMinute }) => asked(name, perMinute),
  }
  return {
    serving,
    /** Where agents ask over HTTP; none: no agent has a token. */
    async routes(): Promise<readonly Route[]> {
      const agents = config.agents.filter(({ tokens }) => tokens.length > 0)
      if (agents.length === 0) return []
      const { createMcpRoute } = await import('../agents/mcp-route.js')
      return [createMcpRoute({ ...serving, agents, countUnsigned, logger })]
    },
  }
}
