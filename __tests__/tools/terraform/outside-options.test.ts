import { refusedOptions } from "../../../tools/terraform/outside-options";

const refusal = (variable: string, options: string) =>
  `${variable} has ${options}, with which terraform would not tell all that is so: run agent-stack without it`;

test.each([
  [{ TF_CLI_ARGS_plan: "-target=authentik_flow.x" }, [refusal("TF_CLI_ARGS_plan", "-target")]],
  [
    { TF_CLI_ARGS_plan: "-target authentik_flow.x" },
    [refusal("TF_CLI_ARGS_plan", "-target, an argument that is no option")],
  ],
  [{ TF_CLI_ARGS_plan: "--replace='a.b[\"c d\"]' -lock=false" }, [refusal("TF_CLI_ARGS_plan", "-replace")]],
  [{ TF_CLI_ARGS: "-chdir=elsewhere" }, [refusal("TF_CLI_ARGS", "-chdir")]],
  [{ TF_CLI_ARGS_plan: "-state=old.tfstate" }, [refusal("TF_CLI_ARGS_plan", "-state")]],
  [{ TF_CLI_ARGS_plan: "-minimal-refresh" }, [refusal("TF_CLI_ARGS_plan", "-minimal-refresh")]],
  [{ TF_CLI_ARGS_plan: "-exclude=authentik_brand.b" }, [refusal("TF_CLI_ARGS_plan", "-exclude")]],
  [{ TF_CLI_ARGS_plan: "elsewhere" }, [refusal("TF_CLI_ARGS_plan", "an argument that is no option")]],
  [{ TF_CLI_ARGS_plan: "-" }, [refusal("TF_CLI_ARGS_plan", "an argument that is no option")]],
  [{ TF_CLI_ARGS_show: "other.tfplan" }, [refusal("TF_CLI_ARGS_show", "an argument that is no option")]],
  [{ TF_CLI_ARGS_init: "-backend=false" }, [refusal("TF_CLI_ARGS_init", "-backend")]],
  [
    { TF_CLI_ARGS_init: "-migrate-state -force-copy", TF_CLI_ARGS_plan: "-target=a.b" },
    [refusal("TF_CLI_ARGS_init", "-migrate-state, -force-copy"), refusal("TF_CLI_ARGS_plan", "-target")],
  ],
])("refuses %j", (env, refused) => {
  expect(refusedOptions(env)).toEqual(refused);
});

test.each([
  [{}],
  [{ TF_CLI_ARGS: "" }],
  [{ TF_CLI_ARGS: "-no-color" }],
  [{ TF_CLI_ARGS_plan: "-lock=false -lock-timeout=5m -parallelism=2 -compact-warnings" }],
  [{ TF_CLI_ARGS_plan: "-parallelism 2 -var 'password=a -target=b' -var-file \"my vars.tfvars\"" }],
  [{ TF_CLI_ARGS_plan: "-var password=a\\ b" }],
  [{ TF_CLI_ARGS_plan: "-refresh=false -destroy -refresh-only -detailed-exitcode -out=p -input=true -json" }],
  [
    {
      TF_CLI_ARGS_init: "-upgrade -reconfigure -backend-config=key=a -plugin-dir /mirror -lockfile=readonly",
    },
  ],
  [{ TF_CLI_ARGS_apply: "-auto-approve -target=a.b" }],
])("lets %j be", (env) => {
  expect(refusedOptions(env)).toEqual([]);
});
