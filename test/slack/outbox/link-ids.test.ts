import { expect, it } from 'vitest'
import { context, section } from '../../../src/slack/blocks.js'
import { untrusted } from '../../../src/slack/mrkdwn.js'
import { idsIn, permalink, withLinkedIds } from '../../../src/slack/outbox/link-ids.js'

const links = new Map([['op-7k2m9qa', 'https://x.slack.com/archives/C1/p1']])
const linked = '<https://x.slack.com/archives/C1/p1|op-7k2m9qa>'

it('an id is a link wherever it is written, bare or as code', () => {
  const blocks = [section('undone by op-7k2m9qa.'), context('`op-7k2m9qa` · Rita')]
  expect(idsIn(blocks)).toEqual(['op-7k2m9qa'])
  expect(JSON.stringify(withLinkedIds(blocks, links))).toBe(
    JSON.stringify([section(`undone by ${linked}.`), context(`${linked} · Rita`)]),
  )
})

it('what only looks like one, a command, a link and what others wrote stay as they are', () => {
  const blocks = [
    section(
      '`/ohmy cancel op-7k2m9qa` <https://x/op-7k2m9qa|op-7k2m9qa> x/op-7k2m9qa my-op-7k2m9qa op-7k2m9qa-1 run-2222222',
    ),
    untrusted('op-7k2m9qa'),
  ]
  expect(withLinkedIds(blocks, links)).toEqual(blocks)
})

it('no text becomes longer than Slack takes', () => {
  const long = section(`${'x'.repeat(2_980)} op-7k2m9qa`)
  expect(withLinkedIds([long], links)).toEqual([long])
})

it('a permalink is Slack’s, also of what stands in a thread', () => {
  const workspace = 'https://x.slack.com/'
  expect(permalink(workspace, { channel: 'C1', ts: '1795.000100' })).toBe(
    'https://x.slack.com/archives/C1/p1795000100',
  )
  expect(permalink(workspace, { channel: 'C1', ts: '1795.000200', threadTs: '1795.000100' })).toBe(
    'https://x.slack.com/archives/C1/p1795000200?thread_ts=1795.000100&cid=C1',
  )
})
