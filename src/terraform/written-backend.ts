import { type Setting, settingsIn } from './hcl-attributes.js'
import { blocksIn, type HclBlock } from './hcl-blocks.js'

/** Of something in a file. */
export interface Place {
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** A backend as it was written. */
export interface WrittenBackend {
  readonly type: string
  readonly settings: readonly (Setting & { readonly file: string })[]
  /** Names of blocks within it. */
  readonly blocks: readonly HclBlock[]
  readonly at: Place
}

/** The backends that a block `terraform` holds: one, where nothing is wrong. */
export function backendsOf(file: string, { body, line }: HclBlock): readonly WrittenBackend[] {
  return blocksIn(body).flatMap((block) => {
    if (block.type !== 'backend' && block.type !== 'cloud') return []
    const at = { file, line: line + block.line - 1 }
    const settings = settingsIn(block.body, at.line - 1).map((setting) => ({ ...setting, file }))
    const type = block.type === 'cloud' ? 'cloud' : (block.labels[0] ?? '')
    return [{ type, settings, blocks: blocksIn(block.body), at }]
  })
}
