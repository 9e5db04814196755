import type {
  LayerNow,
  NamedTurn,
  OnCall,
  OnCallChange,
  OnCallChangeOver,
  OnCallLayer,
  Turn,
} from '../core/on-call.js'
import { turnsBetween } from './turns.js'

const week = 7 * 24 * 3_600_000

/** Whoever cannot be named is shown by id. */
export type NameOf = (person: string) => Promise<string>

/** Who has each layer at an instant, until when, and who comes next. */
export function layersAt(
  onCall: OnCall,
  changes: readonly OnCallChange[],
  at: number,
  nameOf: NameOf,
): Promise<readonly LayerNow[]> {
  return Promise.all(
    onCall.layers.map(async (layer) => {
      // Far enough for everybody's turn to come.
      const until = at + (layer.people.length + 2) * onCall.weeks * week
      const [turn, ...later] = folded(turnsBetween(onCall, layer, changes, { from: at, until }))
      if (turn === undefined) throw new Error(`Nobody has the layer ${layer.name}`)
      const next = later.find(({ person }) => person !== turn.person)
      const [before] = turnsBetween(onCall, layer, changes, { from: turn.from - 1, until: turn.from })
      return {
        layer: layer.name,
        turn: await named(turn, nameOf),
        ...(before === undefined || before.person === turn.person
          ? {}
          : { before: await nameOf(before.person) }),
        ...(next === undefined ? {} : { next: await named(next, nameOf) }),
      }
    }),
  )
}

/** Each instant at which somebody takes over, from now on, with who has which layer from then. */
export async function changeOvers(
  onCall: OnCall,
  changes: readonly OnCallChange[],
  range: { readonly from: number; readonly until: number },
  nameOf: NameOf,
): Promise<readonly OnCallChangeOver[]> {
  const turns = onCall.layers.map((layer: OnCallLayer) => folded(turnsBetween(onCall, layer, changes, range)))
  const instants = new Set(turns.flat().map(({ from }) => Math.max(from, range.from)))
  const rows = [...instants].toSorted((left, right) => left - right)
  return Promise.all(
    rows.map(async (at) => {
      const layers = turns.flatMap((all) => all.find(({ from, until }) => from <= at && at < until) ?? [])
      return { at, layers: await Promise.all(layers.map((turn) => named(turn, nameOf))) }
    }),
  )
}

/** Turns that follow one another and are the same person's for the same reason, as one. */
function folded(turns: readonly Turn[]): readonly Turn[] {
  return turns.reduce<readonly Turn[]>((before, turn) => {
    const last = before.at(-1)
    const isSame = last?.person === turn.person && last.change?.id === turn.change?.id
    return isSame && last !== undefined
      ? [...before.slice(0, -1), { ...last, until: turn.until }]
      : [...before, turn]
  }, [])
}

async function named(turn: Turn, nameOf: NameOf): Promise<NamedTurn> {
  return { ...turn, name: await nameOf(turn.person) }
}
