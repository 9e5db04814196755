import type { AwsFor } from '../aws/aws.js'
import type { Config } from '../config/config.js'
import type { MayDo } from '../core/may-do.js'
import type { Reading } from '../core/reading.js'
import { followLogs } from '../logs/follow/follow-logs.js'
import { followedLogs } from '../logs/follow/shown.js'
import { queryLogs } from '../logs/query/query-logs.js'
import { logQueryShown } from '../logs/query/shown.js'
import type { ReadingPorts } from '../logs/reading.js'
import { createReadings, type Readings } from '../logs/readings.js'
import { section } from '../slack/blocks.js'
import { message } from '../slack/message.js'
import { escapeMrkdwn } from '../slack/mrkdwn.js'
import { followedLogsMessage } from '../slack/views/followed-logs.js'
import { logQueryMessage } from '../slack/views/log-query.js'
import type { FlowsRoom, ShownKind } from './flows.js'

/** Followed logs and log queries: what they use, and how they are shown. */
export function readingKinds(ports: ReadingPorts): readonly ShownKind[] {
  const { config } = ports
  const zone = config.timeZone
  const buttonsFor = ({ caller }: Reading) => ({ buttons: caller.origin !== 'terminal' })
  return [
    {
      flow: followLogs,
      ports,
      message: (record: Parameters<typeof followedLogs>[0]) =>
        followedLogsMessage(
          followedLogs(record, { zone, liveTail: config.logs.liveTail }),
          buttonsFor(record),
        ),
    },
    {
      flow: queryLogs,
      ports,
      message: (record: Parameters<typeof logQueryShown>[0]) =>
        logQueryMessage(logQueryShown(record, { zone }), buttonsFor(record)),
    },
  ]
}

/** The way in for long reading work. */
export function createReadingsRoom(
  { flows, store }: FlowsRoom,
  options: {
    readonly kinds: readonly ShownKind[]
    readonly ports: ReadingPorts
    readonly config: Config
    readonly aws: AwsFor
    readonly mayDo: MayDo
  },
): Readings {
  const { kinds, ports, config, mayDo } = options
  return createReadings({
    flows,
    kinds: [followLogs, queryLogs],
    ports,
    messageOf(flow, record) {
      const kind = kinds.find((candidate) => candidate.flow.kind === flow.kind)
      if (kind === undefined) throw new Error(`Nobody said how ${flow.kind} is shown`)
      return kind.message(record as never, record.startedAt)
    },
    say: (words) => message([section(escapeMrkdwn(words))]),
    limits: { person: config.logs.runningPerPerson, channel: config.logs.runningPerChannel },
    defaultPlace: { channel: `#${config.channels.operations}` },
    mayDo,
    time: store.time,
  })
}
