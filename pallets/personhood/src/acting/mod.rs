//! Acting as a person: acts, the scopes in which they are made, and sessions.

mod acts;
mod nullifiers;
mod scopes;
mod sessions;

pub(crate) use acts::*;
