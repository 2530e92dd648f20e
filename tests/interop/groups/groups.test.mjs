// Groups on the chain against npm's: the same roots and Merkle proofs, whatever is done to them;
// and what the chain refuses to do.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventOf, word } from "@census/sdk/chain";
import { endProver, Group, prove } from "@census/sdk/prove";
import { alice, bob, openGroup, startChain } from "../support/chain.mjs";
import { q, r } from "../support/points.mjs";
import { identities, merkleProofJson } from "../support/proofs.mjs";

let chain;
before(async () => {
	chain = await startChain();
});
after(async () => {
	await endProver();
	await chain?.stop();
});

const commitments = (name, count) => identities(name, count).map(({ commitment }) => commitment);

/** Asserts that what the node says of a group is what npm's live group says. */
async function assertSame(group, npm, at = null) {
	const details = await chain.ask("groups_group", group, at);
	assert.equal(details.root, String(npm.root));
	assert.equal(details.size, npm.size);
	assert.equal(details.depth, npm.depth);
	assert.equal(details.members, npm.members.filter((member) => member !== 0n).length);
	const members = await chain.ask("groups_members", group, 1000, null, at);
	assert.deepEqual(members, { items: npm.members.map(String), next: null });
	for (const [index, member] of npm.members.entries()) {
		const merkleProof = await chain.ask("groups_merkleProof", group, index, at);
		assert.deepEqual(merkleProof, merkleProofJson(npm.generateMerkleProof(index)));
		if (member !== 0n) {
			assert.equal(await chain.ask("groups_memberIndex", group, String(member), at), index);
		}
	}
}

test("root and Merkle proofs equal npm's after adding, removing and replacing", async () => {
	const [first, second, ...rest] = commitments("member", 24);
	const npm = new Group();
	const group = await openGroup(chain);
	assert.equal((await chain.ask("groups_group", group)).root, "0");
	const history = [];

	const steps = [
		["addMember", [word(first)], () => npm.addMember(first)],
		["addMembers", [rest.slice(0, 20).map(word)], () => npm.addMembers(rest.slice(0, 20))],
		["removeMember", [3], () => npm.removeMember(3)],
		["updateMember", [7, word(second)], () => npm.updateMember(7, second)],
		["addMember", [word(rest[20])], () => npm.addMember(rest[20])],
		["removeMember", [21], () => npm.removeMember(21)],
	];
	for (const [call, parameters, onNpm] of steps) {
		const outcome = await chain.send(alice, chain.tx.groups[call](group, ...parameters));
		assert.equal(outcome.error, null, call);
		onNpm();
		await assertSame(group, npm, outcome.block);
		history.push({ block: outcome.block, root: String(npm.root) });
	}
	await assertSame(group, npm);

	// A group read back from the node, removed leaves and all, is the same group.
	const { items: members } = await chain.ask("groups_members", group, 1000);
	assert.equal(new Group(members).root, npm.root);

	// Earlier blocks still answer as they did, and the history names their roots, newest first.
	for (const { block, root } of history) {
		assert.equal((await chain.ask("groups_group", group, block)).root, root);
	}
	const { items: roots } = await chain.ask("groups_roots", group, 1000);
	assert.deepEqual(
		roots.map(({ root }) => root),
		history.map(({ root }) => root).reverse(),
	);
	assert.deepEqual(roots.map(({ supersededAt }) => supersededAt === null), [
		true,
		...Array(history.length - 1).fill(false),
	]);
	assert.ok(roots.every(({ accepted }) => accepted));
});

test("every step of a long mixed sequence leads to npm's root", async () => {
	const fresh = commitments("sequence", 80);
	const npm = new Group();
	const group = await openGroup(chain);
	// A fixed sequence that looks random: the test is the same each time.
	let state = 1;
	const random = (below) => {
		state = (state * 48271) % 2147483647;
		return state % below;
	};
	const calls = [];
	const roots = [];
	while (calls.length < 60 && fresh.length > 1) {
		const members = npm.members.flatMap((member, index) => (member === 0n ? [] : [index]));
		const kind = members.length < 2 ? 0 : random(5);
		if (kind < 2) {
			const batch = fresh.splice(0, 1 + random(2));
			npm.addMembers(batch);
			calls.push(chain.tx.groups.addMembers(group, batch.map(word)));
		} else if (kind < 4) {
			const [index, member] = [members[random(members.length)], fresh.shift()];
			npm.updateMember(index, member);
			calls.push(chain.tx.groups.updateMember(group, index, word(member)));
		} else {
			const index = members[random(members.length)];
			npm.removeMember(index);
			calls.push(chain.tx.groups.removeMember(group, index));
		}
		roots.push(npm.root);
	}
	const outcomes = await chain.sendAll(alice, calls);
	for (const [i, { error, events }] of outcomes.entries()) {
		assert.equal(error, null);
		const { data } = events.find(({ name }) => name.startsWith("groups."));
		assert.equal(BigInt(data.root), roots[i]);
	}
	await assertSame(group, npm);
});

test("two people removed in one block both go, for neither call brings a path", async () => {
	const npm = new Group(commitments("pair", 9));
	const group = await openGroup(chain, npm.members);
	const removals = [2, 3].map((index) => chain.tx.groups.removeMember(group, index));
	const outcomes = await chain.sendAll(alice, removals, { together: true });
	assert.deepEqual(outcomes.map(({ error }) => error), [null, null]);
	assert.equal(outcomes[0].block, outcomes[1].block);
	npm.removeMember(2);
	npm.removeMember(3);
	await assertSame(group, npm);
});

test("a member that cannot be added is refused with a reason, and a batch as a whole", async () => {
	const npm = new Group(commitments("strict", 3));
	const group = await openGroup(chain, npm.members);
	const [good, next] = commitments("strict newcomer", 2);
	const { groups } = chain.tx;
	const refused = [
		[groups.addMember(group, word(npm.members[1])), "AlreadyMember"],
		[groups.addMember(group, word(0)), "CommitmentZero"],
		[groups.addMember(group, word(r)), "CommitmentNotInField"],
		[groups.addMember(group, word(q)), "CommitmentNotInField"],
		[groups.addMembers(group, []), "BatchEmpty"],
		[groups.addMembers(group, [good, npm.members[2]].map(word)), "AlreadyMember"],
		[groups.addMembers(group, [good, next, good].map(word)), "AlreadyMember"],
		[groups.addMembers(group, [good, 0].map(word)), "CommitmentZero"],
		[groups.updateMember(group, 0, word(npm.members[2])), "AlreadyMember"],
		[groups.updateMember(group, 3, word(good)), "NotMember"],
		[groups.removeMember(group, 3), "NotMember"],
		[groups.addMember(2 ** 32 - 1, word(good)), "GroupNotFound"],
	];
	const outcomes = await chain.sendAll(alice, refused.map(([call]) => call));
	for (const [i, [, error]] of refused.entries()) {
		assert.equal(outcomes[i].error, `groups.${error}`, `call ${i}`);
	}
	const stranger = await chain.send(bob, groups.addMember(group, word(good)));
	assert.equal(stranger.error, "groups.NotAdmin");
	await assertSame(group, npm);
});

test("a group passes to another account in two steps", async () => {
	const group = await openGroup(chain, commitments("handed over", 2));
	const { groups } = chain.tx;
	const early = await chain.send(bob, groups.acceptGroupAdmin(group));
	assert.equal(early.error, "groups.NotPendingAdmin");
	const offer = await chain.send(alice, groups.updateGroupAdmin(group, bob.address));
	assert.equal(offer.error, null);
	assert.equal((await chain.ask("groups_group", group)).admin, alice.address);
	const accepted = await chain.send(bob, groups.acceptGroupAdmin(group));
	assert.equal(accepted.error, null);
	const { admin, pendingAdmin } = await chain.ask("groups_group", group);
	assert.equal(admin, bob.address);
	assert.equal(pendingAdmin, null);
	const late = await chain.send(alice, groups.removeMember(group, 0));
	assert.equal(late.error, "groups.NotAdmin");
});

test("a closed group accepts nothing, and its deposit comes back when it is cleared", async () => {
	const held = async () => {
		const account = await chain.api.query.system.account(alice.address);
		return account.data.reserved.toBigInt();
	};
	const people = identities("short-lived", 40);
	const before = await held();
	const group = await openGroup(chain, people.map(({ commitment }) => commitment));
	assert.ok((await held()) > before);
	const proof = await prove(people[0], await chain.ask("groups_merkleProof", group, 0), 1, 2);
	const { groups } = chain.tx;

	const [open, closed, shut] = await chain.sendAll(alice, [
		groups.clearGroup(group, 1),
		groups.closeGroup(group),
		groups.addMember(group, word(7)),
	]);
	assert.equal(open.error, "groups.GroupNotClosing");
	assert.equal(closed.error, null);
	assert.equal(shut.error, "groups.GroupClosing");
	assert.equal(await chain.refusal(group, proof), "groupClosing");
	assert.equal((await chain.ask("groups_group", group)).closing, true);

	// Anyone may clear it, in steps.
	const steps = await chain.sendAll(bob, [
		groups.clearGroup(group, 10),
		groups.clearGroup(group, 1000),
	]);
	assert.deepEqual(steps.map(({ error }) => error), [null, null]);
	assert.ok(!steps[0].events.some(({ name }) => name === "groups.GroupCleared"));
	eventOf(steps[1], "groups.GroupCleared");
	assert.equal(await chain.ask("groups_group", group), null);
	assert.equal(await chain.ask("groups_merkleProof", group, 0), null);
	assert.equal(await chain.refusal(group, proof), "groupNotFound");
	assert.equal(await held(), before);
});

test("what does not exist is null or empty, and what cannot be answered is an error", async () => {
	const nowhere = 2 ** 32 - 1;
	assert.equal(await chain.ask("groups_group", nowhere), null);
	assert.equal(await chain.ask("groups_merkleProof", nowhere, 0), null);
	assert.equal(await chain.ask("groups_memberIndex", nowhere, "1"), null);
	const empty = { items: [], next: null };
	assert.deepEqual(await chain.ask("groups_members", nowhere, 10), empty);
	assert.deepEqual(await chain.ask("groups_roots", nowhere, 10), empty);

	const code = (expected) => (error) => error.code === expected;
	for (const count of [0, 1001]) {
		await assert.rejects(chain.ask("groups_members", 0, count), code(10001));
		await assert.rejects(chain.ask("groups_roots", 0, count), code(10001));
	}
	await assert.rejects(chain.ask("groups_group", 0, `0x${"77".repeat(32)}`), code(10002));
	await assert.rejects(chain.ask("groups_memberIndex", 0, String(r)), code(-32602));
	await assert.rejects(chain.ask("groups_group", -1), code(-32602));
	// A misspelt or surplus parameter is no question about the best block.
	const named = (method, params) => chain.post(method, JSON.stringify(params));
	assert.equal((await named("groups_group", { group: nowhere })).result, null);
	for (const [method, params, words] of [
		["groups_group", { group: 0, hash: `0x${"77".repeat(32)}` }, /no parameter "hash"; it has: group, at/],
		["groups_group", [0, null, 1, 2, 3], /5 parameters are too many/],
		["groups_groupCount", [null, "junk"], /2 parameters are too many/],
	]) {
		const { error } = await named(method, params);
		assert.equal(error.code, -32602);
		assert.match(error.data, words);
	}
});
