import { CST, Lexer } from 'yaml'

export interface Token {
  /** As `CST.tokenType` of `yaml` names it. */
  readonly type: ReturnType<typeof CST.tokenType>
  /** Where it begins in the text. */
  readonly offset: number
}

/** The parts of a YAML text, without parsing it. What stands inside of a text is none: a `%` or `[` there means nothing. */
export function* tokensOf(text: string): Generator<Token> {
  let offset = 0
  let isText = false
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme)
    // Marks of the lexer's own, with no length in the text.
    if (type === 'doc-mode' || type === 'flow-error-end' || type === 'scalar') {
      isText = type === 'scalar'
      continue
    }
    if (!isText) yield { type, offset }
    isText = false
    offset += lexeme.length
  }
}
