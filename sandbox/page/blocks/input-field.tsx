import type { InputBlock } from '@slack/types'
import { type ReactNode, useId } from 'react'
import { Text } from '../mrkdwn/mrkdwn.js'
import { Element } from './element.js'
import { useSurface } from './surface.js'

/** An input block: label, field, hint, and under it what was wrong with it. */
export function InputField({ block }: { readonly block: InputBlock }): ReactNode {
  const labelId = useId()
  const blockId = block.block_id ?? ''
  const error = useSurface().errors[blockId]
  return (
    <div className={`input-block ${error ? 'invalid' : ''}`} data-block={blockId}>
      <div className="label" id={labelId}>
        <Text of={block.label} />
        {block.optional && <span className="quiet"> (optional)</span>}
      </div>
      <Element
        blockId={blockId}
        element={block.element}
        acts={block.dispatch_action === true}
        labelledBy={labelId}
      />
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p className="hint">
          <Text of={block.hint} />
        </p>
      )}
    </div>
  )
}
