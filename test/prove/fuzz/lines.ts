import { commands } from '../../../commands/index.js'
import { approver, requester, viewer } from '../../../sandbox/people.js'
import type { Caller } from '../../../src/core/caller.js'
import type { Random } from '../../faults/soak/random.js'
import { hostile, mutated, randomOf, rubbish } from './random-words.js'

/** Something said, and by whom. */
export interface Spoken {
  readonly line: string
  readonly caller: Caller
}

const examples = commands.flatMap(({ name, examples: some }) => [name, ...some])
const options = commands.flatMap(({ args }) => Object.keys(args).map((name) => `--${name}`))
/** What there is in the sandbox, and what looks like it. */
const things = [
  ...[
    'staging',
    'production',
    'prod',
    'stg',
    'backend',
    'frontend',
    'database',
    'cache',
    'all',
    'everything',
  ],
  ...['0', '1', '2', '3', '10', '11', '99', '+1', '-1'],
  ...['5m', '1h', '2d', '90s', '1w', 'today', 'yesterday', 'tomorrow', '09:00', 'Sun', '2026-11-28'],
  ...['sprint-13-7ac41be', 'sprint-13-d4e8f02', 'sprint-12-3f4021a', 'sprint-14-0c9b7aa-broken', 'latest'],
  ...[
    'op-7k2m9qa',
    'alert-7k2m9qa',
    'inc-7k2m9qa',
    'run-7k2m9qa',
    'page-7k2m9qa',
    'log-7k2m9qa',
    'tf-7k2m9qa',
  ],
  ...['ohmycoins-staging-alb-5xx-errors', 'ohmycoins-prod-rds-cpu-utilization', 'ohmycoins-staging-backend'],
  ...[
    'errors',
    'slow',
    'primary',
    'secondary',
    'commander',
    'scribe',
    'low',
    'high',
    'on',
    'off',
    'add',
    'list',
  ],
  ...[
    `<@${viewer.slackId}>`,
    `<@${requester.slackId}|rita>`,
    '@rita',
    '<#C0DEVOPS|devops>',
    'devops',
    '#alerts',
  ],
  ...[
    '"a few words"',
    '"python manage.py migrate"',
    '"python manage.py cleanup --days 3"',
    'ERROR',
    '"5xx & more"',
  ],
]
const verbs = commands.map(({ name }) => name)
const known = [...things, ...options, ...verbs]

/** One of the lines of a seed: an example as it is, or broken; words that might go together; hostile ones; rubbish. */
export function spokenLine(seed: number, index: number): Spoken {
  const random = randomOf(seed, index)
  return { line: lineOf(random), caller: anyCaller(random) }
}

function lineOf(random: Random): string {
  const kind = random.between(0, 99)
  if (kind < 10) return random.pick(examples)
  if (kind < 45) return mutated(random.pick(examples), random, known)
  if (kind < 75) return composed(random)
  if (kind < 90) return `${random.pick(verbs)} ${some(random, [...hostile, ...known], 5)}`
  if (kind < 95) return `${random.pick(verbs)} ${rubbish(random)}`
  return rubbish(random)
}

/** A verb, and words that it might take. */
function composed(random: Random): string {
  const { name, args } = random.pick(commands)
  const own = Object.keys(args)
  const words = Array.from({ length: random.between(0, 4) }, () => {
    if (own.length === 0 || random.chance(0.6)) return random.pick(things)
    const option = random.pick(own)
    return random.chance(0.5) ? `--${option} ${random.pick(things)}` : `${option}=${random.pick(things)}`
  })
  return [name, ...words].join(' ')
}

function some(random: Random, from: readonly string[], most: number): string {
  return Array.from({ length: random.between(1, most) }, () => random.pick(from)).join(' ')
}

const stranger = { slackId: 'U0STRANGE', name: 'Sam <!channel> Stranger' }
const origins = [
  'command',
  'command',
  'mention',
  'button',
  'modal',
  'home',
  'terminal',
  'hook',
  'agent',
] as const

/** Somebody, somewhere. */
export function anyCaller(random: Random, origin: Caller['origin'] = random.pick(origins)): Caller {
  const { slackId, name } = random.pick([requester, requester, approver, approver, viewer, stranger])
  const place = random.pick(['devops', 'devops', 'alerts', 'random'])
  const about = { id: slackId, name, origin }
  if (origin === 'terminal' || origin === 'home') return about
  const there = { ...about, place: { channel: `C-${place}`, channelName: place } }
  return origin === 'agent'
    ? { ...there, id: 'agent:scout', name: 'scout', behind: { id: slackId, name } }
    : there
}

/** A smaller line with which `fails` still holds: words, then pieces, then letters are taken away. */
export async function minimal(line: string, fails: (line: string) => Promise<boolean>): Promise<string> {
  let best = line
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const shorter = best.slice(0, at) + best.slice(at + size)
      if (shorter.length < best.length && (await fails(shorter))) best = shorter
      else at += size
    }
  }
  return best
}
