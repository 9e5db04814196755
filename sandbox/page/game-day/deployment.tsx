import { type ReactNode, useState } from 'react'
import { Choice } from './choice.js'

const services = [
  'ohmycoins-staging-backend',
  'ohmycoins-staging-frontend',
  'ohmycoins-prod-backend',
  'ohmycoins-prod-frontend',
] as const

/** Versions that nobody has deployed yet, and what becomes of one whose tasks die. */
const tags = ['sprint-13-7ac41be', 'sprint-14-0c9b7aa', 'sprint-15-broken'] as const

const shifts = { canaryPercent: 10, canaryBakeTimeInMinutes: 10 }
const strategies = {
  Rolling: { strategy: 'ROLLING', bakeTimeInMinutes: 0 },
  'Blue/green': { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 },
  Canary: { strategy: 'CANARY', bakeTimeInMinutes: 10, canaryConfiguration: shifts },
  Linear: {
    strategy: 'LINEAR',
    bakeTimeInMinutes: 10,
    linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 5 },
  },
} as const
type Strategy = keyof typeof strategies

const pause = { targetType: 'PAUSE', timeoutConfiguration: { timeoutInMinutes: 240, action: 'ROLLBACK' } }

/** Somebody else deploys, in any strategy and with a pause or without, and answers the pauses. */
export function SomebodysDeployment(): ReactNode {
  const [service, setService] = useState<string>(services[0])
  const [tag, setTag] = useState<string>(tags[0])
  const [strategy, setStrategy] = useState<Strategy>('Canary')
  const [pauses, setPauses] = useState(true)
  const [said, setSaid] = useState('')

  const ask = async (body: object, done: string): Promise<void> => {
    try {
      const response = await fetch('/sandbox/deployment', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ service, ...body }),
        signal: AbortSignal.timeout(10_000),
      })
      const answer = (await response.json()) as { readonly error?: string }
      setSaid(answer.error ?? done)
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error))
    }
  }
  const deploy = () => {
    const stage = strategy === 'Rolling' ? 'POST_SCALE_UP' : 'PRE_PRODUCTION_TRAFFIC_SHIFT'
    const lifecycleHooks = pauses ? [{ ...pause, lifecycleStages: [stage] }] : []
    void ask({ tag, configuration: { ...strategies[strategy], lifecycleHooks } }, `${tag} is being deployed.`)
  }

  return (
    <section className="somebodys-work" aria-label="Somebody else deploys">
      <h3>Somebody else deploys</h3>
      <Choice label="Service" values={services} value={service} onChoose={setService} />
      <Choice label="Version" values={tags} value={tag} onChoose={setTag} />
      <Choice
        label="Strategy"
        values={Object.keys(strategies) as Strategy[]}
        value={strategy}
        onChoose={setStrategy}
      />
      <label>
        <input type="checkbox" checked={pauses} onChange={({ target }) => setPauses(target.checked)} /> It
        pauses before its traffic
      </label>
      <p>
        <button type="button" className="button" onClick={deploy}>
          Deploy
        </button>{' '}
        <button
          type="button"
          className="button"
          onClick={() => void ask({ pause: 'CONTINUE' }, 'It goes on.')}
        >
          Let it go on
        </button>{' '}
        <button
          type="button"
          className="button danger"
          onClick={() => void ask({ pause: 'ROLLBACK' }, 'It goes back.')}
        >
          Let it go back
        </button>
      </p>
      <p role="status">{said}</p>
    </section>
  )
}
