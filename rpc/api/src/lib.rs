//! The project's own JSON-RPC: its traits, for servers and for clients, and what describes them.
//!
//! Each trait is told once, here: `#[rpc(server, client)]` makes of it what a node implements and what a
//! client calls, and `#[describe]` what describes it. This crate needs no node, no runtime and no pallet;
//! whoever writes a client in Rust needs no other.
//!
//! Methods keep to one grammar:
//!
//! - a noun for one thing (`leases_order`), which is `null` where there is none; its plural for a page of
//!   them (`leases_orders`); `…Count` for how many there ever were; `…By…` for what is looked up by
//!   something else than its number (`personhood_personByCommitment`); `are…` and `is…` for what is true
//!   or not; `…_verifyProof` for whether a proof would be accepted; `subscribe…` for what is told from
//!   now on;
//! - a page is asked for by `count` and, from the second one on, `after`: the `next` of the page before,
//!   which is `null` at the end. A page is never empty when more follows;
//! - `at` comes last: the block whose state is asked, or the best one. The best block may still be
//!   replaced by another; for an answer that will stand, pass the hash from `chain_getFinalizedHead`.
//!   Subscriptions and receipts speak of final blocks alone.
//!
//! To add a question: the pallet's function in its `reads.rs`; one line each in `runtime/api` and
//! `runtime/src/apis.rs`; the method here; one line in `node/rpc`; and one question in
//! `node/rpc/src/tests/questions.rs`, whose answer becomes the example. `make reference` writes the rest.

pub mod anchors;
pub mod circuits;
pub mod description;
pub mod error;
pub mod governance;
pub mod groups;
pub mod leases;
pub mod list;
pub mod personhood;
pub mod polls;
pub mod reference;
pub mod validators;

pub use census_views as views;
pub use error::Error;

/// The OpenRPC document, with examples that are real answers: `make reference` writes it.
pub const DOCUMENT: &str = include_str!("../openrpc.json");

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a proof, or a call that brings one, would be accepted, and if not, why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Verdict<Reason> {
	/// Whether the next block would accept it.
	pub accepted: bool,
	/// Why not; `null` where it is accepted.
	pub refusal: Option<Refusal<Reason>>,
}

/// Why something is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Refusal<Reason> {
	/// The reason, for programs.
	pub reason: Reason,
	/// The reason, for people.
	pub message: String,
}

impl<Reason: ToString> From<Result<(), Reason>> for Verdict<Reason> {
	fn from(verdict: Result<(), Reason>) -> Self {
		let refusal = verdict.err().map(|reason| Refusal { message: reason.to_string(), reason });
		Self { accepted: refusal.is_none(), refusal }
	}
}
