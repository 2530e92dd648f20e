//! Governance: what is proposed and decided, and how far the chain has come.

use crate::{
	persons::{EpochId, PersonScope},
	view, AccountId, Amount, BlockNumber, Bytes, Hash,
};
use alloc::{string::String, vec::Vec};
use codec::{DecodeWithMemTracking, MaxEncodedLen};

/// A proposal's number. Numbers are given out in order, from 0, and never used again.
pub type ProposalId = u32;

view! {
	/// What a proposal is about. Each track has its own calls, and no call is on two.
	#[derive(Copy, PartialOrd, Ord, DecodeWithMemTracking, MaxEncodedLen)]
	pub enum Track {
		/// Disputes about leases are decided.
		Arbiter,
		/// Keys of circuits are revoked.
		Circuits,
		/// Who issues, and which quorums admit.
		Issuers,
		/// The validators' rules, the fallback set, evictions, finality that stands.
		Validators,
		/// Who the committee is, and what it may.
		Committee,
		/// Another runtime.
		Upgrade,
	}

	/// Whose proposal it is.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	pub enum Source {
		/// An account's, for persons to decide.
		Persons,
		/// The committee's, while the chain is a child.
		Committee,
		/// The committee's, for validators to second, while the chain is orphaned.
		Orphan,
	}

	/// How far the chain has come.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	pub enum Stage {
		/// Persons are few: the committee may use every track.
		Child,
		/// Persons decide.
		Adult,
		/// It was adult, and most persons are gone: the committee and the validators together may use two tracks.
		Orphaned,
	}

	/// What becomes of a proposal.
	pub enum ProposalState {
		/// It waits for its turn, and so many of its track before it.
		Waiting {
			/// How many.
			before: u32,
		},
		/// Persons vote on it.
		#[cfg_attr(feature = "json", serde(rename_all = "camelCase"))]
		Open {
			/// The scope in which a person votes, as it is named in the act.
			scope: PersonScope,
			/// The epoch whose persons may vote, and whose root their proofs are about.
			epoch: EpochId,
			/// How many persons may vote.
			electorate: u32,
			/// The last block in which votes are accepted, as far as is known: each block whose share of what is free is
			/// full makes it a later one.
			closes_at: BlockNumber,
			/// How many have to say yes, and more than say no.
			needed: u32,
			/// How many have said yes.
			ayes: u32,
			/// How many have said no.
			noes: u32,
		},
		/// It waits for validators to second it.
		Unseconded {
			/// How many have.
			seconds: u32,
		},
		/// It was decided.
		#[cfg_attr(feature = "json", serde(rename_all = "camelCase"))]
		Passed {
			/// From this block on anybody may enact it.
			enact_from: BlockNumber,
			/// The last block in which it can be.
			enact_until: BlockNumber,
			/// Whether the committee has put it off.
			delayed: bool,
		},
		/// It can never be enacted any more: its time, or the stage in which it was decided, is over, or the runtime's calls
		/// have changed. Anybody may discard it.
		Over,
	}

	/// A proposal that is not done with.
	pub struct Proposal {
		/// Its number.
		pub proposal: ProposalId,
		/// On which track.
		pub track: Track,
		/// Whose it is.
		pub source: Source,
		/// Who proposed it.
		pub proposer: AccountId,
		/// What is held of its funds.
		pub deposit: Amount,
		/// For how many blocks it asks to be open.
		pub open_for: BlockNumber,
		/// Its calls: a list of them, in SCALE.
		pub calls: Bytes,
		/// The Blake2b-256 hash of these bytes.
		pub calls_hash: Hash,
		/// What becomes of it in the next block.
		pub state: ProposalState,
	}

	/// A call that is paused.
	pub struct PausedCall {
		/// Its pallet and its name: `Personhood.enrol`.
		pub call: String,
		/// The last block in which it is paused.
		pub until: BlockNumber,
	}

	/// How the chain is governed.
	pub struct Governance {
		/// How far it has come.
		pub stage: Stage,
		/// The same in words, with what it takes to go on.
		pub words: String,
		/// The persons of the latest epoch that can be pinned.
		pub persons: u32,
		/// The persons of an adult chain.
		pub adult_at: u32,
		/// Since which block all pins have as many; `null` where the latest one has fewer.
		pub many_since: Option<BlockNumber>,
		/// Since which block all pins have fewer than half of that; `null` where the latest one has as many.
		pub few_since: Option<BlockNumber>,
		/// The committee's account; `null` where nobody governs.
		pub committee: Option<AccountId>,
		/// Its members: two thirds of them dispose of the account.
		pub members: Vec<AccountId>,
		/// The proposals on which persons vote.
		pub open: Vec<ProposalId>,
		/// The calls that are paused.
		pub paused: Vec<PausedCall>,
	}
}

impl Track {
	/// All tracks.
	pub const ALL: [Self; 6] = [
		Self::Arbiter,
		Self::Circuits,
		Self::Issuers,
		Self::Validators,
		Self::Committee,
		Self::Upgrade,
	];

	/// Whether what it can become is less than everything.
	pub fn is_narrow(self) -> bool {
		match self {
			Self::Arbiter | Self::Circuits => true,
			Self::Issuers | Self::Validators | Self::Committee | Self::Upgrade => false,
		}
	}

	/// Whether committee and validators together may use it while the chain is orphaned.
	pub fn is_for_orphans(self) -> bool {
		matches!(self, Self::Issuers | Self::Upgrade)
	}
}
