import { Application } from "@cdktf/provider-authentik/lib/application";
import type { Construct } from "constructs";
import { failingApplyOn, keptText, understood } from "./provider-traps";
import type { PolicyEngineMode } from "./rules/choices";
import { isKnown } from "./stack-release";

/** How authentik shows an application, and by what it is known. */
interface Shown {
  readonly name: string;
  readonly slug: string;
  readonly group?: string;
  readonly policyEngineMode: PolicyEngineMode;
  readonly launchUrl?: string;
  readonly icon?: string;
  readonly description?: string;
  readonly publisher?: string;
  readonly openInNewTab: boolean;
  readonly hide: boolean;
}

/** By what others refer to an application. */
interface ReferredTo {
  readonly slug: string;
  readonly uuid: string;
}

/** The application of a provider, in which every attribute that matters is written out. */
export function shownApplication(scope: Construct, shown: Shown, protocolProvider: number): ReferredTo {
  const texts = {
    group: shown.group,
    meta_launch_url: shown.launchUrl,
    meta_icon: shown.icon,
    meta_description: shown.description,
    meta_publisher: shown.publisher,
  };
  return new Application(scope, "application", {
    name: shown.name,
    slug: shown.slug,
    protocolProvider,
    group: texts.group,
    metaLaunchUrl: texts.meta_launch_url,
    metaIcon: texts.meta_icon,
    metaDescription: texts.meta_description,
    metaPublisher: texts.meta_publisher,
    policyEngineMode: shown.policyEngineMode,
    openInNewTab: shown.openInNewTab,
    metaHide: isKnown(scope, Application.tfResourceType, "meta_hide") ? shown.hide : undefined,
    lifecycle: failingApplyOn([
      ...Object.entries(texts).flatMap(([attribute, text]) => keptText(attribute, text)),
      ...(shown.hide ? [understood("meta_hide", true)] : []),
    ]),
  });
}
