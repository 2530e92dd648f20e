// How a network grows from two issuers to four with live persons, and how an issuer comes by another key:
// what governance, issuers and people do, with stock clients.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Keyring } from "@polkadot/keyring";
import { hexToU8a, u8aToHex } from "@polkadot/util";
import { eventOf } from "@census/sdk/chain";
import { Persons, refusalOf, ticketsOf } from "@census/sdk/persons";
import { endProver } from "@census/sdk/prove";
import { bob, startChain } from "../support/chain.mjs";
import {
	changePolicy,
	genesisIssuers,
	govern,
	issuerOf,
	registerIssuer,
} from "../support/persons.mjs";
import { identities } from "../support/proofs.mjs";

const humans = ["Ada", "Bertha"];
const people = identities("grows", humans.length);
const keyring = new Keyring({ type: "sr25519" });
const [charlie, dave] = ["//Charlie", "//Dave"].map((key) => keyring.addFromUri(key));

let chain;
let persons;
let issuers;

before(async () => {
	chain = await startChain();
	persons = new Persons(chain);
	issuers = genesisIssuers(chain);
});
after(async () => {
	await endProver();
	await chain?.stop();
});

const policy = () => chain.ask("personhood_policy");

/** The call that enrols a human by these issuers. */
async function enrolment(i, by) {
	const { commitment } = people[i];
	const seen = by.map((issuer) => [issuer, humans[i]]);
	return persons.enrol(people[i], await ticketsOf(chain, "Enrol", commitment, seen));
}

/** Everybody renews by these issuers, after which nobody rests on the policy before. */
async function renewAll(by) {
	for (const [i, human] of humans.entries()) {
		const seen = by.map((issuer) => [issuer, human]);
		const tickets = await ticketsOf(chain, "Renew", people[i].commitment, seen);
		const renewed = await chain.sendUnsigned(await persons.renew(i, 0, people[i], tickets));
		eventOf(renewed, "personhood.Renewed");
	}
	assert.equal((await policy()).former, null);
}

test("two issuers become three, and four of whom any one may stop, and nobody is lost", async () => {
	for (const i of humans.keys()) {
		const enrolled = await chain.sendUnsigned(await enrolment(i, issuers));
		assert.equal(eventOf(enrolled, "personhood.Enrolled").person, i);
	}
	assert.match((await policy()).guarantee, /If one certain issuer stops, nobody can be admitted/);
	// Dave's next key, of which there is more below.
	const next = { Ed25519: u8aToHex(issuerOf(chain, 1, "//Dave//next", "ed25519").pair.publicKey) };
	const propose = chain.tx.personhood.proposeChange(1, { Key: next });
	eventOf(await chain.send(dave, propose), "personhood.ChangeProposed");

	const eve = issuerOf(chain, 2, "//Eve");
	const change = await changePolicy(chain, [0, 1, 2], 3);
	await govern(chain, registerIssuer(chain, eve, "Eve's"), change);
	const { quorum, former } = await policy();
	assert.deepEqual([quorum.policy, quorum.persons, former.quorum.persons], [1, 0, 2]);
	assert.equal(quorum.issuers.length, 3);
	await renewAll([...issuers, eve]);

	const ferdie = issuerOf(chain, 3, "//Ferdie");
	await govern(
		chain,
		registerIssuer(chain, ferdie, "Ferdie's"),
		await changePolicy(chain, [0, 1, 2, 3], 3),
	);
	await renewAll([...issuers, eve]);
	const { guarantee, corruptIssuers } = await policy();
	assert.equal(corruptIssuers, 1);
	assert.doesNotMatch(guarantee, /stops, nobody can be admitted/);
	issuers.push(eve, ferdie);
});

test("an issuer comes by another key, and the old one counts no more", async () => {
	const { change } = await chain.ask("personhood_issuer", 1);
	while ((await chain.height()) < change.confirmableFrom) await chain.reach();
	const confirmed = await chain.send(dave, chain.tx.personhood.confirmChange(1));
	eventOf(confirmed, "personhood.ChangeConfirmed");
	const stranger = identities("comes later", 1)[0];
	const by = async (issuer) => {
		const seen = [issuer, issuers[2], issuers[3]].map((issuer) => [issuer, "Dora"]);
		const tickets = await ticketsOf(chain, "Enrol", stranger.commitment, seen);
		return refusalOf(chain, await persons.enrol(stranger, tickets));
	};
	assert.equal(await by(issuers[1]), "signature");
	assert.equal(await by(issuerOf(chain, 1, "//Dave//next", "ed25519")), null);
});

test("an issuer's key objects to a change that is not its owner's", async () => {
	const thief = { Controller: bob.address };
	const propose = chain.tx.personhood.proposeChange(0, thief);
	eventOf(await chain.send(charlie, propose), "personhood.ChangeProposed");
	const { change } = await chain.ask("personhood_issuer", 0);
	const word = { Sr25519: issuers[0].pair.sign(hexToU8a(change.objection)) };
	const objected = await chain.send(bob, chain.tx.personhood.objectToChange(0, word));
	eventOf(objected, "personhood.IssuerPaused");
	const paused = await chain.ask("personhood_issuer", 0);
	assert.deepEqual([paused.status, paused.pauses], ["paused", ["disputed"]]);
	await govern(chain, chain.tx.personhood.resumeIssuer(0));
	const resumed = await chain.ask("personhood_issuer", 0);
	assert.deepEqual([resumed.status, resumed.change], ["active", null]);
});
