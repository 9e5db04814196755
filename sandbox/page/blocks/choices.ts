import type { MultiSelect, Option, Select } from '@slack/types'
import { type Directory, plainLabel } from '../mrkdwn/mrkdwn.js'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly group?: string
}

/** What a menu offers: its own options, or the people or channels of the workspace. */
export function choicesOf(element: Select | MultiSelect, directory: Directory): readonly Choice[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select': {
      const groups = element.option_groups ?? []
      const grouped = groups.flatMap((group) =>
        group.options.map((option) => ({ ...choice(option), group: plainLabel(group.label) })),
      )
      return [...(element.options ?? []).map(choice), ...grouped]
    }
    case 'users_select':
    case 'multi_users_select':
      return directory.people.map((person) => ({ value: person.id, label: person.name }))
    case 'channels_select':
    case 'multi_channels_select':
    case 'conversations_select':
    case 'multi_conversations_select':
      return directory.channels.map((channel) => ({ value: channel.id, label: `#${channel.name}` }))
    case 'external_select':
      return element.initial_option ? [choice(element.initial_option)] : []
    case 'multi_external_select':
      return (element.initial_options ?? []).map(choice)
  }
}

function choice(option: Option): Choice {
  return { value: option.value ?? '', label: plainLabel(option.text) }
}
