import { findAlarm } from '../src/alarms/find-alarm.js'
import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { choosing, duration, environment, part, service, word } from '../src/dispatch/arguments/index.js'
import { command, type ServiceRef } from '../src/dispatch/command.js'
import { readAlarmGraph } from '../src/metrics/alarm-graph.js'
import { type InfrastructurePart, infrastructure, readMetrics } from '../src/metrics/read-metrics.js'
import { alarmGraphMessage, metricsMessage } from '../src/slack/views/metrics/metrics.js'
import { alarmsThere } from './choices/alarms.js'

const hour = 3_600_000
const longest = 15 * 24 * hour
const shortest = 15 * 60_000

export const metrics = command({
  name: 'metrics',
  summary: 'Show figures over time against their targets, with charts',
  examples: [
    'metrics production',
    'metrics backend production --since 1d',
    'metrics production rds --since 7d',
    'metrics production own',
    'metrics production --alarm rds-cpu-utilization',
  ],
  args: {
    service: service().optional(),
    part: part(infrastructure),
    environment: environment(),
    since: duration({
      summary: 'how far back: 15m to 15d; left out: 3h',
      most: longest,
      least: shortest,
    }).optional(),
    alarm: choosing(
      word({
        placeholder: 'alarm',
        summary: 'the metric of this alarm instead, with its threshold',
        named: true,
      }),
      { lookUp: alarmsThere },
    ).optional(),
  },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, aws, clock, config }) => {
    const { environment: place } = args
    const since = args.since ?? 3 * hour
    const options = {
      zone: createZone(config.timeZone),
      since: typed(since),
      askedBy: caller.name,
      buttons: caller.origin !== 'terminal',
    }
    if (args.alarm !== undefined) {
      const now = clock.now()
      const { alarm } = await findAlarm(args.alarm, [place], aws)
      const graph = await readAlarmGraph(alarm, place, aws(place), { from: now - since, until: now })
      return { message: alarmGraphMessage(graph, options), data: graph as unknown as Json, shownTo: 'place' }
    }
    const focus = args.part ?? partOrService(args.service)
    const overview = await readMetrics({
      aws: aws(place),
      environment: place,
      ...(focus === undefined ? {} : { focus }),
      since,
      thresholds: config.thresholds,
      metrics: config.metrics,
      clock,
    })
    return { message: metricsMessage(overview, options), data: overview as unknown as Json, shownTo: 'place' }
  },
})

/** Where services are discovered any word may be one: `rds` is the database all the same. */
function partOrService(named: ServiceRef | undefined): ServiceRef | InfrastructurePart | undefined {
  return infrastructure.find((other) => other === named?.name.toLowerCase()) ?? named
}

/** A duration as it is typed: `3h`, `1d`, `90m`. */
function typed(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes % 1_440 === 0) return `${minutes / 1_440}d`
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`
}
