// Prints the files of a vitest report that failed, one a line. Nothing where there is no report.
const { readFileSync } = require('node:fs')
const { relative } = require('node:path')

try {
  const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
  const failed = report.testResults.filter(({ status }) => status === 'failed')
  for (const { name } of failed) console.log(relative(process.cwd(), name))
} catch {
  // The summary says that there is none.
}
