// Attacks, each carried out on a node with stock clients as far as the chain lets it, and what comes of
// it. Each succeeded once, but for the forged batches.

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { Keyring } from "@polkadot/keyring";
import { hexToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { eventOf, word } from "@census/sdk/chain";
import { nextEpoch, NO_PROOF, Persons, refusalOf, ticketsOf } from "@census/sdk/persons";
import { endProver, Identity } from "@census/sdk/prove";
import { verificationKey as layerKey } from "../../../examples/layer.mjs";
import { alice, bob, openGroup, startChain } from "../support/chain.mjs";
import { CEN, newAccounts, open, registerProvider, wealth } from "../support/leases.mjs";
import {
	changePolicy,
	genesisIssuers,
	govern,
	inEpoch,
	issuerOf,
	registerIssuer,
} from "../support/persons.mjs";
import { r } from "../support/points.mjs";
import { hashToField, identities, verificationKey } from "../support/proofs.mjs";
import { forge, forgeBatches, weakKeys } from "./forgeries.mjs";

after(endProver);

let started = Promise.resolve();

/** Starts a chain, after the one before it: a node that starts takes a whole core. */
function nextChain() {
	started = started.then(() => startChain());
	return started;
}

/** The account that controls Charlie's issuer. */
const charlie = new Keyring({ type: "sr25519" }).addFromUri("//Charlie");

/** Enrols people at the issuers of the genesis, and waits until they stand in the tree. */
async function enrolled(chain, humans, options) {
	const persons = new Persons(chain);
	const issuers = genesisIssuers(chain);
	const calls = [];
	const people = humans.map((human) => ({ human, identity: new Identity(human) }));
	for (const { human, identity } of people) {
		const seen = issuers.map((issuer) => [issuer, human]);
		const signed = await ticketsOf(chain, "Enrol", identity.commitment, seen, options);
		calls.push(await persons.enrol(identity, signed));
	}
	const outcomes = await Promise.all(calls.map((call) => chain.sendUnsigned(call)));
	for (const [i, outcome] of outcomes.entries()) {
		people[i].person = eventOf(outcome, "personhood.Enrolled").person;
	}
	for (;;) {
		const { epoch } = await nextEpoch(chain);
		const last = await chain.ask("personhood_person", people.at(-1).person);
		if (last.status === "active") return { people, epoch };
	}
}

/** The call by which an identity that stands under an epoch's root says something for free. */
async function quotaAct(chain, identity, { epoch, root }) {
	const merkleProof = await chain.ask("personhood_merkleProof", String(identity.commitment), root);
	assert.ok(merkleProof, "the identity stands in the tree");
	const scope = { Quota: { epoch, counter: 0 } };
	return new Persons(chain).actAs(identity, merkleProof, scope, chain.tx.personhood.declare(word(1)));
}

// Each of these suites has a chain of its own, and waits for blocks most of the time; on one chain
// an attack comes after the other.
suite("attacks", { concurrency: true }, () => {
	suite("one corrupt issuer, and others that came later", { concurrency: false }, () => {
		let chain;
		before(async () => {
			chain = await nextChain();
		});
		after(() => chain?.stop());

		// Charlie is corrupt. He and Dave know Ada, whose time is over; Eve and Ferdie came later.
		test("who takes the tag of another gets no person of theirs, and shuts nobody out", async (t) => {
			const persons = new Persons(chain);
			const [corrupt, dave] = genesisIssuers(chain);
			const [eve, ferdie] = [issuerOf(chain, 2, "//Eve"), issuerOf(chain, 3, "//Ferdie")];
			const { people } = await enrolled(chain, ["Ada"], { validFor: 12 });
			const [{ person }] = people;
			for (;;) {
				const { status } = await chain.ask("personhood_person", person);
				if (status.ended === "expired") break;
				await chain.reach();
			}
			await govern(
				chain,
				registerIssuer(chain, eve, "Eve's"),
				registerIssuer(chain, ferdie, "Ferdie's"),
				await changePolicy(chain, [0, 1, 2, 3], 3),
			);
			const policy = await chain.ask("personhood_policy");
			assert.equal(policy.corruptIssuers, 1, "the chain says that one corrupt issuer is no harm");

			// Eve and Ferdie say the truth about Mallory. Charlie says that this is Ada. Mallory is a
			// human and becomes a person, but not Ada's: what stood for her stands for nobody for ever.
			const mallory = new Identity("Mallory");
			const seen = [
				[corrupt, "Ada"],
				[eve, "Mallory"],
				[ferdie, "Mallory"],
			];
			const of = (who, purpose, seen) => ticketsOf(chain, purpose, who.commitment, seen);
			const seizures = {
				renew: await persons.renew(person, 0, mallory, await of(mallory, "Renew", seen)),
				recover: await persons.recover(person, 0, mallory, await of(mallory, "Recover", seen)),
			};
			const refused = {};
			for (const [way, call] of Object.entries(seizures)) refused[way] = await refusalOf(chain, call);
			// A renewal is of the identity that the person has, and no other.
			assert.deepEqual(refused, { renew: "ticketCommitment", recover: "personEnded" });
			const newcomer = await persons.enrol(mallory, await of(mallory, "Enrol", seen));
			const entered = eventOf(await chain.sendUnsigned(newcomer), "personhood.Enrolled");
			assert.notEqual(entered.person, person);

			// Ada comes back, and every honest issuer says so.
			const again = new Identity("Ada's second");
			const honest = [dave, eve, ferdie].map((issuer) => [issuer, "Ada"]);
			const back = await persons.enrol(again, await of(again, "Enrol", honest));
			const returned = eventOf(await chain.sendUnsigned(back), "personhood.Enrolled");
			assert.notEqual(returned.person, person);
			assert.notEqual(returned.person, entered.person);
			await inEpoch(chain, async (present) => {
				for (const identity of [mallory, again]) {
					const act = await quotaAct(chain, identity, present);
					eventOf(await chain.sendUnsigned(act), "personhood.Declared");
				}
			});

			const ended = await chain.ask("personhood_person", person);
			t.diagnostic(`person ${person}: ${JSON.stringify(ended)}`);
			assert.deepEqual(ended.status, { ended: "expired" });
			assert.equal(ended.commitment, String(people[0].identity.commitment));
		});
	});

	suite("more removals than an epoch's end once applied", { concurrency: false }, () => {
		/** More than an epoch's end once removed: Mallory's removal waited behind theirs. */
		const CROWD = 20;

		let chain;
		before(async () => {
			chain = await nextChain();
		});
		after(() => chain?.stop());

		// Charlie is corrupt; Dave, who knows everybody, is replaced by Eve.
		test("a human whose leaf is removed with many others has no second one beside it", async (t) => {
			const persons = new Persons(chain);
			const [corrupt] = genesisIssuers(chain);
			const eve = issuerOf(chain, 2, "//Eve");
			const crowd = Array.from({ length: CROWD }, (_, i) => `of the crowd ${i}`);
			const { people } = await enrolled(chain, [...crowd, "Victor", "Mallory"]);
			const [victor, mallory] = people.slice(-2);

			// What the attack takes is made beforehand, and proven: all of it is to happen in one epoch, on any
			// machine. Eve says the truth: she saw Mallory, for the first time. Charlie says that this is Victor,
			// whose tag he will have withdrawn, and who will have ended: two serials on.
			const second = new Identity("Mallory's second");
			const tag = await chain.ask("personhood_tag", corrupt.number, corrupt.tag("Victor"));
			const signed = async (purpose) => {
				const of = (seen, options) => ticketsOf(chain, purpose, second.commitment, [seen], options);
				return [
					...(await of([corrupt, "Victor"], { serial: tag.serial + 2 })),
					...(await of([eve, "Mallory"], { serial: 0 })),
				];
			};
			const seizure = await persons.recover(victor.person, 0, second, await signed("Recover"));
			const entry = await persons.enrol(second, await signed("Enrol"));
			const { epoch } = await nextEpoch(chain);

			const withdrawals = people.map(({ human }) =>
				chain.tx.personhood.withdraw(corrupt.number, corrupt.tag(human)),
			);
			const withdrawn = await chain.send(charlie, chain.tx.utility.batchAll(withdrawals));
			eventOf(withdrawn, "utility.BatchCompleted");
			// Behind the withdrawals: nobody whom Dave attests to is left.
			await govern(
				chain,
				registerIssuer(chain, eve, "Eve's"),
				await changePolicy(chain, [0, 2], 2),
				chain.tx.personhood.removeIssuer(1),
			);
			const policy = await chain.ask("personhood_policy");
			assert.equal(policy.corruptIssuers, 1, "the chain says that one corrupt issuer is no harm");

			assert.equal(await refusalOf(chain, seizure), "personEnded");
			eventOf(await chain.sendUnsigned(entry), "personhood.Enrolled");
			const same = await chain.ask("personhood_epoch");
			assert.equal(same.epoch, epoch, "the machine was too slow for all to happen in one epoch");

			// Epoch by epoch: under each root at most one of the two stands.
			const leaves = [];
			do {
				const present = await nextEpoch(chain);
				const stand = [];
				for (const { commitment } of [mallory.identity, second]) {
					const proof = await chain.ask(
						"personhood_merkleProof",
						String(commitment),
						present.root,
					);
					stand.push(proof !== null);
				}
				leaves.push(stand);
				t.diagnostic(
					`epoch ${present.epoch}: ${present.members} members, ${present.waiting} wait ` +
						`for a leaf; Mallory's leaves: ${stand}`,
				);
				assert.ok(!(stand[0] && stand[1]), "two leaves under one root");
			} while (!leaves.at(-1)[1]);
			assert.deepEqual(leaves, [[false, true]], "no removal waits");
		});
	});

	suite("what nobody pays for", { concurrency: false }, () => {
		/** As many bytes as one transaction can bring, near enough: two of them fill a block. */
		const BYTES = 2_000_000;
		const ACTS = 6;
		const SLOTS = 2;

		let chain;
		let people;
		before(async () => {
			chain = await nextChain();
			({ people } = await enrolled(chain, ["Ada", "Bertha", "Clara"]));
		});
		after(() => chain?.stop());

		/** What a signed call came to: in a block or not, and what it cost bob. */
		async function signed(...calls) {
			const free = async () => {
				const { data } = await chain.api.query.system.account(bob.address);
				return data.free.toBigInt();
			};
			const before = await free();
			const outcomes = await chain
				.sendAll(bob, calls)
				.catch(({ message }) => [{ error: message, block: null }]);
			const cost = before - (await free());
			return { outcomes, before, cost, gotIn: outcomes.every(({ block }) => block) };
		}

		test("what is free for persons is not free for whoever signs it", async (t) => {
			const { personhood, system } = chain.tx;
			const scope = { Quota: { epoch: 0, counter: 0 } };
			const remark = system.remark(u8aToHex(new Uint8Array(BYTES)));
			const consent = { Sr25519: `0x${"00".repeat(64)}` };
			const calls = {
				enrol: personhood.enrol([], NO_PROOF),
				renew: personhood.renew(0, [], NO_PROOF),
				rotate: personhood.rotate(0, word(0), NO_PROOF, NO_PROOF),
				recover: personhood.recover(0, [], NO_PROOF),
				veto: personhood.veto(0, NO_PROOF),
				openSession: personhood.openSession(0, NO_PROOF, bob.address, consent),
			};
			const free = {};
			const errors = {};
			for (const [name, call] of Object.entries(calls)) {
				const { outcomes, cost, gotIn } = await signed(call);
				free[name] = gotIn && cost === 0n;
				errors[name] = `${outcomes[0].error}, ${cost}`;
			}
			const long = () => personhood.actAs(scope, 0, NO_PROOF, remark);
			const { outcomes, before, cost, gotIn } = await signed(long(), long());
			free.actAs = gotIn && cost === 0n;
			errors.actAs = outcomes.map(({ error }) => error).join();
			let sizes = [];
			if (gotIn) {
				const raw = await chain.ask("chain_getBlock", outcomes[0].block);
				sizes = raw.block.extrinsics.map((bytes) => (bytes.length - 2) / 2);
			}

			t.diagnostic(
				`error and cost: ${JSON.stringify(errors)}; bob had ${before}, and ${before - cost} after ` +
					`acts in blocks ${outcomes.map(({ number }) => number)}, the first with ` +
					`transactions of ${sizes} bytes`,
			);
			for (const [name, is] of Object.entries(free)) assert.equal(is, false, name);
		});

		test("what nobody signs cannot be altered on its way", async () => {
			const persons = new Persons(chain);
			const dora = new Identity("Dora");
			const seen = genesisIssuers(chain).map((issuer) => [issuer, "Dora"]);
			const enrolment = await persons.enrol(dora, await ticketsOf(chain, "Enrol", dora.commitment, seen));
			for (const form of [{ nonce: 77 }, { tip: 1 }, { era: "0x0200" }]) {
				const altered = chain.unsigned(enrolment, form);
				await assert.rejects(chain.ask("author_submitExtrinsic", altered), /1010.*252/);
			}
			eventOf(await chain.sendUnsigned(enrolment), "personhood.Enrolled");
		});

		test("nobody but the sudo key fills a block by its pallet", async () => {
			const remark = chain.tx.system.remark(u8aToHex(new Uint8Array(2 * BYTES)));
			const { outcomes, cost } = await signed(chain.tx.sudo.sudo(remark));
			assert.match(outcomes[0].error, /1010/);
			assert.equal(cost, 0n);
		});

		test("an account's consent serves the one person that it is for", async () => {
			const persons = new Persons(chain);
			const account = new Keyring({ type: "sr25519" }).addFromUri("//Ada's account");
			await inEpoch(chain, async ({ epoch, root }) => {
				const open = async ({ identity }) => {
					const merkleProof = await persons.merkleProof(identity, root);
					return persons.openSession(identity, merkleProof, epoch, account);
				};
				const [hers, other] = [await open(people[0]), await open(people[1])];
				// What Bertha sends is her own proof with the consent that Ada's transaction shows.
				const [, proof] = other.args;
				const [, , , consent] = hers.args;
				const stolen = chain.tx.personhood.openSession(epoch, proof, account.address, consent);
				await assert.rejects(chain.ask("author_submitExtrinsic", chain.unsigned(stolen)), /1010/);
				eventOf(await chain.sendUnsigned(hers), "personhood.SessionOpened");
			});
		});

		/** Opens a scope of alice's with slots for so many persons, or acts. */
		async function openScope(slots) {
			const until = (await chain.height()) + 200;
			const call = chain.tx.personhood.openScope(slots, 3, until);
			return eventOf(await chain.send(alice, call), "personhood.ScopeOpened").scope;
		}

		/** The call by which somebody acts on a topic of a scope. */
		async function act({ identity }, scope, topic, call) {
			const { root } = await chain.ask("personhood_scope", scope);
			const persons = new Persons(chain);
			const merkleProof = await persons.merkleProof(identity, root);
			const where = { Application: { scope, topic: word(topic) } };
			return persons.actAs(identity, merkleProof, where, call);
		}

		/** Makes acts on topics, each when the one before is in a block; what came of each. */
		async function makeActs(topics, who, scope, call) {
			const made = [];
			for (const topic of topics) {
				const next = await act(who, scope, topic, call);
				const refused = await refusalOf(chain, next);
				made.push(refused ?? (await chain.sendUnsigned(next)));
			}
			return made;
		}

		const nullifiersOf = async (scope) =>
			(await chain.api.query.personhood.nullifiers.entries({ Application: scope })).length;

		test("no more nullifiers stay than slots were paid for", async (t) => {
			const scope = await openScope({ Acts: 1 });
			const topics = Array.from({ length: ACTS }, (_, i) => i + 1);
			// There is no such poll, nor does a scope of alice's belong to one.
			const fails = chain.tx.polls.vote(4_000_000_000, 0);
			const failed = await makeActs(topics, people[0], scope, fails);
			assert.deepEqual(new Set(failed), new Set(["callNotAllowed"]));
			const state = async () => ({
				nullifiers: await nullifiersOf(scope),
				used: (await chain.ask("personhood_scope", scope)).used,
			});
			assert.deepEqual(await state(), { nullifiers: 0, used: 0 });

			const says = chain.tx.personhood.declare(word(2));
			const [first, ...others] = await makeActs(topics, people[0], scope, says);
			eventOf(first, "personhood.Declared");
			const { nullifiers, used } = await state();

			t.diagnostic(`scope ${scope}: ${nullifiers} nullifiers, ${used} slots used, then ${others}`);
			assert.deepEqual({ nullifiers, used }, { nullifiers: 1, used: 1 });
			assert.deepEqual(new Set(others), new Set(["scopeSlots"]));
		});

		test("one person does not use up the slots that are for several", async (t) => {
			const scope = await openScope({ Persons: SLOTS });
			const says = chain.tx.personhood.declare(word(2));
			const [said, ...more] = await makeActs([0, 0, 1], people[0], scope, says);
			eventOf(said, "personhood.Declared");
			const [other] = await makeActs([0], people[1], scope, says);
			eventOf(other, "personhood.Declared");
			const { used } = await chain.ask("personhood_scope", scope);

			t.diagnostic(`scope ${scope}: ${used} used; one person's further acts: ${more}`);
			assert.deepEqual({ used, more }, { used: 2, more: ["nullifierUsed", "scopeKind"] });
		});
	});

	suite("proofs without a witness", { concurrency: false }, () => {
		const NAMES = ["model", "input", "output", "binding"];
		/** Inputs that nobody has a witness for: they are hashes of nothing. */
		const ANY = [11n, 22n, 33n, 44n];

		let chain;
		let sound;
		before(async () => {
			[chain, sound] = await Promise.all([nextChain(), layerKey()]);
		});
		after(() => chain?.stop());

		/** Registers keys, and has them take proofs: for each the circuit, or why not. */
		async function circuitsOf(who, keys, program = 0) {
			const encoded = await Promise.all(keys.map((key) => chain.ask("circuits_encodedKey", key)));
			const register = encoded.map(({ key }) =>
				chain.tx.circuits.register(1, key, NAMES, word(program), word(0)),
			);
			const circuits = (await chain.sendAll(who, register)).map((outcome, i) => {
				if (outcome.error) return { error: outcome.error };
				const { circuit } = eventOf(outcome, "circuits.CircuitRegistered");
				return { circuit, encoded: encoded[i].key, error: null };
			});
			const activate = circuits
				.filter(({ circuit }) => circuit)
				.map(({ circuit }) => chain.tx.circuits.activate(circuit));
			for (const { error } of await chain.sendAll(who, activate)) assert.equal(error, null);
			return circuits;
		}

		const weakened = ({ change }) => ({ ...sound, ...change(sound) });

		test("from some keys alone anyone proves anything", async (t) => {
			const circuits = await circuitsOf(bob, Object.values(weakKeys).map(weakened));
			const facts = {};
			const calls = {};
			for (const [i, [name, weak]] of Object.entries(weakKeys).entries()) {
				const { circuit, error } = circuits[i];
				facts[name] = error;
				if (!circuit) continue;
				const inputs = weak.inputs ?? ANY;
				const proof = forge(weak, weakened(weak), inputs).map(word);
				calls[name] = chain.tx.circuits.submitProof(circuit, inputs.map(word), proof);
			}
			const outcomes = await chain.sendAll(bob, Object.values(calls));
			for (const [i, name] of Object.keys(calls).entries()) {
				facts[name] = outcomes[i].error;
				if (facts[name]) continue;
				const { statement } = eventOf(outcomes[i], "circuits.StatementProven");
				t.diagnostic(`${name}: statement ${statement} proven in block ${outcomes[i].number}`);
			}
			for (const [name, error] of Object.entries(facts)) {
				assert.equal(error, "circuits.KeyForgeable", name);
			}
		});

		test("a lease pays for a proof that nobody worked for", async (t) => {
			const EPOCH = 10;
			const [tenant, provider] = await newAccounts(chain, 2);
			await registerProvider(chain, provider);
			const weak = weakKeys["gamma is beta"];
			const key = weakened(weak);
			const [{ circuit, error }] = await circuitsOf(provider, [key], 1);
			let paid = 0n;
			if (circuit) {
				const [model, input, output] = ANY;
				const mode = { Proven: { circuit, model: word(model), input: word(input), epoch: EPOCH } };
				const [lease] = await open(chain, tenant, [provider], mode, 3n * BigInt(EPOCH) * CEN);
				const before = await wealth(chain, provider.address);
				const { binding } = await chain.ask("leases_lease", lease);
				const proof = forge(weak, key, [model, input, output, BigInt(binding)]);
				const submit = chain.tx.leases.submitProof(lease, 0, word(output), proof.map(word));
				const outcome = await chain.send(provider, submit);
				if (!outcome.error) paid = BigInt(eventOf(outcome, "leases.Settled").paid);
				const won = (await wealth(chain, provider.address)) - before;
				t.diagnostic(
					`lease ${lease}: epoch 0 proven in block ${outcome.number} with output ${output}; ` +
						`paid ${paid}, of which ${won} is left after the fee`,
				);
			}
			assert.deepEqual({ error, paid }, { error: "circuits.KeyForgeable", paid: 0n });
		});

		/** Asserts that every forged batch would hold by its guess, and that the chain accepts no proof. */
		async function refusesAll(t, pallet, { proven, reason }, batches, call) {
			for (const { name, right } of batches) assert.ok(right, `no forgery: ${name}`);
			const outcomes = await chain.sendAll(bob, batches.map(({ proofs }) => call(proofs)));
			for (const [i, { error, events }] of outcomes.entries()) {
				const of = (event) => events.filter(({ name }) => name === `${pallet}.${event}`);
				const accepted = of(proven).length;
				const refused = of("ProofRefused").map(({ data }) => data.refusal);
				const facts = { error, accepted, refused };
				const due = { error: null, accepted: 0, refused: [reason, reason, reason] };
				assert.deepEqual(facts, due, batches[i].name);
			}
			const guesses = batches.map(({ name }) => name).join("; ");
			t.diagnostic(`${pallet}: refused in whole were the batches aimed at ${guesses}`);
		}

		test("three forged statements of a circuit are no batch, whatever is guessed", async (t) => {
			const [{ circuit, encoded }] = await circuitsOf(bob, [sound]);
			const statements = [0n, 1n, 2n].map((more) => ANY.map((input) => input + more));
			const key = u8aConcat([1], hexToU8a(encoded));
			const batches = forgeBatches(sound, key, statements);
			const told = { proven: "StatementProven", reason: { proof: { verifier: "ProofInvalid" } } };
			await refusesAll(t, "circuits", told, batches, (proofs) =>
				chain.tx.circuits.submitProofs(
					circuit,
					proofs.map((proof, i) => ({ inputs: statements[i].map(word), proof: proof.map(word) })),
				),
			);
		});

		test("three forged members of a group are no batch, whatever is guessed", async (t) => {
			const depth = 2;
			const members = identities("member", 3).map(({ commitment }) => commitment);
			const group = await openGroup(chain, members);
			const { root } = await chain.ask("groups_group", group);
			const [message, scope] = [1n, 2n];
			const nullifiers = [1n, 2n, 3n].map((number) => r - number);
			const statements = nullifiers.map((nullifier) => [
				BigInt(root),
				nullifier,
				hashToField(message),
				hashToField(scope),
			]);
			const key = new Uint8Array([0, depth]);
			const batches = forgeBatches(await verificationKey(depth), key, statements);
			const told = { proven: "ProofValidated", reason: { verifier: "ProofInvalid" } };
			await refusesAll(t, "groups", told, batches, (proofs) =>
				chain.tx.groups.validateProofs(
					group,
					proofs.map((points, i) => ({
						merkleTreeDepth: depth,
						merkleTreeRoot: word(root),
						nullifier: word(nullifiers[i]),
						message: word(message),
						scope: word(scope),
						points: points.map(word),
					})),
				),
			);
		});
	});
});
