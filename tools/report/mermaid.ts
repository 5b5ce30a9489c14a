import { COLOURS, STATES } from "./colours";
import { escapeMermaid, shorten } from "./escape";
import type { FoldedNode, FoldedPicture } from "./folded";
import type { NodeState } from "./picture";

const MOST_LABEL = 60;

/** The picture as a Mermaid flowchart, which GitHub and GitLab draw. */
export function mermaid(picture: FoldedPicture): string {
  const ids = new Map(picture.nodes.map((node, index) => [node.id, `n${index}`]));
  const node = (shown: FoldedNode) => {
    const text = `${shown.kind}<br/>${escapeMermaid(shorten(shown.label, MOST_LABEL))}`;
    const notes = (shown.notes ?? []).map(
      (note) => `<br/>${escapeMermaid(shorten(note.text, MOST_LABEL))}${told(note.state)}`,
    );
    return `  ${ids.get(shown.id)}["${text}${told(shown.state, "<br/>")}${notes.join("")}"]:::${COLOURS[shown.state]}`;
  };
  return [
    "flowchart LR",
    ...picture.nodes.map(node),
    ...picture.edges.map(
      ({ from, to, label }) => `  ${ids.get(from)} -- "${escapeMermaid(label)}" --> ${ids.get(to)}`,
    ),
    "  classDef plain fill:#eef0f3,stroke:#8a919c,color:#1f2328",
    "  classDef good fill:#d3f3da,stroke:#1a7f37,color:#0f3d1c",
    "  classDef warn fill:#fff1c2,stroke:#9a6700,color:#4d3300",
    "  classDef bad fill:#ffd8d5,stroke:#cf222e,color:#6e0f17",
    "  classDef odd fill:#e8defb,stroke:#8250df,color:#3b1f73",
  ].join("\n");
}

const told = (state: NodeState = "unchanged", before = ", ") =>
  state === "unchanged" ? "" : `${before}${STATES[state]}`;
