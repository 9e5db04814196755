/** A control sequence (`<@U1|name>`, `<https://…|label>`) or one of the three entities; neither can contain the other's start. */
const escapes = /<([^<>]*)>|&(amp|lt|gt);/g

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' }

/**
 * What the person typed, from what Slack made of it: entities, mentions, channels and links are turned back into their words. One
 * pass, so what comes out is never decoded again. The result is untrusted: `<!channel>` may be in it as typed letters.
 * https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
export function decodeSlackText(text: string): string {
  return text.replace(escapes, (_, sequence: string | undefined, entity: string | undefined) => {
    if (entity !== undefined) return entities[entity] ?? ''
    return wordOf(sequence ?? '')
  })
}

function wordOf(sequence: string): string {
  const bar = sequence.indexOf('|')
  const target = bar === -1 ? sequence : sequence.slice(0, bar)
  const label = bar === -1 ? '' : sequence.slice(bar + 1)
  const mark = target.charAt(0)
  if (mark === '@' || mark === '#') return mark + decodeEntities(label === '' ? target.slice(1) : label)
  if (mark === '!') return decodeEntities(label === '' ? `@${target.slice(1).split('^')[0] ?? ''}` : label)
  return decodeEntities(label === '' ? target : label)
}

function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, entity: string) => entities[entity] ?? '')
}
