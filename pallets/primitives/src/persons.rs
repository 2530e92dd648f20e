//! Persons and the scopes in which they act, as pallets that build on personhood see them.

use crate::{CircuitRefusal, ProofRefusal};
use census_zk_types::FieldElement;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use frame_support::PalletError;
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// A person's number: the record that stands for one human. Never used again.
pub type PersonId = u32;
/// An issuer's number. Never used again.
pub type IssuerId = u32;
/// The number of a span in which the set of persons stands still.
pub type Epoch = u32;
/// An application scope's number. Never used again.
pub type ScopeId = u32;
/// What a person is called in one scope: the nullifier that its proof revealed there.
pub type Alias = FieldElement;
/// What within an application scope an act is about. One person acts once on each topic.
pub type Topic = [u8; 32];

/// Where a person may act once.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
	feature = "serde",
	serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)
)]
pub enum PersonScope {
	/// One of the fee-free acts of an epoch: the `counter`-th, from 0. Accepts that epoch's root.
	Quota {
		/// The epoch.
		epoch: Epoch,
		/// Which of the epoch's acts.
		counter: u16,
	},
	/// The binding of an account to an alias until the epoch ends. Accepts that epoch's root.
	Session {
		/// The epoch.
		epoch: Epoch,
	},
	/// A topic of an application scope. Accepts the root that was pinned when the scope opened.
	Application {
		/// The scope.
		scope: ScopeId,
		/// The topic; zeros where the scope has only one.
		#[cfg_attr(feature = "serde", serde(with = "crate::hex"))]
		topic: Topic,
	},
}

/// An application scope as it was opened: its electorate never changes.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct OpenedScope {
	/// The scope's number.
	pub scope: ScopeId,
	/// The epoch whose root it accepts.
	pub epoch: Epoch,
	/// How many persons could act in it: the members of that epoch's tree.
	pub electorate: u32,
}

/// How many acts whoever opens an application scope pays for beforehand.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Slots {
	/// One for each member of the electorate: a scope of one topic.
	Electorate,
	/// So many, over all topics.
	Count(u32),
}

/// How every scope begins in which persons act. `groups` refuses proofs for such scopes, so that no
/// application collects there what persons reveal here. Text never begins with this byte.
pub const RESERVED_SCOPE: [u8; 8] = *b"\xffperson\0";

/// Application scopes: what pallets open so that persons may act in them.
pub trait PersonScopes<AccountId, BlockNumber> {
	/// Opens a scope that accepts the root of the latest pinnable epoch until block `until`
	/// (inclusive). The price of the slots is held from `payer`.
	///
	/// # Errors
	/// If the electorate is smaller than `least_electorate` or the chain's own least size, if
	/// `until` lies too far off or has passed, if there are too many scopes, or if the payer cannot
	/// pay.
	fn open(
		payer: &AccountId,
		slots: Slots,
		least_electorate: u32,
		until: BlockNumber,
	) -> Result<OpenedScope, DispatchError>;

	/// Closes a scope for ever: the price of used slots is burnt, that of unused ones returned, and
	/// the nullifiers are pruned. A scope past its `until` is not closed by itself.
	///
	/// # Errors
	/// If there is no such scope.
	fn close(scope: ScopeId) -> Result<(), DispatchError>;

	/// Whether acts in the scope are accepted in the present block.
	fn is_open(scope: ScopeId) -> bool;

	/// How many acts are paid for and have not been used; 0 where there is no such scope.
	fn slots_left(scope: ScopeId) -> u32;
}

/// Why something that a person, or somebody who is to be one, sent without a fee is refused.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	PalletError,
	TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", rename_all_fields = "camelCase"))]
pub enum PersonRefusal {
	/// There are no tickets.
	NoTickets,
	/// A ticket is for something else.
	TicketPurpose,
	/// The tickets are about different commitments, or not about the one that is sent.
	TicketCommitment,
	/// A ticket names another rotation counter than the person's.
	TicketCounter,
	/// A ticket's last block has passed.
	TicketExpired,
	/// A ticket may be used for longer than tickets may. It may be sent again later.
	TicketTooLong,
	/// A ticket's validity is 0 or longer than admissions may be.
	TicketValidity,
	/// A ticket was used before.
	TicketUsed,
	/// Two tickets are of one issuer.
	IssuerTwice,
	/// There is no such issuer.
	IssuerNotFound,
	/// An issuer was removed.
	IssuerRemoved,
	/// An issuer is paused. It may be sent again later.
	IssuerPaused,
	/// An issuer has reached its limit for this epoch. It may be sent again in the next.
	IssuerLimit,
	/// The evidence is not of the issuer's kind.
	EvidenceKind,
	/// A signature does not hold.
	Signature,
	/// The issuer's circuit refuses the proof.
	Evidence(CircuitRefusal),
	/// The tags belong to a person that exists already.
	TagTaken,
	/// A tag does not belong to this person.
	TagNotBound,
	/// The person would have more attestations than a record holds.
	TooManyAttestations,
	/// The tickets weigh less than the threshold, a class of evidence counting once.
	BelowThreshold,
	/// The commitment is 0 or not below the field's modulus.
	CommitmentNotInField,
	/// The commitment was used before.
	CommitmentUsed,
	/// The proof of knowledge is of another depth than 1.
	KnowledgeDepth,
	/// The proof of knowledge is not about the group of the commitment and its salt.
	KnowledgeRoot,
	/// The proof's scope is another one.
	ProofScope,
	/// The proof's message is another one: it is bound to something else than is sent.
	ProofMessage,
	/// The proof does not hold.
	Proof(ProofRefusal),
	/// All person numbers, or all leaves, have been given out.
	RegistryFull,
	/// There is no such person.
	PersonNotFound,
	/// The person is not in a state in which this can be done.
	PersonStatus,
	/// The person has a change pending. It may be sent again in the next epoch.
	ChangePending,
	/// The person has rotated so lately. It may be sent again later.
	RotationTooSoon,
	/// A recovery is under way.
	RecoveryPending,
	/// No recovery is under way.
	NoRecovery,
	/// The recovery's tickets are newer than a veto: it cannot be vetoed.
	NotVetoable,
	/// The proof is not of the one depth with which persons act.
	ActDepth,
	/// The epoch has not begun. It may be sent again later.
	EpochAhead,
	/// The epoch is over, and its grace too.
	EpochOver,
	/// The proof's root is not that of the scope's epoch.
	EpochRoot,
	/// The quota has no such act.
	QuotaCounter,
	/// There is no such scope, or it is closed.
	ScopeNotFound,
	/// The scope's last block has passed.
	ScopeOver,
	/// All acts that were paid for have been used.
	ScopeSlots,
	/// The scope is not one in which this can be done.
	ScopeKind,
	/// The nullifier was used: this person has acted in this scope.
	NullifierUsed,
	/// The call is not one that persons may make.
	CallNotAllowed,
	/// The call weighs more than a person's act may.
	CallTooHeavy,
	/// The call is longer than a person's act may be.
	CallTooLong,
	/// The account is bound to an alias in this epoch.
	SessionOpen,
}

impl PersonRefusal {
	/// Whether the same bytes may be accepted later: a pool keeps no ban on them.
	pub fn may_pass_later(&self) -> bool {
		matches!(
			self,
			Self::TicketTooLong
				| Self::IssuerPaused
				| Self::IssuerLimit
				| Self::ChangePending
				| Self::RotationTooSoon
				| Self::RecoveryPending
				| Self::EpochAhead
		)
	}

	/// The code with which a pool refuses, the same as the variant's index in metadata.
	pub fn code(&self) -> u8 {
		// A variant's encoding begins with its index.
		self.using_encoded(|bytes| bytes.first().copied().unwrap_or(u8::MAX))
	}
}

impl fmt::Display for PersonRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::NoTickets => "there are no tickets",
			Self::TicketPurpose => "a ticket is for something else",
			Self::TicketCommitment => "the tickets are not all about the commitment that is sent",
			Self::TicketCounter => "a ticket names another rotation counter than the person's",
			Self::TicketExpired => "a ticket's last block has passed",
			Self::TicketTooLong => "a ticket may be used for longer than tickets may; try later",
			Self::TicketValidity => "a ticket's validity is 0 or longer than admissions may be",
			Self::TicketUsed => "a ticket was used before",
			Self::IssuerTwice => "two tickets are of one issuer",
			Self::IssuerNotFound => "there is no such issuer",
			Self::IssuerRemoved => "an issuer was removed",
			Self::IssuerPaused => "an issuer is paused; try later",
			Self::IssuerLimit => "an issuer has reached its limit for this epoch; try in the next",
			Self::EvidenceKind => "the evidence is not of the issuer's kind",
			Self::Signature => "a signature does not hold",
			Self::Evidence(refusal) => return write!(f, "an issuer's proof: {refusal}"),
			Self::TagTaken => "a tag belongs to a person that exists already",
			Self::TagNotBound => "a tag does not belong to this person",
			Self::TooManyAttestations => "the person would have too many attestations",
			Self::BelowThreshold => {
				"the tickets weigh less than the threshold; a class of evidence counts once"
			}
			Self::CommitmentNotInField => "the commitment is 0 or not below the field's modulus",
			Self::CommitmentUsed => "the commitment was used before",
			Self::KnowledgeDepth => "the proof of knowledge is not of depth 1",
			Self::KnowledgeRoot => {
				"the proof of knowledge is not about the group of the commitment and its salt"
			}
			Self::ProofScope => "the proof's scope is another one",
			Self::ProofMessage => "the proof's message is bound to something else than is sent",
			Self::Proof(refusal) => return write!(f, "the proof: {refusal}"),
			Self::RegistryFull => "all person numbers have been given out",
			Self::PersonNotFound => "there is no such person",
			Self::PersonStatus => "the person is not in a state in which this can be done",
			Self::ChangePending => "the person has a change pending; try in the next epoch",
			Self::RotationTooSoon => "the person has rotated lately; try later",
			Self::RecoveryPending => "a recovery is under way",
			Self::NoRecovery => "no recovery is under way",
			Self::NotVetoable => "the recovery's tickets are newer than a veto",
			Self::ActDepth => "the proof is not of the one depth with which persons act",
			Self::EpochAhead => "the epoch has not begun; try later",
			Self::EpochOver => "the epoch is over, and its grace too",
			Self::EpochRoot => "the proof's root is not that of the scope's epoch",
			Self::QuotaCounter => "the quota has no such act",
			Self::ScopeNotFound => "there is no such scope, or it is closed",
			Self::ScopeOver => "the scope's last block has passed",
			Self::ScopeSlots => "all acts that were paid for have been used",
			Self::ScopeKind => "the scope is not one in which this can be done",
			Self::NullifierUsed => "this person has acted in this scope",
			Self::CallNotAllowed => "the call is not one that persons may make in this scope",
			Self::CallTooHeavy => "the call weighs more than a person's act may",
			Self::CallTooLong => "the call is longer than a person's act may be",
			Self::SessionOpen => "the account is bound to an alias in this epoch",
		})
	}
}

impl From<ProofRefusal> for PersonRefusal {
	fn from(refusal: ProofRefusal) -> Self {
		Self::Proof(refusal)
	}
}
