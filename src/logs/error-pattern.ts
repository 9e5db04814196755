/**
 * A filter pattern of CloudWatch that lets through every event that the reader of lines calls an error or worse, and few others: it saves
 * bytes, and each line is looked at again. Only characters that CloudWatch's regular expressions allow (no parentheses, no quotation marks,
 * no colons): https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
 */
export const errorPattern = `%${[
  ...['err', 'crit', 'fatal', 'panic', 'alert', 'emerg', 'severe', 'exception', 'traceback', 'stack'].map(
    anyCase,
  ),
  // Words of three and four letters: Serilog, zerolog, logrus, .NET's console.
  ...['FTL', 'PNC', 'FATA', 'PANI', 'fail.'],
  // klog, Ruby, and what a priority of syslog begins with.
  '^[EF][0-9][0-9][0-9][0-9]\\s',
  '^[EF],\\s',
  '^\\x3c[0-9]+\\x3e',
  // An exception behind its trace, whatever it is called: `app.feed.FeedDown`, `FeedDown`.
  '^[a-z_0-9.]+\\.[A-Z][A-Za-z]+.\\s',
  '^[A-Z][a-z]+[A-Z][A-Za-z]+.\\s',
  // Levels as numbers: pino 50, Monolog 400, Python 40, syslog 3, OpenTelemetry 17.
  '[eE][vV][eE].{0,12}[4-9][0-9]',
  '[vV][eE].{0,8}\\D[0-3]\\D',
  '[rR][iI][tT][yY].{0,3}\\D[0-3]\\D',
  '[uU][mM][bB][eE][rR].{0,4}\\D1[7-9]',
  '[uU][mM][bB][eE][rR].{0,4}\\D2[0-4]',
  // Statuses of requests: `status":502`, ` 502 `.
  '[tT][aA][tT][uU][sS].*5[0-9][0-9]',
  '\\s5[0-9][0-9]',
].join('|')}%`

/** `[eE][rR][rR]`: CloudWatch's expressions know no flag for it. */
export function anyCase(word: string): string {
  return word.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)
}
