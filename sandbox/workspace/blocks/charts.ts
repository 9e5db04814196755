import {
  all,
  byType,
  choice,
  isNode,
  list,
  number,
  object,
  required,
  optional,
  type Node,
  type Report,
  type Rule,
  string,
} from './rules.js'

const LABEL = 20
const point = object({ label: required(string(LABEL, 1)), value: required(number()) })
const series = object({ name: required(string(LABEL, 1)), data: required(list(point, 20, 1)) })
const axes = object({
  categories: required(list(string(LABEL, 1), 20, 1)),
  x_label: optional(string(50)),
  y_label: optional(string(50)),
})

function plotted(type: string): Rule {
  const shape = object({
    type: required(choice(type)),
    series: required(list(series, 6, 1)),
    axis_config: required(axes),
  })
  return all(shape, namesDiffer, pointsMatchCategories)
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const chart: Rule = object({
  type: required(choice('data_visualization')),
  block_id: optional(string(255)),
  title: required(string(50, 1)),
  chart: required(
    byType({
      pie: object({ type: required(choice('pie')), segments: required(list(point, 6, 1)) }),
      bar: plotted('bar'),
      area: plotted('area'),
      line: plotted('line'),
    }),
  ),
})

function seriesOf(value: unknown): readonly Node[] {
  const found = isNode(value) ? value['series'] : undefined
  return Array.isArray(found) ? found.filter(isNode) : []
}

function namesDiffer(value: unknown, pointer: string, report: Report): void {
  const names = seriesOf(value).map(({ name }) => name)
  if (new Set(names).size < names.length) report(`${pointer}/series`, 'series names must be unique')
}

function pointsMatchCategories(value: unknown, pointer: string, report: Report): void {
  const config = isNode(value) ? value['axis_config'] : undefined
  const categories = isNode(config) && Array.isArray(config['categories']) ? config['categories'] : []
  for (const [index, { data }] of seriesOf(value).entries()) {
    const labels = Array.isArray(data) ? data.filter(isNode).map(({ label }) => label) : []
    const matches = labels.length === categories.length && labels.every((label) => categories.includes(label))
    if (!matches) report(`${pointer}/series/${index}/data`, 'labels must match the categories')
  }
}
