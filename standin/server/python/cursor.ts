import { type LogicalLine, SyntaxProblem, type Token } from "./tokens";

const KEYWORDS =
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  );

/** Goes through the tokens of a logical line. */
export class Cursor {
  private at = 0;

  constructor(private readonly line: LogicalLine) {}

  get isAtEnd(): boolean {
    return this.at >= this.line.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.line.tokens[this.at + ahead];
  }

  /** Whether the next token is one of the texts, and no string. */
  sees(...texts: readonly string[]): boolean {
    const token = this.peek();
    return token !== undefined && token.kind !== "string" && texts.includes(token.text);
  }

  /** Goes past the next token if it is one of the texts. */
  accept(...texts: readonly string[]): boolean {
    const isSeen = this.sees(...texts);
    if (isSeen) this.at++;
    return isSeen;
  }

  expect(text: string, message?: string): void {
    if (!this.accept(text)) throw this.problem(message);
  }

  /** Goes past the next token if it is of that kind; a keyword is no name. */
  acceptKind(kind: Token["kind"]): boolean {
    const token = this.peek();
    const isSeen = token?.kind === kind && !(kind === "name" && KEYWORDS.includes(token.text));
    if (isSeen) this.at++;
    return isSeen;
  }

  expectName(): void {
    if (!this.acceptKind("name")) throw this.problem();
  }

  problem(message = "invalid syntax"): SyntaxProblem {
    return new SyntaxProblem(message, this.line.number);
  }
}
