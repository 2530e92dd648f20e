// Proofs made by Semaphore's npm packages: accepted by the chain once, for the group they are
// about.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Keyring } from "@polkadot/keyring";
import { eventOf, proofWords } from "@census/sdk/chain";
import { endProver, Group, prove, verifyProof } from "@census/sdk/prove";
import { alice, bob, openGroup, startChain } from "../support/chain.mjs";
import { rerandomised } from "../support/points.mjs";
import { forgeRootZero, identities } from "../support/proofs.mjs";

let chain;
before(async () => {
	chain = await startChain();
});
after(async () => {
	await endProver();
	await chain?.stop();
});

const commitmentsOf = (people) => people.map(({ commitment }) => commitment);

test("a stock proof is accepted and finalised, and refused the second time", async () => {
	const people = identities("person", 5);
	const npm = new Group(commitmentsOf(people));
	const group = await openGroup(chain, npm.members);

	// One proof from the node's Merkle proof, one from npm's own and a circuit deeper than the tree.
	const fromNode = await chain.ask("groups_merkleProof", group, 2);
	const proofs = [
		await prove(people[2], fromNode, "I was counted", "census 2026"),
		await prove(people[4], npm.generateMerkleProof(4), 12345n, "census 2026", 10),
	];
	for (const proof of proofs) {
		assert.ok(await verifyProof(proof));
		assert.equal(await chain.refusal(group, proof), null);
		assert.deepEqual(await chain.ask("groups_areSpent", group, [proof.nullifier]), [false]);
	}

	const submit = (proof) => chain.tx.groups.validateProof(group, proofWords(proof));
	const accepted = await chain.sendAll(bob, proofs.map(submit), { finalised: true });
	for (const [i, proof] of proofs.entries()) {
		const data = eventOf(accepted[i], "groups.ProofValidated");
		assert.equal(data.group, group);
		assert.equal(data.merkleTreeDepth, proof.merkleTreeDepth);
		for (const field of ["merkleTreeRoot", "nullifier", "message", "scope"]) {
			assert.equal(BigInt(data[field]), BigInt(proof[field]), field);
		}
		const finalised = accepted[i].block;
		const spent = await chain.ask("groups_areSpent", group, [proof.nullifier], finalised);
		assert.deepEqual(spent, [true]);
	}

	// The same proofs, and a re-randomised copy, whose bytes are new.
	const [original] = proofs;
	const copy = { ...original, points: rerandomised(original.points) };
	assert.ok(await verifyProof(copy));
	const replays = [...proofs, copy];
	for (const proof of replays) {
		assert.equal(await chain.refusal(group, proof), "nullifierUsed");
	}
	for (const { error, events } of await chain.sendAll(alice, replays.map(submit))) {
		assert.equal(error, "groups.NullifierUsed");
		assert.ok(!events.some(({ name }) => name.startsWith("groups.")));
	}

	// The same person may act in another scope; another message does not make it another scope.
	const otherMessage = await prove(people[2], fromNode, "again", "census 2026");
	assert.equal(await chain.refusal(group, otherMessage), "nullifierUsed");
	const otherScope = await prove(people[2], fromNode, "I was counted", "census 2027");
	const outcome = await chain.send(bob, submit(otherScope));
	assert.equal(outcome.error, null);
});

test("whoever submits a proof pays for its nullifier, and for no refused one", async () => {
	const [person] = identities("paid for", 1);
	const group = await openGroup(chain, [person.commitment]);
	const merkleProof = await chain.ask("groups_merkleProof", group, 0);
	const proof = await prove(person, merkleProof, 1, "paid for");
	const submit = chain.tx.groups.validateProof(group, proofWords(proof));
	const price = chain.api.consts.groups.nullifierPrice.toBigInt();
	const milliCen = 10n ** 9n;
	assert.equal(price, (92n * milliCen) / 10n);

	/** Submits the proof: the error, and what it cost besides the fee. */
	const cost = async (submitter) => {
		const free = async (block) => {
			const { query } = await chain.api.at(block);
			return (await query.system.account(submitter.address)).data.free.toBigInt();
		};
		const before = await free(await chain.hashOf(await chain.height()));
		const outcome = await chain.send(submitter, submit);
		const paid = outcome.events.find(({ name }) => name === "transactionPayment.TransactionFeePaid");
		const after = await free(outcome.block);
		return [outcome.error, before - after - BigInt(paid.data.actualFee)];
	};

	// Enough for the fee, and not for the price as well.
	const poor = new Keyring({ type: "sr25519" }).addFromUri("//Poor");
	const given = await chain.send(
		alice,
		chain.tx.balances.transferKeepAlive(poor.address, 8n * milliCen),
	);
	assert.equal(given.error, null);
	// The node does not know who will submit it.
	assert.equal(await chain.refusal(group, proof), null);
	assert.deepEqual(await cost(poor), ["groups.NullifierUnpaid", 0n]);
	assert.deepEqual(await chain.ask("groups_areSpent", group, [proof.nullifier]), [false]);

	assert.deepEqual(await cost(bob), [null, price]);
	assert.deepEqual(await cost(bob), ["groups.NullifierUsed", 0n]);
});

test("a proof for one group says nothing in another", async () => {
	const people = identities("neighbour", 3);
	const here = await openGroup(chain, commitmentsOf(people));
	const there = await openGroup(chain, commitmentsOf(people.slice(1)));
	const proof = await prove(people[1], await chain.ask("groups_merkleProof", here, 1), 1, 2);
	assert.equal(await chain.refusal(here, proof), null);
	assert.equal(await chain.refusal(there, proof), "rootUnknown");
	assert.equal(await chain.refusal(2 ** 32 - 1, proof), "groupNotFound");
});

test("a group of one accepts its member, and no proof at all once that is gone", async () => {
	const [only, outsider] = identities("lonely", 2);
	const group = await openGroup(chain, [only.commitment]);
	const merkleProof = await chain.ask("groups_merkleProof", group, 0);
	assert.deepEqual(merkleProof.siblings, []);
	const proof = await prove(only, merkleProof, 1, 2);
	assert.equal(await chain.refusal(group, proof), null);

	const removal = await chain.send(alice, chain.tx.groups.removeMember(group, 0));
	assert.equal(BigInt(eventOf(removal, "groups.MemberRemoved").root), 0n);

	// Anyone can make a proof under root 0 that verifies.
	const forged = await forgeRootZero(outsider, 1n, 2n);
	assert.equal(forged.merkleTreeRoot, "0");
	assert.ok(await verifyProof(forged));
	assert.equal(await chain.refusal(group, forged), "rootZero");
	const outcome = await chain.send(
		bob,
		chain.tx.groups.validateProof(group, proofWords(forged)),
	);
	assert.equal(outcome.error, "groups.RootZero");
});
