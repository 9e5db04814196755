import { Wait } from '../core/wait.js'
import type { About, Flow, Next, Turn } from '../flow/flow.js'

const minute = 60_000
const day = 24 * 60 * minute

/** So long somebody is remembered: a lock without an end may stand for weeks, and nobody wants to be told then (ms). */
export const waitsFor = 7 * day
/** Of one person at a time. */
export const mostWaits = 10

/** Whoever has pressed it looks at the screen for a moment; nothing of this asks AWS (ms). */
const looksEvery = 2_000
const looksSeldomEvery = 15_000
const seldomAfter = 10 * minute
/** Ended, it is kept so long that whoever looks next sees that it was told. */
const keptFor = day

/** How the obstacle stands now. `by`: Slack id of whoever took it away, where that is known. */
export type Stand =
  | { readonly kind: 'in the way'; readonly locked: readonly string[] }
  | { readonly kind: 'free'; readonly outcome?: string; readonly by?: string }

export interface WaitPorts {
  /** Reads only what is kept. Rejects where the store does not answer. */
  look(wait: Wait): Promise<Stand>
  /** Tells whoever waits, once, whoever dies in between. Rejects where the store does not answer. */
  tell(wait: Wait): Promise<void>
  /** Less than 1: time runs faster, as in the sandbox. */
  readonly timeScale: number
}

export type WaitFlow = Flow<Wait, WaitPorts>

/** One person who waits until nothing is in the way of what they wanted: told once, and never of what they did themselves. */
export const waitFlow: WaitFlow = {
  kind: 'wait',
  lane: 'reading',
  record: Wait,
  keptFor,
  about: aboutWait,
  look,
  fail: (record) => ({ ...record, state: 'gone' }),
}

function aboutWait(record: Wait): About {
  const { caller, state, obstacle } = record
  const ended = state !== 'waiting'
  const what =
    obstacle.kind === 'operation'
      ? obstacle.id
      : [obstacle.environment, ...obstacle.names, obstacle.verb ?? ''].join(' ')
  const holds = [
    { name: `waits of ${caller.id}`, most: mostWaits },
    { name: onceFor(caller.id, what), most: 1 },
  ]
  return { ended, state, holds: ended ? [] : holds }
}

/** The same is waited for once by one person. */
export function onceFor(person: string, what: string): string {
  return `wait of ${person} for ${what}`
}

async function look(turn: Turn<Wait, WaitPorts>): Promise<Next> {
  const { record, ports, clock } = turn
  if (record.state !== 'waiting') {
    if (record.state === 'free' || record.state === 'given up') await ports.tell(record)
    await turn.checkpoint('told')
    return 'settled'
  }
  const stand = await ports.look(record)
  const now = clock.now()
  await turn.write((current) => looked(current, stand, now))
  if (turn.record.state !== 'waiting') return { again: 0 }
  const isLong = now - record.askedAt > seldomAfter * ports.timeScale
  const pause = (isLong ? looksSeldomEvery : looksEvery) * ports.timeScale
  return { again: Math.max(100, Math.min(pause, record.until - now)) }
}

function looked(record: Wait, stand: Stand, now: number): Wait {
  if (stand.kind === 'free') {
    const { outcome, by } = stand
    const isOwn = by === record.caller.id
    return { ...record, state: isOwn ? 'own act' : 'free', ...(outcome === undefined ? {} : { outcome }) }
  }
  if (now >= record.until) return { ...record, state: 'given up' }
  // What was found locked before is remembered: it tells later who unlocked it.
  const locked = [...new Set([...record.locked, ...stand.locked])].slice(-20)
  return locked.length === record.locked.length ? record : { ...record, locked }
}
