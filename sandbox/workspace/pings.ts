const MENTION =
  /<(?:!(channel|here|everyone)(?:\|[^>]*)?|@([UW][A-Z0-9]+)(?:\|[^>]*)?|!subteam\^([A-Z0-9]+)(?:\|[^>]*)?)>/g

/**
 * Who a message would notify: `channel`, `here`, `everyone`, user ids and user group ids, each once.
 * The top-level text counts only where no blocks replace it; in blocks, only mrkdwn, markdown and rich text
 * mentions do. See https://docs.slack.dev/messaging/formatting-message-text
 */
export function pingsIn(text: string, blocks: readonly unknown[]): readonly string[] {
  const found = new Set<string>()
  if (blocks.length === 0) collectFromText(text, found)
  collectFromBlocks(blocks, found)
  return [...found]
}

function collectFromText(text: string, found: Set<string>): void {
  for (const match of text.matchAll(MENTION)) {
    const name = match[1] ?? match[2] ?? match[3]
    if (name !== undefined) found.add(name)
  }
}

function collectFromBlocks(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectFromBlocks(item, found)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const node = value as Record<string, unknown>
  const type = node['type']
  if ((type === 'mrkdwn' || type === 'markdown') && typeof node['text'] === 'string') {
    collectFromText(node['text'], found)
  }
  if (type === 'user' && typeof node['user_id'] === 'string') found.add(node['user_id'])
  if (type === 'usergroup' && typeof node['usergroup_id'] === 'string') found.add(node['usergroup_id'])
  if (type === 'broadcast' && typeof node['range'] === 'string') found.add(node['range'])
  for (const child of Object.values(node)) collectFromBlocks(child, found)
}
