import type { ReactNode } from 'react'
import type { OfferedTrouble } from '../../game-day/contract.js'
import { PaneHeader } from '../view/pane-header.js'
import { SomebodysDeployment } from './deployment.js'
import { Rounds } from './rounds.js'
import { BrokenTerraform } from './terraform.js'
import { useGameDay } from './use-game-day.js'

interface PanelProps {
  /** Says a line as the person, where they are. */
  readonly onSay: (line: string) => void
  /** Shows a message. */
  readonly onShow: (channel: string, ts: string) => void
  readonly onClose: () => void
}

/** Starts troubles in the simulated account, and shows how long it took until each was told of, taken, and over. */
export function GameDayPanel({ onSay, onShow, onClose }: PanelProps): ReactNode {
  const { gameDay, problem, ask } = useGameDay()
  return (
    <aside className="game-day" aria-label="Game day">
      <PaneHeader
        title="Game day"
        topic="Something goes wrong in production"
        closes="Close game day"
        onClose={onClose}
      />
      <div className="game-day-body">
        {problem && (
          <p className="game-day-problem" role="alert">
            {problem}
          </p>
        )}
        {gameDay && gameDay.rounds.length > 0 && <Rounds rounds={gameDay.rounds} onShow={onShow} />}
        <ul className="troubles">
          {gameDay?.troubles.map((trouble) => (
            <Trouble
              key={trouble.name}
              trouble={trouble}
              onDo={(what) => ask({ trouble: trouble.name, do: what })}
              onSay={onSay}
            />
          ))}
        </ul>
        <SomebodysDeployment />
        <BrokenTerraform onSay={onSay} />
      </div>
    </aside>
  )
}

interface TroubleProps {
  readonly trouble: OfferedTrouble
  readonly onDo: (what: 'begin' | 'mend') => void
  readonly onSay: (line: string) => void
}

function Trouble({ trouble, onDo, onSay }: TroubleProps): ReactNode {
  const { title, says, ask, lasts } = trouble
  return (
    <li className={lasts ? 'lasts' : ''}>
      <div>
        <b>{title}</b>
        <p>{says}</p>
        {lasts && ask && (
          <button type="button" className="button" onClick={() => onSay(ask)}>
            <code>{ask}</code>
          </button>
        )}
      </div>
      <button
        type="button"
        className={`button ${lasts ? '' : 'danger'}`}
        aria-label={lasts ? `Mend it: ${title}` : `Begin: ${title}`}
        onClick={() => onDo(lasts ? 'mend' : 'begin')}
      >
        {lasts ? 'Mend it' : 'Begin'}
      </button>
    </li>
  )
}
