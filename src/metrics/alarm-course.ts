import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { lookAt } from '../aws/look.js'
import type { Clock } from '../core/clock.js'
import { sparkline } from '../core/course.js'
import type { Environment } from '../core/environment.js'
import { formatFigure } from '../core/metric-words.js'
import { readAlarmGraph } from './alarm-graph.js'

const hour = 3_600_000
/** ms: an alert has been told before, and must not wait long for how it came to that. */
const within = 8_000

/**
 * The last hour of what an alarm looks at, in one line: `▁▁▁▂▅▇▇ 12 % to 93 % within an hour`. Undefined: it looks at no metric, there are no figures, or AWS
 * does not say.
 */
export async function readAlarmCourse(
  name: string,
  {
    aws,
    environment,
    clock,
  }: { readonly aws: Aws; readonly environment: Environment; readonly clock: Clock },
): Promise<string | undefined> {
  const now = clock.now()
  const look = lookAt(aws, { clock, within })
  try {
    const alarm = (await look.alarms()).find((one) => one.name === name)
    if (alarm?.rule === undefined) return undefined
    const { points, unit, bad, ...range } = await readAlarmGraph(alarm, environment, look, {
      from: now - hour,
      until: now,
    })
    const [first, last] = [points[0], points.at(-1)]
    if (first === undefined || last === undefined) return undefined
    // What did not move explains nothing.
    if (points.every(({ value }) => value === first.value)) return undefined
    const figures = `${formatFigure(first.value, unit)} to ${formatFigure(last.value, unit)}`
    return `${sparkline(points, range, bad)} ${figures} within an hour`
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}
