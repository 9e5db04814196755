import { link } from '../mrkdwn.js'

/** Where a message stands. */
export interface Posted {
  readonly channel: string
  readonly ts: string
  /** Of the thread it stands in. */
  readonly threadTs?: string
}

/** The id of something durable, as `newId` makes it: it has one message, kept up to date under `flow:<id>`. */
const id = '(?:op|run|inc|page|logs|look|tf|alert|deployment)-[2-9a-hjkmnp-z]{7,14}'
const bare = new RegExp(`(?<![\\w/.#-])${id}(?![\\w-])`, 'g')
const inCode = new RegExp(`^\`(${id})\`$`)
/** Links, mentions, dates, and code: nothing in them is looked at, but code that is an id and nothing else. */
const apart = /(<[^<>\n]*>|```[\s\S]*?```|`[^`\n]*`)/
/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object; fields take less, and say no id */
const longest = 3_000
const mostLinks = 30

/** The ids that stand in the mrkdwn of blocks, each once. */
export function idsIn(blocks: unknown): readonly string[] {
  const found = new Set<string>()
  walk(blocks, (text) => {
    each(text, (one) => {
      found.add(one)
      return undefined
    })
    return text
  })
  return [...found].slice(0, mostLinks)
}

/** The same blocks with ids as links to their messages. What is not known, or would make a text too long for Slack, stays as it is. */
export function withLinkedIds<Blocks>(blocks: Blocks, links: ReadonlyMap<string, string>): Blocks {
  if (links.size === 0) return blocks
  return walk(blocks, (text) => {
    const linked = each(text, (one) => {
      const url = links.get(one)
      return url === undefined ? undefined : link(url, one)
    })
    return linked.length > longest ? text : linked
  }) as Blocks
}

/** As `chat.getPermalink` writes it: https://docs.slack.dev/reference/methods/chat.getPermalink. @param workspace its address, with a slash at the end */
export function permalink(workspace: string, { channel, ts, threadTs }: Posted): string {
  const url = `${workspace}archives/${channel}/p${ts.replace('.', '')}`
  return threadTs === undefined || threadTs === ts ? url : `${url}?thread_ts=${threadTs}&cid=${channel}`
}

function each(text: string, written: (id: string) => string | undefined): string {
  return text
    .split(apart)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(bare, (one) => written(one) ?? one)
      const [, one] = inCode.exec(part) ?? []
      return one === undefined ? part : (written(one) ?? part)
    })
    .join('')
}

function walk(node: unknown, written: (mrkdwn: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => walk(item, written))
  if (typeof node !== 'object' || node === null) return node
  const { type, text } = node as { readonly type?: unknown; readonly text?: unknown }
  if (type === 'mrkdwn' && typeof text === 'string') return { ...node, text: written(text) }
  return Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, walk(inner, written)]))
}
