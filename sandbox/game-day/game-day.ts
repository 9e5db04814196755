import type { Account } from '../account/account.js'
import { troubles } from '../account/troubles/troubles.js'
import type { PostedMessage } from '../workspace/contract.js'
import type { Workspace } from '../workspace/workspace.js'
import type { GameDay, Round, TroubleRequest } from './contract.js'
import { watchRound } from './watch-round.js'

/** How often open rounds are looked at (ms): the times are as exact as that. */
const lookEvery = 250
const keptRounds = 50

export interface GameDayOptions {
  readonly account: Pick<Account, 'troubles'>
  readonly workspace: Pick<Workspace, 'state'>
  /** Names of the channels that ohmy tells alerts and incidents in. */
  readonly channels: { readonly alerts: string; readonly incidents: string }
  readonly now: () => number
}

/** Starts troubles in the account, and keeps how long it took until ohmy told of each, somebody took it, and it was over. */
export interface PlayedGameDay {
  /** @throws where there is no such trouble, or it lasts already */
  readonly ask: (request: TroubleRequest) => void
  readonly state: () => GameDay
  readonly stop: () => void
}

export function createGameDay({ account, workspace, channels, now }: GameDayOptions): PlayedGameDay {
  let rounds: readonly Round[] = []
  /** How the messages stood when a round began, by round. What Slack calls a time tells only seconds. */
  const before = new WeakMap<object, ReadonlyMap<string, number>>()
  const timer = setInterval(look, lookEvery)
  timer.unref()

  function look(): void {
    if (rounds.every(isOver)) return
    const state = workspace.state()
    const idOf = (name: string) => state.channels.find((channel) => channel.name === name)?.id ?? ''
    rounds = rounds.map((round) => {
      const trouble = troubles.find(({ name }) => name === round.trouble)
      if (isOver(round) || trouble === undefined) return round
      const known = before.get(round) ?? new Map<string, number>()
      const watched = watchRound(round, trouble, {
        now: now(),
        isMitigated: account.troubles.isMitigated(round.trouble),
        // An alert that rings again is told in the message that it had.
        posted: state.messages.filter(
          (message) =>
            message.author === state.bot.slackId && (known.get(keyOf(message)) ?? -1) < message.edits,
        ),
        alerts: idOf(channels.alerts),
        incidents: idOf(channels.incidents),
      })
      before.set(watched, known)
      return watched
    })
  }

  return {
    ask({ trouble, do: what }) {
      if (what === 'mend') return account.troubles.mend(trouble)
      const begunAt = now()
      const known = new Map(workspace.state().messages.map((message) => [keyOf(message), message.edits]))
      account.troubles.begin(trouble)
      const title = troubles.find(({ name }) => name === trouble)?.title ?? trouble
      // One that was mended and not resolved gives way: its alarms ring anew.
      const others = rounds.filter((round) => isOver(round) || round.trouble !== trouble)
      const round: Round = { trouble, title, begunAt }
      before.set(round, known)
      rounds = [round, ...others].slice(0, keptRounds)
    },
    state: () => ({
      troubles: troubles.map(({ name, title, says, ask }) => ({
        name,
        title,
        says,
        ...(ask === undefined ? {} : { ask }),
        lasts: account.troubles.lasts(name),
      })),
      rounds,
    }),
    stop: () => clearInterval(timer),
  }
}

function isOver({ resolvedAt }: Round): boolean {
  return resolvedAt !== undefined
}

function keyOf({ channel, ts, ephemeralFor = '' }: PostedMessage): string {
  return `${channel} ${ts} ${ephemeralFor}`
}
