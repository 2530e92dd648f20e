// Attacks, each carried out in full on a node with stock clients, and what came of it. Those against
// which the chain does not hold yet are named in `SUCCEED`.

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { Keyring } from "@polkadot/keyring";
import { hexToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { alice, bob, eventOf, openGroup, startChain, word } from "./chain.mjs";
import { forge, forgeBatches, weakKeys } from "./forgeries.mjs";
import { CEN, newAccounts, open, registerProvider, wealth } from "./leases.mjs";
import { verificationKey as layerKey } from "./leases-layer.mjs";
import { Issuer, NO_PROOF, Persons } from "./persons.mjs";
import { r } from "./points.mjs";
import { endProver, hashToField, identities, Identity, verificationKey } from "./prove.mjs";

/** The attacks that succeed. Whatever ends one strikes it from here. */
const SUCCEED = new Set([
	"a person is seized",
	"two leaves in one tree",
	"signed and free",
	"nullifiers for nothing",
	"one drains the slots",
	"weak keys",
	"a lease paid for no work",
]);

/** Asserts that an attack came to what it was for, or, if it does not succeed, to what is due. */
function cameTo(attack, facts, { meant, due }) {
	assert.deepEqual(facts, SUCCEED.has(attack) ? meant : due, attack);
}

after(endProver);

let started = Promise.resolve();

/** Starts a chain, after the one before it: a node that starts takes a whole core. */
function nextChain() {
	started = started.then(() => startChain());
	return started;
}

/** An issuer of a chain, which signs with a well-known key. */
function issuerOf(chain, number, key, type = "sr25519") {
	const pair = new Keyring({ type }).addFromUri(key);
	return new Issuer(pair, number, chain.api.genesisHash.toHex());
}

/** The two issuers of a development chain's genesis. */
const genesisIssuers = (chain) => [
	issuerOf(chain, 0, "//Charlie"),
	issuerOf(chain, 1, "//Dave", "ed25519"),
];

/** The account that controls Charlie's issuer. */
const charlie = new Keyring({ type: "sr25519" }).addFromUri("//Charlie");

/** Tickets about a commitment, of each issuer for the human that it says it saw. */
async function tickets(chain, purpose, commitment, seen, options = {}) {
	const notAfter = (await chain.height()) + 1_000;
	return seen.map(([issuer, human]) =>
		issuer.ticket(purpose, commitment, human, { notAfter, validFor: 100_000, ...options }),
	);
}

/** Why the chain would refuse a call that nobody signs, or `null`. */
async function refusal(chain, call) {
	const { refusal } = await chain.ask("personhood_check", call.method.toHex());
	return refusal && refusal.reason;
}

/** Waits until the next epoch has begun, and returns it. */
async function nextEpoch(chain) {
	const { epoch } = await chain.ask("personhood_epoch");
	for (;;) {
		await chain.reach();
		const now = await chain.ask("personhood_epoch");
		if (now.epoch > epoch) return now;
	}
}

/** Enrols people at the issuers of the genesis, and waits until they stand in the tree. */
async function enrolled(chain, humans, options) {
	const persons = new Persons(chain);
	const issuers = genesisIssuers(chain);
	const calls = [];
	const people = humans.map((human) => ({ human, identity: new Identity(human) }));
	for (const { human, identity } of people) {
		const seen = issuers.map((issuer) => [issuer, human]);
		const signed = await tickets(chain, "Enrol", identity.commitment, seen, options);
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

/** Has governance make calls, all of which must succeed. */
async function govern(chain, ...calls) {
	const call = chain.tx.sudo.sudo(chain.tx.utility.batchAll(calls));
	const { sudoResult } = eventOf(await chain.send(alice, call), "sudo.Sudid");
	assert.deepEqual(sudoResult, { ok: null });
}

/** The call that registers an issuer, with a class of evidence of its own. */
function registerIssuer(chain, { number, pair }, name) {
	const kind = { Sr25519: u8aToHex(pair.publicKey) };
	return chain.tx.personhood.registerIssuer(name, kind, pair.address, 1, number, 1_000);
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
		test("a person is seized, and whom it stood for is shut out", async (t) => {
			const persons = new Persons(chain);
			const [corrupt, dave] = genesisIssuers(chain);
			const [eve, ferdie] = [issuerOf(chain, 2, "//Eve"), issuerOf(chain, 3, "//Ferdie")];
			const { people } = await enrolled(chain, ["Ada"], { validFor: 12 });
			const [{ person }] = people;
			for (;;) {
				const { status, pending } = await chain.ask("personhood_person", person);
				if (status === "expired" && pending === null) break;
				await chain.reach();
			}
			await govern(
				chain,
				chain.tx.personhood.setThreshold(3),
				registerIssuer(chain, eve, "Eve's"),
				registerIssuer(chain, ferdie, "Ferdie's"),
			);
			const policy = await chain.ask("personhood_policy");
			assert.equal(policy.corruptIssuers, 1, "the chain says that one corrupt issuer is no harm");

			// Eve and Ferdie say the truth about Mallory. Charlie says that this is Ada.
			const mallory = new Identity("Mallory");
			const seen = [
				[corrupt, "Ada"],
				[eve, "Mallory"],
				[ferdie, "Mallory"],
			];
			const { counter } = await chain.ask("personhood_person", person);
			const signed = await tickets(chain, "Reinstate", mallory.commitment, seen, { counter });
			const seizure = await persons.reinstate(person, counter, mallory, signed);
			const refused = await refusal(chain, seizure);
			if (!refused) eventOf(await chain.sendUnsigned(seizure), "personhood.Reinstated");
			const present = await nextEpoch(chain);
			const seized = await chain.ask("personhood_person", person);

			// Ada comes back, and every honest issuer says so.
			const again = new Identity("Ada's second");
			const honest = [dave, eve, ferdie].map((issuer) => [issuer, "Ada"]);
			const of = (purpose, options) =>
				tickets(chain, purpose, again.commitment, honest, options);
			const later = { counter: seized.counter };
			const recover = await of("Recover", later);
			const reinstate = await of("Reinstate", later);
			const ways = {
				enrol: await persons.enrol(again, await of("Enrol")),
				recover: await persons.recover(person, seized.counter, again, recover),
				reinstate: await persons.reinstate(person, seized.counter, again, reinstate),
			};
			const victim = {};
			for (const [way, call] of Object.entries(ways)) victim[way] = await refusal(chain, call);
			if (seized.status === "active") {
				const act = await quotaAct(chain, mallory, present);
				eventOf(await chain.sendUnsigned(act), "personhood.Declared");
			}

			t.diagnostic(
				`person ${person}: ${seized.status}, counter ${seized.counter}, commitment ` +
					`${seized.commitment} (Mallory's: ${mallory.commitment}); ` +
					`${JSON.stringify(seized.attestations)}; the victim's ways: ${JSON.stringify(victim)}`,
			);
			const stands = seized.commitment === String(mallory.commitment) ? "Mallory" : "Ada";
			cameTo("a person is seized", { refused, stands, enrol: victim.enrol, victim }, {
				meant: {
					refused: null,
					stands: "Mallory",
					enrol: "tagTaken",
					victim: { enrol: "tagTaken", recover: "tagNotBound", reinstate: "personStatus" },
				},
				due: { refused: "personStatus", stands: "Ada", enrol: null, victim },
			});
		});
	});

	suite("more removals than an epoch's end applies", { concurrency: false }, () => {
		/** An epoch's end applies 18; Mallory's waits behind them. */
		const CROWD = 20;

		let chain;
		before(async () => {
			chain = await nextChain();
		});
		after(() => chain?.stop());

		// Charlie is corrupt; Dave, who knows everybody, is replaced by Eve.
		test("a human has two leaves in one tree, and acts twice in one scope", async (t) => {
			const persons = new Persons(chain);
			const [corrupt] = genesisIssuers(chain);
			const eve = issuerOf(chain, 2, "//Eve");
			const crowd = Array.from({ length: CROWD }, (_, i) => `of the crowd ${i}`);
			const { people, epoch } = await enrolled(chain, [...crowd, "Victor", "Mallory"]);
			const [victor, mallory] = people.slice(-2);

			const withdrawals = people.map(({ human }) =>
				chain.tx.personhood.withdraw(corrupt.number, corrupt.mark(human)),
			);
			const withdrawn = await chain.send(charlie, chain.tx.utility.batchAll(withdrawals));
			eventOf(withdrawn, "utility.BatchCompleted");
			await govern(
				chain,
				chain.tx.personhood.removeIssuer(1),
				registerIssuer(chain, eve, "Eve's"),
			);
			const policy = await chain.ask("personhood_policy");
			assert.equal(policy.corruptIssuers, 1, "the chain says that one corrupt issuer is no harm");

			// Eve says the truth: she saw Mallory, for the first time. Charlie says that this is Victor.
			const second = new Identity("Mallory's second");
			const seen = [
				[corrupt, "Victor"],
				[eve, "Mallory"],
			];
			const signed = await tickets(chain, "Reinstate", second.commitment, seen);
			const seizure = await persons.reinstate(victor.person, 0, second, signed);
			const refused = await refusal(chain, seizure);
			if (!refused) eventOf(await chain.sendUnsigned(seizure), "personhood.Reinstated");
			const same = await chain.ask("personhood_epoch");
			assert.equal(same.epoch, epoch, "the machine was too slow for all to happen in one epoch");

			const present = await nextEpoch(chain);
			const acts = [];
			for (const identity of [mallory.identity, second]) {
				const { commitment } = identity;
				if (await chain.ask("personhood_merkleProof", String(commitment), present.root)) {
					acts.push(await quotaAct(chain, identity, present));
				}
			}
			const outcomes = await Promise.all(acts.map((act) => chain.sendUnsigned(act)));
			const said = outcomes.map((outcome) => eventOf(outcome, "personhood.Declared"));
			const aliases = new Set(said.map(({ alias }) => alias));
			const scopes = new Set(said.map(({ scope }) => JSON.stringify(scope)));

			t.diagnostic(
				`epoch ${present.epoch}: ${present.members} members, ${present.pendingChanges} changes ` +
					`wait; persons ${mallory.person} and ${victor.person} under root ${present.root}: ` +
					`${JSON.stringify(said)} in blocks ${outcomes.map(({ number }) => number)}`,
			);
			cameTo(
				"two leaves in one tree",
				{ leaves: acts.length, aliases: aliases.size, scopes: scopes.size },
				{
					meant: { leaves: 2, aliases: 2, scopes: 1 },
					due: { leaves: 1, aliases: 1, scopes: 1 },
				},
			);
		});
	});

	suite("what nobody pays for", { concurrency: false }, () => {
		/** As many bytes as one transaction can bring, near enough: two of them fill a block. */
		const BYTES = 2_000_000;
		const ACTS = 20;
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

		test("what is free for persons is free for whoever signs it, and as long as can be", async (t) => {
			const { personhood, system } = chain.tx;
			const scope = { Quota: { epoch: 0, counter: 0 } };
			const remark = system.remark(u8aToHex(new Uint8Array(BYTES)));
			const consent = { Sr25519: `0x${"00".repeat(64)}` };
			const calls = {
				enrol: personhood.enrol([], NO_PROOF),
				renew: personhood.renew(0, [], NO_PROOF),
				reinstate: personhood.reinstate(0, [], NO_PROOF),
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
			const long = () => personhood.actAs(scope, NO_PROOF, remark);
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
			const all = (is) => Object.fromEntries([...Object.keys(calls), "actAs"].map((k) => [k, is]));
			cameTo("signed and free", free, { meant: all(true), due: all(false) });
		});

		/** Opens a scope of alice's with so many slots. */
		async function openScope(slots) {
			const until = (await chain.height()) + 200;
			const call = chain.tx.personhood.openScope({ Count: slots }, 3, until);
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

		/** Makes acts one after the other, each as soon as it is proven; those that got in. */
		async function makeActs(count, who, scope, call) {
			const made = [];
			for (let topic = 1; topic <= count; topic += 1) {
				const next = await act(who, scope, topic, call);
				if (await refusal(chain, next)) break;
				const sent = chain.sendUnsigned(next);
				sent.catch(() => {});
				made.push(sent);
			}
			return Promise.all(made);
		}

		const nullifiersOf = async (scope) =>
			(await chain.api.query.personhood.nullifiers.entries({ Application: scope })).length;

		test("acts that fail leave nullifiers for which nobody pays", async (t) => {
			const scope = await openScope(1);
			// There is no such poll, nor does a scope of alice's belong to one.
			const fails = chain.tx.polls.vote(4_000_000_000, 0);
			const outcomes = await makeActs(ACTS, people[0], scope, fails);
			const failed = outcomes.filter((outcome) => eventOf(outcome, "personhood.Acted").result.err);
			const { slots, used } = await chain.ask("personhood_scope", scope);
			const nullifiers = await nullifiersOf(scope);

			const blocks = outcomes.map(({ number }) => number);
			t.diagnostic(
				`scope ${scope} of ${slots} slot: ${failed.length} acts failed in blocks ${blocks[0]} to ` +
					`${blocks.at(-1)}; ${nullifiers} nullifiers, ${used} slots used`,
			);
			cameTo("nullifiers for nothing", { nullifiers, used }, {
				meant: { nullifiers: ACTS, used: 0 },
				due: { nullifiers: 0, used: 0 },
			});
		});

		test("one person uses up the slots of a scope that are counted", async (t) => {
			const scope = await openScope(SLOTS);
			const says = chain.tx.personhood.declare(word(2));
			const outcomes = await makeActs(SLOTS, people[0], scope, says);
			for (const outcome of outcomes) eventOf(outcome, "personhood.Declared");
			const other = await refusal(chain, await act(people[1], scope, 0, says));
			const { slots, used } = await chain.ask("personhood_scope", scope);

			t.diagnostic(`scope ${scope}: one person used ${used} of ${slots}; another one: ${other}`);
			cameTo("one drains the slots", { used, other }, {
				meant: { used: SLOTS, other: "scopeSlots" },
				due: { used: 1, other: null },
			});
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
			const encoded = await Promise.all(keys.map((key) => chain.ask("circuits_encodeKey", key)));
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
			const refused = "circuits.KeyForgeable";
			const known = { "delta is gamma": refused, "delta is opposite to gamma": refused };
			const all = (what) => Object.fromEntries(Object.keys(weakKeys).map((name) => [name, what]));
			cameTo("weak keys", facts, { meant: { ...all(null), ...known }, due: all(refused) });
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
			cameTo("a lease paid for no work", { error, paid }, {
				meant: { error: null, paid: (98n * BigInt(EPOCH) * CEN) / 100n },
				due: { error: "circuits.KeyForgeable", paid: 0n },
			});
		});

		/** Asserts that every forged batch would hold by its guess, and that the chain accepts no proof. */
		async function refusesAll(t, pallet, { proven, reason }, batches, call) {
			for (const { name, right } of batches) assert.ok(right, `no forgery: ${name}`);
			const outcomes = await chain.sendAll(bob, batches.map(({ proofs }) => call(proofs)));
			for (const [i, { error, events }] of outcomes.entries()) {
				const of = (event) => events.filter(({ name }) => name === `${pallet}.${event}`);
				const accepted = of(proven).length;
				const refused = of("ProofRefused").map(({ data }) => data.refusal);
				cameTo(`${pallet}: ${batches[i].name}`, { error, accepted, refused }, {
					meant: { error: null, accepted: 3, refused: [] },
					due: { error: null, accepted: 0, refused: [reason, reason, reason] },
				});
			}
			const guesses = batches.map(({ name }) => name).join("; ");
			t.diagnostic(`${pallet}: refused in whole were the batches aimed at ${guesses}`);
		}

		test("three forged statements of a circuit are no batch, whatever is guessed", async (t) => {
			const [{ circuit, encoded }] = await circuitsOf(bob, [sound]);
			const statements = [0n, 1n, 2n].map((more) => ANY.map((input) => input + more));
			const key = u8aConcat([1], hexToU8a(encoded));
			const batches = forgeBatches(sound, key, statements);
			const told = { proven: "StatementProven", reason: { proof: "ProofInvalid" } };
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
			const told = { proven: "ProofValidated", reason: "ProofInvalid" };
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
