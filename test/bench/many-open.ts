import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { alertFlow } from '../../src/alerts/alert-flow.js'
import type { AlertRecord } from '../../src/core/alert.js'
import type { IncidentRecord } from '../../src/core/incident.js'
import { createZone } from '../../src/core/time-zone.js'
import type { AnyFlow } from '../../src/flow/flow.js'
import { createFlowStore, type FlowStore } from '../../src/flow/flow-store.js'
import { incidentFlow } from '../../src/incidents/incident/incident-flow.js'
import { newIncident } from '../../src/incidents/new-incident.js'
import { keys } from '../../src/redis/keys.js'
import { type Child, startChild } from './child.js'
import { goalFigure, type Bench, type Figure } from './figure.js'
import type { Cost } from './own-cost.js'
import { commandsRun } from './store-commands.js'

const alertsOpen = 1_000
const incidentsOpen = 50
/** So long until each incident is announced, of which Slack takes one a second, and until the storms have not grown for two minutes (ms). */
const settledAfter = 130_000
/** What a round looks at (ms): incidents that nobody has taken are looked at every minute. */
const window = 60_000
const minute = 60_000

/** A thousand alerts in two storms, and fifty incidents, half of which nobody has taken, on one worker: what looking after them costs. */
export const open: Bench = async ({ rounds, profile }) => {
  const channels = Array.from({ length: incidentsOpen }, (_, index) => ({ name: roomOf(index), topic: '' }))
  const others = ['devops', 'alerts', 'incidents', 'ohmy-audit'].map((name) => ({ name, topic: '' }))
  const world = await startWorld({
    path: process.env['PATH'] ?? '',
    workspace: { channels: [...others, ...channels], strictRateLimits: true },
  })
  const environment = { ...world.environment, OHMY_ROLES: 'worker' }
  const bot = await startChild('alerts-bot.ts', [JSON.stringify(environment), '1'], profile)
  const redis = new Redis(world.store.url)
  try {
    await bot.ask('port')
    await beginAll(createFlowStore(redis, 6_000), redis, world)
    await sleep(settledAfter)
    const measured: Measured[] = []
    for (let round = 0; round < rounds; round++) measured.push(await measure(bot, redis, world))
    return figuresOf(measured)
  } finally {
    redis.disconnect()
    await bot.stop()
    await world.stop()
  }
}

interface Measured extends Cost {
  /** A second, those that scripts call with them. */
  readonly commands: number
  /** A minute. */
  readonly slack: number
  readonly aws: number
}

async function measure(bot: Child, redis: Redis, { workspace, account }: World): Promise<Measured> {
  const before = await commandsRun(redis)
  const calls = { slack: workspace.calls.length, aws: account.calls.count() }
  await bot.ask('begin')
  await sleep(window)
  const cost = await bot.ask<Cost>('end')
  const commands = ((await commandsRun(redis)) - before) / (window / 1_000)
  const minutes = window / minute
  return {
    ...{ ...cost, commands },
    slack: (workspace.calls.length - calls.slack) / minutes,
    aws: (account.calls.count() - calls.aws) / minutes,
  }
}

async function beginAll(store: FlowStore, redis: Redis, { workspace }: World): Promise<void> {
  const now = Date.now()
  const begin = (flow: AnyFlow, id: string, record: unknown) => {
    const { kind, lane, keptFor } = flow
    return store.create({ ...{ id, kind, lane, record, keptFor }, holds: flow.about(record).holds })
  }
  for (const environment of ['staging', 'production']) {
    const storm = `alert-storm-${environment}`
    const common = { environment, ...stateAt(now), rang: 1, reason: 'Threshold Crossed', heardAt: now }
    const record: AlertRecord = {
      ...{ ...common, v: 1, id: storm, kind: 'storm', subject: `storm:${environment}` },
      ...{ name: storm, shortName: 'storm', status: 'ringing', members: [], place: { channel: '#alerts' } },
    }
    await begin(alertFlow, storm, record)
    for (let index = 0; index < alertsOpen / 2; index++) {
      const id = `alert-${environment}-${index}`
      const subject = `arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${id}`
      const alert: AlertRecord = {
        ...{ ...common, v: 1, id, kind: 'alarm', subject, name: id, shortName: id, status: 'ringing', storm },
        says: 'CPU of backend is at 93.2 %, at or above 80 %',
      }
      await redis.sadd(keys.stormAlerts(storm), id)
      await begin(alertFlow, id, alert)
    }
  }
  for (let index = 0; index < incidentsOpen; index++) {
    const channel = workspace.state().channels.find(({ name }) => name === roomOf(index))?.id ?? ''
    await begin(incidentFlow, `inc-open-${index}`, incident(index, channel, now))
  }
}

function stateAt(now: number) {
  return { state: 'ALARM', stateAt: now, since: now } as const
}

/** Nobody has taken every second one: whoever is on call is called, and asked for until somebody answers. */
function incident(index: number, channel: string, now: number): IncidentRecord {
  const isTaken = index % 2 === 0
  const record = newIncident(
    { title: `open ${index}`, severity: isTaken ? 2 : 1, environment: 'production', services: [] },
    {
      ...{ id: `inc-open-${index}`, alert: undefined, now, zone: createZone('Australia/Sydney') },
      caller: { id: requester.slackId, name: requester.name, origin: 'command' },
      announcements: { channel: '#incidents' },
      rules: {
        updateEvery: { 1: 15 * minute, 2: 30 * minute },
        askForCommanderAfter: 5 * minute,
        watchFor: 15 * minute,
      },
    },
  )
  return {
    ...record,
    place: { kind: 'own', channel, name: roomOf(index) },
    ...(isTaken ? { status: 'mitigating' as const, acknowledgedAt: now } : {}),
  }
}

function roomOf(index: number): string {
  return `inc-open-${index}`
}

function figuresOf(measured: readonly Measured[]): readonly Figure[] {
  const of = (key: keyof Measured) => measured.map((one) => one[key])
  const share = (key: 'cpu' | 'utilization') => measured.map((one) => 100 * one[key])
  const name = (what: string) =>
    `${alertsOpen.toLocaleString('en')} alerts, ${incidentsOpen} incidents: ${what}`
  return [
    goalFigure(name('event loop lag, p99'), 'ms', of('lag'), 50),
    goalFigure(name('event loop utilization'), '%', share('utilization'), 10),
    goalFigure(name('CPU of a core'), '%', share('cpu'), 5),
    goalFigure(name('commands sent to the store'), 'a second', of('sent'), 100),
    goalFigure(name('commands run in the store'), 'a second', of('commands'), 500),
    goalFigure(name('calls of Slack'), 'a minute', of('slack'), 50),
    goalFigure(name('calls of AWS'), 'a minute', of('aws'), 10),
  ]
}
