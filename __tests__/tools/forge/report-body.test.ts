import { isSameBody, markerOf, reportBody } from "../../../tools/forge/report-body";

const MARKER = markerOf("plan");

describe("the marker", () => {
  test("is an HTML comment with the report's name", () => {
    expect(markerOf("plan-production")).toBe("<!-- agent-stack:plan-production -->");
  });

  test.each(["", "a -->", "a--b", "<b>", "-a", "a".repeat(65)])("fails when the name is %j", (name) => {
    expect(() => markerOf(name)).toThrow(
      new Error(
        `marker "${name}" is not allowed: use at most 64 letters and digits, with single dots, dashes or underscores between them`,
      ),
    );
  });
});

describe("the body", () => {
  test("starts with the marker, once", () => {
    expect(reportBody("report", MARKER, 1000)).toBe(`${MARKER}\nreport`);
    expect(reportBody(`${MARKER}\nreport\n`, MARKER, 1000)).toBe(`${MARKER}\nreport`);
  });

  test.each(["/merge", "  /close", "\t/approve", "/label ~x\n/assign me"])(
    "leaves no line that a forge takes for a command: %j",
    (line) => {
      const body = reportBody(`text\r\n${line}\r\n`, MARKER, 1000);

      expect(body).not.toMatch(/^\s*\//m);
      expect(body.replaceAll("\u200b", "")).toBe(`${MARKER}\ntext\n${line.trimEnd()}`);
    },
  );

  test("keeps slashes inside a line", () => {
    expect(reportBody("see /if/flow/", MARKER, 1000)).toBe(`${MARKER}\nsee /if/flow/`);
  });

  test("is cut at a line's end, with a note, when it is too long", () => {
    const body = reportBody("line\n".repeat(500), MARKER, 1000);

    expect(body.length).toBeLessThanOrEqual(1000);
    expect(body).toMatch(
      /line\n\n\*\*This report was cut: it has 2525 characters, at most 1000 fit here\. The whole report is kept with the job\.\*\*$/,
    );
  });

  test("closes the fence and the details that the cut left open, so that the note is read as text", () => {
    const body = reportBody(`<details>\n\n\`\`\`\`\n${"</details>\n```\n".repeat(200)}`, MARKER, 1000);

    expect(body).toMatch(/\n````\n<\/details>\n\n\*\*This report was cut/);
  });

  test("is cut when it is one long line", () => {
    const body = reportBody("x".repeat(5000), MARKER, 1000);

    expect(body.length).toBeLessThanOrEqual(1000);
    expect(body.startsWith(`${MARKER}\nx`)).toBe(true);
  });

  test("is the same whatever line ends a forge keeps", () => {
    expect(isSameBody("a\r\nb\r\n", "a\nb")).toBe(true);
    expect(isSameBody("a\nb", "a\nc")).toBe(false);
  });
});
