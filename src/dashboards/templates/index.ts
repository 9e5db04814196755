import { infrastructure } from './infrastructure.js'
import type { Template } from './template.js'

/** Everything `/ohmy dashboard apply` can put. */
export const templates: readonly Template[] = [infrastructure]

/** What an environment's own dashboard is made of: `<prefix>-infrastructure`. */
export const ownTemplate = infrastructure.name
