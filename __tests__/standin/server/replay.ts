import type { Recording } from "../../../standin/recordings";
import type { StandInServer } from "../../../standin/server";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const HEX_UUID = /^[0-9a-f]{32}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const FINGERPRINT = /^([0-9a-f]{2}:){19,31}[0-9a-f]{2}$/;
const GENERATED_NAME = /^ak-outpost-[0-9a-f]{32}$/;
const KEY_ID = /^[\w-]{86}$/;
const RECORDED_ORIGIN = "http://127.0.0.1:9000";
const GENERATED_NUMBERS = ["num_pk"];
/** Users have numbers, which an installation gives to its first ones in an order of its own. */
const USER_NUMBER = /(?:^|\.)(?:user|users\[\d+\]|user_obj\.pk|users_obj\[\d+\]\.pk)$/;
const ROLE_OF_USER = /^ak-managed-role--user-(\d+)$/;
const GENERATED_TEXTS = ["request_id", "user_agent"];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

/** Plays recordings against the stand-in, learning which of its ids stands for which recorded one. */
export class Replay {
  private readonly ours = new Map<string, string>();
  private readonly recorded = new Map<string, string>();
  private enrollmentKey = "";
  private deviceCode = "";

  constructor(private readonly server: StandInServer) {}

  /** What differs from the recorded answer; empty when it matches. */
  async play(recording: Recording): Promise<string[]> {
    const response = await fetch(this.server.url + this.translate(recording.path), this.requestOf(recording));
    const text = await response.text();
    if (response.status !== recording.status)
      return [`status ${response.status} instead of ${recording.status}: ${text.slice(0, 200)}`];
    if (typeof recording.response === "string") return [];
    const body: unknown = text === "" ? null : JSON.parse(text);
    this.remember(recording, body);
    const differences: string[] = [];
    const isUserList = recording.path.startsWith("/api/v3/core/users/");
    this.compare(isUserList ? "users" : "", recording.response, body, differences);
    return differences;
  }

  private requestOf({ auth, method, request }: Recording): RequestInit {
    const keys: Record<string, string | undefined> = {
      token: this.server.token,
      "wrong token": "wrong",
      "enrollment key": this.enrollmentKey,
      "wrong key": "wrong",
    };
    const key = keys[auth ?? "token"];
    const isForm = typeof request === "string";
    const body = isForm
      ? this.translate(request).replace("***", this.deviceCode)
      : this.translateBody(request);
    return {
      method,
      redirect: "manual",
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(body === undefined
          ? {}
          : { "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json" }),
      },
      body,
    };
  }

  private remember({ path }: Recording, body: unknown): void {
    if (!isObject(body)) return;
    if (path.endsWith("/view_key/")) this.enrollmentKey = String(body.key);
    if (typeof body.device_code === "string") this.deviceCode = body.device_code;
  }

  private translateBody(request: unknown): string | undefined {
    if (request === null) return undefined;
    // A private key that was taken away is masked like one that was given.
    return this.translate(JSON.stringify(request)).replace('"key_data":"***"', '"key_data":""');
  }

  private translate(text: string): string {
    const ourUser = (_: string, before: string, pk: string) =>
      before + (this.ours.get(`user ${pk}`)?.replace("user ", "") ?? pk);
    return text
      .replace(UUID, (id) => this.ours.get(id) ?? id)
      .replace(/("user":|core\/users\/)(\d+)/g, ourUser)
      .replaceAll(RECORDED_ORIGIN, this.server.url);
  }

  private compare(place: string, expected: unknown, actual: unknown, differences: string[]): void {
    if (typeOf(expected) !== typeOf(actual)) {
      differences.push(`${place}: ${typeOf(actual)} instead of ${typeOf(expected)}`);
    } else if (Array.isArray(expected)) {
      this.compareLists(place, expected, actual as unknown[], differences);
    } else if (isObject(expected)) {
      this.compareObjects(place, expected, actual as Record<string, unknown>, differences);
    } else if (!this.same(place, expected, actual)) {
      differences.push(`${place}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
    }
  }

  private compareLists(place: string, expected: unknown[], actual: unknown[], differences: string[]): void {
    if (expected.length !== actual.length)
      differences.push(`${place}: ${actual.length} elements instead of ${expected.length}`);
    // The two installations that were recorded have the flows of a stage in two orders.
    const inOrder = place.endsWith("flow_set") ? bySlug : (list: unknown[]) => list;
    const ours = inOrder(actual);
    inOrder(expected).forEach((element, index) => {
      if (index < ours.length) this.compare(`${place}[${index}]`, element, ours[index], differences);
    });
  }

  private compareObjects(
    place: string,
    expected: Record<string, unknown>,
    actual: Record<string, unknown>,
    differences: string[],
  ): void {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      if (!(key in actual)) differences.push(`${place}.${key}: missing`);
      else if (!(key in expected)) differences.push(`${place}.${key}: not in the recording`);
      else this.compare(`${place}.${key}`, expected[key], actual[key], differences);
    }
  }

  private same(place: string, expected: unknown, actual: unknown): boolean {
    if (expected === "***") return true;
    const key = place.slice(place.lastIndexOf(".") + 1);
    const isUserNumber = USER_NUMBER.test(place) || /^users(\.results\[\d+\])?\.pk$/.test(place);
    if (isUserNumber && typeof expected === "number")
      return this.stands(`user ${expected}`, `user ${actual}`);
    if (GENERATED_NUMBERS.includes(key)) return this.stands(`${key} ${expected}`, `${key} ${actual}`);
    if (typeof expected !== "string" || typeof actual !== "string") return expected === actual;
    if (MOMENT.test(expected)) return MOMENT.test(actual);
    if (FINGERPRINT.test(expected)) return FINGERPRINT.test(actual) && expected.length === actual.length;
    if (KEY_ID.test(expected)) return KEY_ID.test(actual) && this.stands(expected, actual);
    if (ROLE_OF_USER.test(expected))
      return this.stands(expected.replace(ROLE_OF_USER, "user $1"), actual.replace(ROLE_OF_USER, "user $1"));
    if (GENERATED_TEXTS.includes(key)) return actual !== "";
    if (GENERATED_NAME.test(expected)) return GENERATED_NAME.test(actual) && this.stands(expected, actual);
    if (HEX_UUID.test(expected) && HEX_UUID.test(actual))
      return this.stands(dashed(expected), dashed(actual));
    return this.sameText(expected, actual);
  }

  private sameText(expected: string, actual: string): boolean {
    const expectedIds = expected.match(UUID) ?? [];
    const actualIds = actual.match(UUID) ?? [];
    const rest = (text: string) => text.replace(UUID, "id");
    return (
      rest(expected).replaceAll(RECORDED_ORIGIN, this.server.url) === rest(actual) &&
      expectedIds.every((id, index) => this.stands(id, actualIds[index] ?? ""))
    );
  }

  /** Whether the two ids stand for each other, which two not seen before do from now on. */
  private stands(recorded: string, ours: string): boolean {
    if (!this.ours.has(recorded) && !this.recorded.has(ours)) {
      this.ours.set(recorded, ours);
      this.recorded.set(ours, recorded);
    }
    return this.ours.get(recorded) === ours && this.recorded.get(ours) === recorded;
  }
}

const bySlug = (list: unknown[]): unknown[] =>
  [...list].sort((left, right) => (slugOf(left) < slugOf(right) ? -1 : 1));

const slugOf = (value: unknown): string => (isObject(value) ? String(value.slug) : "");

const dashed = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
