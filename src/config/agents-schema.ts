import { z } from 'zod'
import { mapOf } from './written.js'
import { checkNames } from './freezes.js'
import type { Problem } from '../yaml/problem.js'
import * as shapes from './shapes.js'

/** What `printf %s "$TOKEN" | sha256sum` prints where TOKEN is not set. Nothing sent opens that, so it is told at the start. */
const hashOfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const TokenHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Allowed: a SHA-256 in 64 hexadecimal digits.')
  .refine((hash) => hash !== hashOfNothing, 'This is the SHA-256 of an empty text: make the token first.')

/** The page of what waits, for whoever runs ohmy. */
export const RawQueueBoard = z
  .strictObject({
    tokens: z
      .array(TokenHash)
      .max(5)
      .default([])
      .describe(
        'SHA-256 (64 hexadecimal digits) of the password it is opened with; five at most. Empty: there is no such page.',
      ),
  })
  .prefault({})
  .describe('The page of what waits, [`GET /board`](operating.md#the-board).')

/** A program that asks by itself. It never approves: there is no such role for it. */
export const RawAgent = z.strictObject({
  user: shapes.SlackUserId.describe(
    'Slack user id of the person it works for, who is told how its requests end and cannot approve them.',
  ),
  role: z
    .enum(['viewer', 'operator'])
    .default('viewer')
    .describe(
      '`viewer`: it may look. `operator`: it may also ask for changes, which a person has to approve.',
    ),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments it may look at and ask about; empty: all of them.'),
  channel: shapes.ChannelReference.optional().describe(
    'Where its requests are shown, a name without # or an id; left out: where operations are.',
  ),
  tokens: z
    .array(TokenHash)
    .max(5)
    .default([])
    .describe(
      'SHA-256 (64 hexadecimal digits) of what it sends to `POST /mcp` as its bearer token; five at most. Empty: over stdio only.',
    ),
  perMinute: z.int().min(1).max(600).default(30).describe('How often it may ask, a minute, 1 to 600.'),
})
export type RawAgent = z.infer<typeof RawAgent>

export const RawAgents = z
  .record(shapes.Word, RawAgent)
  .default({})
  .describe('Programs that may ask over MCP, by name: see [agents.md](agents.md).')

/** What no single value tells: environments that are none. */
export function checkAgents(
  root: Readonly<Record<string, unknown>>,
  environments: readonly string[],
): readonly Problem[] {
  return Object.entries(mapOf(root['agents'])).flatMap(([name, agent]) =>
    checkNames(['agents', name, 'environments'], mapOf(agent)['environments'], 'environment', environments),
  )
}
