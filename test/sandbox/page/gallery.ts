import type { KnownBlock } from '@slack/types'

/** Text that must stay text wherever it is shown. */
export const hostileText = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'

const escapedHostileText = hostileText.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const statusBlocks: readonly KnownBlock[] = [
  {
    type: 'header',
    block_id: 'head',
    text: { type: 'plain_text', text: ':white_check_mark: staging is healthy' },
  },
  {
    type: 'section',
    block_id: 'facts',
    fields: [
      { type: 'mrkdwn', text: '*Cluster*\n`ohmycoins-staging-cluster`' },
      { type: 'mrkdwn', text: '*Region*\nap-southeast-2' },
      { type: 'mrkdwn', text: '*Running*\n2 of 2 tasks' },
      { type: 'mrkdwn', text: '*Last deployment*\n<!date^1700000000^{date_short} at {time}|earlier>' },
    ],
  },
  {
    type: 'table',
    block_id: 'table',
    column_settings: [{ is_wrapped: true }, { align: 'right' }, { align: 'right' }],
    rows: [
      ['Service', 'Tasks', 'CPU'].map((text) => ({ type: 'raw_text' as const, text })),
      [
        { type: 'raw_text', text: 'backend' },
        { type: 'raw_text', text: '🟢 1/1' },
        { type: 'raw_number', value: 34, text: '34 %' },
      ],
      [
        { type: 'raw_text', text: 'frontend' },
        { type: 'raw_text', text: '1/1' },
        { type: 'raw_number', value: 8, text: '8 %' },
      ],
    ],
  },
  {
    type: 'container',
    block_id: 'folded',
    title: { type: 'plain_text', text: '3 steps went well' },
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Registered* `backend:43`' } }],
  },
  { type: 'divider' },
  {
    type: 'context',
    block_id: 'context',
    elements: [
      { type: 'image', image_url: '/favicon.svg', alt_text: 'ohmy' },
      {
        type: 'mrkdwn',
        text: 'as of <!date^1700000000^{time}|now> · <https://example.com/docs|Documentation>',
      },
    ],
  },
]

export const approvalBlocks: readonly KnownBlock[] = [
  {
    type: 'section',
    block_id: 'plan',
    text: {
      type: 'mrkdwn',
      text: '*Scale backend in staging*\n<@U0REQUEST> asks for it: _sale starts_\n• desired count ~1~ → *4*\n🔵 Waiting for an approval · ⚠️ autoscaling is off',
    },
    accessory: {
      type: 'overflow',
      action_id: 'more',
      options: [
        { text: { type: 'plain_text', text: 'Show the plan' }, value: 'plan' },
        { text: { type: 'plain_text', text: 'Cancel it' }, value: 'cancel' },
      ],
    },
  },
  {
    type: 'actions',
    block_id: 'decide',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        style: 'primary',
        text: { type: 'plain_text', text: 'Approve' },
      },
      {
        type: 'button',
        action_id: 'reject',
        style: 'danger',
        text: { type: 'plain_text', text: 'Reject' },
        confirm: {
          title: { type: 'plain_text', text: 'Reject this change?' },
          text: { type: 'mrkdwn', text: 'The requester is *told* who rejected it.' },
          confirm: { type: 'plain_text', text: 'Reject it' },
          deny: { type: 'plain_text', text: 'Keep it' },
          style: 'danger',
        },
      },
      { type: 'button', action_id: 'change', text: { type: 'plain_text', text: 'Change…' } },
      {
        type: 'button',
        action_id: 'docs',
        url: 'https://example.com',
        text: { type: 'plain_text', text: 'Runbook' },
      },
      {
        type: 'static_select',
        action_id: 'environment',
        placeholder: { type: 'plain_text', text: 'Environment' },
        options: ['staging', 'production'].map((value) => ({
          text: { type: 'plain_text', text: value },
          value,
        })),
      },
      {
        type: 'multi_static_select',
        action_id: 'services',
        placeholder: { type: 'plain_text', text: 'Services' },
        options: ['backend', 'frontend'].map((value) => ({
          text: { type: 'plain_text', text: value },
          value,
        })),
      },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-12-01' },
    ],
  },
]

const chart = (type: string, title: string, shape: object): KnownBlock =>
  ({ type: 'data_visualization', block_id: title, title, chart: { type, ...shape } }) as unknown as KnownBlock

const categories = ['10:00', '10:05', '10:10', '10:15', '10:20', '10:25']
const series = [
  { name: 'average', data: categories.map((label, index) => ({ label, value: 120 + index * 17 })) },
  { name: 'p95', data: categories.map((label, index) => ({ label, value: 310 + ((index * 71) % 160) })) },
]

export const logBlocks: readonly KnownBlock[] = [
  {
    type: 'rich_text',
    block_id: 'logs',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Errors of ' },
          { type: 'text', text: 'backend', style: { code: true } },
          { type: 'text', text: ' ' },
          { type: 'emoji', name: 'warning' },
        ],
      },
      {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: `ERROR <!channel> *not bold* ${hostileText}` }],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'first', style: { bold: true } }] },
          {
            type: 'rich_text_section',
            elements: [{ type: 'link', url: 'javascript:alert(1)', text: 'second' }],
          },
        ],
      },
    ],
  },
  { type: 'section', block_id: 'hostile', text: { type: 'mrkdwn', text: `Reason: ${escapedHostileText}` } },
  { type: 'section', block_id: 'hostile-plain', text: { type: 'plain_text', text: hostileText } },
]

export const chartBlocks: readonly KnownBlock[] = [
  chart('line', 'Response time (ms)', { series, axis_config: { categories, y_label: 'ms' } }),
  chart('bar', 'Requests a minute', { series, axis_config: { categories } }),
  chart('area', 'Connections', { series: series.slice(0, 1), axis_config: { categories } }),
  chart('pie', 'Monthly cost (USD)', {
    segments: [
      { label: 'Fargate', value: 120 },
      { label: 'NAT gateway', value: 70 },
      { label: 'RDS', value: 60 },
    ],
  }),
  {
    type: 'image',
    block_id: 'image',
    image_url: '/favicon.svg',
    alt_text: 'the sign of ohmy',
    title: { type: 'plain_text', text: 'A picture' },
  },
]
