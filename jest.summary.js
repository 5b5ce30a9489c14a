/** Ends a run with the figures that tests print as `figure: …`, and with one line that runners can count. */
module.exports = class Summary {
  figures = [];

  onTestResult(_test, result) {
    for (const { message } of result.console ?? []) {
      if (message.startsWith("figure: ")) this.figures.push(message.slice("figure: ".length));
    }
  }

  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const counted = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // jest prints its own summary after all reporters.
    process.once("exit", () => console.log([...this.figures, counted].join("\n")));
  }
};
