//! Persons, issuers, epochs and scopes.

use crate::{
	circuits::CircuitRefusal, groups::ProofRefusal, reason, view, AccountId, BlockNumber, Bytes,
	FieldElement, Hash, Word,
};
use alloc::{string::String, vec::Vec};
use codec::{DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;

/// A person's number: the record that stands for one human. Never used again.
pub type PersonId = u32;
/// An issuer's number. Never used again.
pub type IssuerId = u32;
/// The number of a policy, in the order in which they began.
pub type PolicyId = u32;
/// The number of a span in which the set of persons stands still.
pub type EpochId = u32;
/// An application scope's number. Never used again.
pub type ScopeId = u32;

view! {
	/// Where a person may act once.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	#[cfg_attr(feature = "json", serde(rename_all_fields = "camelCase"))]
	#[cfg_attr(feature = "json", serde(deny_unknown_fields))]
	pub enum PersonScope {
		/// One of the fee-free acts of an epoch: the `counter`-th, from 0. Accepts that epoch's root.
		Quota {
			/// The epoch.
			epoch: EpochId,
			/// Which of the epoch's acts.
			counter: u16,
		},
		/// The binding of an account to an alias until the epoch ends. Accepts that epoch's root.
		Session {
			/// The epoch.
			epoch: EpochId,
		},
		/// A topic of an application scope. Accepts the root that was pinned when the scope opened.
		Application {
			/// The scope.
			scope: ScopeId,
			/// The topic; zeros where the scope has only one.
			#[cfg_attr(
				feature = "json",
				serde(with = "crate::bytes::digits"),
				schemars(with = "Hash")
			)]
			topic: [u8; 32],
		},
	}

	/// The choices that were made at genesis.
	pub struct PersonhoodSettings {
		/// Blocks from one epoch's beginning to the next one's, at least.
		pub epoch_length: BlockNumber,
		/// Every so many epochs there is one that scopes may pin.
		pub epochs_per_pin: u32,
		/// For how many blocks after its end an epoch's quota scopes accept acts.
		pub grace: BlockNumber,
		/// Blocks from a recovery's announcement until it takes effect.
		pub recovery_delay: BlockNumber,
		/// Blocks from one rotation to the next, and from one admission to its renewal, at least.
		pub rotation_cooldown: BlockNumber,
		/// Blocks for which an issuer's new key or controller waits for objections, and its controller's pause
		/// lasts, at least. A policy goes on beside the one that takes its place for as many, and for those of a
		/// recovery besides.
		pub change_delay: BlockNumber,
		/// Whether policies are refused under which two quorums might share no honest issuer.
		pub quorums_intersect: bool,
	}

	/// One of a policy's issuers.
	#[derive(Copy)]
	pub struct QuorumIssuer {
		/// The issuer.
		pub issuer: IssuerId,
		/// What its ticket counts towards the threshold.
		pub weight: u32,
		/// Its class of evidence. Issuers of one class count once, with the greatest weight among them.
		pub class: u32,
	}

	/// A policy: whose tickets admit a person.
	pub struct Quorum {
		/// Its number.
		pub policy: PolicyId,
		/// The weight that a quorum's tickets must have.
		pub threshold: u32,
		/// The issuers.
		pub issuers: Vec<QuorumIssuer>,
		/// How many live persons were last admitted under it.
		pub persons: u32,
	}

	/// The policy before the present one, while live persons rest on it.
	pub struct FormerQuorum {
		/// The policy. Whoever is admitted must meet it too.
		pub quorum: Quorum,
		/// The first block in which those are over who have not renewed.
		pub deadline: BlockNumber,
	}

	/// How the chain admits persons and lets them act.
	pub struct Policy {
		/// The choices that were made at genesis.
		pub settings: PersonhoodSettings,
		/// The weight that a quorum's tickets must have.
		pub threshold: u32,
		/// The present policy.
		pub quorum: Quorum,
		/// The one before, as long as persons rest on it: then tickets must meet both.
		pub former: Option<FormerQuorum>,
		/// Whether the issuers that are active could admit anybody now.
		pub admitting: bool,
		/// What the quorums guarantee, in words.
		pub guarantee: String,
		/// How many issuers, whichever, may be corrupt while one human still has at most one live
		/// person; `null` where not even honest issuers are enough.
		pub corrupt_issuers: Option<u32>,
		/// The one depth of the circuits with which persons act.
		pub depth: u8,
		/// How many fee-free acts a person has in an epoch.
		pub quota_per_epoch: u16,
		/// How many fee-free acts a session has.
		pub acts_per_session: u32,
		/// For how many blocks ahead a ticket may be good for use.
		pub max_ticket_life: BlockNumber,
		/// For how many blocks an admission may be good.
		pub max_validity: BlockNumber,
		/// For how many blocks an application scope may be open.
		pub max_scope_life: BlockNumber,
	}

	/// The present epoch.
	pub struct Epoch {
		/// Its number.
		pub epoch: EpochId,
		/// The block in which it began.
		pub started_at: BlockNumber,
		/// The first block in which it may end.
		pub ends_at: BlockNumber,
		/// Blocks from the next one until then; 0 if it may end in the next one.
		pub blocks_left: BlockNumber,
		/// The People tree's root in it.
		pub root: FieldElement,
		/// The tree's leaves, empty ones included.
		pub size: u32,
		/// The leaves that are not 0.
		pub members: u32,
		/// The epoch that a scope opened now would pin.
		pub pinnable_epoch: EpochId,
		/// Places of the queue for a leaf that are taken. Each block places some.
		pub waiting: u32,
		/// Live persons: pending or active.
		pub live_persons: u32,
	}

	/// A root of the People tree that is accepted in some scope, or may be pinned.
	pub struct PeopleRoot {
		/// The epoch that had it.
		pub epoch: EpochId,
		/// The root.
		pub root: FieldElement,
		/// The tree's leaves.
		pub size: u32,
		/// The leaves that are not 0.
		pub members: u32,
		/// The block in which the epoch ended; `null` for the present one.
		pub ended_at: Option<BlockNumber>,
		/// How many open application scopes accept it.
		pub scopes: u32,
	}

	/// How an issuer's tickets are known to be its own.
	pub enum IssuerKind {
		/// It signs them with this Sr25519 key.
		Sr25519(Hash),
		/// It signs them with this Ed25519 key.
		Ed25519(Hash),
		/// It signs their BLAKE2b-256 hash with this compressed secp256k1 key.
		Ecdsa(Bytes),
		/// They come with a proof for this circuit, whose public inputs are the commitment, the tag
		/// and the ticket's hash, in this order.
		Circuit(Hash),
	}

	/// Whether an issuer's tickets count.
	#[derive(Copy)]
	pub enum IssuerStatus {
		/// They do, if a policy has it.
		Active,
		/// They do not for now.
		Paused,
		/// They never will again.
		Removed,
	}

	/// Why an issuer's tickets count for nothing for now.
	#[derive(Copy)]
	#[cfg_attr(feature = "json", serde(rename_all_fields = "camelCase"))]
	pub enum Pause {
		/// Governance says so, until it says otherwise.
		Governance,
		/// The committee says so.
		Committee {
			/// The first block in which it is over by itself.
			until: BlockNumber,
		},
		/// The issuer's controller says so.
		Controller {
			/// The first block in which it may say otherwise.
			resumable_from: BlockNumber,
		},
		/// The key was reported to be another's, until there is another key.
		KeyReported,
		/// The key objected to a change, until governance has decided.
		Disputed,
	}

	/// A change of an issuer that has been proposed.
	pub struct IssuerChange {
		/// How its tickets are to be known, if that changes.
		pub kind: Option<IssuerKind>,
		/// The account that is to act for it, if that changes.
		pub controller: Option<AccountId>,
		/// The first block in which it can be confirmed.
		pub confirmable_from: BlockNumber,
		/// The first block in which it can be no more, unless the key has objected.
		pub lapses_at: BlockNumber,
		/// What the issuer's present key signs to object.
		pub objection: Hash,
	}

	/// An issuer.
	pub struct Issuer {
		/// Its number.
		pub issuer: IssuerId,
		/// What people call it.
		pub name: String,
		/// How its tickets are known.
		pub kind: IssuerKind,
		/// The account that acts for it.
		pub controller: AccountId,
		/// What its ticket counts towards the threshold of the present policy; 0 if that does not have it.
		pub weight: u32,
		/// Issuers of one class look at the same evidence and count once.
		pub class: u32,
		/// How many admissions its tickets may take part in, an epoch.
		pub limit: u32,
		/// How many they may still take part in, in this one.
		pub left: u32,
		/// Whether its tickets count.
		pub status: IssuerStatus,
		/// Its pauses.
		pub pauses: Vec<Pause>,
		/// Its next key or controller.
		pub change: Option<IssuerChange>,
	}

	/// Why a person has ended.
	#[derive(Copy)]
	pub enum EndReason {
		/// The time for which it was admitted is over.
		Expired,
		/// Too many attestations were withdrawn.
		Withdrawn,
		/// Its identity vetoed a recovery: one of the two is a thief.
		Vetoed,
		/// A quorum found it to be an older person.
		Merged,
		/// The policy under which it was last admitted has ended, and it has not renewed.
		PolicyEnded,
	}

	/// Where a person stands.
	#[derive(Copy)]
	pub enum PersonStatus {
		/// Admitted; stands in the tree from an epoch to come: `standsFrom`, once it has a leaf.
		Pending,
		/// Stands in the present tree.
		Active,
		/// Is no person any more, for this reason, and never will be again: its human enrols as
		/// another one. If it stood in the present tree, it leaves with the epoch.
		Ended(EndReason),
	}

	/// An issuer's word for a person.
	#[derive(Copy)]
	pub struct Attestation {
		/// The issuer.
		pub issuer: IssuerId,
		/// The human's tag there.
		pub tag: Hash,
		/// Whether it counts: part of the latest admission, and not withdrawn.
		pub standing: bool,
	}

	/// A recovery that has been announced.
	#[derive(Copy)]
	pub struct Recovery {
		/// The commitment that is to take the old one's place.
		pub commitment: FieldElement,
		/// The first block in which it takes effect.
		pub effective_at: BlockNumber,
	}

	/// A person.
	pub struct Person {
		/// Its number.
		pub person: PersonId,
		/// Where it stands.
		pub status: PersonStatus,
		/// Its commitment: what it has in the next tree, or last had, or will have. What it has in the
		/// present one is another until the epoch ends, where it has rotated or was recovered in it.
		pub commitment: FieldElement,
		/// Its leaf, once it has one.
		pub leaf: Option<u32>,
		/// The first epoch in whose tree the leaf is, unless the person ends before.
		pub stands_from: Option<EpochId>,
		/// How many places of the queue come before it, where it waits for a leaf.
		pub waiting: Option<u32>,
		/// How often it has rotated: its next rotation names this.
		pub rotations: u32,
		/// How many recoveries were announced: tickets to renew or recover it name this.
		pub recoveries: u32,
		/// The block in which it enrolled.
		pub enrolled_at: BlockNumber,
		/// The block in which it enrolled or was last renewed.
		pub admitted_at: BlockNumber,
		/// The first block in which its admission is over.
		pub expires_at: BlockNumber,
		/// The first block in which it may rotate.
		pub may_rotate_at: BlockNumber,
		/// The policy under which it was last admitted.
		pub policy: PolicyId,
		/// Who attests to it.
		pub attestations: Vec<Attestation>,
		/// The recovery under way.
		pub recovery: Option<Recovery>,
	}

	/// What is known of a human's tag at an issuer.
	#[derive(Copy)]
	pub struct Tag {
		/// The live person whose it is; `null` where it is nobody's, or its person has ended.
		pub person: Option<PersonId>,
		/// The serial that a ticket about it has to name now.
		pub serial: u32,
	}

	/// An application scope.
	pub struct Scope {
		/// Its number.
		pub scope: ScopeId,
		/// The account that may close it; `null` where a pallet does.
		pub owner: Option<AccountId>,
		/// The epoch whose root it accepts.
		pub epoch: EpochId,
		/// That root, as long as its tree is kept: not for long after `until`, though the scope stays
		/// until it is closed.
		pub root: Option<FieldElement>,
		/// How many may act in it.
		pub electorate: u32,
		/// The last block in which they may.
		pub until: BlockNumber,
		/// Whether acts are accepted in the next block.
		pub open: bool,
		/// Acts that are paid for.
		pub slots: u32,
		/// Acts that were used.
		pub used: u32,
	}

	/// What a person has declared in an application scope that an account opened.
	#[derive(Copy)]
	pub struct Declaration {
		/// What the person is called on this topic of the scope.
		pub alias: FieldElement,
		/// The topic; zero in a scope that has only one.
		pub topic: Hash,
		/// The statement's hash.
		pub statement: Hash,
	}

	/// What a proof of knowledge of a commitment's secret must be about.
	#[derive(Copy)]
	pub struct Knowledge {
		/// The other member of the group, whose first is the commitment.
		pub salt: FieldElement,
		/// The group's root.
		pub root: FieldElement,
		/// The proof's scope at enrolment, renewal and recovery.
		pub scope: Word,
	}

	/// Why a call is not checked.
	#[derive(Copy)]
	pub enum NotChecked {
		/// The bytes are no call of this runtime.
		NoCall,
		/// The call is none that the sender's proofs or tickets authorise.
		NotAuthorised,
	}
}

reason! {
	/// Why something that a person, or somebody who is to be one, sent without a fee is refused.
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
		/// A ticket names an earlier serial than its tag's: it was used, or its tag was withdrawn, or
		/// its person has ended, since it was signed.
		TicketSerial,
		/// A ticket names a later serial than its tag's. It may be sent again later.
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
		/// The person waits for a leaf. It may be sent again later.
		PersonPending,
		/// The person has ended, or its time is over: its human enrols anew.
		PersonEnded,
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
		/// The tickets weigh less than the threshold of the policy before the present one, on which persons still
		/// rest. It may be sent again later.
		BelowFormerThreshold,
	}
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
				| Self::BelowFormerThreshold
				| Self::IssuerLimit
				| Self::PersonAhead
				| Self::PersonPending
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
				"a ticket was used before, or its tag was withdrawn or its person ended since it was \
				 signed"
			}
			Self::TicketSerialAhead => "a ticket names a later serial than its tag's; try later",
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
				"the person waits for a leaf; try later"
			}
			Self::PersonEnded => "the person has ended, or its time is over: enrol anew",
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
			Self::BelowFormerThreshold => {
				"the tickets weigh less than the threshold of the policy before, which persons still rest on; try later"
			}
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
		let documentation = include_str!("../../../docs/reference/codes.md");
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
			assert!(documentation.contains(&row), "docs/reference/codes.md lacks: {row}");
		}
		assert_eq!(all().last(), Some(&PersonRefusal::BelowFormerThreshold));
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
