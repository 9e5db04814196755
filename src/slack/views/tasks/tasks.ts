import { countedOf } from '../../../core/wording.js'
import type { ActionsBlock, KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import type { ListedTask, ServiceTasks } from '../../../core/service-tasks.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, dateToken, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { sayButton, sayMenu } from '../../say.js'
import { missingBlocks } from '../status/findings.js'

/** More than these are counted. */
const mostShown = 20
const reasonsShown = 5
const linesPerSection = 10

export interface TasksMessageOptions {
  /** The team's, for what Slack cannot show on the reader's own clock. */
  readonly zone: Zone
  readonly askedBy: string
  /** Without buttons where nobody could press them. */
  readonly buttons: boolean
}

/** The tasks of a service, those in trouble first, and a menu to stop one. */
export function tasksMessage(found: ServiceTasks, { zone, askedBy, buttons }: TasksMessageOptions): Message {
  const { tasks, at, region } = found
  const shown = tasks.slice(0, mostShown)
  const lines = shown.map((task) => taskLine(task, found))
  if (tasks.length > shown.length) lines.push(`… and ${tasks.length - shown.length} more`)
  const when = dateToken(at, '{date_short_pretty} at {time}', formatMoment(at, zone, at))
  const blocks: KnownBlock[] = [
    section(headline(found)),
    ...Array.from({ length: Math.ceil(lines.length / linesPerSection) }, (_, index) =>
      section(lines.slice(index * linesPerSection, (index + 1) * linesPerSection).join('\n')),
    ),
    ...reasons(shown),
    ...missingBlocks(found.missing),
    ...cpuNote(found),
    context(`Asked by ${escapeMrkdwn(askedBy)} · As of ${when} · ${escapeMrkdwn(region)}`),
  ]
  if (buttons) blocks.push(tasksButtons(found, shown))
  return message(blocks)
}

function headline({ service, environment, tasks, desired }: ServiceTasks): string {
  const name = `${escapeMrkdwn(service)} in ${escapeMrkdwn(environment)}`
  if (desired === 0 && tasks.length === 0) return `${marks.resting} *${name} wants no task*`
  const ill = tasks.filter(({ health }) => health === 'unhealthy').length
  const running = tasks.filter(({ state }) => state === 'running').length
  const isUnread = tasks.some(({ health }) => health === 'unread')
  const well = isUnread ? marks.unknown : marks.fine
  const mark = ill > 0 ? marks.wrong : running < desired ? marks.attention : well
  const trouble = ill === 0 ? '' : `, ${ill} unhealthy`
  return `${mark} *${name} runs ${countedOf(running, desired, 'task')}${trouble}*`
}

/** What is wrong comes before the rest: `🟢 9f2c41d7 · sprint-12-3f4021a · zone a · 3 d 4 h · CPU 38 %` */
function taskLine(task: ListedTask, { at, cpuTarget, region }: ServiceTasks): string {
  const { id, version, taskDefinition, zone, runsOn, cpu } = task
  const beyond = cpu === undefined || cpu < cpuTarget ? '' : ` (target < ${cpuTarget} %)`
  const details = [
    ...healthWords(task),
    code(version ?? taskDefinition),
    ...(zone === undefined ? [] : [escapeMrkdwn(shortZone(zone, region))]),
    age(task, at),
    ...(runsOn === undefined ? [] : [escapeMrkdwn(runsOn)]),
    ...(cpu === undefined ? [] : [`CPU ${Math.round(cpu)} %${beyond}`]),
  ]
  return `${markOf(task, cpuTarget)} ${code(id.slice(0, 8))} · ${details.join(' · ')}`
}

function markOf({ health, state, cpu = 0 }: ListedTask, cpuTarget: number): string {
  if (health === 'unhealthy') return marks.wrong
  if (state === 'starting' || health === 'waiting') return marks.changing
  if (cpu >= cpuTarget) return marks.attention
  if (health === 'unread') return marks.unknown
  return health === 'healthy' ? marks.fine : marks.resting
}

/** Healthy is what the mark says already. */
function healthWords({ health, state }: ListedTask): readonly string[] {
  if (health === 'unhealthy') return ['*unhealthy*']
  if (state === 'starting') return []
  if (health === 'waiting') return ['not found healthy yet']
  return health === 'unchecked' ? ['nothing checks its health'] : []
}

function age({ since, state }: ListedTask, at: number): string {
  if (since === undefined) return state
  const lasts = formatDuration(Math.max(0, at - since))
  return state === 'starting' ? `starting for ${lasts}` : lasts
}

/** The region stands at the end of the message: `ap-southeast-2a` → `zone a`. */
function shortZone(zone: string, region: string): string {
  return zone.startsWith(region) && zone.length > region.length ? `zone ${zone.slice(region.length)}` : zone
}

/** In the load balancer's own words, letter by letter. */
function reasons(shown: readonly ListedTask[]): readonly KnownBlock[] {
  const told = shown.flatMap(({ id, healthReason }) =>
    healthReason === undefined ? [] : [`${id.slice(0, 8)}  ${healthReason}`],
  )
  return told.length === 0 ? [] : [untrusted(told.slice(0, reasonsShown).join('\n'))]
}

function cpuNote({ cpu, tasks }: ServiceTasks): readonly KnownBlock[] {
  if (cpu === undefined || tasks.some((task) => task.cpu !== undefined)) return []
  const whose = 'each task’s own is measured by Container Insights with enhanced observability'
  return [context(`CPU ${Math.round(cpu)} % on average; ${whose}`)]
}

function tasksButtons({ service, environment }: ServiceTasks, shown: readonly ListedTask[]): ActionsBlock {
  // Why is asked for in its form.
  const menu = sayMenu(
    'Stop a task',
    shown.map(({ id, health }) => ({
      text: `${id.slice(0, 8)}${health === 'unhealthy' ? ', unhealthy' : ''}`,
      line: { verb: 'stop-task', words: [service, environment], options: { task: id.slice(0, 8) } },
      literal: true,
    })),
  )
  return actions([
    sayButton({ verb: 'tasks', words: [service, environment] }, { text: 'Refresh', answers: 'replace' }),
    ...(menu === undefined ? [] : [menu]),
    sayButton({ verb: 'logs', words: [service, environment] }, { text: 'Logs' }),
  ])
}
