import { DOCUMENTED_CLIENT_IDS } from "../../lib/rules/cli-application";
import { type AuthentikClient, unlessMissing } from "../authentik/client";
import * as objects from "../objects";
import { cliApplicationProvider } from "../objects/cli-application";
import { referredTo } from "../set-up/meaning";
import { attribute, deployedIds, resourcesOf } from "../set-up/set-up";
import type { ManagedSetUp } from "../set-up/stack";
import { cliApplicationProviders } from "../set-up/the-agents";
import { bindingEntries, type Entries, entryOf, left, NO_ENTRIES, together } from "./entries";
import type { LiveLists } from "./live-lists";
import type { LiveObject } from "./live-object";
import { idOf } from "./match";
import type { Setting, Step } from "./settings";
import type { Lists } from "./sight";

/**
 * The applications of the command line, with who may use them: those whose providers accept the CLI's tokens in place of a
 * login, as `ak auth kubectl` and the like need it, and those of the providers that the configuration takes over.
 */
export async function cliApplicationEntries(
  client: AuthentikClient,
  list: Lists,
  managed: ManagedSetUp,
  live: LiveLists,
  cli: LiveObject | undefined,
): Promise<Entries> {
  const wanted = live.providers.filter((provider) => {
    const { jwt_federation_providers: accepted } = provider;
    const isAccepting = cli !== undefined && Array.isArray(accepted) && accepted.includes(cli.pk);
    return isAccepting || configuredFor(managed, provider) !== undefined;
  });
  const sorted = wanted.sort((a, b) => String(a.name).localeCompare(String(b.name)));
  return together(await Promise.all(sorted.map((provider) => entriesOf(client, list, managed, provider))));
}

async function entriesOf(
  client: AuthentikClient,
  list: Lists,
  managed: ManagedSetUp,
  provider: LiveObject,
): Promise<Entries> {
  const what = `application of the command line ${provider.name}`;
  const slug = provider.assigned_application_slug;
  const application = slug ? await applicationCalled(client, slug) : undefined;
  const configured = configuredFor(managed, provider);
  if (!application) {
    return configured
      ? NO_ENTRIES
      : left(what, "its provider accepts the CLI's tokens and serves no application");
  }
  if (!configured && provider.client_type !== "public") {
    return left(what, "its client is confidential, and `ak auth` has no client secret to send");
  }
  const { path } = cliApplicationProvider.place;
  const entry: readonly Step[] = [...path, { name: String(attribute(configured, "name") ?? provider.name) }];
  const object = resourcesOf(managed, objects.application.type).find(
    (each) => each.configured && configured && referredTo(managed, each, "protocol_provider") === configured,
  );
  const target = { what: `application ${slug}`, list: [...entry, "access"], object };
  const bindings = await list(objects.policyBinding, { target: String(application.pk) });
  if (configured) {
    const calledSo = attribute(object, "slug");
    if (object === undefined || object.deployed || calledSo === slug)
      return bindingEntries(managed, target, bindings);
    // What the configuration names goes first.
    if (calledSo !== undefined && (await applicationCalled(client, calledSo))) return NO_ENTRIES;
  }
  const own = configured
    ? entryOf(`application ${slug}`, `its provider is that of ${attribute(configured, "name")}`, [
        { path: [...entry, "application", "slug"], value: slug },
      ])
    : entryOf(what, "its provider accepts the CLI's tokens", settingsOf(entry, provider, application));
  // Who may use what the configuration cannot name is not to be named either.
  if (own.settings.length === 0) return own;
  return together([own, bindingEntries(managed, target, bindings)]);
}

const applicationCalled = (client: AuthentikClient, slug: unknown) =>
  unlessMissing<LiveObject>(
    client.get(`${objects.application.api.path}${encodeURIComponent(String(slug))}/`),
  );

/** The provider of ours that is this one, or is to take it over by its client id. */
function configuredFor(managed: ManagedSetUp, provider: LiveObject) {
  const isDeployed = deployedIds(managed, objects.provider.type).includes(idOf(objects.provider, provider));
  return cliApplicationProviders(managed).find((each) =>
    isDeployed
      ? String(each.deployed?.id) === idOf(objects.provider, provider)
      : attribute(each, "client_id") === provider.client_id,
  );
}

function settingsOf(entry: readonly Step[], provider: LiveObject, application: LiveObject): Setting[] {
  const { name, client_id: clientId } = provider;
  const preset = Object.entries(DOCUMENTED_CLIENT_IDS).find(([, documented]) => documented === clientId)?.[0];
  const given: readonly (readonly [path: readonly string[], value: unknown, isDefault: boolean])[] = [
    [["preset"], preset, preset === undefined],
    [["clientId"], clientId, preset !== undefined || clientId === name],
    [["application", "name"], application.name, application.name === name],
    [["application", "slug"], application.slug, application.slug === clientId],
  ];
  return [
    { path: entry, value: {} },
    ...given
      .filter(([, , isDefault]) => !isDefault)
      .map(([path, value]) => ({ path: [...entry, ...path], value })),
  ];
}
