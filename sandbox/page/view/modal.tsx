import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { OpenModal } from '../../workspace/contract.js'
import { Blocks } from '../blocks/block.js'
import { formValues } from '../blocks/form.js'
import { SurfaceProvider, type Values } from '../blocks/surface.js'
import { plainLabel } from '../mrkdwn/mrkdwn.js'
import { deliver, problemOf } from '../state/deliver.js'
import type { Send } from './message.js'

interface ModalStackProps {
  /** The person's modals; the last is on top. */
  readonly modals: readonly OpenModal[]
  readonly person: string
  readonly send: Send
}

/** Shows the top of the stack. What was typed into the ones below is kept for when they come back. */
export function ModalStack({ modals, person, send }: ModalStackProps): ReactNode {
  const [typed, setTyped] = useState<Readonly<Record<string, Values>>>({})
  const top = modals.at(-1)
  useReturnOfFocus(top !== undefined)
  const id = top?.id ?? ''
  const onValues = useMemo(
    () => (change: (values: Values) => Values) =>
      setTyped((now) => ({ ...now, [id]: change(now[id] ?? {}) })),
    [id],
  )
  if (!top) return null
  return (
    <Modal key={id} modal={top} person={person} send={send} values={typed[id] ?? {}} onValues={onValues} />
  )
}

/** Puts the focus back where it was before the modal opened. */
function useReturnOfFocus(isOpen: boolean): void {
  const before = useRef<HTMLElement>(null)
  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && !target.closest('.overlay')) before.current = target
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [])
  useEffect(() => {
    if (!isOpen) before.current?.focus()
  }, [isOpen])
}

interface ModalProps {
  readonly modal: OpenModal
  readonly person: string
  readonly send: Send
  readonly values: Values
  readonly onValues: (change: (values: Values) => Values) => void
}

function Modal({ modal, person, send, values, onValues }: ModalProps): ReactNode {
  const { id, view } = modal
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const dialog = useRef<HTMLFormElement>(null)
  const container = useMemo(() => ({ kind: 'modal', id }) as const, [id])
  const errors = modal.errors ?? {}

  // Again when the view changes: a bot that needs a moment opens a loading view first.
  useEffect(() => {
    const active = document.activeElement
    if (active !== dialog.current && dialog.current?.contains(active)) return
    const field = dialog.current?.querySelector<HTMLElement>(
      '.input-block :is(input, textarea, select, button)',
    )
    ;(field ?? dialog.current)?.focus()
  }, [view.blocks])

  const submit = async (): Promise<void> => {
    setBusy(true)
    // Told in the modal and not in the page's banner: errors by block come with the modal and say it better.
    const delivery = await deliver('submit', { person, modal: id, values: formValues(view.blocks, values) })
    setFailure(problemOf(delivery))
    setBusy(false)
  }
  const close = (): void => void send('close', { person, modal: id })

  return (
    <div className="overlay">
      <form
        ref={dialog}
        className="modal"
        role="dialog"
        tabIndex={-1}
        noValidate
        aria-label={plainLabel(view.title)}
        aria-busy={busy}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close()
        }}
      >
        <header>
          <h2>{plainLabel(view.title)}</h2>
          <button type="button" className="close" aria-label="Close" onClick={close}>
            ✕
          </button>
        </header>
        <div className="modal-body">
          <SurfaceProvider
            container={container}
            person={person}
            onAct={(act) => send('act', act)}
            values={values}
            onValues={onValues}
            errors={errors}
          >
            <Blocks blocks={view.blocks} />
          </SurfaceProvider>
        </div>
        <footer>
          {failure && Object.keys(errors).length === 0 && (
            <p className="error" role="alert">
              {failure}
            </p>
          )}
          <button type="button" className="button" onClick={close}>
            {view.close ? plainLabel(view.close) : 'Cancel'}
          </button>
          {view.submit && (
            <button type="submit" className={`button primary ${busy ? 'busy' : ''}`} disabled={busy}>
              {plainLabel(view.submit)}
            </button>
          )}
        </footer>
      </form>
    </div>
  )
}
