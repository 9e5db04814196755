// The closing line, `N passed, N failed, N skipped`, of vitest's reports; of a file that ran twice its last run counts, and what ran on another Node counts besides. Exits 1 where anything failed.
const { readFileSync } = require('node:fs')
const { basename } = require('node:path')

const [status, ...reports] = process.argv.slice(2)
let counts = { passed: 0, failed: 1, skipped: 0 }
try {
  const files = new Map()
  // As given: what ran again comes last, and wins.
  for (const path of reports) {
    const node = basename(path).startsWith('newest') ? 'newest' : 'own'
    for (const file of JSON.parse(readFileSync(path, 'utf8')).testResults)
      files.set(`${node} ${file.name}`, file)
  }
  counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { status: outcome, assertionResults } of files.values()) {
    const of = (...kinds) => assertionResults.filter((test) => kinds.includes(test.status)).length
    counts.passed += of('passed')
    counts.failed += of('failed')
    counts.skipped += of('pending', 'skipped', 'todo', 'disabled')
    // A file that breaks before its first test has no failed test: it counts as one.
    if (outcome === 'failed' && of('failed') === 0) counts.failed += 1
  }
} catch (error) {
  console.error(`There is no report of the tests: ${error.message}`)
}
// An error outside of any test.
if (status !== '0') counts.failed = Math.max(counts.failed, 1)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0)
