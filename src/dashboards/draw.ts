import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { DashboardDrawing, Wording } from '../core/dashboard.js'
import type { Environment } from '../core/environment.js'
import type { ReplyFile } from '../core/message.js'
import type { Zone } from '../core/time-zone.js'
import type { Fields, Widget } from './body.js'
import type { FoundDashboard } from './find-dashboard.js'

/** More pictures than these in one answer nobody looks at. */
export const mostPictures = 20
const pictureWidth = 480
const minute = 60_000

/** What CloudWatch takes of a widget's properties: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html */
const taken = ['annotations', 'legend', 'metrics', 'period', 'stacked', 'stat', 'title', 'view', 'yAxis']
const otherKinds: Readonly<Record<string, Wording>> = {
  alarm: ['CloudWatch draws no alarm widgets as pictures; ', { name: '/ohmy alarms' }, ' shows them'],
  log: ['CloudWatch draws no log widgets as pictures; ', { name: '/ohmy logs' }, ' shows the lines'],
  explorer: ['CloudWatch draws no explorer widgets as pictures'],
  custom: ['what a custom widget shows is made by a Lambda function in the console'],
}

interface Drawing {
  readonly aws: Pick<Aws, 'widgetImage'>
  readonly environment: Environment
  /** ms since the epoch, the same for all pictures. */
  readonly from: number
  readonly until: number
  readonly zone: Zone
}

/** Every metric widget as CloudWatch itself draws it, in parallel within the call rate; of everything else it says why not. */
export async function drawDashboard(
  { name, body }: FoundDashboard,
  drawing: Drawing,
): Promise<{ readonly drawing: DashboardDrawing; readonly files: readonly ReplyFile[] }> {
  const { environment, from, until } = drawing
  const pictures = body.widgets.filter(({ kind }) => kind === 'metric')
  const others = body.widgets.filter(({ kind }) => kind !== 'metric' && kind !== 'text')
  const results = await Promise.all(
    pictures.slice(0, mostPictures).map(async (widget) => ({ widget, ...(await draw(widget, drawing)) })),
  )
  const drawn = results.flatMap(({ widget, png }) => (png === undefined ? [] : [{ widget, png }]))
  const names = new Set<string>()
  return {
    drawing: {
      environment: environment.name,
      name,
      from,
      until,
      drawn: drawn.map(({ widget }) => widget.title),
      texts: body.widgets.filter(({ kind }) => kind === 'text').map(({ properties }) => textOf(properties)),
      notDrawn: [
        ...results.flatMap(({ widget, why }) => (why === undefined ? [] : [{ title: widget.title, why }])),
        ...others.map(({ title, kind }) => ({
          title,
          why: otherKinds[kind] ?? ['CloudWatch draws no ', { name: kind }, ' widgets as pictures'],
        })),
        ...(body.hasVariables
          ? [
              {
                title: 'Variables',
                why: ['the pictures show what is written in the widgets, not what is chosen in the console'],
              },
            ]
          : []),
      ],
      leftOut: Math.max(0, pictures.length - mostPictures),
    },
    files: drawn.map(({ widget, png }) => ({
      name: fileName(name, widget.title, names),
      title: widget.title,
      content: png,
    })),
  }
}

async function draw(widget: Widget, drawing: Drawing): Promise<{ png?: Uint8Array; why?: Wording }> {
  const { properties } = widget
  if (properties['metrics'] === undefined && properties['annotations'] === undefined) {
    return { why: ['it names no metrics'] }
  }
  if (properties['view'] === 'table') return { why: ['CloudWatch draws no tables as pictures'] }
  const region = typeof properties['region'] === 'string' ? properties['region'] : undefined
  try {
    const png = await drawing.aws.widgetImage(JSON.stringify(definitionOf(widget, drawing)), region)
    return png.length === 0 ? { why: ['CloudWatch gave no picture'] } : { png }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const where = region === undefined || region === drawing.environment.region ? '' : ` in ${region}`
    if (error.kind !== 'rejected') return { why: [`${explainAwsError(error)}${where}`] }
    return { why: [`CloudWatch refused it${where}: `, { name: refusalOf(error) }] }
  }
}

/** In this room the message of a refusal is about the widget: it says what is wrong with it. */
function refusalOf(error: AwsError): string {
  return error.message.replace(/\s+/g, ' ').slice(0, 200)
}

function definitionOf(widget: Widget, { from, until, zone }: Drawing): Fields {
  const own = Object.entries(widget.properties).filter(([key]) => taken.includes(key))
  return {
    title: widget.title,
    ...Object.fromEntries(own),
    ...sizeOf(widget),
    start: new Date(from).toISOString(),
    end: new Date(until).toISOString(),
    timezone: offsetOf(zone, until),
  }
}

/**
 * Pixels. Slack shows pictures about 360 to 480 wide and CloudWatch's letters have a fixed size: in a wider picture nobody could read its
 * axes. So wide widgets do not become wider pictures but lower ones.
 */
function sizeOf({ width, height, properties }: Widget): { width: number; height: number } {
  const shape = Math.max(0.2, height / Math.max(1, width))
  const least = properties['view'] === 'singleValue' ? 140 : 250
  return { width: pictureWidth, height: Math.round(Math.min(360, Math.max(least, pictureWidth * shape))) }
}

/** `+1100` */
function offsetOf(zone: Zone, at: number): string {
  const minutes = Math.round((zone.wallAt(at) - at) / minute)
  const size = Math.abs(minutes)
  const digits = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}${digits(size % 60)}`
}

function textOf({ markdown }: Fields): string {
  if (typeof markdown !== 'string') return ''
  return markdown
    .replace(/^\s{0,3}#{1,6}\s+/gm, '')
    .replace(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, '$1 ($2)')
    .replace(/(\*\*|__)(\S(?:.*?\S)?)\1/g, '$2')
    .trim()
}

/** `ohmycoins-staging-infrastructure-rds-connections-and-cpu.png`, once each. */
function fileName(dashboard: string, title: string, taken: Set<string>): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  const stem = [dashboard, slug].filter((part) => part !== '').join('-')
  let name = `${stem}.png`
  for (let number = 2; taken.has(name); number += 1) name = `${stem}-${number}.png`
  taken.add(name)
  return name
}
