//! Semaphore v4 without JavaScript: identities, groups and proofs that `@semaphore-protocol`'s npm
//! packages and the chain accept, and the same nullifiers and commitments from the same keys.
//!
//! - [`Identity`]: from a key, at random, or imported.
//! - [`Group`]: the members, and their Merkle proofs.
//! - [`Message`] and [`Scope`]: what is signalled, and where.
//! - [`Artifacts`]: the published circuits on disk, checked by hash. None ships with the crate.
//! - [`Circuit`]: one of them, loaded; it proves for every tree that is no deeper.
//! - [`factory`]: proofs by the thousand, kept on disk.
//!
//! Nothing here uses the network. Whatever tells who proves (keys, secrets, Merkle paths, witnesses,
//! blindings) and stands on the heap is overwritten after use, and is in no `Debug`, error or log;
//! copies on the stack are not overwritten. The running time depends on the secrets: prove where no one
//! measures it.

mod artifacts;
mod baby_jubjub;
mod blake512;
mod blinding;
mod circuit;
mod clock;
mod error;
pub mod factory;
mod field;
mod fixed_base;
mod groth16;
mod group;
mod identity;
mod input;
mod msm;
mod ntt;
mod poseidon;
#[cfg(test)]
mod program;
#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod remains;
mod tables;
mod witness;
mod zkey;

pub use artifacts::Artifacts;
pub use circuit::{verify, Circuit, Timing};
pub use error::Error;
pub use group::Group;
pub use identity::{Identity, MAX_KEY_BYTES};
pub use input::{Message, Scope};

/// What tells who proves is overwritten when it is dropped: without that, this does not compile.
const _: () = {
	const fn is_overwritten<T: zeroize::ZeroizeOnDrop>() {}
	is_overwritten::<Identity>();
	is_overwritten::<witness::Inputs>();
	is_overwritten::<blinding::Blinding>();
	is_overwritten::<zeroize::Zeroizing<census_zk_types::MerkleProof>>();
};
