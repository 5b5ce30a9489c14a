interface Part {
  readonly text: string;
  readonly items: readonly { readonly text: string; readonly link: string }[];
}

const page = (link: string, text: string) => ({ text, link: `/${link}` });

/** The pages in the order in which people need them. */
export const SIDEBAR: readonly Part[] = [
  {
    text: "Start",
    items: [
      page("get-started", "Get started"),
      page("concepts", "Concepts"),
      page("why", "Why this"),
      page("recordings", "In a terminal"),
      page("faq", "Questions"),
    ],
  },
  {
    text: "Set up",
    items: [
      page("own-repository", "A repository of your own"),
      page("devices", "Devices"),
      page("cli-applications", "Applications of the command line"),
      page("tokens", "Tokens and permissions"),
      page("adoption", "Adoption"),
    ],
  },
  {
    text: "Configuration",
    items: [
      page("configuration", "Configuration by example"),
      page("reference", "Reference of every key"),
      page("constructs", "Constructs"),
      page("provider-lock", "The pinned provider"),
      page("opentofu", "OpenTofu"),
    ],
  },
  {
    text: "Review and keep",
    items: [
      page("pipelines", "Pull requests"),
      page("fleet", "A fleet"),
      page("state", "The state"),
      page("findings", "Findings"),
      page("notices", "Notices"),
      page("json", "JSON for programs"),
      page("upgrade", "Upgrade"),
      page("operations", "Operations"),
      page("troubleshooting", "Troubleshooting"),
      page("messages", "Troubleshooting by message"),
    ],
  },
  {
    text: "About",
    items: [
      page("versions", "Versions"),
      page("performance", "Performance"),
      page("testing", "Tests"),
      page("architecture", "Architecture"),
    ],
  },
];
