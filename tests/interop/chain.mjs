// A chain seen through stock polkadot.js: transactions with their outcomes in plain objects, and
// the node's JSON-RPC.

import { ApiPromise, WsProvider } from "@polkadot/api";
import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { startNode } from "./node.mjs";

const OUTCOME_TIMEOUT_MS = 300_000;

await cryptoWaitReady();
const keyring = new Keyring({ type: "sr25519" });

/** The accounts that the development chain endows. */
export const alice = keyring.addFromUri("//Alice");
export const bob = keyring.addFromUri("//Bob");

/** A 256-bit number as the chain's calls take it: 32 big-endian bytes in hex. */
export function word(number) {
	return `0x${BigInt(number).toString(16).padStart(64, "0")}`;
}

/** A proof of `@semaphore-protocol/proof` as the chain's `validate_proof` takes it. */
export function proofWords(proof) {
	return {
		merkleTreeDepth: proof.merkleTreeDepth,
		merkleTreeRoot: word(proof.merkleTreeRoot),
		nullifier: word(proof.nullifier),
		message: word(proof.message),
		scope: word(proof.scope),
		points: proof.points.map(word),
	};
}

/** Starts a node (see `startNode`) and connects to it. */
export async function startChain(options) {
	const node = await startNode(options);
	try {
		return await connect(node.url, node);
	} catch (error) {
		await node.stop();
		throw error;
	}
}

/** Connects to a running node. A lost connection is an error, and not made again. */
export async function connect(url, node) {
	const provider = new WsProvider(url, false);
	const api = new ApiPromise({ provider, noInitWarn: true });
	const failed = new Promise((_, reject) => {
		provider.on("error", () => reject(new Error(`no node answers at ${url}`)));
	});
	await Promise.race([provider.connect().then(() => api.isReadyOrError), failed]);
	return new Chain(api, provider, node);
}

export class Chain {
	#lost;

	constructor(api, provider, node) {
		// polkadot.js tells no subscription that its connection is gone.
		this.#lost = new Promise((_, reject) => {
			provider.on("disconnected", () => reject(new Error("the connection to the node is lost")));
		});
		this.#lost.catch(() => {});
		this.api = api;
		this.provider = provider;
		this.node = node;
		/** The runtime's calls. */
		this.tx = api.tx;
	}

	/** Calls an RPC method and returns its JSON as it is. */
	ask(method, ...params) {
		return this.provider.send(method, params);
	}

	/** Whether the chain would accept the proof in its next block; if not, the refusal's reason. */
	async refusal(group, proof, ...at) {
		const { accepted, refusal } = await this.ask("groups_verifyProof", group, proof, ...at);
		if (accepted !== (refusal === null)) throw new Error("an answer that contradicts itself");
		return refusal && refusal.reason;
	}

	/** The number of the best block. */
	async height() {
		return (await this.api.rpc.chain.getHeader()).number.toNumber();
	}

	/** The hash of the last finalised block. */
	async finalised() {
		return (await this.api.rpc.chain.getFinalizedHead()).toHex();
	}

	/** The hash of block `number` on the best chain. */
	async hashOf(number) {
		return (await this.api.rpc.chain.getBlockHash(number)).toHex();
	}

	/** Waits until the best block's number is at least `number`; without it, for the next block. */
	async reach(number) {
		const goal = number ?? (await this.height()) + 1;
		let unsubscribe;
		const reached = new Promise((resolve, reject) => {
			const seen = (header) => header.number.toNumber() >= goal && resolve();
			this.api.rpc.chain.subscribeNewHeads(seen).then((stop) => {
				unsubscribe = stop;
			}, reject);
		});
		await Promise.race([reached, this.#lost]);
		unsubscribe();
	}

	/** Signs and sends one call; see `sendAll`. */
	async send(signer, call, options) {
		return (await this.sendAll(signer, [call], options))[0];
	}

	/**
	 * Signs the calls with consecutive nonces, sends them at once, and waits until each is in a
	 * block, or in a finalised one with `{ finalised: true }`.
	 *
	 * Resolves to one outcome a call: `{ error, events, block, number }`, where `error` is `null` or
	 * the dispatch error's name (`groups.NullifierUsed`), and `events` are `{ name, data }`. Rejects
	 * if a transaction never got into a block. Calls with the same signer must not overlap.
	 */
	async sendAll(signer, calls, { finalised = false } = {}) {
		const next = await this.api.rpc.system.accountNextIndex(signer.address);
		const signed = [];
		for (const [i, call] of calls.entries()) {
			signed.push(await call.signAsync(signer, { nonce: next.addn(i) }));
		}
		const outcomes = signed.map((transaction) => this.#outcome(transaction, finalised));
		return Promise.race([Promise.all(outcomes), this.#lost]);
	}

	/** Sends the calls as `sendAll` does, but waits only until the node's pool has them. */
	async submitAll(signer, calls) {
		const next = await this.api.rpc.system.accountNextIndex(signer.address);
		for (const [i, call] of calls.entries()) {
			await (await call.signAsync(signer, { nonce: next.addn(i) })).send();
		}
	}

	/** The bytes of a transaction that nobody signs: what authorises its call is in the call. */
	unsigned(call, form = {}) {
		const plain = { era: "0x00", nonce: 0, tip: 0, mode: 0 };
		const payload = { ...plain, ...form, method: call.method };
		return this.api
			.createType("GeneralExtrinsic", { payload, transactionExtensionVersion: 0 })
			.toHex();
	}

	/** Sends a call that nobody signs, waits until it is in a block, and resolves as `send` does. */
	async sendUnsigned(call) {
		const bytes = this.unsigned(call);
		const block = await Promise.race([this.#included(bytes), this.#lost]);
		// Stock decoding, of the whole block and of all its events.
		const { block: decoded } = await this.api.rpc.chain.getBlock(block);
		const raw = (await this.ask("chain_getBlock", block)).block.extrinsics;
		const index = raw.indexOf(bytes);
		if (index < 0 || decoded.extrinsics.length !== raw.length) {
			throw new Error("polkadot.js reads another block than was made");
		}
		const events = (await this.api.query.system.events.at(block))
			.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eq(index))
			.map(({ event }) => event);
		const failed = events.find((event) => this.api.events.system.ExtrinsicFailed.is(event));
		return {
			error: this.#errorName(failed?.data.dispatchError),
			events: events.map(plain),
			block,
			number: decoded.header.number.toNumber(),
		};
	}

	#included(bytes) {
		return new Promise((resolve, reject) => {
			let end;
			const timer = setTimeout(
				() => end(reject, new Error("the transaction took too long")),
				OUTCOME_TIMEOUT_MS,
			).unref();
			const names = ["author_extrinsicUpdate", "author_submitAndWatchExtrinsic"];
			const watching = this.provider.subscribe(...names, [bytes], (error, status) => {
				if (error) end(reject, error);
				else if (status.inBlock) end(resolve, status.inBlock);
				else if (["invalid", "dropped"].includes(status) || status.usurped) {
					end(reject, new Error(`the transaction is ${JSON.stringify(status)}`));
				}
			});
			end = (settle, value) => {
				clearTimeout(timer);
				watching
					.then((id) => this.provider.unsubscribe(names[0], "author_unwatchExtrinsic", id))
					.catch(() => {});
				settle(value);
			};
			watching.catch((error) => end(reject, error));
		});
	}

	#outcome(transaction, finalised) {
		return new Promise((resolve, reject) => {
			let unsubscribe = () => {};
			const tooLong = new Error("the transaction took too long");
			const timer = setTimeout(reject, OUTCOME_TIMEOUT_MS, tooLong).unref();
			const end = (settle, value) => {
				clearTimeout(timer);
				unsubscribe();
				settle(value);
			};
			transaction
				.send((result) => {
					const { status } = result;
					if (result.isError) {
						end(reject, new Error(`the transaction is ${status.type}`));
					} else if (status.isFinalized || (status.isInBlock && !finalised)) {
						// polkadot.js leaves out that it is in a block where it is final before the
						// block's events are read.
						const block = status.isFinalized ? status.asFinalized : status.asInBlock;
						end(resolve, {
							error: this.#errorName(result.dispatchError),
							events: result.events.map(({ event }) => plain(event)),
							block: block.toHex(),
							number: result.blockNumber.toNumber(),
						});
					}
				})
				.then(
					(stop) => {
						unsubscribe = stop;
					},
					(error) => end(reject, error),
				);
		});
	}

	#errorName(error) {
		if (!error) return null;
		if (!error.isModule) return error.type;
		const { section, name } = this.api.registry.findMetaError(error.asModule);
		return `${section}.${name}`;
	}

	/** Disconnects, and ends the node if it is ours. */
	async stop() {
		await this.api.disconnect();
		await this.node?.stop();
	}

	/** Kills the node without warning. */
	async kill() {
		await this.api.disconnect();
		await this.node.kill();
	}
}

function plain(event) {
	const names = event.data.names ?? event.data.map((_, i) => i);
	const data = Object.fromEntries(names.map((name, i) => [name, event.data[i].toJSON()]));
	return { name: `${event.section}.${event.method}`, data };
}

/** The data of the one event of this name, or an error that says what happened instead. */
export function eventOf(outcome, name) {
	const found = outcome.events.filter((event) => event.name === name);
	if (outcome.error || found.length !== 1) {
		const names = outcome.events.map((event) => event.name).join(", ");
		throw new Error(
			`expected one ${name}, got ${found.length} (error: ${outcome.error}, events: ${names})`,
		);
	}
	return found[0].data;
}

/**
 * Opens a group of alice's with these members; `rootDuration` in blocks, `null` for the chain's
 * default. Returns its number. Nobody else may open a group on the chain meanwhile.
 */
export async function openGroup(
	chain,
	members = [],
	{ rootDuration = null, instantRevocation = false } = {},
) {
	const group = await chain.ask("groups_count");
	const calls = [chain.tx.groups.createGroup(rootDuration, instantRevocation)];
	if (members.length > 0) calls.push(chain.tx.groups.addMembers(group, members.map(word)));
	const outcome = await chain.send(alice, chain.tx.utility.batchAll(calls));
	if (eventOf(outcome, "groups.GroupCreated").group !== group) {
		throw new Error("somebody else opened a group");
	}
	return group;
}
