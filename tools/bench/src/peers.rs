//! A Semaphore proof, verified: beside npm's packages (snarkjs) in Node.js, and beside Semaphore's own
//! Solidity verifier, run by revm with the EVM's precompiled contracts.
//!
//! All start from the same proof. npm takes it as JSON and may use threads; the others use one core.

use crate::{
	row::{medians, nanoseconds_each, Row},
	verify::{published, published_json},
};
use census_groth16::{verify, Key};
use std::{
	env,
	error::Error,
	hint::black_box,
	io::{BufRead, BufReader, Write},
	process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};
use tiny_keccak::{Hasher, Keccak};

/// The circuit's depth; all depths cost the same.
const DEPTH: u8 = 20;
/// How often each contestant verifies the proof, the rounds that warm npm up among them.
const ROUNDS: usize = 101;
/// The program that runs npm's packages.
const PEERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers.mjs");
/// What the Solidity verifier is called by.
const SIGNATURE: &[u8] = b"verifyProof(uint256[2],uint256[2][2],uint256[2],uint256[4],uint256)";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A program that reads lines and answers each with nanoseconds.
struct Program {
	process: Child,
	input: ChildStdin,
	output: BufReader<ChildStdout>,
}

impl Program {
	fn start(mut command: Command) -> Result<Self> {
		let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
		let input = process.stdin.take().ok_or("it has an input")?;
		let output = process.stdout.take().ok_or("it has an output")?;
		Ok(Self { process, input, output: BufReader::new(output) })
	}

	fn read(&mut self) -> Result<String> {
		let mut line = String::new();
		self.output.read_line(&mut line)?;
		Ok(line.trim_end().into())
	}

	fn time(&mut self, line: &str) -> Result<f64> {
		writeln!(self.input, "{line}")?;
		Ok(self.read()?.parse()?)
	}
}

impl Drop for Program {
	fn drop(&mut self) {
		// It has nothing to finish.
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}

/// Measures verification beside peers that are programs of their own.
pub(crate) fn run() -> Vec<Row> {
	rows().unwrap_or_else(|error| {
		eprintln!("snarkjs and revm are left out ({error}): `make bench` brings them.");
		Vec::new()
	})
}

fn rows() -> Result<Vec<Row>> {
	let mut npm = Command::new("node");
	npm.arg(PEERS);
	let mut npm = Program::start(npm)?;
	let bytecode = npm.read()?;
	let mut evm = Program::start(Command::new(env::current_exe()?.with_file_name("census-evm")))?;
	writeln!(evm.input, "{bytecode}")?;

	let (proof, inputs) = published(DEPTH);
	let json = published_json(DEPTH).to_string();
	let mut hash = [0; 32];
	let mut keccak = Keccak::v256();
	keccak.update(SIGNATURE);
	keccak.finalize(&mut hash);
	let mut depth = [0; 32];
	depth[31] = DEPTH;
	let call = hex::encode([&hash[..4], &proof, &inputs, &depth].concat());
	// Whether they can, and the first time, which is slow.
	npm.time(&json)?;
	evm.time(&call)?;

	let [ours, snarkjs, revm] = medians(
		ROUNDS,
		[
			&mut || {
				let key = Key::Semaphore { depth: DEPTH };
				nanoseconds_each(1, || {
					let verdict = verify(key, black_box(&proof), &inputs);
					assert!(verdict.is_ok(), "we refuse a valid proof");
				})
			},
			&mut || npm.time(&json).expect("it did before"),
			&mut || evm.time(&call).expect("it did before"),
		],
	);
	let row =
		|peer, peer_ns| Row { what: "verify a Semaphore proof", ours_ns: ours, peer, peer_ns };
	Ok(vec![
		row("revm 43, Semaphore's Solidity verifier", revm),
		row("snarkjs 0.7 in Node.js, through Semaphore's npm package", snarkjs),
	])
}
