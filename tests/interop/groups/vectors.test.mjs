// All 32 published-client proofs of tests/vectors, one for every circuit depth: accepted once,
// refused the second time, and refused with the right reason after any change.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { eventOf, proofWords, word } from "@census/sdk/chain";
import { endProver, verifyProof } from "@census/sdk/prove";
import { alice, bob, startChain } from "../support/chain.mjs";
import { negated, outsideSubgroup, q, r, rerandomised } from "../support/points.mjs";

const file = new URL("../../vectors/semaphore-v4-proofs.json", import.meta.url);
const vectors = JSON.parse(fs.readFileSync(file, "utf8"));

let chain;
/** The group that holds a vector's members, by the vector's position. */
const groups = [];
before(async () => {
	chain = await startChain();
});
after(async () => {
	await endProver();
	await chain?.stop();
});

const submit = (i, proof) => chain.tx.groups.validateProof(groups[i], proofWords(proof));
const plus = (number, amount) => String(BigInt(number) + amount);

/** The reason that is the verifier's. */
const verifier = (error) => ({ verifier: error });

/** Every change to a vector's proof, with the reason for which it must be refused. */
function* changes({ proof }, { proof: other }) {
	const at = (position, value) => proof.points.with(position, String(value));
	const swap = (one, two) => at(one, proof.points[two]).with(two, proof.points[one]);
	const depth = proof.merkleTreeDepth;

	yield ["depth 0", { merkleTreeDepth: 0 }, "depthOutOfRange"];
	yield ["depth 33", { merkleTreeDepth: 33 }, "depthOutOfRange"];
	yield ["depth 255", { merkleTreeDepth: 255 }, "depthOutOfRange"];
	yield ["another depth", { merkleTreeDepth: (depth % 32) + 1 }, verifier("proofInvalid")];

	yield ["root 0", { merkleTreeRoot: "0" }, "rootZero"];
	yield ["root + r", { merkleTreeRoot: plus(proof.merkleTreeRoot, r) }, "rootNotInField"];
	yield ["root r", { merkleTreeRoot: String(r) }, "rootNotInField"];
	yield ["root of another group", { merkleTreeRoot: other.merkleTreeRoot }, "rootUnknown"];
	yield ["a root of no group", { merkleTreeRoot: "1" }, "rootUnknown"];

	yield ["nullifier + r", { nullifier: plus(proof.nullifier, r) }, "nullifierNotInField"];
	yield ["nullifier r", { nullifier: String(r) }, "nullifierNotInField"];
	yield ["another nullifier", { nullifier: plus(proof.nullifier, -1n) }, verifier("proofInvalid")];
	yield ["nullifier 0", { nullifier: "0" }, verifier("proofInvalid")];

	yield ["another message", { message: plus(proof.message, 1n) }, verifier("proofInvalid")];
	yield ["message + r", { message: plus(proof.message, r) }, verifier("proofInvalid")];
	yield ["another scope", { scope: plus(proof.scope, 1n) }, verifier("proofInvalid")];
	yield ["scope + r", { scope: plus(proof.scope, r) }, verifier("proofInvalid")];
	if (proof.message !== proof.scope) {
		const swapped = { message: proof.scope, scope: proof.message };
		yield ["message and scope swapped", swapped, verifier("proofInvalid")];
	}

	for (const [i, coordinate] of proof.points.entries()) {
		const above = { points: at(i, plus(coordinate, q)) };
		yield [`coordinate ${i} + q`, above, verifier("coordinateNotInField")];
		yield [`coordinate ${i} is q`, { points: at(i, q) }, verifier("coordinateNotInField")];
		const next = (BigInt(coordinate) + 1n) % q;
		yield [`coordinate ${i} + 1`, { points: at(i, next) }, verifier("pointNotOnCurve")];
		yield [`coordinate ${i} is 0`, { points: at(i, 0) }, verifier("pointNotOnCurve")];
	}
	for (const [one, two] of [[0, 1], [2, 3], [4, 5], [6, 7], [2, 4], [0, 6]]) {
		yield [`coordinates ${one}, ${two} swapped`, { points: swap(one, two) }, verifier("pointNotOnCurve")];
	}
	for (const [name, start, count] of [["A", 0, 2], ["B", 2, 4], ["C", 6, 2]]) {
		const points = proof.points.map((n, i) => (i >= start && i < start + count ? "0" : n));
		yield [`${name} at infinity`, { points }, verifier("pointAtInfinity")];
	}
	const outside = outsideSubgroup(proof.points);
	yield ["B outside the subgroup", { points: outside }, verifier("pointNotInSubgroup")];
	yield ["A mirrored", { points: negated(proof.points) }, verifier("proofInvalid")];
	const [a, b, c] = [proof.points.slice(0, 2), proof.points.slice(2, 6), proof.points.slice(6)];
	yield ["A and C exchanged", { points: [...c, ...b, ...a] }, verifier("proofInvalid")];
	yield ["another proof's points", { points: other.points }, verifier("proofInvalid")];
}

const changed = (i) =>
	[...changes(vectors[i], vectors[(i + 1) % vectors.length])].map(([name, change, refusal]) => ({
		name,
		proof: { ...vectors[i].proof, ...change },
		refusal,
	}));

test("a group of a vector's members has the vector's root and Merkle proof", async () => {
	assert.deepEqual(
		vectors.map(({ proof }) => proof.merkleTreeDepth),
		Array.from({ length: 32 }, (_, i) => i + 1),
	);
	const create = chain.tx.groups.createGroup(null, false);
	const created = await chain.send(alice, chain.tx.utility.batchAll(vectors.map(() => create)));
	assert.equal(created.error, null);
	for (const { name, data } of created.events) {
		if (name === "groups.GroupCreated") groups.push(data.group);
	}
	assert.equal(groups.length, vectors.length);

	const additions = vectors.map(({ members }, i) =>
		chain.tx.groups.addMembers(groups[i], members.map(word)),
	);
	const outcomes = await chain.sendAll(alice, additions);
	for (const [i, { memberIndex, members, merkleProof, proof }] of vectors.entries()) {
		const { root, count } = eventOf(outcomes[i], "groups.MembersAdded");
		assert.equal(BigInt(root), BigInt(proof.merkleTreeRoot));
		assert.equal(count, members.length);
		const served = await chain.ask("groups_merkleProof", groups[i], memberIndex);
		assert.deepEqual(served, merkleProof);
	}
});

test("the node would accept every vector, as npm does", async () => {
	for (const [i, { proof }] of vectors.entries()) {
		assert.ok(await verifyProof(proof), `npm, depth ${i + 1}`);
		assert.equal(await chain.refusal(groups[i], proof), null, `depth ${i + 1}`);
	}
});

test("the node names the right reason for every change to every vector", async () => {
	for (const i of vectors.keys()) {
		const cases = changed(i);
		const reasons = await Promise.all(cases.map(({ proof }) => chain.refusal(groups[i], proof)));
		for (const [j, { name, refusal }] of cases.entries()) {
			assert.deepEqual(reasons[j], refusal, `depth ${i + 1}: ${name}`);
		}
	}
});

test("what is no proof at all is an error, not a verdict", async () => {
	const { proof } = vectors[0];
	const malformed = [
		{ ...proof, merkleTreeDepth: 256 },
		{ ...proof, merkleTreeDepth: -1 },
		{ ...proof, nullifier: plus(proof.nullifier, 2n ** 256n) },
		{ ...proof, nullifier: "-1" },
		{ ...proof, nullifier: "0xzz" },
		{ ...proof, points: proof.points.slice(1) },
		{ ...proof, points: [...proof.points, "0"] },
		{ ...proof, extra: "1" },
		"not a proof",
		null,
	];
	for (const [i, value] of malformed.entries()) {
		await assert.rejects(
			chain.refusal(groups[0], value),
			({ code }) => code === -32602,
			`case ${i}`,
		);
	}
});

test("a changed proof is refused as a transaction too, and changes nothing", async () => {
	const i = 5;
	const state = async () => ({
		group: await chain.ask("groups_group", groups[i]),
		roots: await chain.ask("groups_roots", groups[i], 1000),
		spent: await chain.ask("groups_areSpent", groups[i], [vectors[i].proof.nullifier]),
	});
	const before = await state();
	assert.deepEqual(before.spent, [false]);
	const cases = changed(i);
	const outcomes = await chain.sendAll(bob, cases.map(({ proof }) => submit(i, proof)));
	for (const [j, { name, refusal }] of cases.entries()) {
		const reason = refusal.verifier ?? refusal;
		const error = `groups.${reason[0].toUpperCase()}${reason.slice(1)}`;
		assert.equal(outcomes[j].error, error, name);
		assert.ok(!outcomes[j].events.some((event) => event.name.startsWith("groups.")), name);
	}
	assert.deepEqual(await state(), before);
});

test("the chain accepts every vector once, and none a second time", async () => {
	const accepted = await chain.sendAll(
		bob,
		vectors.map(({ proof }, i) => submit(i, proof)),
	);
	for (const [i, { proof }] of vectors.entries()) {
		const data = eventOf(accepted[i], "groups.ProofValidated");
		assert.equal(data.group, groups[i]);
		assert.equal(data.merkleTreeDepth, i + 1);
		for (const field of ["merkleTreeRoot", "nullifier", "message", "scope"]) {
			assert.equal(BigInt(data[field]), BigInt(proof[field]), field);
		}
	}

	// As it was, and re-randomised: what counts is the nullifier, not the bytes.
	const copies = vectors.map(({ proof }) => ({ ...proof, points: rerandomised(proof.points) }));
	for (const proofs of [vectors.map(({ proof }) => proof), copies]) {
		for (const [i, proof] of proofs.entries()) {
			assert.equal(await chain.refusal(groups[i], proof), "nullifierUsed", `depth ${i + 1}`);
		}
		const outcomes = await chain.sendAll(
			bob,
			proofs.map((proof, i) => submit(i, proof)),
		);
		for (const { error } of outcomes) assert.equal(error, "groups.NullifierUsed");
	}
});
