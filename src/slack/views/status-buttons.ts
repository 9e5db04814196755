import type { ActionsBlock, PlainTextOption, StaticSelect } from '@slack/types'
import type { EnvironmentStatus } from '../../core/status.js'
import { actions, button, plain } from '../blocks.js'
import { byUrgency } from './status-words.js'

/** What a click claims: looked up and checked again on the server. */
function value(environment: string, service?: string): string {
  return JSON.stringify({ v: 1, environment, ...(service === undefined ? {} : { service }) })
}

const mostOptions = 100
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestOption = { text: 75, value: 150 }

/** Ask again, look closer (or back), and change the number of tasks. */
export function statusButtons(status: EnvironmentStatus): ActionsBlock {
  const { environment, focus } = status
  const closer =
    focus === undefined
      ? details(status)
      : button({ text: 'Back to overview', actionId: 'status.details', value: value(environment) })
  return actions([
    button({ text: 'Refresh', actionId: 'status.refresh', value: value(environment, focus) }),
    ...(closer ? [closer] : []),
    button({ text: 'Scale', actionId: 'status.scale', value: value(environment, focus) }),
  ])
}

/** A menu of services, those in trouble first. One that Slack has no room for is still found by typing its name. */
function details({ environment, services }: EnvironmentStatus): StaticSelect | undefined {
  const options = byUrgency(services)
    .map(({ name }): PlainTextOption => ({ text: plain(name), value: value(environment, name) }))
    .filter(
      (option) =>
        option.text.text.length <= longestOption.text && (option.value ?? '').length <= longestOption.value,
    )
    .slice(0, mostOptions)
  if (options.length === 0) return undefined
  return {
    type: 'static_select',
    action_id: 'status.details',
    placeholder: plain('Details of a service'),
    options,
  }
}
