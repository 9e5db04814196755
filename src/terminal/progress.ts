import { isEnded, type OperationRecord, type OperationState, type StepRecord } from '../core/operation.js'
import { onScreen, type TerminalIo } from './io.js'
import { type RewrittenLines, rewrittenLines } from './showing.js'

/** Shows how an operation gets on. */
export interface Progress {
  show(record: OperationRecord): void
  /** Leaves what is shown standing; nothing is rewritten after it. */
  end(): void
}

const marks: Readonly<Record<StepRecord['state'], string>> = {
  pending: '·',
  running: '▸',
  waiting: '…',
  done: '✓',
  failed: '✗',
  skipped: '–',
}

/** On a TTY the lines are rewritten in place; elsewhere each change is one more line, for logs. */
export function createProgress(io: TerminalIo, stream: TerminalIo['stdout']): Progress {
  return io.isTTY ? rewriting(rewrittenLines(stream, io.columns)) : appending(stream)
}

function rewriting({ show, leave }: RewrittenLines): Progress {
  return { show: (record) => show(linesOf(record)), end: leave }
}

function appending(stream: TerminalIo['stdout']): Progress {
  const said = new Map<string, string>()
  const sayOnce = (key: string, line: string) => {
    if (said.get(key) === line) return
    said.set(key, line)
    stream.write(`${line}\n`)
  }
  return {
    show(record) {
      if (!isEnded(record.state)) sayOnce('state', headline(record))
      stepsOf(record).forEach((step, index) => {
        const key = `${step.title} ${index}`
        if (step.state !== 'pending') sayOnce(key, stepLine(step))
      })
    },
    end() {
      said.clear()
    },
  }
}

function linesOf(record: OperationRecord): readonly string[] {
  return [headline(record), ...stepsOf(record).map(stepLine)]
}

function stepsOf(record: OperationRecord): readonly StepRecord[] {
  return [...record.steps, ...(record.revert ?? [])]
}

function headline(record: OperationRecord): string {
  return oneLine(`${record.id}  ${stateWords(record.state)}  ${record.plan.summary}`)
}

function stepLine(step: StepRecord): string {
  const detail = step.detail === undefined || step.detail === '' ? '' : `: ${step.detail}`
  return oneLine(`  ${marks[step.state]} ${step.title}${detail}`)
}

function stateWords(state: OperationState): string {
  if (state === 'unconfirmed') return 'waits for a confirmation'
  if (state === 'unapproved') return 'waits for approval'
  return state === 'reverting' ? 'going back' : state
}

function oneLine(text: string): string {
  return onScreen(text).replace(/\s*\n\s*/g, ' ')
}
