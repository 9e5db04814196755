import { dependencies } from './dependencies.js'
import { faults } from './faults.js'
import { fuzzBodies } from './fuzz-bodies.js'
import { fuzzButtons } from './fuzz-buttons.js'
import { fuzzLines } from './fuzz-lines.js'
import { fuzzRunbooks } from './fuzz-runbooks.js'
import { growth } from './growth.js'
import { loadCommands } from './load-commands.js'
import { loadWaiting } from './load-waiting.js'
import { processes, processesOnCluster } from './processes.js'
import type { Proof } from './proof.js'

/** Everything that is proven, in the order of the table. */
export const proofs: readonly Proof[] = [
  faults,
  processes,
  processesOnCluster,
  loadCommands,
  loadWaiting,
  growth,
  fuzzLines,
  fuzzButtons,
  fuzzBodies,
  fuzzRunbooks,
  dependencies,
]
