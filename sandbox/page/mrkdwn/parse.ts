/**
 * Slack's mrkdwn as a tree. Rules from https://docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` arrive
 * escaped, everything between angle brackets is a reference, markers count only at the edges of words.
 */
export type Mrkdwn =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'emoji'; readonly name: string }
  | { readonly type: 'bold' | 'italic' | 'strike' | 'quote'; readonly children: readonly Mrkdwn[] }
  | { readonly type: 'code' | 'preformatted'; readonly children: readonly Mrkdwn[] }
  | { readonly type: 'link'; readonly url: string; readonly label: string }
  | { readonly type: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label?: string }
  | { readonly type: 'broadcast'; readonly range: string }
  | DateReference

/** `<!date^1700000000^{date_short} at {time}^https://example.com|fallback>`; `timestamp` in seconds. */
export interface DateReference {
  readonly type: 'date'
  readonly timestamp: number
  readonly format: string
  readonly fallback: string
  readonly url?: string
}

type Marker = '*' | '_' | '~'

const markers = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const reference = /<([^<>\n]+)>/y
const emoji = /:([a-z0-9_+'-]{1,80}):(?:skin-tone-[2-6]:)?/y
const inlineCode = /`([^`\n]+)`/y
const bareUrl = /https?:\/\/[^\s<>|`]+/y
const special = /[*_~`<:h]/g
const word = /[\p{L}\p{N}_]/u

/** Takes time in proportion to the length, whatever the text. Never throws: what is not valid mrkdwn is text. */
export function parseMrkdwn(text: string): readonly Mrkdwn[] {
  const nodes: Mrkdwn[] = []
  let position = 0
  while (position < text.length) {
    const open = text.indexOf('```', position)
    const close = open < 0 ? -1 : text.indexOf('```', open + 3)
    if (close <= open + 3) {
      nodes.push(...parseLines(text.slice(position)))
      break
    }
    nodes.push(...parseLines(text.slice(position, open).replace(/\n$/, '')))
    nodes.push({
      type: 'preformatted',
      children: parseCode(text.slice(open + 3, close).replace(/^\n|\n$/g, '')),
    })
    position = text[close + 3] === '\n' ? close + 4 : close + 3
  }
  return nodes
}

/** Plain text with emoji shortcodes, as `plain_text` objects with `emoji: true` show it. */
export function parsePlainText(text: string): readonly Mrkdwn[] {
  const nodes: Mrkdwn[] = []
  let position = 0
  for (const match of text.matchAll(new RegExp(emoji.source, 'g'))) {
    pushText(nodes, text.slice(position, match.index))
    nodes.push({ type: 'emoji', name: match[1] ?? '' })
    position = match.index + match[0].length
  }
  pushText(nodes, text.slice(position))
  return nodes
}

/** Undoes Slack's escaping, once: `&amp;lt;` is the text `&lt;`. */
export function unescapeSlack(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_whole, name) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'))
}

function parseLines(text: string): readonly Mrkdwn[] {
  const nodes: Mrkdwn[] = []
  let quoted: string[] = []
  let plain: string[] = []
  const flush = (): void => {
    if (quoted.length > 0) nodes.push({ type: 'quote', children: parseInline(quoted.join('\n'), new Set()) })
    if (plain.length > 0) nodes.push(...parseInline(plain.join('\n'), new Set()))
    quoted = []
    plain = []
  }
  for (const line of text === '' ? [] : text.split('\n')) {
    const quote = /^(?:&gt;|>) ?/.exec(line)
    if (quote ? plain.length > 0 : quoted.length > 0) flush()
    if (quote) quoted.push(line.slice(quote[0].length))
    else plain.push(line)
  }
  flush()
  return nodes
}

/** One run over a text. */
interface Scan {
  readonly text: string
  /** The text with references and code blanked out: no marker in them opens or closes anything. */
  readonly masked: string
  readonly inside: ReadonlySet<Marker>
  /** Up to here nothing closes the marker: spares later opening markers the same search. */
  readonly hopelessUntil: Map<Marker, number>
}

interface Token {
  readonly node: Mrkdwn
  readonly end: number
}

function parseInline(text: string, inside: ReadonlySet<Marker>): readonly Mrkdwn[] {
  const nodes: Mrkdwn[] = []
  const masked = text.replace(/<[^<>\n]+>|`[^`\n]+`/g, (opaque) => '\0'.repeat(opaque.length))
  const scan: Scan = { text, masked, inside, hopelessUntil: new Map() }
  let textFrom = 0
  let position = nextSpecial(text, 0)
  while (position < text.length) {
    const found = tokenAt(scan, position)
    if (found) {
      pushText(nodes, unescapeSlack(text.slice(textFrom, position)))
      nodes.push(found.node)
      textFrom = found.end
    }
    position = nextSpecial(text, found ? found.end : position + 1)
  }
  pushText(nodes, unescapeSlack(text.slice(textFrom)))
  return nodes
}

function tokenAt(scan: Scan, position: number): Token | undefined {
  const { text } = scan
  switch (text[position]) {
    case '<':
      return matchAt(reference, text, position, ([, body]) => parseReference(body ?? ''))
    case ':':
      // 10:30:15 is a time.
      if (/\d/.test(text[position - 1] ?? '')) return undefined
      return matchAt(emoji, text, position, ([, name]) => ({ type: 'emoji', name: name ?? '' }))
    case '`':
      return matchAt(inlineCode, text, position, ([, code]) => ({
        type: 'code',
        children: parseCode(code ?? ''),
      }))
    case 'h':
      return word.test(text[position - 1] ?? '') ? undefined : urlAt(text, position)
    default:
      return emphasisAt(scan, position, text[position] as Marker)
  }
}

function emphasisAt(scan: Scan, open: number, marker: Marker): Token | undefined {
  const { text, masked, inside, hopelessUntil } = scan
  const next = masked[open + 1]
  if (inside.has(marker) || open < (hopelessUntil.get(marker) ?? 0)) return undefined
  if (word.test(masked[open - 1] ?? '') || next === undefined || next === marker || /\s/.test(next))
    return undefined
  const newline = masked.indexOf('\n', open)
  const lineEnd = newline < 0 ? masked.length : newline
  for (let close = masked.indexOf(marker, open + 2); close > 0 && close < lineEnd; ) {
    if (!/\s/.test(masked[close - 1] ?? '') && !word.test(masked[close + 1] ?? '')) {
      const children = parseInline(text.slice(open + 1, close), new Set([...inside, marker]))
      return { node: { type: markers[marker], children }, end: close + 1 }
    }
    close = masked.indexOf(marker, close + 1)
  }
  hopelessUntil.set(marker, lineEnd)
  return undefined
}

/** Between backticks only references and escapes mean something. */
function parseCode(text: string): readonly Mrkdwn[] {
  const nodes: Mrkdwn[] = []
  let position = 0
  for (const match of text.matchAll(new RegExp(reference.source, 'g'))) {
    pushText(nodes, unescapeSlack(text.slice(position, match.index)))
    nodes.push(parseReference(match[1] ?? ''))
    position = match.index + match[0].length
  }
  pushText(nodes, unescapeSlack(text.slice(position)))
  return nodes
}

function parseReference(body: string): Mrkdwn {
  const bar = body.indexOf('|')
  const target = bar < 0 ? body : body.slice(0, bar)
  const label = bar < 0 ? undefined : unescapeSlack(body.slice(bar + 1))
  const named = label ? { label } : {}
  if (target.startsWith('@')) return { type: 'user', id: target.slice(1), ...named }
  if (target.startsWith('#')) return { type: 'channel', id: target.slice(1), ...named }
  if (target.startsWith('!subteam^')) return { type: 'usergroup', id: target.slice(9), ...named }
  if (target.startsWith('!date^')) return parseDate(target, label)
  if (/^!(here|channel|everyone)$/.test(target)) return { type: 'broadcast', range: target.slice(1) }
  const url = unescapeSlack(target)
  if (isSafeUrl(url)) return { type: 'link', url, label: label || url.replace(/^mailto:/, '') }
  return { type: 'text', text: unescapeSlack(`<${body}>`) }
}

function parseDate(target: string, label: string | undefined): Mrkdwn {
  const [, seconds, format, url] = target.split('^')
  const timestamp = Number(seconds)
  const fallback = label ?? format ?? ''
  if (!seconds || !format || !Number.isFinite(timestamp) || Math.abs(timestamp) > 8.64e12) {
    return { type: 'text', text: fallback }
  }
  const link = url ? unescapeSlack(url) : ''
  return {
    type: 'date',
    timestamp,
    format: unescapeSlack(format),
    fallback,
    ...(isSafeUrl(link) ? { url: link } : {}),
  }
}

/** Links leave the page only by these schemes; `javascript:` and the like stay text. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(url)
}

function urlAt(text: string, position: number): Token | undefined {
  bareUrl.lastIndex = position
  const matched = bareUrl.exec(text)?.[0].replace(/[.,;:!?'")\]*_~]+$/, '')
  if (!matched) return undefined
  const url = unescapeSlack(matched)
  return { node: { type: 'link', url, label: url }, end: position + matched.length }
}

function matchAt(
  pattern: RegExp,
  text: string,
  position: number,
  node: (match: RegExpExecArray) => Mrkdwn,
): Token | undefined {
  pattern.lastIndex = position
  const match = pattern.exec(text)
  return match ? { node: node(match), end: position + match[0].length } : undefined
}

function nextSpecial(text: string, from: number): number {
  special.lastIndex = from
  return special.exec(text)?.index ?? text.length
}

function pushText(nodes: Mrkdwn[], text: string): void {
  if (text !== '') nodes.push({ type: 'text', text })
}
