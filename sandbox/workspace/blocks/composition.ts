import {
  atLeastOne,
  boolean,
  byType,
  choice,
  list,
  notBoth,
  all,
  object,
  optional,
  required,
  type Rule,
  string,
} from './rules.js'

const TEXT = 3_000

/** A `plain_text` object of 1 to `max` characters. */
export function plainText(max: number = TEXT): Rule {
  return byType({ plain_text: textObject('plain_text', max) })
}

/** A `plain_text` or `mrkdwn` object of 1 to `max` characters. */
export function anyText(max: number = TEXT): Rule {
  return byType({ plain_text: textObject('plain_text', max), mrkdwn: textObject('mrkdwn', max) })
}

/** A `mrkdwn` object of 1 to `max` characters. */
export function mrkdwn(max: number = TEXT): Rule {
  return byType({ mrkdwn: textObject('mrkdwn', max) })
}

function textObject(type: 'plain_text' | 'mrkdwn', max: number): Rule {
  const style = type === 'plain_text' ? { emoji: optional(boolean) } : { verbatim: optional(boolean) }
  return object({ type: required(choice(type)), text: required(string(max, 1)), ...style })
}

export const colorScheme = choice('primary', 'danger')

/** A confirmation dialog, as the reference has it; the types of Slack's SDK ask for less: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const confirm = object({
  title: required(plainText(100)),
  text: required(anyText(300)),
  confirm: required(plainText(30)),
  deny: required(plainText(30)),
  style: optional(colorScheme),
})

/** An option of a menu, or (with `rich`) of checkboxes and radio buttons, which take mrkdwn. */
export function option(rich: boolean, withUrl = false): Rule {
  const text = rich ? anyText : plainText
  return object({
    text: required(text(75)),
    value: required(string(150, 1)),
    description: optional(text(75)),
    ...(withUrl ? { url: optional(string(3_000)) } : {}),
  })
}

const optionGroup = object({ label: required(plainText(75)), options: required(list(option(false), 100, 1)) })

/** `options` or `option_groups`, not both: up to 100 of each. */
export const menuOptions = {
  options: optional(list(option(false), 100, 1)),
  option_groups: optional(list(optionGroup, 100, 1)),
}

export const hasMenuOptions: Rule = all(
  atLeastOne('options', 'option_groups'),
  notBoth('options', 'option_groups'),
)

export const conversationFilter = object(
  {
    include: optional(list(choice('im', 'mpim', 'private', 'public'), 4, 1)),
    exclude_external_shared_channels: optional(boolean),
    exclude_bot_users: optional(boolean),
  },
  atLeastOne('include', 'exclude_external_shared_channels', 'exclude_bot_users'),
)

const slackFile = object({ id: optional(string(255)), url: optional(string(3_000)) }, atLeastOne('id', 'url'))

/** Where an image comes from: a public address or a file in Slack. */
export const imageSource = {
  image_url: optional(string(3_000, 1)),
  slack_file: optional(slackFile),
}

export const hasImageSource: Rule = all(
  atLeastOne('image_url', 'slack_file'),
  notBoth('image_url', 'slack_file'),
)
