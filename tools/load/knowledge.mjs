// Proofs of knowledge by the Rust prover, many at a time.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { salt } from "@census/sdk/persons";

const require = createRequire(import.meta.url);
const artifacts = path.dirname(require.resolve("@zk-kit/semaphore-artifacts/package.json"));
const target = process.env.CARGO_TARGET_DIR ?? path.join(os.homedir(), ".cache/census/target");

/** The example `prove_lines` of `zk/prover`, which answers questions in their order. */
export class Prover {
	#child = spawn(path.join(target, "release/examples/prove_lines"), [artifacts], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
	#failed = new Promise((_, reject) => this.#child.once("error", reject));

	constructor() {
		this.#failed.catch(() => {});
		this.#child.stdin.on("error", () => {});
	}

	/** A proof of knowledge, as the SDK's `Persons` asks its prover for one. */
	know = async (identity, scope, message) => {
		const question = {
			key: identity.export(),
			leaves: [identity.commitment, salt(identity.commitment)].map(String),
			message: { bigint: String(message) },
			scope: { bigint: String(scope) },
			depth: 1,
		};
		const answer = this.#answers.next();
		this.#child.stdin.write(`${JSON.stringify(question)}\n`);
		const { value, done } = await Promise.race([answer, this.#failed]);
		assert.ok(!done, "the prover ended early");
		const { proof, error } = JSON.parse(value);
		if (error) throw new Error(error);
		return proof;
	};

	end() {
		this.#child.stdin.end();
	}
}
