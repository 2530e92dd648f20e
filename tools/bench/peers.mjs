// The peers of `census-bench` that come from npm, for it to run: not for people. The first line
// printed is the bytecode of Semaphore's Solidity verifier, in hexadecimal, as `solc` makes it of the
// published source. Then each line read is a proof as npm's packages write it, and is answered with
// the nanoseconds that npm's `verifyProof` (snarkjs) took to accept it.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { verifyProof } from "@semaphore-protocol/proof";
import solc from "solc";

const published = path.dirname(createRequire(import.meta.url).resolve("@semaphore-protocol/contracts/package.json"));
const source = (file) => fs.readFileSync(path.join(published, file), "utf8");

/** What is deployed of a contract that is alone of its name in its file. */
function bytecode(file, name) {
	const input = {
		language: "Solidity",
		sources: { [file]: { content: source(file) } },
		settings: {
			optimizer: { enabled: true, runs: 200 },
			outputSelection: { [file]: { [name]: ["evm.deployedBytecode.object"] } },
		},
	};
	const imports = { import: (imported) => ({ contents: source(imported) }) };
	const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input), imports));
	const fatal = errors.filter(({ severity }) => severity === "error");
	assert.deepEqual(fatal.map(({ formattedMessage }) => formattedMessage), []);
	return contracts[file][name].evm.deployedBytecode.object;
}

console.log(bytecode("base/SemaphoreVerifier.sol", "SemaphoreVerifier"));
for await (const line of createInterface({ input: process.stdin })) {
	const proof = JSON.parse(line);
	const start = process.hrtime.bigint();
	assert.ok(await verifyProof(proof), "npm refuses a proof");
	console.log(String(process.hrtime.bigint() - start));
}
// snarkjs keeps its threads.
await globalThis.curve_bn128?.terminate();
