import type { ActionsBlock, PlainTextOption, StaticSelect } from '@slack/types'
import { actions, button, plain } from '../blocks.js'

/** What a click claims: looked up and checked again on the server. */
function value(environment: string, name?: string): string {
  return JSON.stringify({ v: 1, environment, ...(name === undefined ? {} : { name }) })
}

const mostOptions = 100
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestOption = { text: 75, value: 150 }

/** Draw it again, look whether its metrics exist, or choose another one. */
export function drawingButtons(environment: string, name: string): ActionsBlock {
  return actions([
    button({ text: 'Draw again', actionId: 'dashboard.draw', value: value(environment, name) }),
    button({ text: 'Check', actionId: 'dashboard.check', value: value(environment, name) }),
    button({ text: 'Other dashboards', actionId: 'dashboard.list', value: value(environment) }),
  ])
}

export function checkButtons(environment: string, name: string): ActionsBlock {
  return actions([
    button({ text: 'Check again', actionId: 'dashboard.check-again', value: value(environment, name) }),
    button({ text: 'Draw', actionId: 'dashboard.draw', value: value(environment, name) }),
  ])
}

/** A menu of dashboards; undefined where none fits into one. */
export function dashboardMenu(environment: string, names: readonly string[]): StaticSelect | undefined {
  const options = names
    .map((name): PlainTextOption => ({ text: plain(name), value: value(environment, name) }))
    .filter(
      (option) =>
        option.text.text.length <= longestOption.text && (option.value ?? '').length <= longestOption.value,
    )
    .slice(0, mostOptions)
  if (options.length === 0) return undefined
  return {
    type: 'static_select',
    action_id: 'dashboard.choose',
    placeholder: plain('Choose a dashboard'),
    options,
  }
}
