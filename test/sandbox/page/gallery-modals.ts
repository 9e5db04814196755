import type { ModalView } from '@slack/types'

const label = (text: string): { type: 'plain_text'; text: string } => ({ type: 'plain_text', text })
const option = (value: string): { text: { type: 'plain_text'; text: string }; value: string } => ({
  text: label(value),
  value,
})

export const changeModal: ModalView = {
  type: 'modal',
  title: label('Scale a service'),
  submit: label('Review'),
  close: label('Never mind'),
  blocks: [
    {
      type: 'section',
      block_id: 'intro',
      text: { type: 'mrkdwn', text: 'The plan is shown before *anything* changes.' },
    },
    {
      type: 'input',
      block_id: 'environment',
      label: label('Environment'),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        initial_option: option('staging'),
        options: [option('staging'), option('production')],
      },
    },
    {
      type: 'input',
      block_id: 'service',
      label: label('Service'),
      element: {
        type: 'static_select',
        action_id: 'value',
        initial_option: option('backend'),
        options: [option('backend'), option('frontend')],
      },
    },
    {
      type: 'input',
      block_id: 'count',
      label: label('Tasks'),
      hint: label('0 to 10'),
      element: { type: 'number_input', action_id: 'value', is_decimal_allowed: false, min_value: '0' },
    },
    {
      type: 'input',
      block_id: 'reason',
      label: label('Reason'),
      optional: true,
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        placeholder: label('Why now?'),
      },
    },
    {
      type: 'input',
      block_id: 'tell',
      label: label('Tell'),
      optional: true,
      element: { type: 'checkboxes', action_id: 'value', options: [option('#devops'), option('#incidents')] },
    },
    {
      type: 'input',
      block_id: 'when',
      label: label('When'),
      optional: true,
      element: { type: 'datetimepicker', action_id: 'value' },
    },
    {
      type: 'actions',
      block_id: 'further',
      elements: [{ type: 'button', action_id: 'details', text: label('Details') }],
    },
  ],
}

export const detailsModal: ModalView = {
  type: 'modal',
  title: label('Details'),
  blocks: [
    {
      type: 'section',
      block_id: 'text',
      text: { type: 'mrkdwn', text: 'Autoscaling keeps *2 to 10* tasks.' },
    },
  ],
}
