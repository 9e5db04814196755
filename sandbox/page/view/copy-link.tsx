import { type ReactNode, useState } from 'react'
import { linkTo } from '../state/place.js'

interface CopyLinkProps {
  readonly channel: string
  readonly ts: string
}

/** Puts the address of a message into the clipboard: who opens it sees that message. */
export function CopyLink({ channel, ts }: CopyLinkProps): ReactNode {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(linkTo(channel, ts))
    setCopied(true)
  }
  return (
    <button
      type="button"
      className="button"
      onClick={() => void copy().catch(() => undefined)}
      onBlur={() => setCopied(false)}
    >
      {copied ? 'Copied' : 'Copy link'}
    </button>
  )
}
