// Four validators and a node at their edge: what that one is given gets into blocks while every validator
// is flooded. Longer than the tests in `make test`: `make network` runs it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { figure, floods, Network, until } from "./network.mjs";
import { enrolments } from "./persons.mjs";
import { endProver } from "./prove.mjs";

const VALIDATORS = ["--alice", "--bob", "--charlie", "--dave"];
const PEOPLE = 24;
/** How long four nodes of one machine take to answer, the runtime being compiled already: goal, and what a
 * loaded machine gets. */
const ANSWER_MS = 10_000;
const PATIENCE_BLOCKS = 30;

const network = new Network();
after(async () => {
	await endProver();
	await network.stop();
});

test("acts given to one node reach every author while all of them are flooded", async (t) => {
	// The first start of a binary compiles its runtime; the others find it compiled.
	const first = await network.start({ chain: "local", role: [] });
	const options = ["--unpaid-per-second=16"];
	const began = Date.now();
	const validators = [];
	for (const [i, role] of VALIDATORS.entries()) {
		const peers = validators.length > 0 ? validators : [first];
		const start = { chain: "local", role: [role], options };
		validators.push(await network.beside(peers, 10 + i, start));
	}
	const answered = Date.now() - began;
	t.diagnostic(`four nodes answered after ${answered} ms, one after the other`);
	const relay = await network.beside(validators[0], 20, { chain: "local" });
	await until("blocks", async () => (await relay.height()) >= 2);

	const acts = await enrolments(relay, PEOPLE);
	const modes = ["junk", "unasked", "silent", "gossip"];
	const bad = await Promise.all(
		validators.map((validator, i) => network.misbehave(validator, modes[i])),
	);
	await until("a flood of each kind", () => floods(bad));
	const start = await relay.height();
	for (const act of acts) await relay.ask("author_submitExtrinsic", act);
	for (const validator of validators) {
		await until("all are persons", async () => {
			const blocks = (await validator.height()) - start;
			assert.ok(blocks <= PATIENCE_BLOCKS, "it takes too many blocks");
			return (await validator.ask("personhood_person", PEOPLE - 1)) !== null;
		});
	}
	const blocks = (await relay.height()) - start;
	const finalised = await relay.finalised();
	await until("finality goes on", async () => (await relay.finalised()) !== finalised);
	const shutOut = await Promise.all(
		validators.map((validator) => figure(validator, "census_gossip_shut_out_total")),
	);
	t.diagnostic(
		`${PEOPLE} in ${blocks} blocks; shut out: ${shutOut}; ` +
			bad.map(({ mode, sent }) => `${mode}: ${sent}`).join(", "),
	);
	assert.ok(answered < 12 * ANSWER_MS, `four nodes took ${answered} ms to answer`);
});
