import { metricDimension } from '../cloudwatch/model.js'
import type { LoadBalancerRecord } from '../elb/model.js'
import { arn, region } from '../identity.js'
import type { World } from '../world.js'
import type { EnvironmentSeed } from './model.js'

const day = 86_400_000

interface WidgetSeed {
  title: string
  metrics: unknown[]
  stat?: string
  more?: Record<string, unknown>
}

/**
 * The infrastructure dashboard as people made it by hand. Staging's shows nothing in two of its widgets: one names a database that does not
 * exist, one asks for a service without its cluster.
 */
export function plantDashboard(world: World, seed: EnvironmentSeed, loadBalancer: LoadBalancerRecord): void {
  const name = `${seed.prefix}-infrastructure`
  const widgets = metricWidgets(seed, metricDimension(loadBalancer.arn)).map((widget, index) => ({
    type: 'metric',
    x: (index % 2) * 12,
    y: 2 + Math.floor(index / 2) * 6,
    width: 12,
    height: 6,
    properties: {
      title: widget.title,
      metrics: widget.metrics,
      view: 'timeSeries',
      stacked: false,
      stat: widget.stat ?? 'Average',
      period: 300,
      region,
      ...widget.more,
    },
  }))
  const body = { start: '-PT3H', widgets: [heading(seed), ...widgets, ...words(seed)] }
  const changedAt = world.time.now() - 40 * day
  world.dashboards.set(name, { name, body: JSON.stringify(body), changedAt })
}

function metricWidgets(seed: EnvironmentSeed, LoadBalancer: string): WidgetSeed[] {
  const isWrong = seed.environment === 'staging'
  const service = ['ClusterName', `${seed.prefix}-cluster`, 'ServiceName', `${seed.prefix}-backend`]
  const database = isWrong ? 'ohmycoins-stag-postgres' : `${seed.prefix}-postgres`
  const cache = ['CacheClusterId', `${seed.prefix}-redis-001`]
  return [
    {
      title: 'ECS backend',
      metrics: [
        ['AWS/ECS', 'CPUUtilization', ...service],
        ['.', 'MemoryUtilization', '.', '.', '.', '.'],
      ],
      more: { yAxis: { left: { min: 0, max: 100 } } },
    },
    {
      title: 'ALB response times',
      metrics: [
        ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', LoadBalancer],
        ['...', { stat: 'p95' }],
      ],
    },
    {
      title: 'ALB status codes',
      metrics: [
        ['AWS/ApplicationELB', 'HTTPCode_Target_2XX_Count', 'LoadBalancer', LoadBalancer],
        ['.', 'HTTPCode_Target_4XX_Count', '.', '.'],
        ['.', 'HTTPCode_Target_5XX_Count', '.', '.'],
      ],
      stat: 'Sum',
    },
    {
      title: 'RDS connections and CPU',
      metrics: [
        ['AWS/RDS', 'DatabaseConnections', 'DBInstanceIdentifier', database],
        ['.', 'CPUUtilization', '.', '.', { yAxis: 'right' }],
      ],
    },
    {
      title: 'Redis hit rate and engine CPU',
      metrics: [
        ['AWS/ElastiCache', 'CacheHitRate', ...cache],
        ['.', 'EngineCPUUtilization', '.', '.', { yAxis: 'right' }],
      ],
    },
    {
      title: 'ECS tasks',
      metrics: [
        ['ECS/ContainerInsights', 'DesiredTaskCount', ...(isWrong ? service.slice(2) : service)],
        ['.', 'RunningTaskCount', ...(isWrong ? ['.', '.'] : ['.', '.', '.', '.'])],
      ],
    },
  ]
}

function heading(seed: EnvironmentSeed): object {
  const markdown = `# Oh My Coins: ${seed.environment}\nWho to ask: #devops`
  return { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown } }
}

/** Production's also has what no picture can be asked for. */
function words(seed: EnvironmentSeed): object[] {
  if (seed.environment === 'staging') return []
  const alarms = ['rds-cpu-utilization', 'alb-5xx-errors', 'ecs-high-cpu']
  const y = 20
  return [
    {
      type: 'alarm',
      x: 0,
      y,
      width: 12,
      height: 3,
      properties: {
        title: 'Alarms',
        alarms: alarms.map((name) => arn('cloudwatch', `alarm:${seed.prefix}-${name}`)),
      },
    },
    {
      type: 'log',
      x: 12,
      y,
      width: 12,
      height: 6,
      properties: {
        title: 'Errors of the backend',
        region,
        view: 'table',
        query: `SOURCE '/ecs/${seed.prefix}/backend' | filter @message like /ERROR/ | sort @timestamp desc | limit 20`,
      },
    },
  ]
}
