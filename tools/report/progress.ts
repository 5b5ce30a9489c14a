/** Tells what each environment is at. */
export interface Progress {
  step(name: string, step: string, detail?: string): void;
  end(): void;
}

/** Shows it on a stream: one line that changes on a terminal, lines in a log. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  const steps = new Map<string, string>();
  const details = new Map<string, string>();
  const clear = "\r\u001b[2K";
  return {
    step(name, step, detail = "") {
      const before = steps.get(name);
      steps.set(name, step);
      details.set(name, detail);
      if (stream.isTTY) {
        const line = [...steps].map(([each, at]) => `${each}: ${at}${details.get(each)}`).join(" · ");
        stream.write(`${clear}${line.slice(0, (stream.columns || 80) - 1)}`);
      } else if (before !== step) {
        stream.write(`${name}: ${step}\n`);
      }
    },
    end() {
      if (stream.isTTY) {
        stream.write(clear);
      }
    },
  };
}
