/** Inside one process: what the terminal uses, and what tests put in place of the shared one. */
export { createLocalCache } from '../core/local-cache.js'
