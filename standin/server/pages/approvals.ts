import { letsIn } from "../core/access";
import { isExpired, isSuperuser } from "../core/authentication";
import type { Row } from "../core/json";
import type { Store } from "../core/store";
import { applicationOf } from "../oauth/client";

/** Who may go through a flow whatever its policies say; nobody through those of other kinds. */
const MAY_ENTER: Readonly<Record<string, (isSuperuser: boolean) => boolean>> = {
  none: () => true,
  require_authenticated: () => true,
  require_redirect: () => true,
  require_superuser: (isSuperuser) => isSuperuser,
};

/** A device that waits for its approval. */
export interface Pending {
  readonly code: Row;
  readonly application: Row;
  /** The flow that its approval goes through. */
  readonly authorization: Row;
}

/** Which devices wait, and who may approve them. */
export class Approvals {
  constructor(
    private readonly store: Store,
    private readonly now: () => Date,
  ) {}

  /** The device that shows the code. */
  pending(userCode: string | null): Pending | undefined {
    const { store } = this;
    const code = store.find("devicecode", (row) => row.user_code === userCode && !isExpired(row, this.now()));
    const provider = store.get("provider", code?.provider);
    const application = applicationOf(provider, store);
    const authorization = store.get("flow", provider?.authorization_flow);
    return code && application && authorization && { code, application, authorization };
  }

  /** The device that shows the code, if the user may approve it in that flow. */
  approvable(flow: Row, user: Row, userCode: string | null): Pending | undefined {
    const found = this.pending(userCode);
    return found?.authorization === flow && this.enters(flow, user) && this.mayUse(found, user)
      ? found
      : undefined;
  }

  /** Whether the flow is for that user. */
  enters(flow: Row, user: Row): boolean {
    const isAllowed = MAY_ENTER[String(flow.authentication)]?.(isSuperuser(user, this.store)) ?? false;
    return isAllowed && letsIn(flow, user, this.store, true);
  }

  /** Whether the application of the device is for that user. */
  mayUse({ application }: Pending, user: Row): boolean {
    return letsIn(application, user, this.store, true);
  }

  approve({ code }: Pending, user: Row): void {
    this.store.update("devicecode", code, { user: user.pk });
  }
}
