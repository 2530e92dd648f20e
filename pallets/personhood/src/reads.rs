//! What others may ask of the pallet. Nothing here writes. Callers bound `count`.

use crate::{
	details::{
		AcceptedRoot, EpochDetails, IssuerDetails, KnowledgeDetails, MarkDetails, PersonDetails,
		PolicyDetails, ScopeDetails,
	},
	knowledge, words, BlockNumberFor, Call, ChainSettings, Changes, Commitments, Config,
	CurrentEpoch, Issuer, Issuers, KeptEpochs, LivePersons, NextIssuerId, NextPersonId,
	NextScopeId, Nullifiers, Pallet, Persons, PinnableEpoch, Scopes, ScopesOfEpoch, Snapshots,
	Threshold, Use, PERSON_DEPTH,
};
use alloc::{
	string::{String, ToString},
	vec::Vec,
};
use census_primitives::{Epoch, IssuerId, PersonId, PersonRefusal, PersonScope, ScopeId};
use census_zk_types::{FieldElement, MerkleProof, Word};
use frame_support::traits::Get;
use sp_runtime::traits::Saturating;

impl<T: Config> Pallet<T> {
	/// How persons are admitted and act; `None` on a chain whose genesis lacks the settings.
	pub fn policy() -> Option<PolicyDetails<BlockNumberFor<T>>> {
		let guarantee = Self::guarantee();
		Some(PolicyDetails {
			settings: ChainSettings::<T>::get()?,
			threshold: Threshold::<T>::get(),
			guarantee: guarantee.to_string(),
			corrupt_issuers: guarantee.corrupt_issuers,
			depth: PERSON_DEPTH,
			quota_per_epoch: T::QuotaPerEpoch::get(),
			acts_per_session: T::ActsPerSession::get(),
			max_ticket_life: T::MaxTicketLife::get(),
			max_validity: T::MaxValidity::get(),
			max_scope_life: T::MaxScopeLife::get(),
		})
	}

	/// The present epoch, as of block `now`.
	pub fn epoch_details(now: BlockNumberFor<T>) -> Option<EpochDetails<BlockNumberFor<T>>> {
		let settings = ChainSettings::<T>::get()?;
		let current = CurrentEpoch::<T>::get();
		let ends_at = current.started_at.saturating_add(settings.epoch_length);
		Some(EpochDetails {
			epoch: current.epoch,
			started_at: current.started_at,
			ends_at,
			blocks_left: ends_at.saturating_sub(now),
			root: current.root,
			size: current.size,
			members: current.members,
			pinnable_epoch: PinnableEpoch::<T>::get(),
			pending_changes: Self::waiting(),
			live_persons: LivePersons::<T>::get(),
		})
	}

	/// The roots that are accepted in some scope or may be, the oldest first, the present one last.
	pub fn accepted_roots() -> Vec<AcceptedRoot<BlockNumberFor<T>>> {
		let current = CurrentEpoch::<T>::get().epoch;
		let mut epochs = KeptEpochs::<T>::get().into_inner();
		epochs.push(current);
		epochs
			.into_iter()
			.filter_map(|epoch| {
				let tree = Self::epoch_tree(epoch)?;
				Some(AcceptedRoot {
					epoch,
					root: tree.root,
					size: tree.size,
					members: tree.members,
					ended_at: Snapshots::<T>::get(epoch).map(|snapshot| snapshot.ended_at),
					scopes: ScopesOfEpoch::<T>::get(epoch).0,
				})
			})
			.collect()
	}

	/// How many issuers were ever registered.
	pub fn issuer_count() -> u32 {
		NextIssuerId::<T>::get()
	}

	/// The issuers `start..start + count`.
	pub fn issuer_page(start: IssuerId, count: u32) -> Vec<IssuerDetails<T::AccountId>> {
		let end = start.saturating_add(count).min(Self::issuer_count());
		let epoch = CurrentEpoch::<T>::get().epoch;
		let details = |id: IssuerId| {
			let issuer: Issuer<_> = Issuers::<T>::get(id)?;
			let admitted = if issuer.admitted.0 == epoch { issuer.admitted.1 } else { 0 };
			Some(IssuerDetails {
				issuer: id,
				name: String::from_utf8_lossy(&issuer.name).into_owned(),
				left: issuer.limit.saturating_sub(admitted),
				kind: issuer.kind,
				controller: issuer.controller,
				weight: issuer.weight,
				class: issuer.class,
				limit: issuer.limit,
				status: issuer.status,
				resting: issuer.resting,
			})
		};
		(start..end).filter_map(details).collect()
	}

	/// How many persons ever enrolled.
	pub fn person_count() -> u32 {
		NextPersonId::<T>::get()
	}

	/// A person.
	pub fn person_details(id: PersonId) -> Option<PersonDetails<BlockNumberFor<T>>> {
		let person = Persons::<T>::get(id)?;
		Some(PersonDetails {
			person: id,
			status: person.status,
			commitment: person.commitment,
			leaf: person.leaf,
			rotations: person.rotations,
			recoveries: person.recoveries,
			enrolled_at: person.enrolled_at,
			admitted_at: person.admitted_at,
			expires_at: person.expires_at,
			may_rotate_at: person.may_rotate_at,
			attestations: person.attestations.into_inner(),
			recovery: person.recovery,
			pending: Changes::<T>::get(id).map(|pending| pending.change),
		})
	}

	/// Whose a commitment is or was.
	pub fn person_of_commitment(commitment: Word) -> Option<PersonId> {
		Commitments::<T>::get(FieldElement::try_from(commitment).ok()?)
	}

	/// Whose a mark at an issuer is, and the serial that tickets about it name now.
	pub fn mark_details(issuer: IssuerId, tag: [u8; 32]) -> MarkDetails {
		let (person, serial) = Self::mark(issuer, &tag);
		MarkDetails { person, serial }
	}

	/// The epoch whose tree has a root: the present one where none is named. `None` where no tree
	/// with it is kept.
	pub fn epoch_under(root: Option<Word>) -> Option<Epoch> {
		match root {
			None => Some(CurrentEpoch::<T>::get().epoch),
			Some(root) => Self::epoch_of_root(FieldElement::try_from(root).ok()?),
		}
	}

	/// The Merkle proof of a commitment under a root that is accepted somewhere; under the present
	/// one where none is named. `None` where the commitment does not stand in that tree.
	pub fn merkle_proof_of(commitment: Word, root: Option<Word>) -> Option<MerkleProof> {
		let commitment = FieldElement::try_from(commitment).ok()?;
		let leaf = Persons::<T>::get(Commitments::<T>::get(commitment)?)?.leaf?;
		let proof = Self::merkle_proof(Self::epoch_under(root)?, leaf)?;
		(proof.leaf == commitment).then_some(proof)
	}

	/// How many application scopes were ever opened.
	pub fn scope_count() -> u32 {
		NextScopeId::<T>::get()
	}

	/// An application scope that has not been closed, as of block `now`.
	pub fn scope_details(
		id: ScopeId,
		now: BlockNumberFor<T>,
	) -> Option<ScopeDetails<T::AccountId, BlockNumberFor<T>>> {
		let scope = Scopes::<T>::get(id)?;
		Some(ScopeDetails {
			scope: id,
			root: Self::epoch_tree(scope.epoch).map(|tree| tree.root),
			owner: scope.owner,
			epoch: scope.epoch,
			electorate: scope.electorate,
			until: scope.until,
			open: now <= scope.until,
			slots: scope.slots,
			used: scope.used,
		})
	}

	/// The word that a proof for a scope carries as its scope; in the genesis block's own state, which
	/// lacks that block's hash, another than in all others.
	pub fn scope_word(scope: PersonScope) -> Word {
		words::scope_word::<T>(&scope)
	}

	/// For each nullifier, whether it is spent in a scope. An epoch's, or a closed scope's, are
	/// forgotten some time after nobody can use them any more.
	pub fn are_spent(scope: PersonScope, nullifiers: Vec<Word>) -> Vec<bool> {
		let group = Self::group_of(&scope);
		let is_spent = |nullifier: Word| {
			FieldElement::try_from(nullifier)
				.is_ok_and(|nullifier| Nullifiers::<T>::get(group, nullifier) == Some(Use::Spent))
		};
		nullifiers.into_iter().map(is_spent).collect()
	}

	/// What a proof of knowledge of a commitment's secret must be about; `None` where the commitment
	/// is not below the field's modulus. The scope is another one in the genesis block's own state.
	pub fn knowledge_of(commitment: Word) -> Option<KnowledgeDetails> {
		let commitment = FieldElement::try_from(commitment).ok()?;
		Some(KnowledgeDetails {
			salt: knowledge::salt(&commitment),
			root: knowledge::root(&commitment),
			scope: words::knowledge_scope::<T>(),
		})
	}

	/// Why a call that nobody signs would be refused now, if it would be; `None` for calls that
	/// somebody signs. Consumes nothing.
	///
	/// The genesis block's own state cannot tell: everything is bound to that block's hash, which it
	/// lacks. There the answer is [`PersonRefusal::EpochAhead`], whatever is sent: no epoch has
	/// begun; try later.
	pub fn check(call: &Call<T>) -> Option<Result<(), PersonRefusal>> {
		let verdict = match call {
			Call::enrol { tickets, proof } => Self::verify_enrol(tickets, proof),
			Call::renew { person, tickets, proof } => Self::verify_renew(*person, tickets, proof),
			Call::rotate { person, commitment, current, proof } => {
				Self::verify_rotate(*person, commitment, current, proof)
			}
			Call::recover { person, tickets, proof } => {
				Self::verify_recover(*person, tickets, proof)
			}
			Call::veto { person, proof } => Self::verify_veto(*person, proof),
			Call::act_as { scope, attempt, proof, call } => {
				Self::verify_act(scope, *attempt, proof, call)
			}
			Call::open_session { epoch, proof, account, consent } => {
				Self::verify_session(*epoch, proof, account, consent)
			}
			_ => return None,
		};
		if !words::has_genesis::<T>() {
			return Some(Err(PersonRefusal::EpochAhead));
		}
		Some(verdict.map(drop))
	}
}
