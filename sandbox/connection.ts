import { join, resolve } from 'node:path'

// As in ohmy.mjs.
const folder = resolve(process.env['OHMY_SANDBOX_FOLDER'] ?? join(import.meta.dirname, '../.ohmy'))

/** Where a running sandbox tells the terminal (ohmy.mjs) how to reach it, and where that terminal is built: in the checkout, unless the environment says where. */
export const connectionFile = {
  folder,
  path: join(folder, 'sandbox.json'),
  terminal: join(folder, 'terminal'),
}

export interface Connection {
  readonly pid: number
  readonly page: string
  readonly environment: Readonly<Record<string, string>>
  /** Path of the built terminal. */
  readonly terminal: string
}

/** How many times faster than in AWS things happen in the sandbox: a rollout of minutes takes seconds. */
export const speed = 20
