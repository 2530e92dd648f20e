// Until when a proof made under an earlier root is accepted: the window after the root was
// superseded, and its end by instant revocation.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventOf, proofWords, word } from "@census/sdk/chain";
import { endProver, prove } from "@census/sdk/prove";
import { alice, bob, openGroup, startChain } from "../support/chain.mjs";
import { identities } from "../support/proofs.mjs";

let chain;
before(async () => {
	chain = await startChain();
});
after(async () => {
	await endProver();
	await chain?.stop();
});

/** Proofs by these people, one each, under the group's current root. */
async function proveAll(group, people, scope = "window") {
	const proofs = [];
	for (const person of people) {
		const index = await chain.ask("groups_memberIndex", group, String(person.commitment));
		const merkleProof = await chain.ask("groups_merkleProof", group, index);
		proofs.push(await prove(person, merkleProof, "in time?", scope));
	}
	return proofs;
}

const submit = (group, proof) => chain.tx.groups.validateProof(group, proofWords(proof));
const commitmentsOf = (people) => people.map(({ commitment }) => commitment);

test("a proof outlives a later addition for exactly the group's root duration", async () => {
	const rootDuration = 3;
	const people = identities("window", 4);
	const group = await openGroup(chain, commitmentsOf(people), { rootDuration });
	const [inTime, late] = await proveAll(group, people.slice(0, 2));

	// The current root never expires, however old it is.
	const { rootSince } = await chain.ask("groups_group", group);
	await chain.reach(rootSince + rootDuration + 1);
	assert.equal(await chain.refusal(group, inTime), null);

	// In one block: however slow the machine, the proof is in time.
	const [newcomer] = identities("window newcomer", 1);
	const addMember = chain.tx.groups.addMember(group, word(newcomer.commitment));
	const both = [addMember, submit(group, inTime)];
	const [addition, accepted] = await chain.sendAll(alice, both, { together: true });
	eventOf(addition, "groups.MemberAdded");
	eventOf(accepted, "groups.ProofValidated");
	assert.equal(accepted.block, addition.block);

	await chain.reach(addition.number + rootDuration);
	const refused = await chain.send(bob, submit(group, late));
	assert.equal(refused.error, "groups.RootExpired");
	assert.deepEqual(await chain.ask("groups_areSpent", group, [late.nullifier]), [false]);

	// A verdict at a block is about the next one: the window is half-open.
	const verdicts = {};
	for (let number = addition.number - 1; number <= addition.number + rootDuration; number += 1) {
		const at = await chain.hashOf(number);
		verdicts[number - addition.number] = await chain.refusal(group, late, at);
		const { items } = await chain.ask("groups_roots", group, 2, null, at);
		const [, superseded] = items;
		if (superseded) {
			assert.equal(superseded.supersededAt, addition.number);
			assert.equal(superseded.accepted, number + 1 < addition.number + rootDuration);
		}
	}
	assert.deepEqual(verdicts, {
		[-1]: null,
		0: null,
		1: null,
		2: "rootExpired",
		3: "rootExpired",
	});

	// Who was late proves again under the current root. A longer duration raises no dead root.
	const longer = await chain.send(alice, chain.tx.groups.updateRootDuration(group, 600));
	assert.equal(longer.error, null);
	assert.equal(await chain.refusal(group, late), "rootExpired");
	const [again] = await proveAll(group, [people[1]]);
	eventOf(await chain.send(bob, submit(group, again)), "groups.ProofValidated");
});

test("without instant revocation a removal leaves earlier roots their window", async () => {
	const people = identities("lenient", 3);
	const group = await openGroup(chain, commitmentsOf(people));
	const [proof] = await proveAll(group, [people[1]]);
	eventOf(
		await chain.send(alice, chain.tx.groups.removeMember(group, 1)),
		"groups.MemberRemoved",
	);
	eventOf(await chain.send(bob, submit(group, proof)), "groups.ProofValidated");
});

test("with instant revocation a removal kills every earlier root at once", async () => {
	const people = identities("strict", 4);
	const group = await openGroup(chain, commitmentsOf(people), { instantRevocation: true });
	const [early, removed] = await proveAll(group, [people[0], people[1]]);

	// An addition revokes nothing.
	const [newcomer] = identities("strict newcomer", 1);
	const { groups } = chain.tx;
	await chain.send(alice, groups.addMember(group, word(newcomer.commitment)));
	assert.equal(await chain.refusal(group, early), null);
	const [recent] = await proveAll(group, [people[2]]);

	// A removal does, from the call on: not even a later transaction of the same block gets by.
	const both = [groups.removeMember(group, 1), submit(group, removed)];
	const [removal, sameBlock] = await chain.sendAll(alice, both, { together: true });
	eventOf(removal, "groups.MemberRemoved");
	assert.equal(sameBlock.block, removal.block);
	assert.equal(sameBlock.error, "groups.RootRevoked");
	for (const proof of [early, removed, recent]) {
		assert.equal(await chain.refusal(group, proof), "rootRevoked");
	}
	const attempts = [early, recent].map((proof) => submit(group, proof));
	for (const { error } of await chain.sendAll(bob, attempts)) {
		assert.equal(error, "groups.RootRevoked");
	}

	// Those who stayed prove again; a replacement revokes as a removal does.
	const [fresh, kept] = await proveAll(group, [people[0], people[2]]);
	eventOf(await chain.send(bob, submit(group, fresh)), "groups.ProofValidated");
	const [replacement] = identities("strict replacement", 1);
	const update = groups.updateMember(group, 3, word(replacement.commitment));
	eventOf(await chain.send(alice, update), "groups.MemberUpdated");
	assert.equal(await chain.refusal(group, kept), "rootRevoked");
	const [replaced] = await proveAll(group, [replacement]);
	eventOf(await chain.send(bob, submit(group, replaced)), "groups.ProofValidated");
});

test("a root that no block ended with is unknown", async () => {
	const [first, second] = identities("within a block", 2);
	const group = await openGroup(chain);
	const additions = [first, second].map(({ commitment }) =>
		chain.tx.groups.addMember(group, word(commitment)),
	);
	const outcomes = await chain.sendAll(alice, additions, { together: true });
	assert.equal(outcomes[0].block, outcomes[1].block);
	const { root } = eventOf(outcomes[0], "groups.MemberAdded");
	const leaf = String(first.commitment);
	assert.equal(BigInt(root), first.commitment);
	const [proof] = [await prove(first, { root: leaf, leaf, index: 0, siblings: [] }, 1, 2)];
	assert.equal(await chain.refusal(group, proof), "rootUnknown");
});
