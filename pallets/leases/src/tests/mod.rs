//! One file for each part of the market, one for what went wrong elsewhere, one for what attackers
//! would try, one for random sequences of everything.

mod admission;
mod attacks;
mod auditors;
mod bids;
mod defects;
mod disputes;
mod figures;
mod lifecycle;
mod model;
mod money;
mod orders;
mod proven;
mod providers;
mod put_off;
mod ratings;
mod reads;
mod real_proof;
mod sequences;
mod terms;
mod transfers;
mod upgrades;
