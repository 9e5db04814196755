const pythonHead = /^[ \t]*Traceback \(most recent call last\):[ \t]*$/m
/** A frame or a mark under one, in Python, JavaScript, Java, Go and .NET. */
export const frame = /^(?:\s+(?:at |File "|in |\.\.\. \d|[~^]+\s*$)|\s{2,}\S|\t\S)/

/**
 * The line of a stack trace that says what went wrong, and what stood before the trace: Python puts the exception last, JavaScript and Java
 * first. Undefined where the text is no trace.
 */
export function exceptionIn(
  text: string,
): { readonly exception: string; readonly before: string } | undefined {
  const start = pythonHead.exec(text)
  if (start !== null) {
    const after = text.slice(start.index + start[0].length)
    const exception = lastStatement(after)
    if (exception !== undefined) return { exception, before: text.slice(0, start.index).trim() }
  }
  const lines = text.split('\n')
  const firstFrame = lines.findIndex((line, index) => index > 0 && /^\s+at \S/.test(line))
  if (firstFrame < 1) return undefined
  const cause = lines
    .findLast((line) => /^\s*Caused by: \S/.test(line))
    ?.trim()
    .replace(/^Caused by: /, '')
  const head = lines[firstFrame - 1]?.trim() ?? ''
  if (cause === undefined)
    return {
      exception: head,
      before: lines
        .slice(0, firstFrame - 1)
        .join(' ')
        .trim(),
    }
  return { exception: cause, before: head }
}

/** Characters of an exception's own message where it has several lines. */
const longestStatement = 200

/** What stands behind the last frame: the exception, and the further lines of its message as far as there is room. */
function lastStatement(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const lastFrame = lines.findLastIndex((line) => /^\s+(?:File "|[~^]+\s*$)/.test(line))
  const following = lines.slice(lastFrame + 1)
  const first = following.findIndex((line) => /^\S/.test(line))
  if (first === -1) return undefined
  const [exception = '', ...details] = following.slice(first).map((line) => line.trim())
  let statement = exception
  for (const detail of details) {
    if (statement.length + detail.length >= longestStatement) break
    statement += ` ${detail}`
  }
  return statement
}
