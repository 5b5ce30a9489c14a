import { TerraformElement } from "cdktf";
import type { IConstruct } from "constructs";

/** Where classes of cdktf and of its successor say whose they are; subclasses inherit it. */
const CLASS_NOTES = Symbol.for("jsii.rtti");

const FRAMEWORKS = ["cdktf", "cdktn"];

/**
 * What is wrong where constructs of cdktf and of its successor are in one app: they take each other for their own, and
 * half of what they hold would be synthesised.
 */
export function mixedFrameworks(among: readonly IConstruct[]): string[] {
  const own = frameworkOf(TerraformElement);
  const strangers = among.filter(
    (construct) => ![own, undefined].includes(frameworkOf(construct.constructor)),
  );
  const [first] = strangers;
  if (!first) return [];
  const other = frameworkOf(first.constructor);
  const places = strangers.map(({ node }) => node.path || "the app").join(", ");
  return [
    `made with ${other}: ${places}; the constructs of agent-stack are made with ${own} here, and an app keeps to one of the two: uninstall the other, or import ${other} before agent-stack`,
  ];
}

function frameworkOf(made: unknown): string | undefined {
  for (let each = made; typeof each === "function"; each = Object.getPrototypeOf(each)) {
    const { fqn } = (each as { [CLASS_NOTES]?: { fqn: string } })[CLASS_NOTES] ?? {};
    const framework = fqn?.split(".")[0];
    if (framework !== undefined && FRAMEWORKS.includes(framework)) return framework;
  }
  return undefined;
}
