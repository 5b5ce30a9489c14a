import type { Consequence } from "../objects/consequences";
import { ACCESS, COSMETIC } from "../objects/severities";
import { handlesIn } from "../set-up/handles";
import type { PlanJson, ResourceChange } from "../set-up/plan-json";
import { withoutUnknown } from "../set-up/set-up";
import { bySeverity, type Severity } from "../severity";
import { type Along, type Deletion, deletionsIn, deletionsOutside } from "./along";
import { consequencesOf } from "./consequences";

/** What authentik does to other objects with a deletion, told with the changes of both sides. */
export type Losses = ReadonlyMap<ResourceChange, readonly Consequence[]>;

/** What one object loses by all that is deleted. */
interface Loss {
  readonly referring: ResourceChange;
  readonly isDeleted: boolean;
  /** Whether terraform fills again, in the same apply, what authentik clears. */
  readonly isFilled: boolean;
  readonly causes: readonly [Along, ...Along[]];
  readonly severity: Severity;
  /** The worst that it means, undefined where nothing is known of that. */
  readonly meaning?: string;
}

/** How a loss is told with the change of the object itself, and with the deletion. */
interface Words {
  readonly itself: (loss: Loss) => Pick<Consequence, "severity" | "text">;
  readonly deletion: (loss: Loss, along: Along) => string;
  /** How to do it instead. */
  readonly remedy?: (along: Along) => string;
}

const DOCS = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle";
const MOST_TOLD = 8;
const MOST_NAMED = 3;

/** What goes along with what a plan deletes. */
export function plannedLosses(plan: PlanJson): Losses {
  const deletions = deletionsIn(plan);
  const alongs = deletions.flatMap(({ takes }) => takes);
  const lost = new Set(alongs.flatMap((each) => (each.isDeleted ? [each.referring.address] : [])));
  // What is lost guards nothing any more, whatever the plan makes of it.
  const left = { ...plan, planned: plan.planned.filter(({ address }) => !lost.has(address)) };
  const losses = lossesBy(alongs, left, ({ isRepointed }) => isRepointed);
  return told(deletions, losses, {
    itself: (loss) => ({
      severity: loss.severity,
      text: sentence(
        loss.isDeleted
          ? `authentik deletes this along with ${causesOf(loss)}`
          : `authentik clears the reference in ${attributesOf(loss)} along with ${causesOf(loss)}${filled(loss)}`,
        loss.meaning,
        remedyFor(loss.causes[0]),
      ),
    }),
    deletion: (loss, along) =>
      loss.isDeleted
        ? `authentik deletes ${nameOf(loss.referring)} along with ${takerOf(along)}`
        : `authentik clears the reference in ${attributesOf(loss)} of ${nameOf(loss.referring)} along with ${takerOf(along)}${filled(loss)}`,
    remedy: remedyFor,
  });
}

/** What went along with what was deleted outside terraform; the plan has the drift in the place of its changes. */
export function lossesOutside(plan: PlanJson): Losses {
  const deletions = deletionsOutside(plan);
  const losses = lossesBy(
    deletions.flatMap(({ takes }) => takes),
    plan,
    () => false,
  );
  return told(deletions, losses, {
    // What it means is told with the object's own change.
    itself: (loss) => ({
      severity: COSMETIC,
      text: loss.isDeleted
        ? `authentik deleted this along with ${causesOf(loss)}, which was deleted elsewhere`
        : `authentik cleared the reference in ${attributesOf(loss)} along with ${causesOf(loss)}, which was deleted elsewhere`,
    }),
    deletion: (loss) =>
      loss.isDeleted
        ? `deleted elsewhere, it took along ${nameOf(loss.referring)}`
        : `deleted elsewhere, it cleared the reference in ${attributesOf(loss)} of ${nameOf(loss.referring)}`,
  });
}

function lossesBy(
  alongs: readonly Along[],
  plan: PlanJson,
  isFilled: (along: Along) => boolean,
): ReadonlyMap<ResourceChange, Loss> {
  const byObject = new Map<ResourceChange, [Along, ...Along[]]>();
  for (const along of alongs) {
    const known = byObject.get(along.referring);
    if (known) known.push(along);
    else byObject.set(along.referring, [along]);
  }
  const losses = [...byObject].map(([referring, all]): [ResourceChange, Loss] => {
    const [deleted, ...others] = all.filter(({ isDeleted }) => isDeleted);
    const loss = deleted
      ? { referring, isDeleted: true, isFilled: false, causes: [deleted, ...others] as const }
      : { referring, isDeleted: false, isFilled: all.every(isFilled), causes: all };
    const [meant] = deleted ? ifDeleted(referring, plan) : ifCleared(loss, plan);
    // What is filled again is missing for moments; of what nothing is known, it is a change of access, as any deletion.
    const isKnown = meant && (!loss.isFilled || meant.severity === COSMETIC);
    return [referring, { ...loss, severity: isKnown ? meant.severity : ACCESS, meaning: meant?.text }];
  });
  return new Map(losses);
}

/** What it means that the object is gone, be it as it is now or as the plan would have made it. */
function ifDeleted(referring: ResourceChange, plan: PlanJson): readonly Consequence[] {
  const { actions, before, after, unknown } = referring;
  const last = after && !actions.includes("forget") ? withoutUnknown(after, unknown) : before;
  const gone = { ...referring, actions: ["delete"], before: last, after: null, unknown: {} };
  return consequencesOf(gone, "delete", plan);
}

function ifCleared(
  { referring, causes }: Pick<Loss, "referring" | "causes">,
  plan: PlanJson,
): readonly Consequence[] {
  const { before } = referring;
  const after = { ...before };
  for (const { attribute, key } of causes) {
    const value = after[attribute];
    after[attribute] = Array.isArray(value)
      ? value.filter((item) => !handlesIn(attribute, item).includes(key))
      : null;
  }
  return consequencesOf({ ...referring, actions: ["update"], after, unknown: {} }, "update", plan);
}

function told(
  deletions: readonly Deletion[],
  losses: ReadonlyMap<ResourceChange, Loss>,
  words: Words,
): Losses {
  const byChange = new Map(deletions.map((deletion) => [deletion.change, deletion]));
  const consequences = new Map<ResourceChange, Consequence[]>();
  const tell = (change: ResourceChange, told: readonly Consequence[]) =>
    consequences.set(change, [...(consequences.get(change) ?? []), ...told]);
  for (const loss of losses.values()) {
    const code = loss.isDeleted ? "deleted-along" : "reference-cleared";
    tell(loss.referring, [{ code, docs: DOCS, ...words.itself(loss) }]);
  }
  for (const deletion of deletions.filter(({ through }) => through === undefined)) {
    tell(deletion.change, taken(deletion, byChange, losses, words));
  }
  return consequences;
}

/** What goes along with a deletion, and with what goes along with it, the worst first. */
function taken(
  deletion: Deletion,
  byChange: ReadonlyMap<ResourceChange, Deletion>,
  losses: ReadonlyMap<ResourceChange, Loss>,
  words: Words,
): Consequence[] {
  const alongs = new Map<ResourceChange, Along>();
  const queue = [...deletion.takes];
  for (const along of queue) {
    if (alongs.has(along.referring)) continue;
    alongs.set(along.referring, along);
    if (along.isDeleted) queue.push(...(byChange.get(along.referring)?.takes ?? []));
  }
  const all = [...alongs]
    .flatMap(([referring, along]) => ({ along, loss: losses.get(referring) }))
    .flatMap(({ along, loss }) => (loss ? [{ along, loss, severity: loss.severity }] : []))
    .sort(bySeverity);
  const shown = all.slice(0, MOST_TOLD).map(({ along, loss, severity }, index) => ({
    code: loss.isDeleted ? "takes-along" : "clears-reference",
    severity,
    text: sentence(
      words.deletion(loss, along),
      loss.meaning,
      index === 0 ? words.remedy?.(along) : undefined,
    ),
    docs: DOCS,
  }));
  const rest = all.slice(MOST_TOLD);
  return rest[0] === undefined
    ? shown
    : [
        ...shown,
        {
          code: "takes-along",
          severity: rest[0].severity,
          text: `the same happens to ${rest.length} more objects`,
          docs: DOCS,
        },
      ];
}

const sentence = (...parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined).join("; ");

/** How to keep what goes along: by keeping the first that does. */
function remedyFor(along: Along): string {
  const first = firstOf(along);
  const { change } = first.with;
  const name = nameOf(change);
  if (!first.isRepointed) {
    return `to avoid that, point ${nameOf(first.referring)} elsewhere in an apply before this one`;
  }
  return change.actions.includes("create")
    ? `to avoid that, give ${name} \`create_before_destroy\`, or point elsewhere in a first apply and replace it in a second`
    : `to avoid that, point elsewhere in a first apply and delete ${name} in a second, or apply \`create_before_destroy\` to ${name} before this plan`;
}

function firstOf(along: Along): Along {
  const before = along.with.through?.takes.find(({ referring }) => referring === along.with.change);
  return before ? firstOf(before) : along;
}

function rootOf(deletion: Deletion): Deletion {
  return deletion.through ? rootOf(deletion.through) : deletion;
}

/** What the object goes along with. */
function causesOf({ causes }: Loss): string {
  const names = causes.slice(0, MOST_NAMED).map(({ with: deletion }) => {
    const name = nameOf(deletion.change);
    return deletion.through ? `${name}, which goes along with ${nameOf(rootOf(deletion).change)}` : name;
  });
  return named(names, causes.length);
}

function attributesOf({ causes }: Loss): string {
  const names = [...new Set(causes.map(({ attribute }) => quoted(attribute)))];
  return named(names.slice(0, MOST_NAMED), names.length);
}

const named = (names: readonly string[], of: number) =>
  names.length < of ? `${names.join(", ")} and ${of - names.length} more` : names.join(" and ");

/** What takes an object along, as the deletion that starts it all tells it. */
const takerOf = ({ with: { change, through } }: Along) => (through ? nameOf(change) : "this");

const filled = ({ isFilled }: Loss) =>
  isFilled
    ? ", until terraform has set the new one: what follows holds until then, and longer where it stops before"
    : "";

const nameOf = ({ address, deposed }: ResourceChange) =>
  quoted(deposed === undefined ? address : `${address} (left over)`);
const quoted = (name: string) => `\`${name.replaceAll("`", "'")}\``;
