//! What a transaction is, asked before it gets near the pool.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// What bytes that came as a transaction are. Nothing costly was done to tell: no signature and no
/// proof was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Look {
	/// No transaction of this runtime.
	Undecodable,
	/// A transaction that comes from nobody outside: an inherent, or what a validator reports.
	Bare,
	/// A signed transaction that somebody pays for.
	Paid,
	/// A signed transaction that nobody pays for: an act of a session.
	Session,
	/// An unsigned transaction that nobody pays for, and against which nothing speaks yet.
	Free {
		/// The priority that it would have in a pool, which tells its `census_primitives::Lane`.
		priority: u64,
		/// How many pairings it takes to check.
		pairings: u32,
	},
	/// An unsigned transaction that would be refused.
	Refused {
		/// The code with which a pool would say why; `None` where it brings nothing that authorises it.
		code: Option<u8>,
		/// Whether the same bytes may be accepted later.
		later: bool,
	},
}

sp_api::decl_runtime_apis! {
	/// Tells a node what a transaction is before it is validated. It takes bytes: the types of a call are
	/// the runtime's own, and after an upgrade others than those that the node was built with.
	pub trait DoorApi {
		/// Looks at a transaction as one for the block that follows `block`, whose state is asked. No bytes
		/// make it fail.
		fn look(block: Block::Hash, transaction: Vec<u8>) -> Look;
	}
}
