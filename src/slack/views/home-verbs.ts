import type { ActionsBlockElement, PlainTextOption } from '@slack/types'
import type { HomeVerb } from '../../core/home.js'
import { button, plain } from '../blocks.js'

/** What people look at first has a button, the rest is in a menu. */
const withButton = ['status', 'logs', 'metrics']
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const longestValue = 150

/** The verbs this person may use in an environment. A click runs the words as if they were typed, so the same rules hold. */
export function verbElements(environment: string, verbs: readonly HomeVerb[]): ActionsBlockElement[] {
  const buttons = withButton.flatMap((name) => verbs.filter((verb) => verb.name === name))
  const options = verbs
    .filter((verb) => !buttons.includes(verb))
    .map((verb): PlainTextOption => ({ text: plain(labelOf(verb)), value: valueOf(verb, environment) }))
    .filter((option) => (option.value ?? '').length <= longestValue)
    .slice(0, 100)
  return [
    ...buttons.map((verb) =>
      button({ text: labelOf(verb), actionId: `home.${verb.name}`, value: valueOf(verb, environment) }),
    ),
    ...(options.length === 0
      ? []
      : [
          {
            type: 'static_select' as const,
            action_id: 'home.verb',
            placeholder: plain('More …'),
            options,
          },
        ]),
  ]
}

function labelOf({ name }: HomeVerb): string {
  return name === 'rollback' ? 'Roll back' : name.charAt(0).toUpperCase() + name.slice(1)
}

/** A claim only: whether it changes anything, and whether this person may, is decided on the server. */
function valueOf({ name, changes }: HomeVerb, environment: string): string {
  return JSON.stringify({ v: 1, verb: name, environment, ...(changes ? { changes } : {}) })
}
