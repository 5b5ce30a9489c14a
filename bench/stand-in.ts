import { launchStandIn } from "../standin/launch";

// A stand-in in a process of its own, as servers are: it tells where it is and lasts as long as its parent.
launchStandIn().then(({ server: { url, token }, environment }) => {
  process.send?.({ server: { url, token }, environment });
});
process.on("disconnect", () => process.exit());
