import type { Fields } from '../body.js'
import type { RealNames, Template } from './template.js'

/** One widget; where it stands follows from its place in the list. */
interface WidgetPlan {
  readonly title: string
  readonly metrics: readonly (readonly unknown[])[]
  readonly stat?: string
  readonly more?: Fields
}

const red = '#d62728'
const purple = '#9467bd'
/** More lines than these in one widget cannot be told apart. */
const mostServices = 4

/** What an on-call person looks at first, two widgets a row. */
export const infrastructure: Template = {
  name: 'infrastructure',
  summary: 'ECS, load balancer, database and cache in six widgets',
  body(names) {
    const widgets = [
      ...serviceLoad(names),
      ...responseTimes(names),
      ...statusCodes(names),
      ...database(names),
      ...cache(names),
      ...tasks(names),
    ]
    return {
      start: '-PT3H',
      periodOverride: 'inherit',
      widgets: widgets.map(({ title, metrics, stat = 'Average', more }, index) => ({
        type: 'metric',
        x: (index % 2) * 12,
        y: Math.floor(index / 2) * 6,
        width: 12,
        height: 6,
        properties: {
          title,
          region: names.region,
          view: 'timeSeries',
          stacked: false,
          period: 60,
          stat,
          metrics,
          ...more,
        },
      })),
    }
  },
}

function serviceLoad({ cluster, services, thresholds }: RealNames): WidgetPlan[] {
  const [first] = services
  if (first === undefined) return []
  const dimensions = ['ClusterName', cluster, 'ServiceName', first.service]
  return [
    {
      title: `ECS ${first.name}: CPU and memory`,
      metrics: [
        ['AWS/ECS', 'CPUUtilization', ...dimensions, { label: 'CPU' }],
        ['AWS/ECS', 'MemoryUtilization', ...dimensions, { label: 'Memory' }],
      ],
      more: {
        yAxis: { left: { min: 0, max: 100 } },
        annotations: lines(
          { value: thresholds.cpuPercent, label: 'CPU target', color: red },
          { value: thresholds.memoryPercent, label: 'Memory target', color: purple },
        ),
      },
    },
  ]
}

function responseTimes({ loadBalancer, thresholds }: RealNames): WidgetPlan[] {
  if (loadBalancer === undefined) return []
  const metric = ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', loadBalancer]
  return [
    {
      title: 'ALB: response times',
      metrics: [
        [...metric, { stat: 'Average', label: 'Average' }],
        [...metric, { stat: 'p95', label: 'p95' }],
        [...metric, { stat: 'p99', label: 'p99' }],
      ],
      more: {
        yAxis: { left: { min: 0 } },
        annotations: lines({ value: thresholds.responseTimeSeconds, label: 'p95 target', color: red }),
      },
    },
  ]
}

function statusCodes({ loadBalancer }: RealNames): WidgetPlan[] {
  if (loadBalancer === undefined) return []
  const metric = (codes: string) => ['AWS/ApplicationELB', `HTTPCode_Target_${codes}_Count`]
  const dimension = ['LoadBalancer', loadBalancer]
  return [
    {
      title: 'ALB: status codes',
      stat: 'Sum',
      metrics: [
        [...metric('2XX'), ...dimension, { label: '2xx', color: '#2ca02c' }],
        [...metric('4XX'), ...dimension, { label: '4xx', color: '#ff7f0e' }],
        [...metric('5XX'), ...dimension, { label: '5xx', color: red }],
      ],
      more: { yAxis: { left: { min: 0 } } },
    },
  ]
}

function database({ database: id, thresholds }: RealNames): WidgetPlan[] {
  if (id === undefined) return []
  return [
    {
      title: 'RDS: connections and CPU',
      metrics: [
        ['AWS/RDS', 'DatabaseConnections', 'DBInstanceIdentifier', id, { label: 'Connections' }],
        ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', id, { label: 'CPU', yAxis: 'right' }],
      ],
      more: {
        yAxis: { left: { min: 0 }, right: { min: 0, max: 100 } },
        annotations: lines({ value: thresholds.databaseConnections, label: 'Connections alarm', color: red }),
      },
    },
  ]
}

function cache({ cache: id, thresholds }: RealNames): WidgetPlan[] {
  if (id === undefined) return []
  return [
    {
      title: 'Redis: hit rate and engine CPU',
      metrics: [
        ['AWS/ElastiCache', 'CacheHitRate', 'CacheClusterId', id, { label: 'Hit rate' }],
        ['AWS/ElastiCache', 'EngineCPUUtilization', 'CacheClusterId', id, { label: 'Engine CPU' }],
      ],
      more: {
        yAxis: { left: { min: 0, max: 100 } },
        annotations: lines({
          value: thresholds.cacheHitRatePercent,
          label: 'Hit rate target',
          color: red,
        }),
      },
    },
  ]
}

/** These need Container Insights on the cluster. */
function tasks({ cluster, services }: RealNames): WidgetPlan[] {
  if (services.length === 0) return []
  const metrics = services.slice(0, mostServices).flatMap(({ name, service }) => {
    const dimensions = ['ClusterName', cluster, 'ServiceName', service]
    return [
      ['ECS/ContainerInsights', 'DesiredTaskCount', ...dimensions, { label: `${name} desired` }],
      ['ECS/ContainerInsights', 'RunningTaskCount', ...dimensions, { label: `${name} running` }],
    ]
  })
  return [{ title: 'ECS: desired and running tasks', metrics, more: { yAxis: { left: { min: 0 } } } }]
}

function lines(...horizontal: readonly Fields[]): Fields {
  return { horizontal }
}
