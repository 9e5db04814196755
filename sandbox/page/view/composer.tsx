import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import type { Delivery, PostedMessage } from '../../workspace/contract.js'
import { Characters, useDirectory } from '../mrkdwn/mrkdwn.js'
import { readSaid, remember } from '../state/said.js'
import { inSight } from '../suggest/in-sight.js'
import type { Language } from '../suggest/language.js'
import { suggest, usageFor } from '../suggest/suggest.js'
import { examples } from './examples.js'

/** The bot's own, put in by the build. */
declare const LANGUAGE: Language

interface ComposerProps {
  readonly placeholder: string
  /** What the person sees above it, oldest first: its ids and buttons are suggested. */
  readonly messages: readonly PostedMessage[]
  readonly onSend: (text: string) => Promise<Delivery>
}

/** Enter sends, Shift+Enter breaks the line, arrow-up brings back what was said before, Tab completes a command. */
export function Composer({ placeholder, messages, onSend }: ComposerProps): ReactNode {
  const [text, setText] = useState('')
  const [status, setStatus] = useState('')
  // How far back in what was said before; 0 is the text being written.
  const [back, setBack] = useState(0)
  const input = useRef<HTMLTextAreaElement>(null)
  // The suggestion that the arrows have come to, and whether Escape has sent them away.
  const [chosen, setChosen] = useState(0)
  const [hidden, setHidden] = useState(false)
  const { people } = useDirectory()
  const isCommand = /^[/@]/.test(text)
  const seen = useMemo(
    () =>
      inSight(
        isCommand ? messages : [],
        people.map(({ name }) => name),
      ),
    [isCommand, messages, people],
  )
  const said = [...examples.toReversed(), ...readSaid()]
  const suggestions = hidden || back > 0 ? [] : suggest(text, LANGUAGE, said, seen)
  const usage = usageFor(text, LANGUAGE)

  const send = async (): Promise<void> => {
    const said = text.trim()
    if (said === '') return
    remember(said)
    setText('')
    setBack(0)
    setStatus(`Sending ${said.length > 40 ? `${said.slice(0, 40)}…` : said}`)
    const delivery = await onSend(said)
    // A failed command leaves no trace in the channel: it comes back, unless the next text is already being written.
    if (!delivery.ok && said.startsWith('/')) setText((now) => now || said)
    setStatus(delivery.ok ? `Acknowledged after ${Math.round(delivery.acknowledgedAfter)} ms` : '')
  }

  const walkBack = (steps: number): void => {
    const said = readSaid()
    const next = Math.min(Math.max(0, back + steps), said.length)
    setBack(next)
    setText(next === 0 ? '' : (said.at(-next) ?? ''))
  }

  const take = (suggestion: string): void => {
    setText(suggestion)
    setChosen(0)
    input.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const walking = text === '' || back > 0
    const suggestion = suggestions[chosen]
    // Enter sends what is typed, unless the arrows have chosen something else.
    if (event.key === 'Enter' && !event.shiftKey && chosen > 0 && suggestion) take(suggestion.text)
    else if (event.key === 'Enter' && !event.shiftKey) void send()
    else if (event.key === 'Escape' && suggestions.length > 0) setHidden(true)
    else if (event.key === 'ArrowDown' && suggestions.length > 1) setChosen((chosen + 1) % suggestions.length)
    else if (event.key === 'ArrowUp' && suggestions.length > 1)
      setChosen((chosen + suggestions.length - 1) % suggestions.length)
    else if (event.key === 'ArrowUp' && walking) walkBack(1)
    else if (event.key === 'ArrowDown' && back > 0) walkBack(-1)
    else if (event.key === 'Tab' && !event.shiftKey && suggestion) take(suggestion.text)
    else return
    event.preventDefault()
  }

  return (
    <div className="composer">
      {suggestions.length > 0 && (
        <ul className="suggestions" aria-label="Commands">
          {suggestions.map((suggestion, index) => (
            <li key={suggestion.text}>
              <button
                type="button"
                className={index === chosen ? 'chosen' : ''}
                onClick={() => take(suggestion.text)}
              >
                <code>{suggestion.text}</code>
                <small>
                  <Characters text={suggestion.hint} />
                </small>
                {index === chosen && <kbd>Tab</kbd>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-box">
        <textarea
          ref={input}
          rows={Math.min(8, text.split('\n').length)}
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          spellCheck={false}
          autoFocus
          onChange={(event) => {
            setText(event.target.value)
            setBack(0)
            setChosen(0)
            setHidden(false)
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="button primary"
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          Send
        </button>
      </div>
      <p className="composer-status">
        <span role="status">{usage ? <code>{usage}</code> : status}</span>
        <span>
          <kbd>Enter</kbd> sends · <kbd>↑</kbd> brings back
        </span>
      </p>
    </div>
  )
}
