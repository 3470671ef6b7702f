// Asks a running service through types generated from its document: what does not fit the
// document does not compile, and what the service does not answer fails here.
import createClient from "openapi-fetch";
import type { paths } from "./api";

declare const process: { argv: string[] };

// JSON is what it asks for; the document also names CSV.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: process.argv[2] });

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const scores = await client.GET("/v1/scores", {
  params: { query: { country: ["PT", "DE"], at: "2019", node: ["f"] } },
});
expect(scores.data !== undefined && scores.data.length === 2, "two scores");
const score: number | null | undefined = scores.data?.[0]?.score;
expect(typeof score === "number", "a score is a number");

const law = await client.GET("/v1/laws/{law}", { params: { path: { law: "no-such-law" } } });
expect(law.error?.status === 404 && law.error?.errors?.length === 1, "a problem for no law");

const scenario = await client.POST("/v1/scenarios", {
  params: { query: { group: ["EU"], part: "scores" } },
  body: [{ country: "PT", indicator: "ba21", answer: "0", effective: "2027-01-01" }],
});
expect(scenario.response.ok, "a scenario runs");

const many = await client.POST("/v1/batch", {
  body: { questions: [{ path: "/v1/rank", query: { at: "2019" } }] },
});
expect(many.data?.answers[0]?.status === 200, "a batch is answered");

const events = await client.GET("/v1/events", { params: { query: { since: 10, limit: 3 } } });
expect(events.data?.length === 3, "three events");
console.log("the generated client was answered");
