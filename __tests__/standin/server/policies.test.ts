import { type Client, startClient } from "./client";

describe("expression policies", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.server.close());

  const admits = async (): Promise<boolean> =>
    (await client.get("core/applications/a/check_access/")).body.passing as boolean;

  async function bind(expression: string, binding: Record<string, unknown> = {}): Promise<string> {
    const target = (await client.post("core/applications/", { name: "a", slug: "a" })).body.pk;
    const policy = (await client.post("policies/expression/", { name: "p", expression })).body.pk;
    await client.post("policies/bindings/", { target, policy, order: 0, ...binding });
    return policy as string;
  }

  test("are made, read, changed and deleted, and are among all policies", async () => {
    // Arrange
    const { pk } = (await client.post("policies/expression/", { name: "p", expression: "return True\n" }))
      .body;

    // Act
    const patched = await client.patch(`policies/expression/${pk}/`, { execution_logging: true });
    const put = await client.put(`policies/expression/${pk}/`, { name: "q", expression: "return False" });
    const read = await client.get(`policies/expression/${pk}/`);
    const [all] = (await client.list("policies/all/?search=q&ordering=name")).body.results.filter(
      (policy) => policy.pk === pk,
    );
    const deleted = await client.delete(`policies/expression/${pk}/`);

    // Assert
    expect(patched.body).toMatchObject({ name: "p", expression: "return True", execution_logging: true });
    expect(put).toEqual(read);
    expect(read.body).toEqual({
      pk,
      name: "q",
      execution_logging: true,
      component: "ak-policy-expression-form",
      verbose_name: "Expression Policy",
      verbose_name_plural: "Expression Policies",
      meta_model_name: "authentik_policies_expression.expressionpolicy",
      bound_to: 0,
      expression: "return False",
    });
    expect(all).toMatchObject({ name: "q", meta_model_name: read.body.meta_model_name });
    expect([deleted.status, (await client.get(`policies/expression/${pk}/`)).status]).toEqual([204, 404]);
  });

  test.each([
    ["policies/expression/", { name: "p", expression: "return {" }, "temp-policy"],
    [
      "propertymappings/provider/scope/",
      { name: "m", scope_name: "s", expression: "return {" },
      "temp-mapping",
    ],
  ])("%s refuses what is no Python", async (path, body, name) => {
    // Act
    const answer = await client.post(path, body);

    // Assert
    const problem = `Expression Syntax Error: '{' was never closed (${name}, line 2)`;
    expect(answer).toEqual({ status: 400, body: { expression: [problem] } });
  });

  test("a mapping that exists is named in the refusal, and stays as it was", async () => {
    // Arrange
    const mapping = { name: "badge", scope_name: "badge", expression: "return {}" };
    const { pk } = (await client.post("propertymappings/provider/scope/", mapping)).body;

    // Act
    const answer = await client.patch(`propertymappings/provider/scope/${pk}/`, { expression: "no python" });

    // Assert
    const problem = "Expression Syntax Error: invalid syntax (badge, line 2)";
    expect(answer).toEqual({ status: 400, body: { expression: [problem] } });
    expect((await client.get(`propertymappings/provider/scope/${pk}/`)).body).toMatchObject(mapping);
  });

  test("two of one name are refused", async () => {
    // Arrange
    const policy = { name: "p", expression: "return True" };
    await client.post("policies/expression/", policy);

    // Act
    const answer = await client.post("policies/expression/", policy);

    // Assert
    expect(answer).toEqual({ status: 400, body: { name: ["policy with this name already exists."] } });
  });

  test.each([
    ["return True", {}, true],
    ["return False", {}, false],
    ["return True", { negate: true }, false],
    ["return False", { negate: true }, true],
    ["return False", { enabled: false }, true],
    ["return request.user.is_active", {}, false],
    ["return request.user.is_active", { failure_result: true }, true],
    ["return request.user.is_active", { failure_result: true, negate: true }, true],
  ])("bound as %j with %j admits: %p", async (expression, binding, admitted) => {
    // Act
    await bind(expression, binding);

    // Assert
    expect(await admits()).toBe(admitted);
  });

  test("a changed expression counts at once, and a deleted policy takes its bindings along", async () => {
    // Arrange
    const pk = await bind("return False");
    const before = await admits();

    // Act
    await client.patch(`policies/expression/${pk}/`, { expression: "return True" });
    const changed = await admits();
    await client.patch(`policies/expression/${pk}/`, { expression: "return False" });
    await client.delete(`policies/expression/${pk}/`);

    // Assert
    expect([before, changed, await admits()]).toEqual([false, true, true]);
    expect((await client.list("policies/bindings/?policy__isnull=true")).body.results).toEqual([]);
  });
});
