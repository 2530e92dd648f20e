//! `census_groth16::verify` as a wasm module. The caller writes key, proof and inputs, one after
//! the other, to where `buffer` says, and passes their lengths to `verify`, which answers with a
//! code of `census_groth16::code`.
//!
//! Built natively, only [`CAPACITY`] is left of it.

#![cfg_attr(target_family = "wasm", no_std)]

/// How many bytes key, proof and inputs may have together.
pub const CAPACITY: usize = 16 * 1024;

#[cfg(target_family = "wasm")]
mod memory;

/// What the module exports.
#[cfg(target_family = "wasm")]
pub mod exports {
	extern crate alloc;

	use crate::CAPACITY;
	use alloc::vec::Vec;
	use census_groth16::{code, verify, Key};
	use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

	/// The arguments' bytes. Atomics may change from outside without unsafe code in here.
	static BUFFER: [AtomicU8; CAPACITY] = [const { AtomicU8::new(0) }; CAPACITY];

	/// Where the arguments are to be written.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn buffer() -> u32 {
		BUFFER.as_ptr() as u32
	}

	/// The code of the verdict on the arguments, which have these lengths.
	#[allow(unsafe_code, reason = "exporting a name counts as unsafe, for names may collide")]
	#[no_mangle]
	pub extern "C" fn verify_groth16(key: u32, proof: u32, inputs: u32) -> u32 {
		let mut bytes = BUFFER.iter().map(|byte| byte.load(Relaxed));
		let mut take = |length: u32| bytes.by_ref().take(length as usize).collect::<Vec<_>>();
		let (key, proof, inputs) = (take(key), take(proof), take(inputs));
		code(Key::decode(&key).and_then(|key| verify(key, &proof, &inputs)))
	}
}
