import { useCallback, useState } from 'react'
import type { Channel } from '../../workspace/contract.js'
import { placeOf } from './permalink.js'

/** Where the page stands: who looks, at what. Kept in the address, so that a view can be linked to; the address of a message names no person. */
export interface Place {
  readonly person: string | undefined
  /** A channel's name or id, or `home` for the App Home tab. */
  readonly channel: string | undefined
  readonly thread: string | undefined
  /** A message that is shown and stands out, by its ts. */
  readonly message: string | undefined
}

export const homeTab = 'home'
/** Each person has a conversation of their own with the bot; in the address all of them are called so. */
export const directMessage = 'dm'
const personKey = 'ohmy-sandbox-person'

/** The address decides; without a person in it, the one chosen last. */
export function usePlace(): readonly [Place, (change: Partial<Place>) => void] {
  const [place, setPlace] = useState<Place>(() => readPlace(window.location))
  const go = useCallback((change: Partial<Place>) => {
    setPlace((now) => {
      const next = { ...now, ...change }
      window.history.replaceState(null, '', writePlace(next))
      if (next.person) window.localStorage.setItem(personKey, next.person)
      return next
    })
  }, [])
  return [place, go]
}

/** The channel that is shown: the first one where the address names none that the person has; undefined on the Home tab. */
export function channelAt(place: Place, channels: readonly Channel[]): Channel | undefined {
  if (place.channel === homeTab) return undefined
  const found =
    place.channel === directMessage
      ? channels.find((channel) => channel.directMessageWith !== undefined)
      : channels.find((channel) => channel.id === place.channel || channel.name === place.channel)
  return found ?? channels[0]
}

function readPlace(location: Pick<URL, 'pathname' | 'search'>): Place {
  const parameters = new URLSearchParams(location.search)
  const person = parameters.get('person') ?? window.localStorage.getItem(personKey) ?? undefined
  return {
    person,
    channel: parameters.get('channel') ?? undefined,
    thread: parameters.get('thread') ?? undefined,
    message: parameters.get('message') ?? undefined,
    ...placeOf(location),
  }
}

function writePlace(place: Place): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(place)) if (value) parameters.set(key, value)
  return `/?${parameters}`
}
