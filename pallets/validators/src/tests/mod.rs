//! Tests, by what they are about; `sequences` tries random lives of a whole chain.

mod candidates;
mod income;
mod offences;
mod seats;
mod sequences;
mod sessions;
mod set;
mod terms;
