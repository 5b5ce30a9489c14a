import {
  application,
  brand,
  connector,
  deviceAccessGroup,
  endpointStage,
  enrollmentToken,
  flow,
  flowStageBinding,
  policyBinding,
  provider,
} from "../objects";
import { type Meaning, meaningOf, means, meantBy, typesOf, wantedBy } from "./meaning";
import { resourcesOf, type SetUp, type SetUpObject } from "./set-up";

/** Whether the agent depends on an object; "not known" where the set-up shows nothing that decides it. */
export type Whose = "the agent's" | "another's" | "not known";

/** Types of which authentik has objects for nothing but the agent, and the brand, which leads people to its flow. */
const ONLY_AGENTS: ReadonlySet<string> = new Set([
  brand.type,
  connector.type,
  enrollmentToken.type,
  deviceAccessGroup.type,
  endpointStage.type,
]);

/** What the objects of one kind point at, taken together. */
interface Pointed extends Meaning {
  /** Addresses without the index that is not told, of which there are several. */
  readonly perhaps: ReadonlySet<string>;
  /** Whether anything is pointed at, and all that points is told. */
  readonly decides: boolean;
}

interface Decisions {
  /** What brands have for their device code flow. */
  readonly flows: Pointed;
  /** Whose tokens connectors accept. */
  readonly providers: Pointed;
  /** Providers that take the tokens of one of those, for applications of the command line. */
  readonly cliApplications: ReadonlySet<SetUpObject>;
  readonly byAddress: Map<string, Whose>;
  readonly byKey: Map<string, Whose>;
}

const known = new WeakMap<SetUp, Decisions>();

function decisionsOn(setUp: SetUp): Decisions {
  const decisions = known.get(setUp) ?? decided(setUp);
  known.set(setUp, decisions);
  return decisions;
}

function decided(setUp: SetUp): Decisions {
  const providers = pointedAt(setUp, connector.type, "jwt_federation_providers", provider.type);
  return {
    flows: pointedAt(setUp, brand.type, "flow_device_code", flow.type),
    providers,
    cliApplications: new Set(cliApplicationProviders(setUp, providers)),
    byAddress: new Map(),
    byKey: new Map(),
  };
}

/** Providers that take the tokens of one that connectors accept, and that no connector is configured to accept. */
function cliApplicationProviders(setUp: SetUp, accepted: Pointed): readonly SetUpObject[] {
  const wanted = resourcesOf(setUp, connector.type).map((each) =>
    wantedBy(setUp, each, "jwt_federation_providers"),
  );
  return resourcesOf(setUp, provider.type).filter((each) => {
    const { keys } = meaningOf(setUp, each, "jwt_federation_providers");
    const takesAccepted = [...keys].some((key) => accepted.keys.has(key) && !each.keys.includes(key));
    return takesAccepted && !wanted.some((meaning) => means(meaning, each));
  });
}

/** Whether an object is the provider or the application of an application of the command line, or bound to that. */
export function isOfCliApplication(setUp: SetUp, object: SetUpObject): boolean {
  const { cliApplications } = decisionsOn(setUp);
  if (cliApplications.size === 0) return false;
  const refersToOne = (attribute: string, isOne: (each: SetUpObject) => boolean) => {
    const meant = meantBy(setUp, meaningOf(setUp, object, attribute)).filter(
      ({ mode }) => mode === "managed",
    );
    return meant.length > 0 && meant.every(isOne);
  };
  switch (object.type) {
    case provider.type:
      return cliApplications.has(object);
    case application.type:
      return refersToOne("protocol_provider", (each) => cliApplications.has(each));
    case policyBinding.type:
      return refersToOne("target", (each) => isOfCliApplication(setUp, each));
    default:
      return false;
  }
}

function pointedAt(setUp: SetUp, from: string, attribute: string, to: string): Pointed {
  const meanings = resourcesOf(setUp, from).map((each) => meaningOf(setUp, each, attribute));
  const isTold = meanings.every((meaning) => meaning.isTold);
  const all = [...new Set(meanings.flatMap((meaning) => [...meaning.keys]))];
  const keys = new Set(all.filter((key) => isOne(setUp, key)));
  const perhaps = new Set(all.filter((key) => !isOne(setUp, key)));
  for (const object of setUp.objects.filter((each) => each.type === to && means({ keys, isTold }, each))) {
    for (const key of object.keys) if (isOne(setUp, key)) keys.add(key);
  }
  return { keys, perhaps, isTold, decides: isTold && all.length > 0 };
}

/** Whether the key stands for one object, and not for all that differ in an index. */
function isOne({ byAddress, byKey }: SetUp, key: string): boolean {
  return key.startsWith("#") || byAddress.has(key) || (byKey.get(key)?.length ?? 0) <= 1;
}

/**
 * Whether an object is the agent's: the flow that a brand has for device codes, the provider whose tokens a connector
 * accepts, those that take that one's tokens, these providers' applications, what is bound to one of them, and all that
 * exists for agents only, endpoint stages in flows included.
 */
export function whose(setUp: SetUp, object: SetUpObject): Whose {
  const { byAddress } = decisionsOn(setUp);
  const decided = byAddress.get(object.address) ?? decide(setUp, object);
  byAddress.set(object.address, decided);
  return decided;
}

function decide(setUp: SetUp, object: SetUpObject): Whose {
  const { flows, providers } = decisionsOn(setUp);
  if (isOfCliApplication(setUp, object)) return "the agent's";
  switch (object.type) {
    case flow.type:
      return isAmong(flows, object);
    case provider.type:
      return isAmong(providers, object);
    case application.type: {
      const meant = meaningOf(setUp, object, "protocol_provider");
      if ([...meant.keys].some((key) => providers.keys.has(key))) return "the agent's";
      const isTold = meant.isTold && [...meant.keys].every((key) => isOne(setUp, key));
      return isTold && providers.decides ? "another's" : "not known";
    }
    case policyBinding.type:
      return whoseTarget(setUp, meaningOf(setUp, object, "target"));
    case flowStageBinding.type: {
      const stage = meaningOf(setUp, object, "stage");
      if (typesOf(setUp, stage).has(endpointStage.type)) return "the agent's";
      return stage.isTold && stage.keys.size > 0 ? "another's" : "not known";
    }
    default:
      return ONLY_AGENTS.has(object.type) ? "the agent's" : "not known";
  }
}

function isAmong(pointed: Pointed, object: SetUpObject): Whose {
  if (means(pointed, object)) return "the agent's";
  const mayBe = means({ keys: pointed.perhaps, isTold: true }, object);
  return pointed.decides && !mayBe ? "another's" : "not known";
}

function whoseTarget(setUp: SetUp, target: Meaning): Whose {
  const { byKey } = decisionsOn(setUp);
  const answers = [...target.keys].flatMap((key) => {
    const decided =
      byKey.get(key) ?? together((setUp.byKey.get(key) ?? []).map((each) => whose(setUp, each)));
    if (decided) byKey.set(key, decided);
    return decided ?? [];
  });
  const answer = together(answers) ?? "not known";
  return target.isTold || answer === "the agent's" ? answer : "not known";
}

function together(answers: readonly Whose[]): Whose | undefined {
  if (answers.includes("the agent's")) return "the agent's";
  return answers.includes("not known") ? "not known" : answers[0];
}
