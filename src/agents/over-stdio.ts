import type { Readable } from 'node:stream'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Logger } from 'pino'
import type { Agent } from '../config/config.js'
import { type AgentServerOptions, createAgentServer } from './agent-server.js'

/** Answers one client on stdin and stdout until it goes. Stdout is the protocol's alone: whatever is logged goes to stderr. */
export async function serveOverStdio(
  agent: Agent,
  options: AgentServerOptions & { readonly stdin: Readable; readonly logger: Logger },
): Promise<void> {
  const { stdin, logger } = options
  const gone = new Promise<void>((resolve) => {
    for (const event of ['end', 'close']) stdin.once(event, () => resolve())
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const served = serveStdio(() => createAgentServer(agent, options), {
    onerror: (error) => logger.debug({ err: error, agent: agent.name }, 'An agent’s request was refused'),
  })
  await gone
  await served.close()
}
