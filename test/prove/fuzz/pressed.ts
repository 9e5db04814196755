import { approver, requester } from '../../../sandbox/people.js'
import type { Caller } from '../../../src/core/caller.js'
import type { Reply } from '../../../src/core/message.js'
import { until } from '../../support/until.js'
import type { FuzzWorld } from './fuzz-world.js'

/** What begins something that has buttons, in each of the rooms. */
const beginnings: readonly string[] = [
  'scale backend 2 staging',
  'scale backend 3 production',
  'scale frontend 0 staging',
  'deploy frontend sprint-13-7ac41be staging',
  'restart backend production',
  'run backend production --command "python manage.py migrate"',
  'lock frontend production --reason "load test"',
  'incident open "checkout fails" --sev 2 production',
  'runbook start ecs-tasks-restarting backend staging',
  'runbook start out-of-memory backend production --dry',
  'preflight staging',
  'logs backend staging --follow 5m',
  'mute rds-cpu-utilization production --for 1h',
  'autoscaling suspend backend production --for 1h',
  'tell-me backend staging --again "scale backend 2 staging"',
  'page primary "look at this"',
  ...['status', 'tasks staging', 'alarms production', 'metrics staging', 'cost', 'logs backend production'],
  ...[
    'history',
    'locks',
    'help',
    'revisions backend production',
    'oncall',
    'runbook',
    'dashboard',
    'schedule',
  ],
]

/** Every line that a button, a menu or three dots say now: in the answers, and in the messages that flows keep. */
export async function linesToPress(world: FuzzWorld): Promise<readonly string[]> {
  const lines = new Set<string>()
  for (const line of beginnings) {
    for (const person of [requester, approver]) {
      const caller: Caller = {
        id: person.slackId,
        name: person.name,
        origin: 'command',
        place: { channel: 'C-devops', channelName: 'devops' },
      }
      const { reply } = await world.say({ line, caller })
      collect(reply?.message.blocks, lines)
      for (const own of idsOf(reply)) lines.add(own)
    }
  }
  return [...lines]
}

/** What its card offers, whether it is posted already or not. */
function idsOf(reply: Reply | undefined): readonly string[] {
  const { operation, reading, run, incident, preflight, page } = reply ?? {}
  const ids = [operation, reading, run, incident, preflight, page].filter((id) => id !== undefined)
  return ids.flatMap((id) => [
    ...['approve', 'reject', 'confirm', 'continue', 'go-back', 'cancel', 'undo', 'stop', 'show', 'tick'].map(
      (verb) => `${verb} ${id}`,
    ),
    ...[`approve ${id} --plan 3fa2c1b0c9d4`, `reject ${id} --reason "not today"`, `run done ${id} --step 1`],
    ...[
      `run next ${id}`,
      `run skip ${id} --step 1 --reason "known"`,
      `incident lead ${id}`,
      `page ack ${id}`,
    ],
  ])
}

function collect(value: unknown, lines: Set<string>): void {
  if (Array.isArray(value)) return value.forEach((one) => collect(one, lines))
  if (typeof value !== 'object' || value === null) return
  const { value: said, ...rest } = value as { readonly value?: unknown }
  if (typeof said === 'string') lines.add(said)
  for (const one of Object.values(rest)) collect(one, lines)
}

/** The same of what the workspace shows by now. */
export async function linesShown({ world }: FuzzWorld): Promise<readonly string[]> {
  const lines = new Set<string>()
  const messages = () => world.workspace.messages('devops').filter(({ blocks }) => blocks.length > 0)
  await until('a message of a flow', () => messages().length > 0, 5_000).catch(() => undefined)
  for (const { blocks } of messages().slice(-200)) collect(blocks, lines)
  return [...lines]
}
