/** One thing a service may write that must neither ping, nor break a message, nor leak. */
export interface HostileLine {
  readonly name: string
  readonly line: string
  /** Parts that nobody may ever see. */
  readonly secrets?: readonly string[]
}

// Put together here, so that no file holds what looks like a real one.
const awsKey = ['AKIA', 'IOSFODNN7EXAMPLE'].join('')
const awsSecret = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/')
const jwt = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  'eyJzdWIiOiIxMjM0NTY3ODkwIn0',
  'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
].join('.')
const slackToken = ['xoxb', '123456789012', 'AbCdEfGhIjKlMnOp'].join('-')
const keyBody = 'MIIEpAIBAAKCAQEA7bq0Jx8vPpXyq2Zt9mVwE3sKfLh4Rg1Nd6Uc5Ty0Ia8Ob2Qe'

function deep(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

/** What applications have been seen to write, or could. Every secret is made up. */
export const hostileLines: readonly HostileLine[] = [
  { name: 'a mention of the channel', line: 'ERROR <!channel> <!here> <!everyone> wake up' },
  {
    name: 'a mention of a person',
    line: 'ERROR user <@U0APPROVE> and group <!subteam^S0123ABCD|@ops> failed',
  },
  { name: 'words that Slack links by name', line: 'ERROR @channel @here @everyone #devops' },
  {
    name: 'a link with a false label',
    line: 'ERROR <https://evil.example/login|https://slack.com> www.evil.example',
  },
  { name: 'a date token', line: 'ERROR <!date^1392734382^Posted {date_num}^https://evil.example|now>' },
  { name: 'an emoji by name', line: 'ERROR :rotating_light: :white_check_mark: all fine' },
  { name: 'mrkdwn', line: 'ERROR *bold* _italic_ ~gone~ > quote\n>>> more' },
  { name: 'backticks', line: 'ERROR ``` *out* of `code` ``` <!channel>' },
  { name: 'what breaks a table', line: 'ERROR a|b|c\t| --- | --- |\t\\| |' },
  { name: 'entities', line: 'ERROR &lt;!channel&gt; &amp;lt;!here&amp;gt;' },
  { name: 'control characters', line: 'ERROR \u0000\u0001\u0007\u0008bell\u000b\u000c\u001f\u007f\u0085end' },
  { name: 'terminal colours', line: '\u001b[31mERROR\u001b[0m \u001b]0;title\u0007\u001b[2J\u001b[1;1Hred' },
  { name: 'right to left', line: 'ERROR \u202egnp.exe\u202c \u2066isolated\u2069 \u200fmark' },
  { name: 'zero-width characters', line: 'ERROR z\u200be\u200cr\u200do\u2060w\ufeffi\u00addth' },
  { name: 'a carriage return that overwrites', line: 'ERROR failed\rOK all good      ' },
  { name: 'line separators', line: 'ERROR one\u2028two\u2029three\n\n\n\nfour' },
  { name: 'half of a character', line: 'ERROR \ud83d lone \udc00 halves' },
  { name: 'a family of emoji and combining marks', line: `ERROR 👩‍👩‍👧‍👦🏳️‍🌈 z${'\u0300'.repeat(300)}` },
  { name: 'only white space', line: '   \t  ' },
  { name: 'nothing', line: '' },
  { name: 'only what cannot be seen', line: '\u200b\u200b\u200b' },
  { name: 'a very long word', line: `ERROR ${'x'.repeat(50_000)}` },
  { name: 'a line of a megabyte', line: `ERROR ${'megabyte '.repeat(111_000)}` },
  {
    name: 'a megabyte with a secret behind the cut',
    line: `ERROR ${'y'.repeat(19_990)}${awsKey}`,
    secrets: [awsKey, awsKey.slice(0, 8)],
  },
  {
    name: 'a secret across the cut',
    line: `ERROR ${'y '.repeat(7_990)}password=hunter2hunter2hunter2hunter2${' z'.repeat(9_000)}`,
    secrets: ['hunter2'],
  },
  { name: 'many lines', line: `ERROR start\n${'    at somewhere\n'.repeat(3_000)}` },
  { name: 'deep JSON', line: deep(5_000) },
  { name: 'JSON that is a little deep', line: deep(30) },
  {
    name: 'JSON with 10,000 keys',
    line: JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, key) => [`key${key}`, key]))),
  },
  {
    name: 'JSON with __proto__',
    line: '{"__proto__":{"level":"error","polluted":true},"constructor":{"prototype":{"polluted":true}},"message":"proto","level":"error"}',
  },
  {
    name: 'JSON with names of methods',
    line: '{"toString":"x","hasOwnProperty":1,"valueOf":null,"message":{"toString":1},"level":"error"}',
  },
  {
    name: 'JSON with a mention in names and values',
    line: '{"level":"error","message":"<!channel>","<@U0APPROVE>":"<!here>","path":"/<!everyone>","status":500}',
  },
  {
    name: 'JSON with hidden letters of a key',
    line: `{"level":"error","msg":"key AK\\u0049${awsKey.slice(3)} and A\\u200b${awsKey.slice(1)}"}`,
    secrets: [awsKey],
  },
  {
    name: 'JSON with secrets under their names',
    line: `{"level":"error","message":"login","db_password":"hunter2","aws":{"secret_access_key":"${awsSecret}"},"credentials":{"user":"bob","pin":"hunter2"},"nested":{"token":["hunter2"]}}`,
    secrets: ['hunter2', awsSecret],
  },
  {
    name: 'names of secrets in camel case',
    line: 'ERROR dbPassword=hunter2 {"accessToken": "hunter2"} apiKey: hunter2',
    secrets: ['hunter2'],
  },
  {
    name: 'JSON with names of secrets in camel case',
    line: '{"level":"error","dbPassword":"hunter2","awsSecretAccessKey":"hunter2","pass\\u200bword":"hunter2","message":"x"}',
    secrets: ['hunter2'],
  },
  {
    name: 'JSON in JSON',
    line: JSON.stringify({ level: 'error', message: JSON.stringify({ password: 'hunter2', ok: 1 }) }),
    secrets: ['hunter2'],
  },
  {
    name: 'JSON with numbers that are none',
    line: '{"level":1e999,"status":-0,"message":1e400,"duration_ms":"NaN"}',
  },
  {
    name: 'half of a JSON line',
    line: '{"level":"error","message":"cut here, password: \\"hunter2',
    secrets: ['hunter2'],
  },
  { name: 'an AWS access key', line: `ERROR ${awsKey} ${awsSecret}`, secrets: [awsKey, awsSecret] },
  {
    name: 'an AWS key with zero-width characters inside',
    line: `ERROR ${awsKey.slice(0, 4)}\u200b${awsKey.slice(4)}`,
    secrets: [awsKey.slice(4)],
  },
  {
    name: 'an AWS key with colours inside',
    line: `ERROR ${awsKey.slice(0, 4)}\u001b[1m${awsKey.slice(4)}\u001b[0m`,
    secrets: [awsKey.slice(4)],
  },
  { name: 'a token of Slack', line: `ERROR Authorization: Bearer ${slackToken}`, secrets: [slackToken] },
  { name: 'a JWT', line: `ERROR jwt ${jwt} rejected`, secrets: [jwt, 'dozjgNryP4J3jVmNHl0w5N'] },
  {
    name: 'a password in a URL',
    line: 'ERROR could not connect to postgresql://app:hunter2@db.internal:5432/app?sslmode=require',
    secrets: ['hunter2'],
  },
  {
    name: 'a password in a request',
    line: '10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET /login?user=bob&password=hunter2&next=/ HTTP/1.1" 500 12',
    secrets: ['hunter2'],
  },
  {
    name: 'a password in a Python trace',
    line: 'Traceback (most recent call last):\n  File "/app/db.py", line 3, in connect\n    connect(password="hunter2")\nsqlalchemy.exc.OperationalError: FATAL: password=hunter2 rejected',
    secrets: ['hunter2'],
  },
  {
    name: 'a private key in one line',
    line: `ERROR -----BEGIN RSA PRIVATE KEY-----\\n${keyBody}\\n-----END RSA PRIVATE KEY-----`,
    secrets: [keyBody],
  },
  {
    name: 'a private key with line breaks',
    line: `ERROR -----BEGIN PRIVATE KEY-----\n${keyBody}\nAB12cd34==\n-----END PRIVATE KEY-----\nafter`,
    secrets: [keyBody, 'AB12cd34=='],
  },
  { name: 'what makes the masks slow: half JWTs', line: `ERROR ${'eyJ-'.repeat(9_000)}` },
  { name: 'what makes the masks slow: half URLs', line: `ERROR ${'a://x:'.repeat(6_000)}` },
  {
    name: 'what makes the masks slow: names',
    line: `ERROR ${'password'.repeat(4_000)} ${'a.'.repeat(8_000)}`,
  },
  {
    name: 'what makes levels and folding slow',
    line: `${'['.repeat(5_000)}${'1.2.3.4:'.repeat(2_000)}${'"'.repeat(5_000)}`,
  },
]
