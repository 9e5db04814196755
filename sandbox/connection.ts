import { join, resolve } from 'node:path'
import { z } from 'zod'

const folder = resolve(import.meta.dirname, '../../.ohmy')

/** Where a running sandbox tells the terminal how to reach it. */
export const connectionFile = { folder, path: join(folder, 'sandbox.json') }

export const Connection = z.object({
  pid: z.number(),
  page: z.string(),
  environment: z.record(z.string(), z.string()),
})
