//! The host calls as a wasm module: what a runtime has that calls no host (`census-zk-host`'s feature
//! `in-wasm`). The caller writes the arguments' bytes, one after the other, to where `buffer` says, and
//! passes their lengths. What a call writes stands at the start of the buffer afterwards.
//!
//! Built natively, only [`CAPACITY`] is left of it.

#![cfg_attr(target_family = "wasm", no_std)]

/// How many bytes a call's arguments may have together: enough for an append of more leaves than it
/// takes, and the nodes that would change.
pub const CAPACITY: usize = 320 * 1024;

#[cfg(target_family = "wasm")]
mod memory;

/// What the module exports.
#[cfg(target_family = "wasm")]
pub mod exports {
	extern crate alloc;

	use crate::CAPACITY;
	use alloc::vec::Vec;
	use census_zk_host::bare;
	use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

	/// The arguments' bytes. Atomics may change from outside without unsafe code in here.
	static BUFFER: [AtomicU8; CAPACITY] = [const { AtomicU8::new(0) }; CAPACITY];

	/// Where the arguments are to be written.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn buffer() -> u32 {
		BUFFER.as_ptr() as u32
	}

	/// Arguments that have these lengths.
	fn arguments(lengths: [u32; 3]) -> [Vec<u8>; 3] {
		let mut bytes = BUFFER.iter().map(|byte| byte.load(Relaxed));
		lengths.map(|length| bytes.by_ref().take(length as usize).collect())
	}

	/// Hands what a call wrote to the caller.
	fn hand_out(bytes: &[u8]) {
		BUFFER.iter().zip(bytes).for_each(|(to, byte)| to.store(*byte, Relaxed));
	}

	/// Key, proof and inputs.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn groth16_verify(key: u32, proof: u32, inputs: u32) -> u32 {
		let [key, proof, inputs] = arguments([key, proof, inputs]);
		bare::groth16_verify(&key, &proof, &inputs)
	}

	/// Key, proofs and the inputs of all.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn groth16_verify_batch(key: u32, proofs: u32, inputs: u32) -> u64 {
		let [key, proofs, inputs] = arguments([key, proofs, inputs]);
		bare::groth16_verify_batch(&key, &proofs, &inputs)
	}

	/// Left, right, and what stands where the hash is to be written: 32 bytes each, or the answer is no
	/// code of the call.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn poseidon(left: u32, right: u32, out: u32) -> u32 {
		let [left, right, out] = arguments([left, right, out]).map(<[u8; 32]>::try_from);
		let (Ok(left), Ok(right), Ok(mut out)) = (left, right, out) else { return u32::MAX };
		let code = bare::poseidon(&left, &right, &mut out);
		hand_out(&out);
		code
	}

	/// The tree's size; frontier, leaves, and what stands where the nodes are to be written.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn lean_imt_append(frontier: u32, leaves: u32, out: u32, size: u64) -> u32 {
		let [frontier, leaves, mut out] = arguments([frontier, leaves, out]);
		let code = bare::lean_imt_append(size, &frontier, &leaves, &mut out);
		hand_out(&out);
		code
	}
}
