import { everyMatch } from './every-match.js'
import { isHarmless } from './harmless-values.js'
import { readValue } from './read-value.js'
import type { Span } from './span.js'

/** Programs whose short options take a password. A line of commands is looked at this far behind the program. */
const longestLine = 300
const programs: readonly { readonly name: RegExp; readonly option: RegExp }[] = [
  { name: /\b(?:mysql\w*|mariadb[\w-]*|sshpass|7z\w?|rar|unrar)\b/g, option: /(?<=\s)-p[ \t]?(?=[^\s-])/g },
  {
    name: /\b(?:mongo\w*|(?:docker|podman|nerdctl|helm|oras|crane|skopeo|buildah|az|vault|cf|oc|heroku)[ \t]+(?:\w+[ \t]+){0,2}(?:log)?in|influx|psftp|pscp|plink|rabbitmqadmin|useradd|usermod|cassandra|cqlsh|sentinel)\b/g,
    option: /(?<=\s)-(?:p|pw)[ \t](?=[^\s-])/g,
  },
  {
    name: /\b(?:redis-cli|valkey-cli|keydb-cli|redis-benchmark)\b/g,
    option: /(?<=\s)-a[ \t]{1,4}(?=[^\s-])/g,
  },
  { name: /\bldap\w{1,20}\b/g, option: /(?<=\s)-w[ \t]{1,4}(?=[^\s-])/g },
  { name: /\b(?:sqlcmd|bcp|unzip|zip|osql|isql|ipmitool|tsql)\b/g, option: /(?<=\s)-P[ \t]{0,4}(?=[^\s-])/g },
  {
    name: /\b(?:openssl|keytool)\b/g,
    option: /(?<=\s)(?:-k[ \t]{1,4}|-(?:pass|passin|passout)[ \t]{1,4}pass:)(?=[^\s-])/g,
  },
  {
    name: /\bhtpasswd\b/g,
    option: /(?<=\s)-\w{0,6}b\w{0,6}[ \t]{1,4}(?:\S{1,200}[ \t]{1,4}){1,2}(?=\S{1,200}(?:\s|$))/g,
  },
  {
    name: /\brabbitmqctl\b/g,
    option: /(?<=\s)(?:add_user|change_password)[ \t]{1,4}\S{1,80}[ \t]{1,4}(?=[^\s-])/g,
  },
  { name: /\b(?:wpa_passphrase|rclone[ \t]+obscure)\b/g, option: /(?<=\s)\S{1,80}[ \t]{1,4}(?=[^\s-])/g },
]

/** `-u name:password` and its long forms. */
const userAndPassword =
  /(?<=^|[\s"'`(,[])(?:-u|-U|--user|--proxy-user|--auth|-a|--login|--credentials?|--userpass)(?:=|[ \t]{0,4}|["'`]\s{0,3},\s{0,3})["'`]?([\w.@+\\-]{1,64})(?::|%)(?=[^\s"'`:/])/g
/** Containers run as `user:group`. */
const runsAsUser = /\b(?:docker|podman|nerdctl|kubectl|runuser|setpriv|chroot|chown|su|sudo)\b[^\n]*$/

/** `app:…@tcp(db:3306)/shop`, `app:…@db:5432`, `scott/…@//db`: addresses without a scheme. What each has in it is looked for first: most texts have none of it. */
const bareAddresses: readonly { readonly has: string | RegExp; readonly address: RegExp }[] = [
  { has: '@', address: /(?<![\w:/.-])[\w.-]{1,64}:(?!\/\/)([^\s@/:"'`<>]{1,200})@(?:tcp|udp|unix)\(/g },
  {
    has: '@',
    address:
      /(?<![\w:/.-])[\w.-]{1,64}:(?!\/\/)([^\s@/:"'`<>]{1,200})@(?!sha\d)[\w.-]{1,255}:\d{2,5}(?![\w:])/g,
  },
  { has: '@', address: /\bjdbc:oracle:\w{1,10}:[^\s/@]{1,64}\/([^\s@]{1,200})@/g },
  // .pgpass: host:port:database:user:password
  {
    has: /:(?:\d{2,5}|\*):[\w*-]{1,64}:/,
    address:
      /(?<![\w:/.-])[\w.*-]{1,255}:(?:\d{2,5}|\*):[\w*-]{1,64}:[\w.*-]{1,64}:([^\s:]{1,200})(?![\w:])/g,
  },
  // echo 'user:password' | chpasswd
  { has: 'chpasswd', address: /["'\s]\w{1,32}:([^\s"':]{1,200})["']?\s{0,4}\|\s{0,4}(?:sudo\s)?chpasswd/g },
]

/** Passwords in command lines and in addresses without a scheme, as people paste them and shells log them. */
export function findInCommands(text: string): readonly Span[] {
  const spans: Span[] = []
  for (const { name, option } of programs) {
    let read = 0
    for (const program of everyMatch(text, name)) {
      const start = Math.max(program.index + program[0].length, read)
      const line = /^[^\r\n]*/.exec(text.slice(start, start + longestLine))?.[0] ?? ''
      read = start + line.length
      for (const { index, 0: found } of everyMatch(line, option))
        read = Math.max(read, take(start + index + found.length))
    }
  }
  let userRead = 0
  for (const match of everyMatch(text, userAndPassword)) {
    if (match.index < userRead) continue
    const end = match.index + match[0].length
    const value = readValue(text, end, false)
    userRead = value?.to ?? end
    const isGroup =
      /^\d+$/.test(match[1] ?? '') || runsAsUser.test(text.slice(Math.max(0, match.index - 120), match.index))
    if (value !== undefined && !(isGroup && /^[\w.-]+$/.test(value.text))) spans.push(value)
  }
  for (const { has, address } of bareAddresses) {
    if (typeof has === 'string' ? !text.includes(has) : !has.test(text)) continue
    for (const match of everyMatch(text, address)) {
      const secret = match[1] ?? ''
      const from = match.index + match[0].lastIndexOf(secret)
      spans.push({ from, to: from + secret.length })
    }
  }
  return spans

  function take(at: number): number {
    const value = readValue(text, at, false)
    if (value !== undefined && !isHarmless(value.text, '')) spans.push(value)
    return value?.to ?? at
  }
}
