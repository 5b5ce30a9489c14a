import { optionsFrom } from "../../standin/options";

test("without variables nothing is kept, logged or chosen", () => {
  expect(
    optionsFrom({ STANDIN_STATE: "", STANDIN_LOG: "", STANDIN_VERSION: "", STANDIN_PROVIDER: "" }),
  ).toEqual({
    stateFile: undefined,
    log: undefined,
    version: undefined,
    providerVersion: undefined,
  });
});

test.each(["STANDIN_STATE", "STANDIN_LOG"])("%s takes a file in a folder that is there", (variable) => {
  expect(() => optionsFrom({ [variable]: "/nowhere/file" })).toThrow(
    `${variable} is "/nowhere/file", and there is no folder "/nowhere"; make it, or give another file`,
  );
  expect(() => optionsFrom({ [variable]: __dirname })).toThrow(
    `${variable} is "${__dirname}", which is a folder; give a file`,
  );
  expect(() => optionsFrom({ [variable]: ".standin.json" })).not.toThrow();
});
