// Four validators and a node at their edge: what that one is given gets into blocks while every validator
// is flooded. Longer than the tests in `make test`: `make network` runs it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { endProver } from "@census/sdk/prove";
import { enrolUnderFloods, FEW_PROOFS, Network, until } from "../support/network.mjs";

/** The validators, and how each is flooded. */
const VALIDATORS = { "--alice": "junk", "--bob": "unasked", "--charlie": "silent", "--dave": "gossip" };
/** How long four nodes of one machine take to answer, the runtime being compiled already: ten seconds, and a
 * loaded machine gets twelve times as many. */
const ANSWER_MS = 120_000;

const network = new Network();
after(async () => {
	await endProver();
	await network.stop();
});

test("acts given to one node reach every author while all of them are flooded", async (t) => {
	// The first start of a binary compiles its runtime; the others find it compiled.
	const first = await network.start({ chain: "local", role: [] });
	const began = Date.now();
	const validators = [];
	for (const [i, role] of Object.keys(VALIDATORS).entries()) {
		const peers = validators.length > 0 ? validators : [first];
		const start = { chain: "local", role: [role], options: [FEW_PROOFS] };
		validators.push(await network.beside(peers, 10 + i, start));
	}
	const answered = Date.now() - began;
	const relay = await network.beside(validators[0], 20, { chain: "local" });
	await until("blocks", async () => (await relay.height()) >= 2);
	const modes = Object.values(VALIDATORS).map((mode, i) => [validators[i], mode]);
	const told = await enrolUnderFloods(network, relay, modes);
	const finalised = await relay.finalised();
	await until("finality goes on", async () => (await relay.finalised()) !== finalised);
	t.diagnostic(`${told}; four nodes answered after ${answered} ms, one after the other`);
	assert.ok(answered < ANSWER_MS, `four nodes took ${answered} ms to answer`);
});
