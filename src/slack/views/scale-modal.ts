import type { KnownBlock, ModalView } from '@slack/types'
import type { Place } from '../../core/caller.js'
import type { Environment } from '../../core/environment.js'
import { fitView } from '../limits.js'

/** Asks which service and how many tasks. Needs nothing from AWS, because the trigger that opens it lives 3 s. */
export function scaleModal(
  environment: Environment,
  place: Place | undefined,
  service: string | undefined,
): ModalView {
  const { minimum, maximum } = environment.policy.scale
  return fitView({
    type: 'modal',
    callback_id: 'scale-service',
    private_metadata: JSON.stringify({ environment: environment.name, place }),
    title: { type: 'plain_text', text: `Scale in ${environment.name}`.slice(0, 24) },
    submit: { type: 'plain_text', text: 'Scale' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      serviceInput(environment, service),
      {
        type: 'input',
        block_id: 'count',
        label: { type: 'plain_text', text: 'Tasks' },
        hint: { type: 'plain_text', text: `A number from ${minimum} to ${maximum}, or +1 or -1.` },
        element: { type: 'plain_text_input', action_id: 'count' },
      },
      {
        type: 'input',
        block_id: 'reason',
        optional: true,
        label: { type: 'plain_text', text: 'Reason' },
        element: { type: 'plain_text_input', action_id: 'reason', max_length: 300 },
      },
    ],
  })
}

/** A menu where the services are configured, at most the hundred Slack can show; otherwise a field. */
function serviceInput(environment: Environment, service: string | undefined): KnownBlock {
  const label = { type: 'plain_text', text: 'Service' } as const
  const options = environment.services.slice(0, 100).map((ref) => ({
    text: { type: 'plain_text' as const, text: ref.name.slice(0, 75) },
    value: ref.name,
  }))
  const chosen = options.find((option) => option.value === service)
  if (options.length === 0 || (service !== undefined && chosen === undefined)) {
    const element = { type: 'plain_text_input' as const, action_id: 'service', initial_value: service ?? '' }
    return { type: 'input', block_id: 'service', label, element }
  }
  const initial = chosen ?? (options.length === 1 ? options[0] : undefined)
  return {
    type: 'input',
    block_id: 'service',
    label,
    element: {
      type: 'static_select',
      action_id: 'service',
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  }
}
