import type { Readable } from 'node:stream'
import type { Logger } from 'pino'
import type { AgentServerOptions } from '../agents/agent-server.js'
import { ownAgent } from '../agents/own-agent.js'
import type { Config } from '../config/config.js'
import { UserError } from '../core/user-error.js'

/** Whether the terminal is to speak to a program: `ohmy mcp`. */
export function asksForAgent([first]: readonly string[]): boolean {
  return first === 'mcp'
}

/**
 * `ohmy mcp [--agent name]`: serves the client that started it, until it goes.
 * @throws UserError where nobody knows which agent that is
 */
export async function serveAgent(options: {
  readonly argv: readonly string[]
  readonly config: Pick<Config, 'agents' | 'terminalUsers'>
  readonly osUser: string
  readonly serving: AgentServerOptions
  readonly stdin: Readable
  readonly logger: Logger
}): Promise<void> {
  const { argv, config, osUser, serving, stdin, logger } = options
  const agent = ownAgent(config, osUser, namedIn(argv.slice(1)))
  const { serveOverStdio } = await import('../agents/over-stdio.js')
  await serveOverStdio(agent, { ...serving, stdin, logger })
}

function namedIn(words: readonly string[]): string | undefined {
  const [option = '', value, ...others] = words
  const [, joined] = /^--agent=(.+)$/.exec(option) ?? []
  if (joined !== undefined && value === undefined) return joined
  if (option === '--agent' && value !== undefined && others.length === 0) return value
  if (words.length === 0) return undefined
  throw new UserError(
    'usage',
    'ohmy mcp takes the name of an agent, and nothing else.',
    'Write ohmy mcp --agent <name>.',
  )
}
