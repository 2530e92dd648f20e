//! Validators: who makes blocks, and on whose word.

use crate::{
	persons::{EpochId, PersonScope},
	view, AccountId, Amount, Hash,
};
use alloc::{string::String, vec::Vec};
use census_zk_types::FieldElement;

/// The number of a session, counted from 0.
pub type SessionNumber = u32;
/// The number of a term, counted from 0.
pub type TermNumber = u32;

view! {
	/// A term: sessions in which the same persons' seats stand.
	pub struct ValidatorsTerm {
		/// Its number.
		pub term: TermNumber,
		/// The scope in which a person claims a seat, as it is named in the act.
		pub scope: PersonScope,
		/// The epoch whose persons may claim, and whose root their proofs are about.
		pub epoch: EpochId,
		/// How many persons may claim.
		pub electorate: u32,
		/// Whether a person shows who it was in the term before.
		pub asks_former: bool,
		/// The last session in which seats are claimed.
		pub claims_until: SessionNumber,
		/// Its first session.
		pub first: SessionNumber,
		/// The first session after it.
		pub end: SessionNumber,
		/// How many have claimed a seat.
		pub claims: u32,
	}

	/// How the validators are.
	pub struct ValidatorsHealth {
		/// The present session.
		pub session: SessionNumber,
		/// How many validators there are in it.
		pub validators: u32,
		/// Of these, how many have a person's seat.
		pub seated: u32,
		/// How many stand in for seats, for nobody but who named them.
		pub fallback: u32,
		/// How many make no blocks, because they have offended.
		pub disabled: u32,
		/// How many may stop before blocks are final no more.
		pub may_stop: u32,
		/// The least validators there have to be.
		pub minimum: u32,
		/// The term whose seats stand; `null` where there is none.
		pub present: Option<ValidatorsTerm>,
		/// The one after it; `null` where it is not announced.
		pub coming: Option<ValidatorsTerm>,
		/// What should worry somebody, in words.
		pub doubts: Vec<String>,
	}

	/// Whether a candidate can be a validator.
	#[derive(Copy)]
	pub enum CandidateDuty {
		/// It can.
		Ready,
		/// It made no blocks, and has not said since that it can.
		SetAside,
		/// It leaves, and has its bond back when no offence of its can be reported any more.
		Exiting,
		/// It has offended.
		Barred,
	}

	/// For whom a validator stands.
	pub enum StandsFor {
		/// A person with a seat.
		Person {
			/// Of which term.
			term: TermNumber,
			/// The person's alias there.
			alias: FieldElement,
		},
		/// Nobody: it stands in for seats.
		Fallback,
	}

	/// An account that has a bond and may be a validator.
	pub struct Candidate {
		/// The account.
		pub account: AccountId,
		/// What is held of its funds.
		pub bond: Amount,
		/// Whether it can be a validator.
		pub duty: CandidateDuty,
		/// The hash of the alias that may claim a seat for it; `null` where none may.
		pub agreed: Option<Hash>,
		/// Whether it is a validator in this session.
		pub is_validator: bool,
		/// Whether it is in the set of this session or of one that is planned.
		pub sits: bool,
		/// For whom it stands, or stood last; `null` where it never did.
		pub stands_for: Option<StandsFor>,
		/// Whether it has keys that count.
		pub has_keys: bool,
		/// The session in which it set keys that do not count yet; `null` where it has none.
		pub keys_wait_since: Option<SessionNumber>,
		/// How many blocks it has made in this session.
		pub blocks: u32,
		/// How many blocks others have made, in whole sessions, since it made its last.
		pub missed: u32,
		/// What it has earned and not collected.
		pub earned: Amount,
	}
}
