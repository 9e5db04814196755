import type { HomeView, ModalView } from '@slack/types'
import type { Changes } from './changes.js'
import type { Home, OpenModal } from './contract.js'

/** `state.values` of a view: by block id, then action id. */
export type StateValues = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
>

export interface ModalRecord extends OpenModal {
  readonly hash: string
  readonly rootId: string
  readonly previousId?: string
  readonly externalId?: string
  readonly values: StateValues
}

export interface HomeRecord extends Home {
  readonly id: string
  readonly hash: string
  readonly view: HomeView
  readonly values: StateValues
}

export interface Modals {
  readonly all: () => readonly ModalRecord[]
  readonly of: (person: string) => readonly ModalRecord[]
  readonly find: (id: string) => ModalRecord | undefined
  readonly findExternal: (externalId: string) => ModalRecord | undefined
  /** Puts a modal on top of the person's stack. */
  readonly push: (modal: ModalRecord) => void
  readonly replace: (modal: ModalRecord) => void
  /** Takes one modal away; `clear` takes the whole stack. */
  readonly remove: (id: string) => void
  readonly clear: (person: string) => void
  readonly homes: () => readonly HomeRecord[]
  readonly home: (person: string) => HomeRecord | undefined
  readonly saveHome: (home: HomeRecord) => void
}

/** Open modals, at most three a person, and published home tabs. */
export function createModals(changes: Changes): Modals {
  const open = new Map<string, ModalRecord>()
  const homes = new Map<string, HomeRecord>()
  const of = (person: string): readonly ModalRecord[] =>
    [...open.values()].filter((modal) => modal.person === person)

  function tell(person: string): void {
    changes.publish({ type: 'modals', person, modals: of(person).map(modalForPage) })
  }

  return {
    all: () => [...open.values()],
    of,
    find: (id) => open.get(id),
    findExternal: (externalId) => [...open.values()].find((modal) => modal.externalId === externalId),
    push: (modal) => {
      open.set(modal.id, modal)
      tell(modal.person)
    },
    replace: (modal) => {
      if (!open.has(modal.id)) return
      open.set(modal.id, modal)
      tell(modal.person)
    },
    remove: (id) => {
      const modal = open.get(id)
      if (modal === undefined) return
      open.delete(id)
      tell(modal.person)
    },
    clear: (person) => {
      for (const modal of of(person)) open.delete(modal.id)
      tell(person)
    },
    homes: () => [...homes.values()],
    home: (person) => homes.get(person),
    saveHome: (home) => {
      homes.set(home.person, home)
      changes.publish({ type: 'home', home: { person: home.person, view: home.view } })
    },
  }
}

/** The part of a modal that the page knows. */
export function modalForPage(modal: ModalRecord): OpenModal {
  const { id, person, view, errors } = modal
  return { id, person, view: view as ModalView, ...(errors === undefined ? {} : { errors }) }
}
