import { useEffect } from 'react'

/** A message that an address names, whoever opens it. */
export interface MessagePlace {
  readonly channel: string
  readonly thread: string | undefined
  /** Its ts. */
  readonly message: string
}

const path = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/

/** The address of a message, as Slack writes it: https://docs.slack.dev/reference/methods/chat.getPermalink */
export function permalink(channel: string, ts: string, threadTs: string | undefined): string {
  const thread = threadTs === undefined || threadTs === ts ? '' : `?thread_ts=${threadTs}&cid=${channel}`
  return `${window.location.origin}/archives/${channel}/p${ts.replace('.', '')}${thread}`
}

/** The message an address names; undefined for any other address. */
export function placeOf({ pathname, search }: Pick<URL, 'pathname' | 'search'>): MessagePlace | undefined {
  const [, channel, seconds, fraction] = path.exec(pathname) ?? []
  if (channel === undefined) return undefined
  const thread = new URLSearchParams(search).get('thread_ts') ?? undefined
  return { channel, message: `${seconds}.${fraction}`, thread }
}

/** A pressed link to a message of this workspace shows it here, instead of in a page of its own. */
export function usePermalinks(go: (place: MessagePlace) => void): void {
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
      const anchor = event.target instanceof Element ? event.target.closest('a') : null
      if (anchor === null || anchor.origin !== window.location.origin) return
      const place = placeOf(anchor)
      if (place === undefined) return
      event.preventDefault()
      go(place)
    }
    document.addEventListener('click', onClick)
    return () => document.removeEventListener('click', onClick)
  }, [go])
}
