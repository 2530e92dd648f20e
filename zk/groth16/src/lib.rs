//! Groth16 over BN254, verified strictly: bytes in, one of a few fixed codes out.
//!
//! [`verify`] takes a [`Key`] (a Semaphore v4 circuit by its depth, or a verifying key's bytes), a
//! proof and its public inputs. The answer depends on these bytes alone. It never panics, and an
//! answer once given never changes within [`VERSION`].
//!
//! # Bytes
//! - A *coordinate* is 32 big-endian bytes, below the base field's modulus `q`.
//! - A *G1 point* is `x, y`; a *G2 point* is `x.c1, x.c0, y.c1, y.c0`, as Solidity's precompiles
//!   and Semaphore have it. No point may be the point at infinity.
//! - A *proof* is `A, B, C`: [`PROOF_BYTES`].
//! - The *inputs* are 32 big-endian bytes each, below the scalar field's modulus `r`.
//! - A *verifying key* is `alpha, beta, gamma, delta, IC[0], ..., IC[n]` for `n` inputs
//!   ([`VerifyingKey`]).
//!
//! Every number has one form only, so no second form of a nullifier, or of a key, exists.
//!
//! # The order of the checks
//! It is fixed, so that all builds refuse a thing for the same reason:
//! 1. lengths: the key's ([`VerifyError::UnknownKey`], [`VerifyError::KeyLength`]), the proof's, the
//!    inputs';
//! 2. ranges: the proof's coordinates, the inputs;
//! 3. the proof's points: none at infinity, all on their curve, `B` in the subgroup;
//! 4. a key from outside: ranges, then infinity, curve, subgroup, then [`VerifyError::KeyForgeable`];
//! 5. the pairing equation.
//!
//! # The equation
//! `e(A, B) = e(alpha, beta) e(L, gamma) e(C, delta)` with `L = IC[0] + sum(input[i] IC[i + 1])`
//! (Groth, "On the size of pairing-based non-interactive arguments", 2016), computed as one
//! product of Miller loops with a single final exponentiation. [`batch`] does this for many proofs
//! at once, with the same verdict on each.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod batch;
mod coefficient;
mod comb;
mod encoding;
mod error;
mod field;
mod key;
mod lockstep;
pub mod one_key;
mod pairing;
mod proof;
mod seed;
mod semaphore;

pub use error::{code, from_code, Verdict, VerifyError};
pub use key::{prepare_once, Key, Prepare, PreparedKey, VerifyingKey, MAX_INPUTS, MAX_KEY_BYTES};
pub use proof::PROOF_BYTES;
#[cfg(feature = "std")]
pub use semaphore::prepare_semaphore_keys;
pub use semaphore::{semaphore_key, SEMAPHORE_INPUTS};

use proof::Proof;

/// The version of everything this crate decides: the codes, the byte forms, the order of the
/// checks and the embedded keys.
pub const VERSION: u32 = 1;

/// Verifies `proof` for the public `inputs` against `key`.
///
/// # Errors
/// Says why the proof is refused: [`VerifyError::FalseProof`] if all is well formed but the statement
/// is not proven.
pub fn verify(key: Key<'_>, proof: &[u8], inputs: &[u8]) -> Verdict {
	verify_with(key, proof, inputs, &prepare_once)
}

/// [`verify`], with prepared keys from wherever the caller has them.
///
/// # Errors
/// Those of [`verify`].
pub fn verify_with(key: Key<'_>, proof: &[u8], inputs: &[u8], prepare: &Prepare<'_>) -> Verdict {
	let (proof, lines) = Proof::read(proof, inputs, key.inputs()?)?;
	key.prepared(prepare)?.check(&proof, &lines)
}
