import type { ReactNode } from 'react'

export interface Author {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly isBot: boolean
}

/** A person's initials on their colour, or the bot's own sign. */
export function Avatar({ author }: { readonly author: Author }): ReactNode {
  const initials = author.name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2)
  return (
    <span
      className={`avatar ${author.isBot ? 'bot' : ''}`}
      style={{ background: author.color }}
      aria-hidden="true"
    >
      {author.isBot ? <BotSign /> : initials.toUpperCase()}
    </span>
  )
}

/** A ship's wheel reduced to a ring and a dot; the favicon shows the same. */
function BotSign(): ReactNode {
  return (
    <svg viewBox="0 0 32 32" width="60%" height="60%">
      <circle cx="16" cy="16" r="10" fill="none" stroke="#fff" strokeWidth="4" />
      <circle cx="16" cy="16" r="3" fill="#fff" />
    </svg>
  )
}
