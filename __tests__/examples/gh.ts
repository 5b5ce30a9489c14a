import type { Project } from "./project";

/** A run of a workflow that has kept an artifact. */
export interface KeptRun {
  readonly id: number;
  readonly event: string;
  readonly path: string;
  /** Folder with its artifacts. */
  readonly artifacts: string;
}

/** Puts a `gh` on the PATH that knows the head of the merged commit's pull request and the runs with artifacts. */
export function installGh(project: Project, head: string | undefined, runs: readonly KeptRun[]): void {
  const folders = runs.map(({ id, artifacts }) => `    ${id}) folder="${artifacts}" ;;`).join("\n");
  const answers = runs
    .map(({ id, event, path }) => `  */actions/runs/${id}) json='${JSON.stringify({ event, path })}' ;;`)
    .join("\n");
  project.install(
    "gh",
    `[ -n "$GH_TOKEN" ]
if [ "$1 $2" = "run download" ]; then
  [ "$4 $5 $6 $8" = "--repo acme/identity --name --dir" ]
  case "$3" in
${folders}
  esac
  cp -r "$folder/$7" "$9"
  exit
fi
[ "$1 $3" = "api --jq" ]
case "$2" in
  repos/acme/identity/commits/merged/pulls) json='${JSON.stringify(head === undefined ? [] : [{ head: { sha: head } }])}' ;;
  repos/acme/identity/actions/artifacts\\?name=plan-*-*) json='${JSON.stringify({
    artifacts: runs.map(({ id }) => ({ expired: false, workflow_run: { id } })),
  })}' ;;
${answers}
  *) echo "unexpected: gh $*" >&2; exit 1 ;;
esac
printf %s "$json" | jq -r "$4"`,
  );
}
