import type { ReactNode } from 'react'
import type { Round } from '../../game-day/contract.js'

interface RoundsProps {
  readonly rounds: readonly Round[]
  readonly onShow: (channel: string, ts: string) => void
}

/** How long after its beginning each trouble was told of, taken, mitigated and resolved. */
export function Rounds({ rounds, onShow }: RoundsProps): ReactNode {
  return (
    <section className="rounds" aria-label="How long it took">
      <h3>How long it took</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Trouble</th>
            <th scope="col">First message</th>
            <th scope="col">Ack</th>
            <th scope="col">Mitigated</th>
            <th scope="col">Resolved</th>
          </tr>
        </thead>
        <tbody>
          {rounds.map((round) => (
            <tr key={`${round.trouble} ${round.begunAt}`}>
              <th scope="row">
                {round.title}
                <small>{new Date(round.begunAt).toLocaleTimeString('en-GB')}</small>
              </th>
              <td>
                {round.told ? (
                  <ToldButton told={round.told} begunAt={round.begunAt} onShow={onShow} />
                ) : (
                  <Passed />
                )}
              </td>
              <td>
                <Passed from={round.begunAt} until={round.acknowledgedAt} />
              </td>
              <td>
                <Passed from={round.begunAt} until={round.mitigatedAt} />
              </td>
              <td>
                <Passed from={round.begunAt} until={round.resolvedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface ToldButtonProps {
  readonly told: NonNullable<Round['told']>
  readonly begunAt: number
  readonly onShow: RoundsProps['onShow']
}

function ToldButton({ told, begunAt, onShow }: ToldButtonProps): ReactNode {
  return (
    <button
      type="button"
      className="link"
      title="Show the message"
      onClick={() => onShow(told.channel, told.ts)}
    >
      <Passed from={begunAt} until={told.at} />
    </button>
  )
}

interface PassedProps {
  readonly from?: number
  readonly until?: number | undefined
}

function Passed({ from, until }: PassedProps): ReactNode {
  if (from === undefined || until === undefined) return <span className="quiet">not yet</span>
  return passedWords(until - from)
}

/** `2.3 s`, `1 min 04 s` */
export function passedWords(passed: number): string {
  const seconds = passed / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}
