import { commands } from '../../../commands/index.js'
import { sandboxRunbooks } from '../../../sandbox/world.js'
import { runbookVocabulary } from '../../../src/app/runbook-vocabulary.js'
import { checks } from '../../../src/checks/index.js'
import { createLibrary } from '../../../src/runbooks/file-library.js'

const library = createLibrary({
  folders: [sandboxRunbooks],
  vocabulary: runbookVocabulary({ commands, checks }),
})
const all = await library.all()

/** What ships and is walked by ohmy and people together: the YAML files. */
export const walked = all.filter(({ file }) => file.endsWith('.yaml'))
/** What ships as Markdown: people do all of it themselves. */
export const guides = all.filter(({ file }) => file.endsWith('.md'))
