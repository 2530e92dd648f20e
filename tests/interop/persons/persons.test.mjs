// A person's whole life with stock clients: an issuer's script signs tickets, people enrol with
// proofs by Semaphore's npm packages and no funds, vote, rotate, recover, are revoked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Keyring } from "@polkadot/keyring";
import { eventOf, proofWords, word } from "@census/sdk/chain";
import { nextEpoch, Persons, refusalOf, ticketsOf } from "@census/sdk/persons";
import { endProver, Identity } from "@census/sdk/prove";
import { alice, startChain } from "../support/chain.mjs";
import { genesisIssuers, inEpoch } from "../support/persons.mjs";
import { identities } from "../support/proofs.mjs";

let chain;
let persons;
let issuers;

/** Who the people are, beyond any identity: issuers know them by this. */
const humans = ["Ada", "Bertha", "Clara"];
const first = identities("person", 3);
const person = {};

before(async () => {
	chain = await startChain();
	persons = new Persons(chain);
	issuers = genesisIssuers(chain);
});
after(async () => {
	await endProver();
	await chain?.stop();
});

/** A ticket of each issuer. */
function tickets(purpose, human, commitment, options) {
	const seen = issuers.map((issuer) => [issuer, human]);
	return ticketsOf(chain, purpose, commitment, seen, options);
}

const refusal = (call) => refusalOf(chain, call);

/** Opens a poll of alice's and returns it. */
async function openPoll(blocks) {
	const closesAt = (await chain.height()) + blocks;
	const poll = await chain.ask("polls_pollCount");
	const create = chain.tx.polls.create("Shall we?", word(7), 2, closesAt, 3);
	eventOf(await chain.send(alice, create), "polls.PollCreated");
	return chain.ask("polls_poll", poll);
}

/** The scope of a poll as calls take it, and the root that it accepts. */
async function electorate(poll) {
	const { scope } = poll.scope.application;
	const details = await chain.ask("personhood_scope", scope);
	return { scope: { Application: { scope, topic: word(0) } }, root: details.root };
}

/** The call by which an identity votes. */
async function vote(poll, identity, option) {
	const { scope, root } = await electorate(poll);
	const merkleProof = await persons.merkleProof(identity, root);
	assert.ok(merkleProof, "the identity is of the electorate");
	return persons.actAs(identity, merkleProof, scope, chain.tx.polls.vote(poll.poll, option));
}

/** How long Ada's first ticket is good for, in blocks: short, so that she may renew soon. */
const ADAS_TIME = 24;

test("people enrol without an account or funds", async () => {
	const calls = [];
	for (const [i, human] of humans.entries()) {
		const { commitment } = first[i];
		const options = human === "Ada" ? { validFor: ADAS_TIME } : {};
		calls.push(await persons.enrol(first[i], await tickets("Enrol", human, commitment, options)));
	}
	assert.equal(await refusal(calls[0]), null);
	const outcomes = await Promise.all(calls.map((call) => chain.sendUnsigned(call)));
	for (const [i, outcome] of outcomes.entries()) {
		person[humans[i]] = eventOf(outcome, "personhood.Enrolled").person;
	}
	// The very same again, and the same human again with another identity.
	assert.equal(await refusal(calls[0]), "commitmentUsed");
	const other = new Identity("another of Ada's");
	const again = await persons.enrol(other, await tickets("Enrol", "Ada", other.commitment));
	assert.equal(await refusal(again), "tagTaken");
	await assert.rejects(chain.sendUnsigned(again), /1010:/);

	await nextEpoch(chain);
	for (const [i, human] of humans.entries()) {
		const details = await chain.ask("personhood_person", person[human]);
		assert.equal(details.status, "active");
		assert.equal(details.commitment, first[i].commitment.toString());
	}
	assert.equal((await chain.ask("personhood_epoch")).members, 3);
});

test("what an issuer did not sign is refused in words", async () => {
	const stranger = new Identity("stranger");
	const signed = await tickets("Enrol", "Dora", stranger.commitment);
	const forged = structuredClone(signed.map(({ ticket }) => ticket));
	const evidence = signed.map(({ evidence }) => evidence);
	const enrol = async (tickets) => refusal(await persons.enrol(stranger, tickets));
	const with_ = (change) =>
		forged.map((ticket, i) => ({
			ticket: i === 0 ? { ...ticket, ...change } : ticket,
			evidence: evidence[i],
		}));
	assert.equal(await enrol(with_({ validFor: 1 })), "signature");
	assert.equal(await enrol(with_({ tag: word(1) })), "signature");
	assert.equal(await enrol(with_({ notAfter: 0 })), "ticketExpired");
	assert.equal(await enrol(with_({ purpose: "Recover" })), "ticketPurpose");
	assert.equal(await enrol(signed.slice(0, 1)), "belowThreshold");
	assert.equal(await enrol([signed[0], signed[0]]), "issuerTwice");
	// Somebody else's commitment: the proof of knowledge is of another one.
	const mine = await persons.enrol(stranger, signed);
	const theirs = await tickets("Enrol", "Dora", new Identity("not hers").commitment);
	const swapped = chain.tx.personhood.enrol(theirs, mine.args[1]);
	assert.equal(await refusal(swapped), "proofMessage");
});

test("a renewal is by the person's own identity and tags", async () => {
	const renewal = async (identity, human) => {
		const signed = await tickets("Renew", human, first[0].commitment);
		return persons.renew(person.Ada, 0, identity, signed);
	};
	const stranger = new Identity("stranger");
	assert.equal(await refusal(await renewal(stranger, "Dora")), "knowledgeRoot");
	assert.equal(await refusal(await renewal(first[0], "Dora")), "tagNotBound");
	const before = await chain.ask("personhood_person", person.Ada);
	// By the same issuers only in the last third of the time.
	const last = before.expiresAt - Math.floor((before.expiresAt - before.admittedAt) / 3);
	// Proven before that time: a machine that has much else to do could be too slow within it.
	const call = await renewal(first[0], "Ada");
	const early = await refusal(call);
	if ((await chain.height()) + 1 < last) assert.equal(early, "renewalTooSoon");
	await chain.reach(last);
	const now = await chain.height();
	assert.ok(now < before.expiresAt, `too slow: Ada's ${ADAS_TIME} blocks were over in block ${now}`);
	eventOf(await chain.sendUnsigned(call), "personhood.Renewed");
	const after = await chain.ask("personhood_person", person.Ada);
	assert.ok(after.expiresAt > before.expiresAt + 99_000);
	assert.equal(await refusal(call), "ticketSerial");
});

test("a poll: one person, one vote, whatever happens in between", async () => {
	// More blocks than it takes on any machine: nobody waits for its end.
	const poll = await openPoll(600);
	assert.equal(poll.electorate, 3);

	const ada = await vote(poll, first[0], 1);
	eventOf(await chain.sendUnsigned(ada), "polls.Voted");
	assert.equal(await refusal(await vote(poll, first[0], 0)), "nullifierUsed");
	await assert.rejects(chain.sendUnsigned(ada), /10(10|12|13):/);

	// A proof that is lifted and attached to another call, or to another poll's scope.
	const bertha = await vote(poll, first[1], 1);
	const [scope, attempt, proof] = bertha.args;
	const other = chain.tx.polls.vote(poll.poll, 0);
	const lifted = chain.tx.personhood.actAs(scope, attempt, proof, other);
	assert.equal(await refusal(lifted), "proofMessage");
	eventOf(await chain.sendUnsigned(bertha), "polls.Voted");

	// Clara rotates while the poll is open, and votes with the identity that the electorate knows.
	const next = new Identity("Clara's second");
	eventOf(
		await chain.sendUnsigned(await persons.rotate(person.Clara, 0, first[2], next)),
		"personhood.Rotated",
	);
	await nextEpoch(chain);
	const { root } = await electorate(poll);
	assert.equal(await persons.merkleProof(next, root), null);
	const clara = await vote(poll, first[2], 0);
	eventOf(await chain.sendUnsigned(clara), "polls.Voted");
	// Each of the three has voted, and as many votes were paid for.
	assert.equal(await refusal(await vote(poll, first[2], 1)), "nullifierUsed");
	assert.deepEqual((await chain.ask("polls_poll", poll.poll)).counts, [1, 2]);
	// The new one stands in the present tree, the old one does not.
	assert.ok(await persons.merkleProof(next));
	assert.equal(await persons.merkleProof(first[2]), null);
	first[2] = next;
});

test("an epoch's acts are free, and no more than the quota", async () => {
	const { quotaPerEpoch } = await chain.ask("personhood_policy");
	const call = chain.tx.personhood.declare(word(1));
	await inEpoch(chain, async ({ epoch, root }) => {
		const merkleProof = await persons.merkleProof(first[0], root);
		const act = (counter) =>
			persons.actAs(first[0], merkleProof, { Quota: { epoch, counter } }, call);
		const said = eventOf(await chain.sendUnsigned(await act(0)), "personhood.Declared");
		assert.equal(said.statement, word(1));
		assert.equal(await refusal(await act(quotaPerEpoch)), "quotaCounter");
	});
});

test("a session lets an account without funds act for an epoch", async () => {
	const account = new Keyring({ type: "sr25519" }).addFromUri("//Penniless");
	await inEpoch(chain, async ({ epoch, root }) => {
		const merkleProof = await persons.merkleProof(first[1], root);
		const open = await persons.openSession(first[1], merkleProof, epoch, account);
		eventOf(await chain.sendUnsigned(open), "personhood.SessionOpened");
		const said = chain.tx.personhood.asAlias(epoch, chain.tx.personhood.declare(word(2)));
		eventOf(await chain.send(account, said), "personhood.Declared");
	});
	assert.equal((await chain.api.query.system.account(account.address)).data.free.toNumber(), 0);
});

test("who loses an identity recovers, and who is revoked acts in no scope opened later", async () => {
	// Bertha recovers: two issuers attest, and after the delay the new identity is hers.
	const recovered = new Identity("Bertha's second");
	const signed = await tickets("Recover", "Bertha", recovered.commitment);
	const recover = await persons.recover(person.Bertha, 0, recovered, signed);
	eventOf(await chain.sendUnsigned(recover), "personhood.RecoveryAnnounced");
	const { recovery } = await chain.ask("personhood_person", person.Bertha);
	assert.equal(recovery.commitment, recovered.commitment.toString());
	// Ada's issuer withdraws its word meanwhile.
	const withdraw = chain.tx.personhood.withdraw(0, issuers[0].tag("Ada"));
	eventOf(await chain.send(issuers[0].pair, withdraw), "personhood.AttestationWithdrawn");
	await chain.reach(recovery.effectiveAt + 1);
	await nextEpoch(chain);
	await nextEpoch(chain);

	const { status } = await chain.ask("personhood_person", person.Ada);
	assert.deepEqual(status, { ended: "withdrawn" });
	assert.equal(await persons.merkleProof(first[0]), null);
	assert.ok(await persons.merkleProof(recovered));
	assert.equal(await persons.merkleProof(first[1]), null);

	// Two are left of three: no scope opens for fewer than three.
	const { members } = await chain.ask("personhood_epoch");
	assert.equal(members, 2);
	const closesAt = (await chain.height()) + 20;
	const create = chain.tx.polls.create("Again?", word(8), 2, closesAt, 1);
	const outcome = await chain.send(alice, create);
	assert.equal(outcome.error, "personhood.ElectorateTooSmall");
});

test("a proof that is made for a person's scope serves no group", async () => {
	const group = await chain.ask("groups_groupCount");
	const call = chain.tx.groups.createGroup(null, false);
	eventOf(await chain.send(alice, call), "groups.GroupCreated");
	eventOf(
		await chain.send(alice, chain.tx.groups.addMember(group, word(first[2].commitment))),
		"groups.MemberAdded",
	);
	const merkleProof = await chain.ask("groups_merkleProof", group, 0);
	const scope = { Quota: { epoch: 0, counter: 0 } };
	const proof = await persons.prove(
		first[2],
		merkleProof,
		scope,
		chain.tx.personhood.declare(word(3)),
	);
	await chain.reach();
	assert.equal(await chain.refusal(group, proof), "scopeReserved");
	const outcome = await chain.send(alice, chain.tx.groups.validateProof(group, proofWords(proof)));
	assert.equal(outcome.error, "groups.ScopeReserved");
});
