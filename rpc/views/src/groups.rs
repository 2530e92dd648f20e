//! Semaphore groups.

use crate::{circuits::VerifyError, reason, view, AccountId, BlockNumber, FieldElement};
use core::fmt;

/// A group's number. Numbers are given out in order and never used again.
pub type GroupId = u32;

view! {
	/// A group as it stands.
	pub struct Group {
		/// Its number.
		pub group: GroupId,
		/// The account that may change the group.
		pub admin: AccountId,
		/// The account that has been offered the group and has not accepted it.
		pub pending_admin: Option<AccountId>,
		/// Leaves of the tree, removed members included.
		pub size: u32,
		/// Members that have not been removed.
		pub members: u32,
		/// Depth of the tree: `ceil(log2(size))`.
		pub depth: u8,
		/// The current root; 0 for a group without members.
		pub root: FieldElement,
		/// The block in which the root became current.
		pub root_since: BlockNumber,
		/// For how many blocks a root is accepted after it was superseded.
		pub root_duration: BlockNumber,
		/// Whether removing or replacing a member kills all earlier roots at once.
		pub instant_revocation: bool,
		/// Whether the group is closed and its storage is being cleared.
		pub closing: bool,
	}

	/// One root that a group had at the end of a block.
	pub struct GroupRoot {
		/// How many roots are newer: 0 for the current one.
		pub age: u32,
		/// The root.
		pub root: FieldElement,
		/// The block in which another root took its place; `null` for the current root.
		pub superseded_at: Option<BlockNumber>,
		/// Whether a proof under this root is accepted in the next block.
		pub accepted: bool,
	}
}

reason! {
	/// Why a proof is refused.
	pub enum ProofRefusal {
		/// There is no such group.
		GroupNotFound,
		/// The group is closed.
		GroupClosing,
		/// The circuit's depth is not between 1 and 32.
		DepthOutOfRange,
		/// The root is not below the field's modulus.
		RootNotInField,
		/// The nullifier is not below the field's modulus.
		NullifierNotInField,
		/// The root is 0, for which anyone can make a valid proof.
		RootZero,
		/// The group never had this root at the end of a block, or had it so long ago that it is
		/// forgotten.
		RootUnknown,
		/// The root was superseded and its window has passed.
		RootExpired,
		/// The root was current before a removal that revoked all earlier roots.
		RootRevoked,
		/// The nullifier was used before: this identity has acted in this scope.
		NullifierUsed,
		/// The scope is one in which persons act; it belongs to no group.
		ScopeReserved,
		/// The verifier does not accept the proof.
		Verifier(VerifyError),
		/// The submitter cannot pay the price of the nullifier and live on. Of the proof it says nothing:
		/// it may be submitted again.
		NullifierUnpaid,
	}
}

impl fmt::Display for ProofRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::GroupNotFound => "there is no such group",
			Self::GroupClosing => "the group is closed",
			Self::DepthOutOfRange => "the circuit's depth is not between 1 and 32",
			Self::RootNotInField => "the root is not below the field's modulus",
			Self::NullifierNotInField => "the nullifier is not below the field's modulus",
			Self::RootZero => "the root is 0, for which anyone can make a proof",
			Self::RootUnknown => "the group has no such root, or has forgotten it",
			Self::RootExpired => "the root was superseded and its window has passed",
			Self::RootRevoked => "the root was revoked when a member was removed",
			Self::NullifierUsed => "this identity has already acted in this scope",
			Self::ScopeReserved => "the scope is one in which persons act, and no group's",
			Self::Verifier(error) => return error.fmt(f),
			Self::NullifierUnpaid => "the submitter cannot pay for the nullifier",
		})
	}
}
