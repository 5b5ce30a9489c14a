import { AppProgram } from "./app-program";

describe("the same app under cdktn, the community's successor of cdktf", () => {
  const cdktf = new AppProgram();
  const cdktn = new AppProgram("--alias:cdktf=cdktn", "--external:cdktn");
  afterAll(() => {
    cdktf.remove();
    cdktn.remove();
  });

  it.each(["staging"])("synthesises the same JSON for %s, but for the framework's version", (environment) => {
    expect(cdktf.run("examples/agent-stack.yaml")).toMatchObject({ status: 0 });
    expect(cdktn.run("examples/agent-stack.yaml")).toMatchObject({ status: 0 });
    const { "//": cdktfMetadata, ...expected } = cdktf.synthesised(environment);
    const { "//": cdktnMetadata, ...synthesised } = cdktn.synthesised(environment);
    expect(synthesised).toEqual(expected);
    expect(cdktfMetadata.metadata.version).toBe("0.21.0");
    expect(cdktnMetadata.metadata.version).toBe("0.24.0");
    expect({ ...cdktnMetadata, metadata: { ...cdktnMetadata.metadata, version: "0.21.0" } }).toEqual(
      cdktfMetadata,
    );
  });
});
