import { openPauses, PauseRecord } from '../core/pause.js'
import { serviceLock } from '../core/service-lock.js'
import type { About, Flow, Next } from '../flow/flow.js'
import { carryOut, looksAgainAfter } from './carry-out.js'
import { nextReminder, noticesOf } from './notices.js'
import type { DecisionRule, Look, PausePorts } from './ports.js'
import { about, ecs, recordDecisions } from './recorded.js'
import { endedWords } from '../core/pause-words.js'
import type { PauseTurn } from './turn.js'
import { withSeen } from './with-seen.js'
import { hearPause, type PauseWord } from './words.js'

const minute = 60_000
const day = 24 * 60 * minute
/** ms. Reviews go back to them. */
const keptFor = 90 * day

/** A deployment that waits may be answered in the console, which tells of it by an event where there is a queue (ms). */
const looksEvery = 30_000
/** Once it has waited for longer than people look at a screen (ms). */
const looksSeldomEvery = 2 * minute
const seldomAfter = 30 * minute
/** What helps to decide grows old (ms). */
const checksEvery = 5 * minute
/** Where ECS does not answer (ms). */
const triesEvery = 15_000
/** ECS may not list at once what it tells of (ms). */
const goneAfter = minute
/** So soon it is looked again whether the message is there that people are told of (ms). */
const tellsAgainAfter = 1_000

export type PauseFlow = Flow<PauseRecord, PausePorts, PauseWord>

/** A service deployment from the first pause it was met at to its end: one live message, in which people decide. */
export function createPauseFlow(ruleIn: (environment: string) => DecisionRule): PauseFlow {
  return {
    kind: 'pause',
    lane: 'changing',
    record: PauseRecord,
    keptFor,
    about: aboutPause,
    look: follow,
    hear: (record, word, now) => hearPause(record, word, ruleIn(record.service.environment), now),
    fail: (record, words, now) => ({ ...record, endedAt: now, trouble: words }),
  }
}

/** What is decided is a change of the service: nobody else may be at it, but the operation that began it, which waits for just this. */
function aboutPause(record: PauseRecord): About {
  const { place, endedAt, isFollowed, service, state } = record
  const changes = isFollowed === undefined && openPauses(record).some((hook) => hook.state === 'decided')
  return {
    environment: service.environment,
    ...(place === undefined ? {} : { place }),
    ended: endedAt !== undefined,
    state: openPauses(record).length > 0 ? 'waiting' : state,
    holds: changes ? [{ name: serviceLock(service), most: 1 }] : [],
  }
}

async function follow(turn: PauseTurn): Promise<Next> {
  if (turn.record.endedAt !== undefined) return settle(turn)
  if (turn.record.hooks.length === 0 || turn.record.isAskerUnread) await findWhoBegan(turn)
  const look = await turn.ports.look(turn.record)
  await turn.write((record) => looked(record, look, turn))
  await recordDecisions(turn)
  if (turn.record.endedAt !== undefined) return { again: 0 }
  if (look.kind !== 'seen') return { again: triesEvery * turn.ports.timeScale }
  for (const { id, state } of openPauses(turn.record)) if (state === 'decided') await carryOut(turn, id)
  const open = openPauses(turn.record)
  if (open.some(({ state }) => state === 'decided')) return { again: looksAgainAfter * turn.ports.timeScale }
  const isTold = await tellPeople(turn)
  if (open.length > 0) await findOut(turn)
  return { again: isTold ? untilNextLook(turn) : tellsAgainAfter }
}

/** Who asked for it may not decide on it: that is known before anybody can. */
async function findWhoBegan(turn: PauseTurn): Promise<void> {
  const begunBy = await turn.ports.begunBy(turn.record)
  if (begunBy === undefined && !turn.record.isAskerUnread) return
  await turn.write(({ isAskerUnread: _before, ...record }) => {
    if (begunBy === 'unread') return { ...record, isAskerUnread: true as const }
    return begunBy === undefined ? record : { ...record, begunBy }
  })
}

function looked(record: PauseRecord, look: Look, { clock, ports }: PauseTurn): PauseRecord {
  const now = clock.now()
  const needs = ports.ruleIn(record.service.environment)
  if (look.kind === 'seen') return { ...withSeen(record, look.seen, { now, place: ports.place }), needs }
  const { unread = { since: now, why: 'ECS does not list it' } } = record
  if (look.kind === 'unread') return { ...record, unread: { since: unread.since, why: look.why } }
  if (now - unread.since < goneAfter * ports.timeScale) return { ...record, unread }
  return { ...record, state: 'gone', endedAt: now }
}

/** What nobody has to wait for follows its message as one edit, and is asked anew now and then. */
async function findOut(turn: PauseTurn): Promise<void> {
  const { ports, clock, record } = turn
  const now = clock.now()
  const isNews = openPauses(record).some(({ foundAt }) => foundAt > (record.checks?.at ?? 0))
  const isOld = now - (record.checks?.at ?? 0) >= checksEvery * ports.timeScale
  if (!isNews && !isOld) return
  const [changes, asked] = await Promise.all([
    record.changes ?? ports.changesOf(record),
    ports.checksOf(record),
  ])
  await turn.checkpoint('found out')
  await turn.write((known) => ({
    ...known,
    ...(changes === undefined ? {} : { changes }),
    checks: { at: now, asked },
  }))
}

async function tellPeople({ record, ports, clock }: PauseTurn): Promise<boolean> {
  let all = true
  for (const notice of noticesOf(record, clock.now())) all = (await ports.notify(notice, record)) && all
  return all
}

function untilNextLook({ record, clock, ports }: PauseTurn): number {
  const now = clock.now()
  const open = openPauses(record)
  const since = Math.max(record.foundAt, ...open.map(({ foundAt }) => foundAt))
  const isLong = open.length > 0 && now - since > seldomAfter * ports.timeScale
  const pause = (isLong ? looksSeldomEvery : looksEvery) * ports.timeScale
  const ends = open.flatMap(({ until }) => (until === undefined || until <= now ? [] : until - now))
  const reminder = nextReminder(record, now)
  return Math.max(100, Math.min(pause, ...ends, ...(reminder === undefined ? [] : [reminder - now])))
}

async function settle(turn: PauseTurn): Promise<Next> {
  const { record, ports, checkpoint } = turn
  await checkpoint('shown')
  await recordDecisions(turn)
  await ports.audit({
    ...about(record),
    kind: 'pause ended',
    actor: ecs,
    summary: endedWords(record),
    once: 'ended',
  })
  return (await tellPeople(turn)) ? 'settled' : { again: tellsAgainAfter }
}
