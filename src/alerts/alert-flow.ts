import { AlertRecord } from '../core/alert.js'
import type { Silence } from '../core/silences.js'
import type { About, Flow, Next } from '../flow/flow.js'
import { callPeople, wakePage } from './call-people.js'
import type { AlertPorts } from './ports.js'
import { lookAtOthers } from './look-at-others.js'
import { mayBeRelated } from './may-be-related.js'
import { quietUntil } from './relapses.js'
import { lookAtStorm } from './storm.js'
import type { AlertTurn } from './turn.js'
import { type AlertWord, hearAlert } from './words.js'

const minute = 60_000
const day = 24 * 60 * minute
/** Incidents and reviews go back to them. */
const keptFor = 90 * day
/** It rang again so soon after it was good: it is the same alert (ms). */
export const flapsWithin = 10 * minute
/** Nobody has to wake it while it rings; it looks all the same, should a word of a mute be lost (ms). */
const lookAgainAfter = 10 * minute

/** Each of hundreds of series tells of itself; its message is edited no more often (ms). */
const contributorsEvery = 30_000

export type AlertFlow = Flow<AlertRecord, AlertPorts, AlertWord>

/** Something bad, from its first ringing until it has been good for ten minutes: one live message. */
export const alertFlow: AlertFlow = {
  kind: 'alert',
  lane: 'reading',
  record: AlertRecord,
  keptFor,
  about: aboutAlert,
  look: followAlert,
  hear: hearAlert,
  fail: (record, words) => ({ ...record, status: 'closed', trouble: words }),
}

/** One live alert a subject. */
export function holdOf(subject: string): string {
  return `alert:${subject}`
}

function aboutAlert(record: AlertRecord): About {
  const { environment, kind, place, status, subject } = record
  const over = status === 'closed'
  return {
    environment,
    ...(place === undefined ? {} : { place }),
    // Those of its alerts that are told by themselves wait for Slack's pace: it does not.
    isFirst: kind === 'storm',
    ended: over,
    state: status,
    holds: over ? [] : [{ name: holdOf(subject), most: 1 }],
  }
}

async function followAlert(turn: AlertTurn): Promise<Next> {
  const { ports, clock } = turn
  if (turn.record.kind === 'storm') return lookAtStorm(turn)
  await recordBeginning(turn)
  if (turn.record.status === 'closed') return settle(turn)
  if (turn.record.status === 'quiet') {
    await ports.fixed(turn.record)
    await wakePage(turn)
    await lookAtOthers(turn)
    const since = turn.record.quietSince ?? turn.record.stateAt
    const left = since + flapsWithin * ports.timeScale - clock.now()
    if (left > 0) return { again: left }
    // Its message tells of others, and so as long as they last.
    if (turn.record.also?.some(({ status }) => status !== 'closed') === true)
      return { again: lookAgainAfter * ports.timeScale }
    await turn.write((now) =>
      now.status === 'quiet' && now.quietSince === since ? { ...now, status: 'closed' } : now,
    )
    return { again: 0 }
  }
  if (turn.record.steady !== undefined && (await isSteadyFor(turn)) <= 0) return { again: 0 }
  const mute = await ports.muteOf(turn.record)
  const isAlone = turn.record.storm !== undefined && (await ports.isOver(turn.record.storm))
  const leader = await lookAtOthers(turn)
  await turn.write((record) => told(record, { mute, isAlone, leader, place: ports.place }))
  if (leader !== undefined && turn.record.partOf === leader) await ports.wake(leader)
  const called = await callPeople(turn)
  const { record } = turn
  if (record.place !== undefined && record.status === 'ringing') await lookCloser(turn)
  const ends = [mute?.until, ...(turn.record.silences ?? []).map(untilOf)].filter((end) => end !== undefined)
  const again = lookAgainAfter * ports.timeScale
  const steadyUntil = turn.record.steady?.until
  const left = Math.min(
    ...[...ends, ...(steadyUntil === undefined ? [] : [steadyUntil])].map((end) => end - clock.now()),
    ...[called ?? again, again],
  )
  const waits = waitsForContributors(turn) ?? Number.POSITIVE_INFINITY
  return { again: Math.max(Math.min(1_000, waits), Math.min(left, waits)) }
}

/** Says until when it has to last. @returns ms that are left; nothing: it is over */
async function isSteadyFor(turn: AlertTurn): Promise<number> {
  const { ports, clock } = turn
  const { steady, relapses } = await turn.write((now) => {
    if (now.steady === undefined || now.relapses === undefined) return now
    const until = quietUntil(now.relapses, now.steady.since, ports.timeScale)
    const known: AlertRecord = { ...now, steady: { since: now.steady.since, until } }
    if (until > clock.now()) return known
    // It lasted: it is good since it was steady, and the time to ring again has passed meanwhile.
    return { ...known, status: 'quiet', quietSince: Math.max(now.relapses.last, now.steady.since) }
  })
  return steady?.until === undefined || relapses === undefined ? 0 : steady.until - clock.now()
}

/** How long until it may be asked who breaches it; undefined: that has not changed, or is nobody's question. */
function waitsForContributors({ record, ports, clock }: AlertTurn): number | undefined {
  const { contributors: known, contributorsChangedAt: changedAt, place, status } = record
  if (changedAt === undefined || place === undefined || status !== 'ringing') return undefined
  if (known === undefined) return 0
  if (changedAt <= known.changedAt && known.unread === undefined) return undefined
  const pause = known.unread === undefined ? contributorsEvery : lookAgainAfter
  return Math.max(0, known.at + pause * ports.timeScale - clock.now())
}

function untilOf(silence: Silence): number | undefined {
  return silence.kind === 'mute rule' ? silence.until : undefined
}

/** What nobody has to wait for follows its message as one edit; what the account mutes is asked anew each time. */
async function lookCloser(turn: AlertTurn): Promise<void> {
  const { record, ports, write, checkpoint } = turn
  const [found, silences, contributors] = await Promise.all([
    record.found ?? ports.findOut(record),
    ports.silencesOf(record),
    waitsForContributors(turn) === 0
      ? ports.contributorsOf(record, record.contributorsChangedAt ?? 0)
      : record.contributors,
  ])
  await checkpoint('found out')
  await write((now) => ({
    ...now,
    ...{ found: now.found ?? found, silences },
    ...(contributors === undefined ? {} : { contributors }),
  }))
}

/** What is muted, or told by another one's message, is posted nowhere; what has its message keeps it, and says so. */
function told(
  record: AlertRecord,
  now: {
    readonly mute: AlertRecord['mute']
    readonly isAlone: boolean
    readonly leader: string | undefined
    readonly place: AlertPorts['place']
  },
): AlertRecord {
  const { mute, isAlone, leader, place } = now
  const { mute: _before, storm, partOf: _leader, ...rest } = record
  const known: AlertRecord = storm === undefined || isAlone ? rest : { ...rest, storm }
  if (mute !== undefined) return { ...known, mute }
  if (leader !== undefined && known.storm === undefined) return { ...known, partOf: leader }
  return known.place === undefined && known.storm === undefined ? { ...known, place } : known
}

async function recordBeginning({ record, ports }: AlertTurn): Promise<void> {
  const { id, environment, acknowledged } = record
  const common = { environment, alert: id }
  const summary = `${record.says ?? record.name} (${id})`
  await ports.audit({ kind: 'alert began', actor: 'cloudwatch', summary, once: 'began', ...common })
  if (acknowledged === undefined) return
  await ports.audit({
    ...{ kind: 'alert acknowledged', actor: acknowledged.by.id, once: 'acknowledged' },
    summary: `${record.shortName} (${id})`,
    ...common,
  })
}

async function settle({ record, ports, checkpoint }: AlertTurn): Promise<Next> {
  const { id, environment, rang, shortName, trouble } = record
  const times = rang === 1 ? '' : `, rang ${rang} times`
  await ports.audit({
    ...{ kind: 'alert ended', actor: 'cloudwatch', environment, alert: id, once: 'ended' },
    summary: `${trouble === undefined ? 'good again' : 'not followed any more'}: ${shortName} (${id})${times}`,
  })
  await checkpoint('recorded end')
  if (mayBeRelated(record)) {
    await ports.unrelated(record)
    if (record.partOf !== undefined) await ports.wake(record.partOf)
  }
  return 'settled'
}
