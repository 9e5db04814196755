import type { ReactNode } from 'react'

interface PaneHeaderProps {
  readonly title: string
  readonly topic: ReactNode
  /** What closing it is called. */
  readonly closes: string
  readonly onClose: () => void
}

/** The head of a pane at the right that can be closed. */
export function PaneHeader({ title, topic, closes, onClose }: PaneHeaderProps): ReactNode {
  return (
    <header className="pane-header">
      <h2>{title}</h2>
      <p className="topic">{topic}</p>
      <button type="button" className="close" aria-label={closes} onClick={onClose}>
        ✕
      </button>
    </header>
  )
}
