// A chain seen through stock polkadot.js: transactions with their outcomes in plain objects, and
// the node's JSON-RPC.

import { ApiPromise, WsProvider } from "@polkadot/api";
import { cryptoWaitReady } from "@polkadot/util-crypto";

/**
 * How long a transaction may take to get into a block, or into a final one: a block comes every six
 * seconds, but on a machine that has much else to do an author misses slots, and a pool takes its
 * time. Ten minutes are a hundred slots: what has not come by then is lost.
 */
const OUTCOME_TIMEOUT_MS = 600_000;
const tooLong = (what) =>
	new Error(`${what} within ${OUTCOME_TIMEOUT_MS / 60_000} minutes, a hundred slots: it is lost`);

/** The most items of one page of a list. */
const PAGE = 1_000;
/** The code of the answer that nothing was found so far, and where to go on. */
const NOTHING_FOUND = 10_008;

await cryptoWaitReady();

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

/** A proof of snarkjs as the chain's calls take it. Mind that `pi_b` changes its order. */
export function snarkjsWords({ pi_a: a, pi_b: b, pi_c: c }) {
	return [a[0], a[1], b[0][1], b[0][0], b[1][1], b[1][0], c[0], c[1]].map(word);
}

/** A chain, by way of one node. */
export class Chain {
	#lost;

	/** Connects to a running node. A lost connection is an error, and not made again. */
	static async connect(url) {
		const provider = new WsProvider(url, false);
		const api = new ApiPromise({ provider, noInitWarn: true });
		const failed = new Promise((_, reject) => {
			provider.on("error", () => reject(new Error(`no node answers at ${url}`)));
		});
		await Promise.race([provider.connect().then(() => api.isReadyOrError), failed]);
		return new this(api, provider);
	}

	constructor(api, provider) {
		// polkadot.js tells no subscription that its connection is gone.
		this.#lost = new Promise((_, reject) => {
			provider.on("disconnected", () => reject(new Error("the connection to the node is lost")));
		});
		this.#lost.catch(() => {});
		this.api = api;
		this.provider = provider;
		/** The runtime's calls. */
		this.tx = api.tx;
	}

	/** Calls an RPC method and returns its JSON as it is. */
	ask(method, ...params) {
		return this.provider.send(method, params);
	}

	/**
	 * All that a list holds, page by page, each as of the best block of its moment. `params` are those of the
	 * list's method that come before `count`.
	 */
	async *items(method, ...params) {
		let after = null;
		do {
			const { items, next } = await this.ask(method, ...params, PAGE, after).catch((error) => {
				if (error.code !== NOTHING_FOUND) throw error;
				return { items: [], next: error.data.next };
			});
			yield* items;
			after = next;
		} while (after !== null);
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
	 *
	 * With `{ together: true }` one block has them all, in their order: the pool is given the last
	 * first. It keeps what waits for an earlier nonce to itself, and all are ready in the moment in
	 * which the first comes.
	 */
	async sendAll(signer, calls, { finalised = false, together = false } = {}) {
		const next = await this.api.rpc.system.accountNextIndex(signer.address);
		const signed = [];
		for (const [i, call] of calls.entries()) {
			signed.push(await call.signAsync(signer, { nonce: next.addn(i) }));
		}
		const outcomes = [];
		for (const transaction of together ? signed.toReversed() : signed) {
			const { pooled, outcome } = this.#watch(transaction, finalised);
			outcomes.push(outcome);
			// Told when all are in the pool.
			outcome.catch(() => {});
			if (together) await Promise.race([pooled, this.#lost]);
		}
		if (together) outcomes.reverse();
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
			const late = () => end(reject, tooLong("the transaction got into no block"));
			const timer = setTimeout(late, OUTCOME_TIMEOUT_MS).unref();
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

	/**
	 * Sends a transaction: `pooled` is that the node's pool has it, `outcome` what became of it in a
	 * block.
	 */
	#watch(transaction, finalised) {
		const into = finalised ? "no final block" : "no block";
		let pooled;
		const outcome = new Promise((resolve, reject) => {
			let unsubscribe = () => {};
			const late = () => end(reject, tooLong(`the transaction got into ${into}`));
			const timer = setTimeout(late, OUTCOME_TIMEOUT_MS).unref();
			const end = (settle, value) => {
				clearTimeout(timer);
				unsubscribe();
				settle(value);
			};
			pooled = transaction
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
		return { pooled, outcome };
	}

	#errorName(error) {
		if (!error) return null;
		if (!error.isModule) return error.type;
		const { section, name } = this.api.registry.findMetaError(error.asModule);
		return `${section}.${name}`;
	}

	/** Ends the connection. */
	async disconnect() {
		await this.api.disconnect();
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
