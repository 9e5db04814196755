import { channelAddress } from '../core/channel-reference.js'
import type { Authority } from '../access/authority.js'
import type { Clock } from '../core/clock.js'
import type { Reading } from '../core/reading.js'
import { followLogs } from '../logs/follow/follow-logs.js'
import type { FollowedRecord } from '../logs/follow/record.js'
import { followedLogs } from '../logs/follow/shown.js'
import { queryLogs } from '../logs/query/query-logs.js'
import type { QueryRecord } from '../logs/query/record.js'
import { logQueryShown } from '../logs/query/shown.js'
import type { ReadingPorts } from '../logs/reading.js'
import { createReadings, type Readings } from '../logs/readings.js'
import type { PlanRecord } from '../terraform/plan/record.js'
import { planShown } from '../terraform/plan/shown.js'
import type { ValidationRecord } from '../terraform/validate/record.js'
import { validationShown } from '../terraform/validate/shown.js'
import { section } from '../slack/blocks.js'
import { message } from '../slack/message.js'
import { escapeMrkdwn } from '../slack/mrkdwn.js'
import { followedLogsMessage } from '../slack/views/logs/followed.js'
import { planMessage } from '../slack/views/terraform/plan.js'
import { validationMessage } from '../slack/views/terraform/validation.js'
import { logQueryMessage } from '../slack/views/logs/query.js'
import type { FlowsRoom, ShownKind } from './flows.js'
import type { TerraformFlows } from './terraform.js'

export interface ReadingsRoom {
  readonly readings: Readings
  /** What is looked after by the flows' workers. */
  readonly kinds: readonly ShownKind[]
}

/** Followed logs, log queries, validations and plans of Terraform: what they use, how they are shown, and the way in. */
export function createReadingsRoom(
  { flows, store }: Pick<FlowsRoom, 'flows' | 'store'>,
  {
    ports,
    authority,
    clock,
    terraform,
  }: {
    readonly ports: ReadingPorts
    readonly authority: Authority
    readonly clock: Clock
    readonly terraform: TerraformFlows
  },
): ReadingsRoom {
  const { config } = ports
  const kinds = kindsOf(ports, terraform)
  const readings = createReadings({
    flows,
    store,
    kinds: [followLogs, queryLogs, terraform.validating, terraform.planning],
    ports,
    messageOf(flow, record) {
      const kind = kinds.find((candidate) => candidate.flow.kind === flow.kind)
      if (kind === undefined) throw new Error(`Nobody said how ${flow.kind} is shown`)
      return kind.message(record as never)
    },
    say: (words) => message([section(escapeMrkdwn(words))]),
    limits: { person: config.logs.runningPerPerson, channel: config.logs.runningPerChannel },
    defaultPlace: { channel: channelAddress(config.channels.operations) },
    authority,
    clock,
  })
  return { readings, kinds }
}

function kindsOf(ports: ReadingPorts, { validating, planning }: TerraformFlows): readonly ShownKind[] {
  const { timeZone: zone, logs, terraform } = ports.config
  const buttonsFor = ({ caller }: Reading) => ({ buttons: caller.origin !== 'terminal' })
  return [
    {
      flow: followLogs,
      ports,
      message: (record: FollowedRecord) =>
        followedLogsMessage(followedLogs(record, { zone, liveTail: logs.liveTail }), buttonsFor(record)),
    },
    {
      flow: queryLogs,
      ports,
      message: (record: QueryRecord) => logQueryMessage(logQueryShown(record, { zone }), buttonsFor(record)),
    },
    {
      flow: validating,
      ports,
      message: (record: ValidationRecord) =>
        validationMessage(validationShown(record, terraform?.repository), buttonsFor(record)),
    },
    {
      flow: planning,
      ports,
      message: (record: PlanRecord) => planMessage(planShown(record), buttonsFor(record)),
    },
  ]
}
