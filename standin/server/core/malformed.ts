/** Where a text stops being JSON and why. */
class Defect extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const LITERALS: Record<string, string> = { t: "true", f: "false", n: "null" };
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

/** Finds the first defect of a text as authentik's parser does, which names fewer kinds than others. */
class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.space();
    if (this.at === this.text.length) throw new Defect("input data is empty", 0);
    this.value();
    this.space();
    if (this.at < this.text.length) throw new Defect("unexpected content after document", this.at);
  }

  private space(): void {
    while (" \t\r\n".includes(this.text[this.at] ?? "x")) this.at++;
  }

  private unexpected(): Defect {
    return this.at < this.text.length ? new Defect("unexpected character", this.at) : this.end();
  }

  private end = (): Defect => new Defect("unexpected end of data", this.text.length);

  private expect(character: string): void {
    this.space();
    if (this.text[this.at] !== character) throw this.unexpected();
    this.at++;
    this.space();
  }

  private value(): void {
    const first = this.text[this.at] ?? "";
    if (first === "{") this.members("}", () => this.member());
    else if (first === "[") this.members("]", () => this.value());
    else if (first === '"') this.string();
    else if (/[-\d]/.test(first)) this.number();
    else if (first in LITERALS) this.literal(LITERALS[first] as string);
    else throw this.unexpected();
  }

  private members(close: string, one: () => void): void {
    this.at++;
    this.space();
    if (this.text[this.at] !== close) one();
    for (this.space(); this.text[this.at] !== close; this.space()) {
      if (this.text[this.at] !== ",") throw this.unexpected();
      const comma = this.at++;
      this.space();
      if (this.text[this.at] === close) throw new Defect("trailing comma is not allowed", comma);
      one();
    }
    this.at++;
  }

  private member(): void {
    if (this.text[this.at] !== '"') throw this.unexpected();
    this.string();
    this.expect(":");
    this.value();
  }

  private string(): void {
    for (this.at++; this.text[this.at] !== '"'; this.at++) {
      const character = this.text[this.at];
      if (character === undefined) throw this.end();
      if (character < " ") throw new Defect("unexpected control character in string", this.at);
      if (character === "\\") this.escape();
    }
    this.at++;
  }

  private escape(): void {
    const escaped = this.text[++this.at];
    if (escaped === undefined) throw this.end();
    if (escaped === "u" && !/^[0-9a-f]{4}/i.test(this.text.slice(this.at + 1)))
      throw new Defect("invalid escaped sequence in string", this.at - 1);
    if (!'"\\/bfnrtu'.includes(escaped)) throw new Defect("invalid escaped character in string", this.at);
  }

  private number(): void {
    const start = this.text[this.at] === "-" ? this.at + 1 : this.at;
    if (/^0\d/.test(this.text.slice(start)))
      throw new Defect("number with leading zero is not allowed", start);
    NUMBER.lastIndex = this.at;
    const whole = NUMBER.exec(this.text);
    this.at = whole ? NUMBER.lastIndex : start;
    const rest = whole ? /^(?:\.|[eE][-+]?)/.exec(this.text.slice(this.at))?.[0] : "-";
    if (rest === undefined) return;
    if (whole) this.at += rest.length;
    if (this.at === this.text.length) throw this.end();
    const where = { "-": "minus sign", ".": "decimal point" }[rest] ?? "exponent sign";
    throw new Defect(`no digit after ${where}`, this.at);
  }

  private literal(name: string): void {
    if (this.text.startsWith(name, this.at)) this.at += name.length;
    else if (name.startsWith(this.text.slice(this.at))) throw this.end();
    else throw new Defect("invalid literal", this.at);
  }
}

/** What is said of a text that is no JSON. */
export function malformation(text: string): string {
  try {
    new Scanner(text).document();
  } catch (error) {
    if (!(error instanceof Defect)) throw error;
    const before = text.slice(0, error.at);
    const line = before.split("\n").length;
    return `${error.message}: line ${line} column ${error.at - before.lastIndexOf("\n")} (char ${error.at})`;
  }
  return "invalid JSON";
}
