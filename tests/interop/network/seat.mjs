// A person claims a seat among the validators for an account of a node's own, from nothing: keys, bond, claim,
// and then blocks and votes. Longer than the tests in `make test`: `make network` runs it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { hexToU8a, u8aToHex } from "@polkadot/util";
import { blake2AsHex } from "@polkadot/util-crypto";
import { eventOf, proofWords, word } from "@census/sdk/chain";
import { nextEpoch, Persons, ticketsOf } from "@census/sdk/persons";
import { endProver, Identity } from "@census/sdk/prove";
import { alice, bob } from "../support/chain.mjs";
import { Network, until } from "../support/network.mjs";
import { binary, temporaryDirectory } from "../support/node.mjs";
import { genesisIssuers } from "../support/persons.mjs";

/** A term is announced for no fewer persons. */
const HUMANS = ["Ada", "Bertha", "Clara"];
/** Sessions of 24 s: the first ones of a chain go by until a term is announced, claimed, drawn and begun. */
const SESSIONS_MS = 1_800_000;

const network = new Network();
after(async () => {
	await endProver();
	await network.stop();
});

/** The development chain with sessions as short as they can be. */
function hastySpecification() {
	const spec = JSON.parse(
		execFileSync(binary(), ["export-chain-spec", "--chain", "dev"], { maxBuffer: 2 ** 26 }),
	);
	const { patch } = spec.genesis.runtimeGenesis;
	patch.timing.epochSlots = 4;
	// One validator is enough: the fallback set leaves when a seat stands.
	Object.assign(patch.validators.rules, { claimSessions: 1, termSessions: 30, minimum: 1 });
	const file = path.join(temporaryDirectory(), "hasty.json");
	fs.writeFileSync(file, JSON.stringify(spec));
	return file;
}

const setOf = async (chain) => (await chain.api.query.session.validators()).map(String);

test("a person takes a seat: its node makes all blocks and all votes, until the person leaves", async (t) => {
	const began = Date.now();
	const chain = hastySpecification();
	const first = await network.start({ chain });
	const second = await network.beside(first, 2, { chain, role: ["--validator"] });
	const persons = new Persons(first);
	const issuers = genesisIssuers(first);
	const people = HUMANS.map((human) => new Identity(human));
	for (const [i, human] of HUMANS.entries()) {
		const seen = issuers.map((issuer) => [issuer, human]);
		const tickets = await ticketsOf(first, "Enrol", people[i].commitment, seen);
		eventOf(await first.sendUnsigned(await persons.enrol(people[i], tickets)), "personhood.Enrolled");
	}
	await nextEpoch(first);
	t.diagnostic(`three persons after ${Math.round((Date.now() - began) / 1_000)} s`);

	// The account's keys are made by the node that works with them.
	const { keys, proof } = await second.ask("author_rotateKeysWithOwner", u8aToHex(bob.publicKey));
	const registered = await first.send(bob, first.tx.validators.register(keys, proof));
	eventOf(registered, "validators.Bonded");

	const announced = async () => (await first.api.query.validators.comingTerm()).toJSON();
	const term = await until("a term is announced", announced, SESSIONS_MS);
	t.diagnostic(`a term after ${Math.round((Date.now() - began) / 1_000)} s`);
	const scope = { Application: { scope: term.scope.scope, topic: word(0) } };
	const { items } = await first.ask("personhood_roots", 65, null);
	const { root } = items.find(({ epoch }) => epoch === term.scope.epoch);
	const leaf = await persons.merkleProof(people[0], root);
	const claim = first.tx.validators.claimSeat(term.id, bob.address, null);
	const proven = await persons.prove(people[0], leaf, scope, claim);
	const act = first.tx.personhood.actAs(scope, 0, proofWords(proven), claim);

	// The account agrees to the person by its alias there, and to nobody else.
	const refused = await first.ask("personhood_check", act.method.toHex());
	assert.equal(refused.refusal.reason, "notAdmitted");
	const agreed = blake2AsHex(hexToU8a(word(proven.nullifier)));
	assert.equal((await first.send(bob, first.tx.validators.agree(agreed))).error, null);
	const claimed = eventOf(await first.sendUnsigned(act), "validators.SeatClaimed");
	assert.equal(String(claimed.account), bob.address);

	await until("it is a validator", async () => (await setOf(first)).includes(bob.address), SESSIONS_MS);
	t.diagnostic(`a validator after ${Math.round((Date.now() - began) / 1_000)} s`);
	const authored = async () => (await first.api.query.validators.work(bob.address)).blocks.toNumber() > 0;
	await until("it makes blocks", authored);
	// The validator of genesis stood in for seats, and is not needed any more.
	const alone = async () => (await setOf(first)).every((address) => address === bob.address);
	await until("it is the only validator", alone, SESSIONS_MS);
	const height = await first.height();
	const finalised = async (chain) =>
		(await chain.api.rpc.chain.getHeader(await chain.finalised())).number.toNumber();
	await until("its votes make blocks final", async () => (await finalised(first)) > height);
	await until("of both nodes", async () => (await finalised(second)) > height);
	const hash = await first.hashOf(height);
	assert.equal(await second.hashOf(height), hash);

	// The person leaves the seat by itself: the account has no say in it.
	const leaving = first.tx.validators.leaveSeat(term.id);
	const left = await first.sendUnsigned(await persons.actAs(people[0], leaf, scope, leaving, 1));
	eventOf(left, "validators.SeatLeft");
	const isBack = async () => (await setOf(first)).every((address) => address === alice.address);
	await until("the validator of genesis stands in for it", isBack, SESSIONS_MS);
	const now = await first.height();
	await until("finality goes on", async () => (await finalised(first)) > now);
	t.diagnostic(`left after ${Math.round((Date.now() - began) / 1_000)} s`);
});
