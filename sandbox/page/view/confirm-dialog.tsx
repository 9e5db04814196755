import type { ConfirmationDialog } from '@slack/types'
import { type ReactNode, useEffect, useRef } from 'react'
import { plainLabel, Text } from '../mrkdwn/mrkdwn.js'

interface ConfirmDialogProps {
  readonly dialog: ConfirmationDialog
  readonly onAnswer: (confirmed: boolean) => void
}

/** Asks before an element with `confirm` does something. Escape means no. */
export function ConfirmDialog({ dialog, onAnswer }: ConfirmDialogProps): ReactNode {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => element.current?.showModal(), [])
  return (
    <dialog ref={element} className="confirm" onCancel={() => onAnswer(false)}>
      <h2>{dialog.title ? plainLabel(dialog.title) : 'Are you sure?'}</h2>
      <div className="prose">
        <Text of={dialog.text} />
      </div>
      <footer>
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          {dialog.deny ? plainLabel(dialog.deny) : 'Cancel'}
        </button>
        <button
          type="button"
          className={`button ${dialog.style === 'danger' ? 'danger' : 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          {dialog.confirm ? plainLabel(dialog.confirm) : 'Yes'}
        </button>
      </footer>
    </dialog>
  )
}
