//! Semaphore v4 without JavaScript: identities, groups and proofs that `@semaphore-protocol`'s npm
//! packages and the chain accept, and the same nullifiers and commitments from the same keys.
//!
//! - [`Identity`]: from a key, at random, or imported.
//! - [`Group`]: the members, and their Merkle proofs.
//! - [`Message`] and [`Scope`]: what is signalled, and where.

mod baby_jubjub;
mod blake512;
mod error;
mod field;
mod group;
mod identity;
mod input;

pub use error::Error;
pub use group::Group;
pub use identity::{Identity, MAX_KEY_BYTES};
pub use input::{Message, Scope};
