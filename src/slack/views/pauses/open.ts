import type { KnownBlock } from '@slack/types'
import { askerName } from '../../../core/caller.js'
import type { Message } from '../../../core/message.js'
import type { PauseHook, PauseRecord } from '../../../core/pause.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { moment } from '../alarms/words.js'
import { progressWords, stageWords, subject, untilWords } from './words.js'

/** A deployment that goes on, as ECS tells. */
export interface ShownDeployment {
  readonly id: string
  readonly service: PauseRecord['service']
  readonly begunBy?: PauseRecord['begunBy']
  readonly seen: Pick<PauseRecord, 'state' | 'strategy' | 'stage' | 'traffic' | 'tasks' | 'createdAt'> & {
    readonly hooks: readonly (Pick<PauseHook, 'id' | 'kind' | 'function' | 'until' | 'timeoutAction'> & {
      readonly status: string
    })[]
  }
}

export interface OpenOptions {
  readonly environment: string
  /** The short name, where one was asked about. */
  readonly service?: string
  readonly zone: Zone
  readonly now: number
  /** Without buttons where nobody could press them. */
  readonly buttons: boolean
}

/** More than these at once nobody reads. */
const mostShown = 10

/** What is being deployed: what waits for somebody first. */
export function openDeploymentsMessage(
  deployments: readonly ShownDeployment[],
  options: OpenOptions,
): Message {
  const { environment, service, buttons } = options
  const where = escapeMrkdwn(service === undefined ? environment : `${service} in ${environment}`)
  const refresh = sayButton(
    { verb: 'deployment', words: [service, environment] },
    { text: 'Refresh', answers: 'replace' },
  )
  const sorted = deployments.toSorted((one, other) => Number(waits(other)) - Number(waits(one)))
  const left = sorted.length - mostShown
  return message([
    ...(sorted.length === 0 ? [section(`${marks.fine} *Nothing is being deployed* in ${where}`)] : []),
    ...sorted.slice(0, mostShown).flatMap((one) => blocksOf(one, options)),
    ...(left > 0 ? [context(`and ${left} more`)] : []),
    ...(buttons ? [actions([refresh])] : []),
  ])
}

function waits({ seen }: ShownDeployment): boolean {
  return (
    seen.state === 'running' &&
    seen.hooks.some(({ kind, status }) => kind === 'PAUSE' && status === 'AWAITING_ACTION')
  )
}

function blocksOf(deployment: ShownDeployment, options: OpenOptions): KnownBlock[] {
  const { seen, begunBy, id } = deployment
  const { zone, now } = options
  const stage = seen.stage === undefined ? [] : [stageWords(seen.stage)]
  const who =
    begunBy === undefined
      ? 'not begun by ohmy'
      : `asked by ${escapeMrkdwn(askerName({ ...begunBy.by, ...begunBy }))} (${begunBy.operation})`
  const named = waits(deployment) ? [id] : []
  return [
    section(
      [
        `${headOf(deployment)}`,
        [progressWords(seen), ...stage].join(' · '),
        ...hookLines(deployment, zone, now),
      ].join('\n'),
    ),
    context([`since ${moment(seen.createdAt, { zone, now })}`, who, ...named].join(' · ')),
  ]
}

function headOf(deployment: ShownDeployment): string {
  if (waits(deployment)) return `✋ *${subject(deployment)} waits for a decision*`
  const { state } = deployment.seen
  if (state === 'going back')
    return `${marks.attention} *${subject(deployment)} goes back* to the version before`
  if (state === 'stopping')
    return `${marks.resting} *The deployment of ${subject(deployment)} is being stopped*`
  return `${marks.changing} *${subject(deployment)} is being deployed*`
}

function hookLines({ seen }: ShownDeployment, zone: Zone, now: number): string[] {
  if (seen.state !== 'running') return []
  return seen.hooks.flatMap((hook) => {
    const until = untilWords({ ...hook, foundAt: now }, zone)
    if (hook.kind === 'PAUSE' && hook.status === 'AWAITING_ACTION') return [`◔ waits for somebody ${until}`]
    if (hook.kind === 'AWS_LAMBDA' && hook.status === 'IN_PROGRESS')
      return [`◔ waits for the function ${code(hook.function ?? 'of a hook')} ${until}`]
    return []
  })
}
