import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { ConfirmationDialog } from '@slack/types'
import type { Act, Delivery } from '../../workspace/contract.js'
import { ConfirmDialog } from '../view/confirm-dialog.js'

export type Value = string | readonly string[]
export type Values = Readonly<Record<string, Readonly<Record<string, Value>>>>

/** Where blocks are shown, and what their elements can do there. */
export interface Surface {
  /** What was typed or chosen here and not by the bot. */
  readonly values: Values
  readonly setValue: (blockId: string, actionId: string, value: Value) => void
  /** Delivers the use of an element, after asking where the element wants a confirmation. */
  readonly act: (use: Use) => void
  /** The element whose delivery is under way. */
  readonly pending: string | undefined
  readonly errors: Readonly<Record<string, string>>
}

export interface Use {
  readonly blockId: string
  readonly actionId: string
  readonly value?: Value
  readonly confirm?: ConfirmationDialog | undefined
}

const nothing: Surface = {
  values: {},
  setValue: () => undefined,
  act: () => undefined,
  pending: undefined,
  errors: {},
}
const SurfaceContext = createContext<Surface>(nothing)

export function useSurface(): Surface {
  return useContext(SurfaceContext)
}

/** Two buttons of one block differ by action id, and those of different blocks by block id. */
export function elementKey(blockId: string, actionId: string): string {
  return `${blockId}\n${actionId}`
}

interface SurfaceProps {
  readonly container: Act['container']
  readonly person: string
  readonly onAct: (act: Act) => Promise<Delivery>
  readonly values: Values
  readonly onValues: (change: (values: Values) => Values) => void
  readonly errors?: Readonly<Record<string, string>>
  readonly children: ReactNode
}

/** Makes the blocks inside usable as `person`. */
export function SurfaceProvider(props: SurfaceProps): ReactNode {
  const { container, person, onAct, values, onValues, errors, children } = props
  const [pending, setPending] = useState<string>()
  const [question, setQuestion] = useState<Use>()

  const surface = useMemo((): Surface => {
    const send = async ({ blockId, actionId, value }: Use): Promise<void> => {
      setPending(elementKey(blockId, actionId))
      await onAct({ person, container, blockId, actionId, ...(value === undefined ? {} : { value }) })
      setPending(undefined)
    }
    return {
      values,
      setValue: (blockId, actionId, value) =>
        onValues((now) => ({ ...now, [blockId]: { ...now[blockId], [actionId]: value } })),
      act: (use) => (use.confirm ? setQuestion(use) : void send(use)),
      pending,
      errors: errors ?? {},
    }
  }, [container, person, onAct, values, onValues, pending, errors])

  return (
    <SurfaceContext value={surface}>
      {children}
      {question?.confirm && (
        <ConfirmDialog
          dialog={question.confirm}
          onAnswer={(confirmed) => {
            setQuestion(undefined)
            if (confirmed) surface.act({ ...question, confirm: undefined })
          }}
        />
      )}
    </SurfaceContext>
  )
}
