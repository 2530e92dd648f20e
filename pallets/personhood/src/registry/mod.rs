//! Who is a person: issuers and policies, tickets, and a person's life from its admission to its end.

pub(crate) mod admission;
mod attestations;
pub(crate) mod issuers;
mod lifecycle;
mod policies;
pub(crate) mod policy;
pub(crate) mod record;
pub mod tickets;
