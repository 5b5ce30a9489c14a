import { createProgress } from "../../../tools/report/progress";

/** A stream that keeps what is written. */
function stream(terminal?: { readonly columns: number }) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  const { columns } = terminal ?? {};
  return {
    written,
    stream: { isTTY: terminal !== undefined, columns, write } as unknown as NodeJS.WriteStream,
  };
}

const UP = "\u001b[1A";
const CLEAR = "\u001b[J";

test("in a log few environments have a line for each step, once", () => {
  const { written, stream: log } = stream();
  const progress = createProgress(log);

  progress.begin(2);
  progress.step("acme", "init");
  progress.step("acme", "plan");
  progress.step("acme", "plan", ", 7 read");
  progress.done("acme", "2 changes");
  progress.end();

  expect(written).toEqual(["acme: init\n", "acme: plan\n", "acme: 2 changes\n"]);
});

test("in a log many environments have one line each, when they are done", () => {
  const { written, stream: log } = stream();
  const progress = createProgress(log);

  progress.begin(9);
  progress.step("acme", "init");
  progress.step("beta", "init");
  progress.done("beta", "no changes");
  progress.done("acme", "2 changes");
  progress.end();

  expect(written).toEqual(["1/9 beta: no changes\n", "2/9 acme: 2 changes\n"]);
});

test("what is quiet of few says nothing of them in a log, and one line each of many", () => {
  const few = stream();
  const many = stream();
  for (const [{ stream: log }, total] of [
    [few, 8],
    [many, 9],
  ] as const) {
    const progress = createProgress(log, true);
    progress.begin(total);
    progress.step("acme", "read");
    progress.done("acme", "read");
    progress.end();
  }

  expect(few.written).toEqual([]);
  expect(many.written).toEqual(["1/9 acme: read\n"]);
});

test("on a terminal few environments have a line each, which changes in place and goes in the end", () => {
  const { written, stream: terminal } = stream({ columns: 20 });
  const progress = createProgress(terminal);

  progress.begin(2);
  progress.step("acme", "init");
  progress.step("beta", "plan", ", 12 objects read");
  progress.done("acme", "no changes");
  progress.end();

  expect(written).toEqual([
    "acme: init",
    `\r${CLEAR}`,
    "acme: init\nbeta: plan, 12 obje",
    `\r${UP}${CLEAR}`,
    "acme: no changes\nbeta: plan, 12 obje",
    `\r${UP}${CLEAR}`,
  ]);
});

test("on a terminal many environments have one line with a bar, which fills and names what runs", () => {
  const { written, stream: terminal } = stream({ columns: 200 });
  const progress = createProgress(terminal);

  progress.begin(12);
  progress.step("acme", "plan");
  progress.step("beta", "init");
  progress.done("acme", "no changes");
  progress.end();

  const bar = (full: number) => "█".repeat(full) + "░".repeat(24 - full);
  expect(written.filter((text) => !text.startsWith("\r"))).toEqual([
    `${bar(0)} 0/12 acme: plan`,
    `${bar(0)} 0/12 acme: plan · beta: init`,
    `${bar(2)} 1/12 beta: init`,
  ]);
  expect(written.at(-1)).toBe(`\r${CLEAR}`);
});
