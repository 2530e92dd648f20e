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
	/// One for each member of the electorate, each of whom may act once: the scope has no topics.
	Electorate,
	/// So many, for as many persons, each of whom may act once: the scope has no topics.
	Persons(u32),
	/// So many, over all topics. One person may act on many of them, and alone use up all.
	Acts(u32),
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
	/// A ticket was signed before the person's last recovery was announced.
	TicketRecoveries,
	/// A ticket names more recoveries than the person has had. It may be sent again later.
	TicketRecoveriesAhead,
	/// A ticket's last block has passed.
	TicketExpired,
	/// A ticket may be used for longer than tickets may. It may be sent again later.
	TicketTooLong,
	/// A ticket's validity is 0 or longer than admissions may be.
	TicketValidity,
	/// A ticket names an earlier serial than its mark's: it was used, or its mark was withdrawn, or
	/// its person has ended, since it was signed.
	TicketSerial,
	/// A ticket names a later serial than its mark's. It may be sent again later.
	TicketSerialAhead,
	/// Two tickets are of one issuer.
	IssuerTwice,
	/// No issuer of this number has been registered. It may be sent again later.
	IssuerAhead,
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
	/// A tag belongs to another live person.
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
	/// No person of this number has enrolled. It may be sent again later.
	PersonAhead,
	/// The person does not stand in the tree yet. It may be sent again in the next epoch.
	PersonPending,
	/// The person has ended, or its time is over: its human enrols anew.
	PersonEnded,
	/// The person has a change pending. It may be sent again in the next epoch.
	ChangePending,
	/// The person has rotated so lately. It may be sent again later.
	RotationTooSoon,
	/// The admission is a recent one, or has more than a third of its time left and would rest on the
	/// same issuers. It may be sent again later.
	RenewalTooSoon,
	/// A recovery is under way.
	RecoveryPending,
	/// No recovery is under way. It may be sent again later.
	NoRecovery,
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
	/// No scope of this number has been opened. It may be sent again later.
	ScopeAhead,
	/// The scope is closed, or its last block has passed.
	ScopeOver,
	/// All acts that were paid for have been used. It may be sent again later.
	ScopeSlots,
	/// The scope is not one in which this can be done.
	ScopeKind,
	/// The nullifier was used: this person has acted in this scope.
	NullifierUsed,
	/// So many attempts of this act have failed already: the next one names its own number.
	AttemptUsed,
	/// Fewer attempts of this act have failed. It may be sent again later.
	AttemptAhead,
	/// No act has so many attempts.
	NoSuchAttempt,
	/// The call is not one that persons may make.
	CallNotAllowed,
	/// The pallet that opened the scope would not take the act now. It may be sent again later.
	NotAdmitted,
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
			Self::TicketRecoveriesAhead
				| Self::TicketTooLong
				| Self::TicketSerialAhead
				| Self::IssuerAhead
				| Self::IssuerPaused
				| Self::IssuerLimit
				| Self::PersonAhead
				| Self::PersonPending
				| Self::ChangePending
				| Self::RotationTooSoon
				| Self::RenewalTooSoon
				| Self::RecoveryPending
				| Self::NoRecovery
				| Self::EpochAhead
				| Self::ScopeAhead
				| Self::ScopeSlots
				| Self::AttemptAhead
				| Self::NotAdmitted
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
			Self::TicketRecoveries => {
				"a ticket was signed before the person's last recovery was announced"
			}
			Self::TicketRecoveriesAhead => {
				"a ticket names more recoveries than the person has had; try later"
			}
			Self::TicketExpired => "a ticket's last block has passed",
			Self::TicketTooLong => "a ticket may be used for longer than tickets may; try later",
			Self::TicketValidity => "a ticket's validity is 0 or longer than admissions may be",
			Self::TicketSerial => {
				"a ticket was used before, or its mark was withdrawn or its person ended since it was \
				 signed"
			}
			Self::TicketSerialAhead => "a ticket names a later serial than its mark's; try later",
			Self::IssuerTwice => "two tickets are of one issuer",
			Self::IssuerAhead => "no issuer of this number has been registered; try later",
			Self::IssuerRemoved => "an issuer was removed",
			Self::IssuerPaused => "an issuer is paused; try later",
			Self::IssuerLimit => "an issuer has reached its limit for this epoch; try in the next",
			Self::EvidenceKind => "the evidence is not of the issuer's kind",
			Self::Signature => "a signature does not hold",
			Self::Evidence(refusal) => return write!(f, "an issuer's proof: {refusal}"),
			Self::TagTaken => "a tag belongs to another live person",
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
			Self::PersonAhead => "no person of this number has enrolled; try later",
			Self::PersonPending => {
				"the person does not stand in the tree yet; try in the next epoch"
			}
			Self::PersonEnded => "the person has ended, or its time is over: enrol anew",
			Self::ChangePending => "the person has a change pending; try in the next epoch",
			Self::RotationTooSoon => "the person has rotated lately; try later",
			Self::RenewalTooSoon => {
				"the admission has more than a third of its time left and would rest on the same \
				 issuers, or is a recent one; try later"
			}
			Self::RecoveryPending => "a recovery is under way; try later",
			Self::NoRecovery => "no recovery is under way; try later",
			Self::ActDepth => "the proof is not of the one depth with which persons act",
			Self::EpochAhead => "the epoch has not begun; try later",
			Self::EpochOver => "the epoch is over, and its grace too",
			Self::EpochRoot => "the proof's root is not that of the scope's epoch",
			Self::QuotaCounter => "the quota has no such act",
			Self::ScopeAhead => "no scope of this number has been opened; try later",
			Self::ScopeOver => "the scope is closed, or its last block has passed",
			Self::ScopeSlots => "all acts that were paid for have been used; try later",
			Self::ScopeKind => "the scope is not one in which this can be done",
			Self::NullifierUsed => "this person has acted in this scope",
			Self::AttemptUsed => "this attempt has failed; the next one names its own number",
			Self::AttemptAhead => "fewer attempts have failed; try later",
			Self::NoSuchAttempt => "no act has so many attempts",
			Self::CallNotAllowed => "the call is not one that persons may make in this scope",
			Self::NotAdmitted => "whoever opened the scope would not take the act now; try later",
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

#[cfg(test)]
mod tests {
	use super::*;
	use codec::DecodeAll;

	/// A refusal of each kind, in the order of their codes.
	fn all() -> Vec<PersonRefusal> {
		// What a refusal carries is a unit variant, whose index is one byte.
		let of_code = |code| {
			PersonRefusal::decode_all(&mut &[code][..])
				.or_else(|_| PersonRefusal::decode_all(&mut &[code, 0][..]))
				.ok()
		};
		(0..=u8::MAX).map_while(of_code).collect()
	}

	#[test]
	fn the_documentation_lists_every_refusal_with_its_code_and_words() {
		let documentation = include_str!("../../../docs/rpc.md");
		for (code, refusal) in all().into_iter().enumerate() {
			assert_eq!(usize::from(refusal.code()), code);
			let json = serde_json::to_value(refusal).unwrap();
			let (reason, words) = match &json {
				serde_json::Value::String(reason) => (format!("`{reason}`"), refusal.to_string()),
				carrying => {
					let (name, _) = carrying.as_object().unwrap().iter().next().unwrap();
					let words = refusal.to_string();
					let (about, _) = words.split_once(": ").unwrap();
					(format!("`{{ \"{name}\": … }}`"), format!("{about}: …"))
				}
			};
			let later = if refusal.may_pass_later() { "yes " } else { "" };
			let row = format!("| {code} | {reason} | {later}| {words} |");
			assert!(documentation.contains(&row), "docs/rpc.md lacks: {row}");
		}
		assert_eq!(all().last(), Some(&PersonRefusal::SessionOpen));
	}

	#[test]
	fn what_says_so_in_words_may_pass_later() {
		for refusal in all() {
			let words = refusal.to_string();
			let says_so = words.contains("try later") || words.contains("try in the next");
			assert_eq!(says_so, refusal.may_pass_later(), "{words}");
		}
	}
}
