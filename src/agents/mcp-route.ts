import type { IncomingMessage, ServerResponse } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler } from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import type { Agent } from '../config/config.js'
import { readHookBody } from '../hooks/body.js'
import { HookRefusal, refusalAnswer, sendAnswer } from '../hooks/refusal.js'
import { header } from '../hooks/signature.js'
import type { Route } from '../server/server.js'
import { type AgentServerOptions, createAgentServer } from './agent-server.js'
import { agentOfToken } from './token.js'

export const mcpPath = '/mcp'

/** `POST /mcp`: the Model Context Protocol over streamable HTTP, for agents with a token. Holds nothing between two requests, so that any process answers. */
export function createMcpRoute(
  options: AgentServerOptions & {
    readonly agents: readonly Agent[]
    /** Counts a request whose sender is not known. */
    readonly countUnsigned: (reason: string) => void
    readonly logger: Logger
  },
): Route {
  const { agents, logger, countUnsigned } = options
  const handlers = new Map(
    agents.map((agent) => [
      agent,
      toNodeHandler(
        createMcpHandler(() => createAgentServer(agent, options), {
          onerror: (error) =>
            logger.debug({ err: error, agent: agent.name }, 'An agent’s request was refused'),
        }),
      ),
    ]),
  )

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const agent = entered(request)
      const body = parsed(await readHookBody(request))
      const headers = { ...request.headers, accept: acceptOf(request) }
      await handlers.get(agent)?.(
        Object.assign(request, { method: 'POST', url: mcpPath, headers }),
        response,
        body,
      )
    } catch (error) {
      if (!(error instanceof HookRefusal)) throw error
      if (error.status === 401) {
        countUnsigned(error.code)
        response.setHeader('www-authenticate', 'Bearer realm="ohmy"')
      }
      sendAnswer(response, refusalAnswer(error))
    }
  }

  function entered(request: IncomingMessage): Agent {
    // Only browsers send it, and a page that somebody has open is nobody's agent (the specification asks servers to check it against DNS rebinding).
    if (request.headers.origin !== undefined)
      throw new HookRefusal(403, 'from-a-page', 'Requests of web pages are not taken.', 'Use an MCP client.')
    const agent = agentOfToken(header(request, 'authorization'), agents)
    if (agent !== undefined) return agent
    const next = 'Send it as Authorization: Bearer …; its SHA-256 stands in ohmy.yaml, below agents.'
    throw new HookRefusal(401, 'token-wrong', 'The token is missing, or nobody’s.', next)
  }

  return { method: 'POST', path: mcpPath, handle }
}

const bothTypes = ['application/json', 'text/event-stream'] as const

/** What takes any type takes both that are asked for, and so does who names none (RFC 9110, 12.5.1); the handler looks for their names alone. */
function acceptOf(request: IncomingMessage): string {
  const accept = request.headers.accept ?? '*/*'
  const ranges = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase())
  const takes = (type: string) =>
    ['*/*', type, `${type.split('/')[0]}/*`].some((range) => ranges.includes(range))
  return bothTypes.every(takes) ? bothTypes.join(', ') : accept
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new HookRefusal(
      400,
      'body-not-json',
      'The body is not JSON in UTF-8.',
      'Send one JSON-RPC message.',
    )
  }
}
