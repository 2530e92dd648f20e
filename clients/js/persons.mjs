// Persons with stock clients: what an issuer's back end signs, the proofs that people make with
// Semaphore's npm packages, and the transactions that carry them without an account or a fee.
//
// `pallets/personhood/src/{tickets,words,knowledge}.rs` say the same byte for byte.

import { bnToU8a, hexToU8a, u8aConcat, u8aToBigInt, u8aToHex } from "@polkadot/util";
import { blake2AsU8a } from "@polkadot/util-crypto";
import { proofWords, word } from "./chain.mjs";
import { Group, prove } from "./prove.mjs";

/** The depth of the circuit with which persons act, whatever the tree's. */
export const PERSON_DEPTH = 26;

const RESERVED_SCOPE = new Uint8Array([0xff, ...new TextEncoder().encode("person"), 0]);
const PURPOSES = ["Enrol", "Renew", "Recover"];

const bytesOf = (number) => hexToU8a(word(number));
const numberOf = (bytes) => u8aToBigInt(bytes, { isLe: false });
const u32 = (number) => bnToU8a(number, { bitLength: 32, isLe: true });

function domain(name) {
	const bytes = new Uint8Array(16);
	bytes.set(new TextEncoder().encode(name));
	return bytes;
}

/** The salt of a commitment: the other member of the group in which its secret is shown. */
export function salt(commitment) {
	const hash = blake2AsU8a(u8aConcat(domain("census/salt"), bytesOf(commitment)));
	return numberOf(hash.subarray(0, 31));
}

/**
 * An issuer's back end: it needs its key, its number, the hash of the chain's genesis block, and a secret
 * of its own by which it makes its tags. The secret outlives the key, and never leaves the issuer.
 * (In another language: 133 bytes, a hash, a signature.)
 */
export class Issuer {
	constructor(pair, number, genesis, secret) {
		this.pair = pair;
		this.number = number;
		this.genesis = hexToU8a(genesis);
		this.secret = secret;
	}

	/**
	 * The issuer's tag of a human: the same each time, another one at each issuer, and of no meaning to
	 * anybody who lacks the secret. A hash without one could be guessed: there are few humans.
	 */
	tag(human) {
		const known = u8aConcat(u32(this.number), new TextEncoder().encode(human));
		return u8aToHex(blake2AsU8a(known, 256, this.secret));
	}

	/** What is hashed, and then signed. */
	bytes(purpose, commitment, tag, { serial, recoveries, notAfter, validFor }) {
		return u8aConcat(
			domain("census/ticket"),
			this.genesis,
			[PURPOSES.indexOf(purpose)],
			u32(this.number),
			bytesOf(commitment),
			tag,
			u32(serial),
			u32(recoveries),
			u32(notAfter),
			u32(validFor),
		);
	}

	/**
	 * A signed ticket, as the chain's calls take it. `serial` is the one that `personhood_tag` tells of
	 * the human's tag, `recoveries` that of the person; both are 0 for a human who is new.
	 */
	ticket(purpose, commitment, human, { serial = 0, recoveries = 0, notAfter, validFor }) {
		const tag = this.tag(human);
		const says = { serial, recoveries, notAfter, validFor };
		const hash = blake2AsU8a(this.bytes(purpose, commitment, tag, says));
		const kind = { sr25519: "Sr25519", ed25519: "Ed25519", ecdsa: "Ecdsa" }[this.pair.type];
		return {
			ticket: {
				purpose,
				issuer: this.number,
				commitment: word(commitment),
				tag,
				serial,
				recoveries,
				notAfter,
				validFor,
			},
			evidence: { Signature: { [kind]: this.pair.sign(hash) } },
		};
	}
}

/**
 * Tickets about a commitment, of each issuer for the human that it says it saw, with the serials of
 * now.
 */
export async function ticketsOf(chain, purpose, commitment, seen, options = {}) {
	const notAfter = (await chain.height()) + 1_000;
	const ticket = async ([issuer, human]) => {
		const { serial } = await chain.ask("personhood_tag", issuer.number, issuer.tag(human));
		const usual = { serial, notAfter, validFor: 100_000 };
		return issuer.ticket(purpose, commitment, human, { ...usual, ...options });
	};
	return Promise.all(seen.map(ticket));
}

/** Why the chain would refuse a call that nobody signs, or `null`. */
export async function refusalOf(chain, call) {
	const { refusal } = await chain.ask("personhood_check", call.method.toHex());
	return refusal && refusal.reason;
}

/** Waits until the next epoch has begun, and returns it. */
export async function nextEpoch(chain) {
	const { epoch } = await chain.ask("personhood_epoch");
	for (;;) {
		await chain.reach();
		const now = await chain.ask("personhood_epoch");
		if (now.epoch > epoch) return now;
	}
}

/** A proof that `identity` is the one of its commitment, by Semaphore's prover. `message` and `scope` are numbers. */
function know(identity, scope, message) {
	const group = new Group([identity.commitment, salt(identity.commitment)]);
	return prove(identity, group.generateMerkleProof(0), message, scope, 1);
}

/** What a person does on a chain. Another prover than Semaphore's can be given, which takes what `know` does. */
export class Persons {
	#prover;

	constructor(chain, prover = know) {
		this.#prover = prover;
		this.chain = chain;
		this.api = chain.api;
		this.genesis = chain.api.genesisHash.toU8a();
	}

	#hash(name, ...parts) {
		return blake2AsU8a(u8aConcat(domain(name), this.genesis, ...parts));
	}

	#scope(name, ...parts) {
		return numberOf(
			u8aConcat(RESERVED_SCOPE, this.#hash(name, ...parts).subarray(0, 24)),
		);
	}

	/** The bytes of a call's argument, as the chain encodes it. */
	#argument(call, position) {
		return call.args[position].toU8a();
	}

	#know(identity, scope, message) {
		return this.#prover(identity, scope, numberOf(message));
	}

	/** The call that enrols an identity. */
	async enrol(identity, tickets) {
		const encoded = this.#argument(this.api.tx.personhood.enrol(tickets, NO_PROOF), 0);
		const proof = await this.#know(
			identity,
			this.#scope("census/know"),
			this.#hash("census/enrol", encoded),
		);
		return this.api.tx.personhood.enrol(tickets, proofWords(proof));
	}

	/** A call about a person that brings tickets, and a proof by the identity that they are about. */
	async #admit(call, name, person, recoveries, identity, tickets) {
		const encoded = this.#argument(call(person, tickets, NO_PROOF), 1);
		const proof = await this.#know(
			identity,
			this.#scope("census/know"),
			this.#hash(name, u32(person), u32(recoveries), encoded),
		);
		return call(person, tickets, proofWords(proof));
	}

	/** The call that renews a person; `identity` is the one that it has. */
	renew(person, recoveries, identity, tickets) {
		const call = this.api.tx.personhood.renew;
		return this.#admit(call, "census/renew", person, recoveries, identity, tickets);
	}

	recover(person, recoveries, identity, tickets) {
		const call = this.api.tx.personhood.recover;
		return this.#admit(call, "census/recover", person, recoveries, identity, tickets);
	}

	/** The call that puts a new identity in the place of a person's, which has rotated so often. */
	async rotate(person, rotations, current, next) {
		const message = this.#hash(
			"census/rotate",
			u32(person),
			u32(rotations),
			bytesOf(next.commitment),
		);
		const scope = this.#scope("census/rotation", u32(person), u32(rotations));
		const proofs = [];
		for (const identity of [current, next]) {
			proofs.push(proofWords(await this.#know(identity, scope, message)));
		}
		return this.api.tx.personhood.rotate(person, word(next.commitment), ...proofs);
	}

	/** The call by which the current identity vetoes the recovery to `commitment`. */
	async veto(person, recoveries, current, commitment) {
		const message = this.#hash("census/veto", u32(person), u32(recoveries), bytesOf(commitment));
		const scope = this.#scope("census/vetoes", u32(person), u32(recoveries));
		const proof = await this.#know(current, scope, message);
		return this.api.tx.personhood.veto(person, proofWords(proof));
	}

	/** A scope as Semaphore's packages take it. */
	scopeOf(scope) {
		return this.#scope("census/act-scope", this.#encode(scope));
	}

	#encode(scope) {
		return this.#argument(
			this.api.tx.personhood.actAs(scope, 0, NO_PROOF, this.api.tx.system.remark("0x")),
			0,
		);
	}

	/**
	 * The proof by which `identity` makes `call` in `scope`. `merkleProof` is that of its leaf under
	 * the root of the scope's epoch; `attempt` says how often the act has failed.
	 */
	prove(identity, merkleProof, scope, call, attempt = 0) {
		const version = this.api.runtimeVersion.transactionVersion.toNumber();
		const message = this.#hash(
			"census/act",
			u32(version),
			this.#encode(scope),
			[attempt],
			call.method.toU8a(),
		);
		return prove(identity, merkleProof, numberOf(message), this.scopeOf(scope), PERSON_DEPTH);
	}

	/** The call that makes `call` as a person. */
	async actAs(identity, merkleProof, scope, call, attempt = 0) {
		const proof = await this.prove(identity, merkleProof, scope, call, attempt);
		return this.api.tx.personhood.actAs(scope, attempt, proofWords(proof), call);
	}

	/** The call that lets `account` act as the person's alias until the epoch ends. */
	async openSession(identity, merkleProof, epoch, account) {
		const message = this.#hash("census/session", u32(epoch), account.publicKey);
		const proof = await prove(
			identity,
			merkleProof,
			numberOf(message),
			this.scopeOf({ Session: { epoch } }),
			PERSON_DEPTH,
		);
		const alias = bytesOf(proof.nullifier);
		const agreed = this.#hash("census/consent", u32(epoch), account.publicKey, alias);
		const consent = { Sr25519: account.sign(agreed) };
		return this.api.tx.personhood.openSession(
			epoch,
			proofWords(proof),
			account.address,
			consent,
		);
	}

	/** The Merkle proof of an identity's leaf under a root that is accepted somewhere. */
	async merkleProof(identity, root) {
		return this.chain.ask("personhood_merkleProof", identity.commitment.toString(), root);
	}
}

/** Words in a proof's shape that prove nothing. */
export const NO_PROOF = {
	merkleTreeDepth: 1,
	merkleTreeRoot: word(0),
	nullifier: word(0),
	message: word(0),
	scope: word(0),
	points: Array(8).fill(word(0)),
};
