// A node killed without warning in the middle of filling a group: after the restart it has the
// same state and goes on from it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { eventOf, proofWords, word } from "@census/sdk/chain";
import { endProver, Group, prove } from "@census/sdk/prove";
import { alice, bob, openGroup, startChain } from "../support/chain.mjs";
import { temporaryDirectory } from "../support/node.mjs";
import { identities } from "../support/proofs.mjs";

const BATCH = 50;
const BATCHES = 12;

let chain;
after(async () => {
	await endProver();
	await chain?.stop();
});

test("a node that is killed while a group grows keeps its root and carries on", async () => {
	const directory = temporaryDirectory();
	chain = await startChain({ directory });

	const [person] = identities("survivor", 1);
	// The others need no secret here: any small numbers are commitments as good as any.
	const members = [person.commitment];
	while (members.length < BATCH * BATCHES) members.push(1_000_000n + BigInt(members.length));
	const group = await openGroup(chain, members.slice(0, BATCH));

	/** What the node says of the group, checked to be npm's root over as many members. */
	const standing = async (at = null) => {
		const { root, size } = await chain.ask("groups_group", group, at);
		assert.equal(size % BATCH, 0, "a batch is added as a whole");
		assert.equal(root, String(new Group(members.slice(0, size)).root));
		return { root, size };
	};
	/** The calls that add what is missing after `size` members, at most `count` batches. */
	const additions = (size, count) =>
		Array.from({ length: BATCHES }, (_, i) => members.slice(i * BATCH, (i + 1) * BATCH))
			.slice(size / BATCH, size / BATCH + count)
			.map((batch) => chain.tx.groups.addMembers(group, batch.map(word)));

	// Once right after a block came in, once with batches waiting in the pool, once in between.
	for (const moment of ["in block", "in pool", "some time"]) {
		const { size } = await standing();
		if (moment === "in block") {
			const outcomes = await chain.sendAll(alice, additions(size, 3));
			for (const outcome of outcomes) eventOf(outcome, "groups.MembersAdded");
		} else {
			await chain.submitAll(alice, additions(size, 3));
			if (moment === "some time") await new Promise((resolve) => setTimeout(resolve, 3_000));
		}
		const finalised = await chain.finalised();
		const before = await standing(finalised);
		const best = await standing();

		await chain.kill();
		chain = await startChain({ directory });

		// What was finalised stands, at its block and at the head; the best block may be older.
		assert.deepEqual(await standing(finalised), before);
		const number = async (hash) =>
			(await chain.api.rpc.chain.getHeader(hash)).number.toNumber();
		const now = await chain.finalised();
		assert.ok((await number(now)) >= (await number(finalised)));
		assert.equal(await chain.hashOf(await number(finalised)), finalised);
		assert.ok((await standing()).size >= before.size);
		if (moment === "in block") assert.ok(best.size > size);

		// It authors and finalises on.
		const height = await chain.height();
		const remark = chain.tx.system.remark("0x00");
		const outcome = await chain.send(bob, remark, { finalised: true });
		assert.equal(outcome.error, null);
		assert.ok(outcome.number > height);
	}

	const { size } = await standing();
	const rest = await chain.sendAll(alice, additions(size, BATCHES), { finalised: true });
	for (const outcome of rest) eventOf(outcome, "groups.MembersAdded");
	assert.equal((await standing()).size, members.length);

	const merkleProof = await chain.ask("groups_merkleProof", group, 0);
	const proof = await prove(person, merkleProof, "still here", "after the crash");
	const validate = chain.tx.groups.validateProof(group, proofWords(proof));
	eventOf(await chain.send(bob, validate), "groups.ProofValidated");
});
