// Ten persons govern a chain that nobody rules, with stock clients: they pause an issuer, make the chain an adult, and
// the committee, which could do all of it before, is refused.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { createKeyMulti, encodeAddress, sortAddresses } from "@polkadot/util-crypto";
import { eventOf, proofWords, word } from "@census/sdk/chain";
import { nextEpoch, Persons, ticketsOf } from "@census/sdk/persons";
import { endProver, Identity } from "@census/sdk/prove";
import { alice, bob, charlie, dave, startChain } from "../support/chain.mjs";
import { binary, temporaryDirectory } from "../support/node.mjs";
import { genesisIssuers } from "../support/persons.mjs";
import { until } from "../support/network.mjs";

const HUMANS = 10;
/** A yes of so many of them decides, whatever the others say. */
const MORE_THAN_HALF = 6;
/** Blocks of six seconds pass meanwhile: locks and epochs of a minute. */
const SPANS_MS = 900_000;

let chain;
let persons;
let people;

/** The development chain without a sudo key, in a hurry. */
function specification() {
	const spec = JSON.parse(
		execFileSync(binary(), ["export-chain-spec", "--chain", "dev"], { maxBuffer: 2 ** 26 }),
	);
	const { patch } = spec.genesis.runtimeGenesis;
	patch.sudo.key = null;
	const { rules } = patch.governance;
	Object.assign(rules.wide, { lock: 2, lowLock: 4 });
	Object.assign(rules, { adultAt: HUMANS, adultAfter: 2, adultPins: 1 });
	const file = path.join(temporaryDirectory(), "unruled.json");
	fs.writeFileSync(file, JSON.stringify(spec));
	return file;
}

before(async () => {
	chain = await startChain({ chain: specification() });
	persons = new Persons(chain);
	people = Array.from({ length: HUMANS }, (_, i) => new Identity(`citizen ${i}`));
	const issuers = genesisIssuers(chain);
	for (const [i, person] of people.entries()) {
		const seen = issuers.map((issuer) => [issuer, `citizen ${i}`]);
		const tickets = await ticketsOf(chain, "Enrol", person.commitment, seen);
		eventOf(await chain.sendUnsigned(await persons.enrol(person, tickets)), "personhood.Enrolled");
	}
	await nextEpoch(chain);
});
after(async () => {
	await endProver();
	await chain?.stop();
});

const stateOf = async (proposal) => (await chain.ask("governance_proposal", proposal))?.state;
const enact = async (proposal) => {
	const weight = { refTime: 20_000_000_000, proofSize: 0 };
	return chain.send(dave, chain.tx.governance.enact(proposal, weight));
};

/** Somebody proposes calls, and persons say yes until it is decided. Says its number. */
async function decide(track, calls) {
	const sent = await chain.send(dave, chain.tx.governance.propose(track, calls, 10, 10n ** 13n));
	const proposal = eventOf(sent, "governance.Proposed").proposal;
	const open = await until("it is opened", async () => (await stateOf(proposal))?.open, SPANS_MS);
	assert.equal(open.electorate, HUMANS);
	const { items } = await chain.ask("personhood_roots", 65, null);
	const { root } = items.find(({ epoch }) => epoch === open.epoch);
	const scope = { Application: { scope: open.scope.application.scope, topic: word(0) } };
	const vote = chain.tx.governance.vote(proposal, true);
	for (const person of people.slice(0, MORE_THAN_HALF)) {
		const leaf = await persons.merkleProof(person, root);
		const proven = await persons.prove(person, leaf, scope, vote);
		const act = chain.tx.personhood.actAs(scope, 0, proofWords(proven), vote);
		eventOf(await chain.sendUnsigned(act), "governance.Voted");
	}
	await until("it is decided", async () => (await stateOf(proposal))?.passed, SPANS_MS);
	return proposal;
}

/** Two of the committee's three members make a call together, as wallets do. */
async function byCommittee(call) {
	const members = [alice, bob, charlie].map(({ address }) => address);
	const { committee } = await chain.ask("governance_overview");
	assert.equal(encodeAddress(createKeyMulti(members, 2), 42), committee);
	const { weight } = await call.paymentInfo(alice);
	let when = null;
	let last;
	for (const member of [alice, bob]) {
		const others = sortAddresses(members.filter((other) => other !== member.address), 42);
		last = await chain.send(member, chain.tx.multisig.asMulti(2, others, when, call, weight));
		const kept = await chain.api.query.multisig.multisigs(committee, call.method.hash);
		when = kept.isSome ? kept.unwrap().when : null;
	}
	return eventOf(last, "multisig.MultisigExecuted").result;
}

const pause = () => chain.tx.personhood.pauseIssuer(1);
const isPaused = async () => {
	const issuer = (await chain.api.query.personhood.issuers(1)).unwrap();
	return issuer.pauses.governance.isTrue;
};

test("ten persons pause an issuer of a chain without sudo", async () => {
	assert.ok((await chain.api.query.sudo.key()).isNone);
	const { stage, words } = await chain.ask("governance_overview");
	assert.equal(stage, "child");
	assert.match(words, /committee decide/);
	const proposal = await decide("Issuers", [pause()]);
	const early = await enact(proposal);
	assert.match(String(early.error), /Locked/);
	const { enactFrom } = (await stateOf(proposal)).passed;
	await until("the lock is over", async () => (await chain.height()) + 1 >= enactFrom, SPANS_MS);
	assert.equal(await isPaused(), false);
	eventOf(await enact(proposal), "governance.Enacted");
	assert.equal(await isPaused(), true);
	assert.equal(await chain.ask("governance_proposal", proposal), null);
});

test("the committee of a child resumes it, and of an adult it cannot", async () => {
	const resume = chain.tx.personhood.resumeIssuer(1);
	const motion = chain.tx.governance.motion("Issuers", [resume]);
	assert.deepEqual(await byCommittee(motion), { ok: null });
	const number = (await chain.ask("governance_proposalCount")) - 1;
	const { enactFrom } = (await stateOf(number)).passed;
	await until("the lock is over", async () => (await chain.height()) + 1 >= enactFrom, SPANS_MS);
	eventOf(await enact(number), "governance.Enacted");
	assert.equal(await isPaused(), false);

	const grown = await decide("Committee", [chain.tx.governance.comeOfAge()]);
	const from = (await stateOf(grown)).passed.enactFrom;
	await until("the lock is over", async () => (await chain.height()) + 1 >= from, SPANS_MS);
	eventOf(await enact(grown), "governance.CameOfAge");
	assert.equal((await chain.ask("governance_overview")).stage, "adult");
	const refused = await byCommittee(chain.tx.governance.motion("Issuers", [pause()]));
	assert.ok(refused.err, JSON.stringify(refused));
	// It can pause what begins something, for a while.
	const names = { pallet: "Polls", call: "create" };
	assert.deepEqual(await byCommittee(chain.tx.governance.pause(names)), { ok: null });
	const { paused } = await chain.ask("governance_overview");
	assert.deepEqual(paused.map(({ call }) => call), ["Polls.create"]);
	const poll = chain.tx.polls.create("?", word(0), 2, 10_000, 0);
	assert.match(String((await chain.send(dave, poll)).error), /CallFiltered/);
});
