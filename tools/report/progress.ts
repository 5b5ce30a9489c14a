/** Tells what each environment is at. */
export interface Progress {
  /** How many environments there are. */
  begin(total: number): void;
  step(name: string, step: string, detail?: string): void;
  done(name: string, outcome: string): void;
  end(): void;
}

/** More than these are shown by a bar, and in a log by one line for each that is done. */
const FEW = 8;
const BAR_WIDTH = 24;

/**
 * Shows it on a stream: lines or a bar that change on a terminal, lines in a log.
 *
 * @param isQuietOfFew - Says nothing in a log where a bar would not be needed
 */
export function createProgress(stream: NodeJS.WriteStream, isQuietOfFew = false): Progress {
  const at = new Map<string, string>();
  const said = new Map<string, string>();
  let total = 0;
  let finished = 0;
  let drawn = 0;
  const fitting = (line: string) => line.slice(0, (stream.columns || 80) - 1);
  const clear = () => {
    if (drawn > 0) stream.write(`\r${"\u001b[1A".repeat(drawn - 1)}\u001b[J`);
    drawn = 0;
  };
  const draw = (lines: readonly string[]) => {
    clear();
    stream.write(lines.map(fitting).join("\n"));
    drawn = lines.length;
  };
  const bar = () => {
    const full = Math.floor((finished / total) * BAR_WIDTH);
    const running = [...at].map(([name, step]) => `${name}: ${step}`).join(" · ");
    return [`${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${finished}/${total} ${running}`];
  };
  const isLogged = () => total > FEW || !isQuietOfFew;
  const show = () => draw(total > FEW ? bar() : [...at].map(([name, step]) => `${name}: ${step}`));
  return {
    begin(count) {
      total = count;
    },
    step(name, step, detail = "") {
      at.set(name, `${step}${detail}`);
      if (stream.isTTY) show();
      else if (total <= FEW && isLogged() && said.get(name) !== step) stream.write(`${name}: ${step}\n`);
      said.set(name, step);
    },
    done(name, outcome) {
      finished += 1;
      if (total > FEW) at.delete(name);
      else at.set(name, outcome);
      if (stream.isTTY) show();
      else if (isLogged()) stream.write(`${total > FEW ? `${finished}/${total} ` : ""}${name}: ${outcome}\n`);
    },
    end() {
      if (stream.isTTY) clear();
    },
  };
}
