import { createRandom, type Random } from '../../faults/soak/random.js'

/** The random numbers of one case: the same for the same seed, whichever cases were made before. */
export function randomOf(seed: number, index: number): Random {
  return createRandom((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0)
}

/** What people and machines write into a line to break whoever shows it. */
export const hostile: readonly string[] = [
  '<!channel>',
  '<!here>',
  '<!everyone|everyone>',
  '<!subteam^S0TEAM000|team>',
  '<@U0EVIL000>',
  '<https://evil.example|status>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '`<!channel>`',
  '```\n<!here>\n```',
  '*bold* _italic_ ~strike~',
  '"<!channel>"',
  '--text="<!here>"',
  '--reason "<!channel> & <@U0EVIL000>"',
  '"unclosed',
  '“curly”',
  '\\"',
  "it's",
  '—now',
  '--',
  '---',
  '=',
  '--=',
  'a=b=c',
  '__proto__',
  'constructor',
  '--__proto__=x',
  'toString',
  '$(reboot)',
  '; rm -rf /',
  '%00',
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u202Egnigats',
  '\u200B',
  '\uFEFF',
  '\uD83D',
  '\uDE00',
  '👩‍💻',
  'ｓｔａｇｉｎｇ',
  'İSTANBUL',
  'ß',
  '１２',
  '-1',
  '1e9',
  'NaN',
  'Infinity',
  '99999999999999999999',
  '0x10',
  '1.5',
  '2026-13-45',
  '25:61',
  '5y',
  '0s',
  'now',
  'null',
  'undefined',
  '{}',
  '[]',
  '|',
  '>',
  '<',
  '&',
  ' ',
  '\n',
  '\t',
  '\r\n',
]

const alphabet = [
  ...'abcdefghijklmnopqrstuvwxyz0123456789-_="\'`<>&!@#*~|\\/.,:;()[]{} \n\t“”‘’—…éüñ中文字🙂🏳️‍🌈',
]

export function rubbish(random: Random): string {
  const length = random.chance(0.02) ? random.between(500, 9_000) : random.between(0, 60)
  let text = ''
  for (let at = 0; at < length; at++) {
    text += random.chance(0.03) ? String.fromCharCode(random.between(0, 0xffff)) : random.pick(alphabet)
  }
  return text
}

/** A word with one thing wrong. */
export function misspelt(word: string, random: Random): string {
  const at = random.between(0, Math.max(0, word.length - 1))
  const letter = random.pick(alphabet)
  switch (random.between(0, 6)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1)
    case 1:
      return word.slice(0, at) + letter + word.slice(at)
    case 2:
      return word.slice(0, at) + letter + word.slice(at + 1)
    case 3:
      return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
    case 4:
      return word.toUpperCase()
    case 5:
      return word.repeat(random.chance(0.02) ? 300 : 2)
    default:
      return word.slice(0, at)
  }
}

/** A line with words lost, doubled, in another order, misspelt, or with something hostile in it. */
export function mutated(line: string, random: Random, known: readonly string[]): string {
  const words: string[] = line.match(/"[^"]*"|\S+/g) ?? []
  for (let times = random.between(1, 3); times > 0; times--) {
    const at = random.between(0, Math.max(0, words.length - 1))
    const word = words[at] ?? ''
    switch (random.between(0, 7)) {
      case 0:
        words.splice(at, 1)
        break
      case 1:
        words.splice(at, 0, word)
        break
      case 2:
        words.push(...words.splice(at, 1))
        break
      case 3:
        words[at] = misspelt(word, random)
        break
      case 4:
        words[at] = random.pick(known)
        break
      case 5:
        words.splice(at + 1, 0, random.pick(known))
        break
      case 6:
        words.splice(at + 1, 0, random.pick(hostile))
        break
      default:
        words[at] = random.pick(hostile)
    }
  }
  return words.join(random.chance(0.05) ? '  ' : ' ')
}
