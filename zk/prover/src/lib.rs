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
//! Nothing here uses the network. Keys, secrets, witnesses and what is kept of them on the heap are
//! overwritten after use, and stand in no `Debug`, error or log; copies on the stack are not
//! overwritten. The running time depends on the secrets: prove where no one measures it.

mod artifacts;
mod baby_jubjub;
mod blake512;
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
mod multiply;
mod poseidon;
#[cfg(test)]
mod program;
mod tables;
mod transform;
mod witness;
mod zkey;

pub use artifacts::Artifacts;
pub use circuit::{verify, Circuit, Timing};
pub use error::Error;
pub use group::Group;
pub use identity::{Identity, MAX_KEY_BYTES};
pub use input::{Message, Scope};
