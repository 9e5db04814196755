import { z } from 'zod'
import { RawRunbook } from './schema.js'

/** The file for editors, as JSON Schema draft 7: keys with what they mean while somebody types. What only ohmy knows is told by `runbook check`. */
export function runbookSchema(): object {
  return { title: 'A runbook of ohmy', ...z.toJSONSchema(RawRunbook, { target: 'draft-7', io: 'input' }) }
}
