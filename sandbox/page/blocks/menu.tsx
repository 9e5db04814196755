import { type ReactNode, useRef, useState } from 'react'

interface MenuProps {
  readonly label: ReactNode
  /** What a screen reader says where the label is only a sign. */
  readonly name?: string
  readonly disabled: boolean
  readonly onClose?: () => void
  readonly children: (close: () => void) => ReactNode
}

/** A button with a panel under it. Closes on Escape and when the focus goes elsewhere. */
export function Menu({ label, name, disabled, onClose, children }: MenuProps): ReactNode {
  const [open, setOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    if (open) onClose?.()
    setOpen(false)
  }
  return (
    <div
      className="menu"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        close()
        trigger.current?.focus()
      }}
    >
      <button
        ref={trigger}
        type="button"
        className={`button ${disabled ? 'busy' : ''}`}
        aria-label={name}
        aria-expanded={open}
        aria-haspopup="menu"
        disabled={disabled}
        onClick={() => (open ? close() : setOpen(true))}
      >
        {label}
      </button>
      {open && (
        // Focusable, so that a click between two items does not count as leaving.
        <div className="menu-panel" role="menu" tabIndex={-1}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
