import { type ReactNode, useEffect, useState } from 'react'
import type { Home } from '../../workspace/contract.js'
import { Blocks } from '../blocks/block.js'
import { SurfaceProvider, type Values } from '../blocks/surface.js'
import type { Send } from './message.js'

interface HomeTabProps {
  readonly botName: string
  readonly home: Home | undefined
  readonly person: string
  readonly send: Send
}

const container = { kind: 'home' } as const

/** The App Home tab. Opening it tells the bot, which then publishes what the person sees. */
export function HomeTab({ botName, home, person, send }: HomeTabProps): ReactNode {
  const [values, setValues] = useState<Values>({})
  useEffect(() => void send('home', { person }), [person, send])
  return (
    <main className="conversation">
      <header className="pane-header">
        <h2>{botName} Home</h2>
      </header>
      <div className="home-tab">
        {home ? (
          <SurfaceProvider
            container={container}
            person={person}
            onAct={(act) => send('act', act)}
            values={values}
            onValues={setValues}
          >
            <Blocks blocks={home.view.blocks} />
          </SurfaceProvider>
        ) : (
          <p className="quiet">The bot has not published a home for you yet.</p>
        )}
      </div>
    </main>
  )
}
