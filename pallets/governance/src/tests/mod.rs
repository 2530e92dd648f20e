//! Tests, by what they are about; `sequences` tries random lives of a whole chain.

mod attacks;
mod close;
mod committee;
mod enact;
mod genesis;
mod pauses;
mod propose;
mod sequences;
mod stages;
mod try_state;
mod vote;
