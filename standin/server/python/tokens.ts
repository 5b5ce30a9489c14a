/** A text that is no Python: what the interpreter would say, and the line it would name. */
export class SyntaxProblem extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

export interface Token {
  readonly kind: "name" | "number" | "string" | "operator";
  readonly text: string;
}

/** A statement, or the head of one, with all lines that its brackets and strings span. */
export interface LogicalLine {
  readonly number: number;
  readonly indentation: number;
  readonly tokens: readonly Token[];
}

const SKIPPED = /(?:[ \t\f]|#[^\n]*|\\\n)+/y;
const STRING_START = /[rbuft]{0,2}("""|'''|"|')/iy;
const TOKENS: readonly [kind: Token["kind"], pattern: RegExp][] = [
  ["name", /[\p{L}\p{Nl}_][\p{L}\p{N}\p{Mn}\p{Mc}_]*/uy],
  ["number", /0x[\da-f_]+|0o[0-7_]+|0b[01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[-+]?\d[\d_]*)?j?/iy],
  ["operator", /\.\.\.|\*\*=?|\/\/=?|<<=?|>>=?|->|:=|[-+*/%@&|^<>=!]=|[-+*/%@&|^~<>=.,:;()[\]{}]/y],
];
const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const TAB = " ".repeat(8);

/** Reads a Python text into its logical lines. */
class Scanner {
  private at = 0;
  private line = 1;
  private readonly open: { text: string; line: number }[] = [];
  private readonly lines: LogicalLine[] = [];
  private current: { number: number; indentation: number; tokens: Token[] } | undefined;

  constructor(private readonly text: string) {}

  read(): LogicalLine[] {
    while (this.at < this.text.length) {
      this.current ??= { number: this.line, indentation: this.indentation(), tokens: [] };
      const skipped = this.match(SKIPPED);
      if (skipped !== undefined) this.pass(skipped);
      else if (this.text[this.at] === "\n") this.endLine();
      else this.token();
    }
    this.endLine();
    const unclosed = this.open.pop();
    if (unclosed) throw new SyntaxProblem(`'${unclosed.text}' was never closed`, unclosed.line);
    return this.lines;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  private pass(text: string): void {
    this.at += text.length;
    this.line += text.split("\n").length - 1;
  }

  private indentation(): number {
    return (this.match(/[ \t]*/y) ?? "").replaceAll("\t", TAB).length;
  }

  private endLine(): void {
    if (this.open.length === 0) {
      if (this.current && this.current.tokens.length > 0) this.lines.push(this.current);
      this.current = undefined;
    }
    this.pass("\n");
  }

  private token(): void {
    const start = this.match(STRING_START);
    if (start !== undefined) {
      this.string(start);
      return;
    }
    for (const [kind, pattern] of TOKENS) {
      const text = this.match(pattern);
      if (text === undefined) continue;
      if (kind === "operator") this.bracket(text);
      this.add(kind, text);
      return;
    }
    throw new SyntaxProblem("invalid syntax", this.line);
  }

  private string(start: string): void {
    const quote = start.replace(/^[a-z]*/i, "");
    const isLong = quote.length === 3;
    const begin = this.line;
    let end = this.at + start.length;
    while (!this.text.startsWith(quote, end)) {
      if (end >= this.text.length || (!isLong && this.text[end] === "\n")) {
        const kind = isLong ? "triple-quoted string" : "string";
        const detected = begin + this.text.slice(this.at, end).split("\n").length;
        throw new SyntaxProblem(`unterminated ${kind} literal (detected at line ${detected})`, begin);
      }
      end += this.text[end] === "\\" ? 2 : 1;
    }
    this.add("string", this.text.slice(this.at, end + quote.length));
  }

  private bracket(text: string): void {
    if ("([{".includes(text)) this.open.push({ text, line: this.line });
    if (!(text in OPENING)) return;
    const open = this.open.pop();
    if (!open) throw new SyntaxProblem(`unmatched '${text}'`, this.line);
    if (open.text !== OPENING[text]) {
      const message = `closing parenthesis '${text}' does not match opening parenthesis '${open.text}'`;
      throw new SyntaxProblem(message, this.line);
    }
  }

  private add(kind: Token["kind"], text: string): void {
    this.current?.tokens.push({ kind, text });
    this.pass(text);
  }
}

/**
 * The logical lines of a Python text.
 *
 * @throws SyntaxProblem when a bracket or a string does not end, or a character has no place in Python
 */
export const logicalLines = (text: string): LogicalLine[] => new Scanner(text.replace(/\r\n?/g, "\n")).read();
