//! `census_groth16::verify` as a wasm module, and batches under one key. The caller writes key,
//! proof or proofs, and inputs, one after the other, to where `buffer` says, and passes their lengths
//! to `verify_groth16`, which answers with a code of `census_groth16::code`, or to
//! `verify_groth16_batch`, which answers with one of `census_groth16::one_key::code`.
//!
//! Built natively, only [`CAPACITY`] is left of it.

#![cfg_attr(target_family = "wasm", no_std)]

/// How many bytes key, proofs and inputs may have together.
pub const CAPACITY: usize = 64 * 1024;

#[cfg(target_family = "wasm")]
mod memory;

/// What the module exports.
#[cfg(target_family = "wasm")]
pub mod exports {
	extern crate alloc;

	use crate::CAPACITY;
	use alloc::vec::Vec;
	use census_groth16::{
		batch::{first_refusal, Coefficients, Settings},
		code,
		one_key::{self, BatchRefusal},
		prepare_once, verify, Key,
	};
	use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

	/// The arguments' bytes. Atomics may change from outside without unsafe code in here.
	static BUFFER: [AtomicU8; CAPACITY] = [const { AtomicU8::new(0) }; CAPACITY];

	/// Where the arguments are to be written.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn buffer() -> u32 {
		BUFFER.as_ptr() as u32
	}

	/// Key, proofs and inputs, which have these lengths.
	fn arguments(lengths: [u32; 3]) -> [Vec<u8>; 3] {
		let mut bytes = BUFFER.iter().map(|byte| byte.load(Relaxed));
		lengths.map(|length| bytes.by_ref().take(length as usize).collect())
	}

	/// The code of the verdict on the arguments, which have these lengths.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn verify_groth16(key: u32, proof: u32, inputs: u32) -> u32 {
		let [key, proof, inputs] = arguments([key, proof, inputs]);
		code(Key::decode(&key).and_then(|key| verify(key, &proof, &inputs)))
	}

	/// The code of the outcome of a batch under one key; the arguments have these lengths.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn verify_groth16_batch(key: u32, proofs: u32, inputs: u32) -> u64 {
		let [key, proofs, inputs] = arguments([key, proofs, inputs]);
		let settings =
			Settings { coefficients: Coefficients::Derived, prepare: &prepare_once, threads: 1 };
		let outcome =
			one_key::items(&key, &proofs, &inputs).and_then(|items| {
				match first_refusal(&items, &settings).result {
					None => Ok(()),
					Some((place, refusal)) => Err(BatchRefusal::at(place, refusal)),
				}
			});
		one_key::code(outcome)
	}
}
