//! What others may ask of the pallet. Nothing here writes. Callers bound `count`.

use crate::{
	knowledge, words, BlockNumberFor, Call, ChainSettings, Commitments, Config, CurrentEpoch,
	Declaration, Declarations, EndReason, IssuerChanges, IssuerKind, Issuers, LivePersons,
	NextIssuerId, NextPersonId, NextScopeId, Pallet, Pauses, Persons, PinnableEpoch, Pins, Place,
	PoliciesInForce, Policy, Scopes, ScopesOfEpoch, Snapshots, Status, Use, PERSON_DEPTH,
};
use alloc::{
	string::{String, ToString},
	vec::Vec,
};
use census_primitives::{
	behind, Epoch, IssuerId, Page, PersonId, PersonRefusal, PersonScope, ProofOutputs, ScopeId,
	VerifySemaphore,
};
use census_views::{persons as views, AccountId, Bytes, Hash};
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use frame_support::{ensure, traits::Get};
use sp_runtime::{
	traits::{Saturating, UniqueSaturatedInto},
	SaturatedConversion,
};

impl<T: Config> Pallet<T> {
	/// What persons have declared in an application scope, in no order of time, behind the alias `after`.
	/// It is there until the scope has been closed and its nullifiers were pruned.
	pub fn declarations(
		scope: ScopeId,
		after: Option<FieldElement>,
		count: u32,
	) -> Page<views::Declaration, FieldElement> {
		let declarations = match after {
			Some(after) => {
				let behind = Declarations::<T>::hashed_key_for(scope, after);
				Declarations::<T>::iter_prefix_from(scope, behind)
			}
			None => Declarations::<T>::iter_prefix(scope),
		};
		Page::whole(
			declarations,
			count,
			|(alias, _)| *alias,
			|(alias, Declaration { topic, statement })| views::Declaration {
				alias,
				topic: Hash(topic),
				statement: Hash(statement),
			},
		)
	}

	/// How persons are admitted and act; `None` on a chain whose genesis lacks the settings.
	pub fn policy() -> Option<views::Policy> {
		let guarantee = Self::guarantee();
		let settings = ChainSettings::<T>::get()?;
		let (policies, live) = (PoliciesInForce::<T>::get(), LivePersons::<T>::get());
		Some(views::Policy {
			settings: views::PersonhoodSettings {
				epoch_length: settings.epoch_length.saturated_into(),
				epochs_per_pin: settings.epochs_per_pin,
				grace: settings.grace.saturated_into(),
				recovery_delay: settings.recovery_delay.saturated_into(),
				rotation_cooldown: settings.rotation_cooldown.saturated_into(),
				change_delay: settings.change_delay.saturated_into(),
				quorums_intersect: settings.quorums_intersect,
			},
			threshold: policies.current.threshold,
			guarantee: guarantee.to_string(),
			corrupt_issuers: guarantee.corrupt_issuers,
			admitting: guarantee.admitting,
			quorum: quorum_view(&policies.current, live.current),
			former: policies.former.map(|former| views::FormerQuorum {
				quorum: quorum_view(&former.policy, live.former),
				deadline: former.deadline.saturated_into(),
			}),
			depth: PERSON_DEPTH,
			quota_per_epoch: T::QuotaPerEpoch::get(),
			acts_per_session: T::ActsPerSession::get(),
			max_ticket_life: T::MaxTicketLife::get().saturated_into(),
			max_validity: T::MaxValidity::get().saturated_into(),
			max_scope_life: T::MaxScopeLife::get().saturated_into(),
		})
	}

	/// The present epoch, as of block `now`.
	pub fn epoch_view(now: BlockNumberFor<T>) -> Option<views::Epoch> {
		let settings = ChainSettings::<T>::get()?;
		let current = CurrentEpoch::<T>::get();
		let ends_at = current.started_at.saturating_add(settings.epoch_length);
		Some(views::Epoch {
			epoch: current.epoch,
			started_at: current.started_at.saturated_into(),
			ends_at: ends_at.saturated_into(),
			blocks_left: ends_at.saturating_sub(now).saturated_into(),
			root: current.root,
			size: current.size,
			members: current.members,
			pinnable_epoch: PinnableEpoch::<T>::get(),
			waiting: Self::waiting(),
			live_persons: LivePersons::<T>::get().all(),
		})
	}

	/// The roots that are accepted in some scope or may be, the oldest first, the present one last;
	/// those of later epochs than `after`.
	pub fn roots(after: Option<Epoch>, count: u32) -> Page<views::PeopleRoot, Epoch> {
		let (current, now) =
			(CurrentEpoch::<T>::get().epoch, frame_system::Pallet::<T>::block_number());
		let pins = Pins::<T>::get();
		let mut epochs = Self::kept_epochs();
		epochs.retain(|epoch| {
			let accepted = *epoch == current || pins.contains(epoch) || Self::in_grace(*epoch, now);
			accepted && after.is_none_or(|after| *epoch > after)
		});
		let root = |epoch: Epoch| {
			let tree = Self::epoch_tree(epoch)?;
			Some(views::PeopleRoot {
				epoch,
				root: tree.root,
				size: tree.size,
				members: tree.members,
				ended_at: Snapshots::<T>::get(epoch)
					.map(|snapshot| snapshot.ended_at.saturated_into()),
				scopes: ScopesOfEpoch::<T>::get(epoch).0,
			})
		};
		Page::of(epochs, count, |epoch| *epoch, root)
	}

	/// How many issuers were ever registered.
	pub fn issuer_count() -> u32 {
		NextIssuerId::<T>::get()
	}

	/// An issuer, removed or not.
	pub fn issuer_view(id: IssuerId) -> Option<views::Issuer> {
		let issuer = Issuers::<T>::get(id)?;
		let epoch = CurrentEpoch::<T>::get().epoch;
		let admitted = issuer.admitted_in(epoch);
		let delay = ChainSettings::<T>::get().map(|settings| settings.change_delay);
		let delay = delay.unwrap_or_default();
		let now = frame_system::Pallet::<T>::block_number();
		let policy = PoliciesInForce::<T>::get().current;
		let mut members = policy.members.iter();
		let weight = members.find(|member| member.issuer == id).map(|member| member.weight);
		Some(views::Issuer {
			issuer: id,
			name: String::from_utf8_lossy(&issuer.name).into_owned(),
			status: if issuer.removed {
				views::IssuerStatus::Removed
			} else if issuer.counts(now) {
				views::IssuerStatus::Active
			} else {
				views::IssuerStatus::Paused
			},
			pauses: pause_views(&issuer.pauses, now),
			kind: kind_view(&issuer.kind),
			controller: AccountId::of(&issuer.controller),
			weight: weight.unwrap_or_default(),
			class: issuer.class,
			limit: issuer.limit,
			left: issuer.limit.saturating_sub(admitted),
			change: IssuerChanges::<T>::get(id).map(|pending| views::IssuerChange {
				kind: pending.change.key().map(kind_view),
				controller: pending.change.controller().map(AccountId::of),
				confirmable_from: pending.confirmable_from.saturated_into(),
				lapses_at: pending.lapses_at(delay).saturated_into(),
				objection: Hash(words::objection::<T>(id, &pending)),
			}),
		})
	}

	/// The issuers behind number `after`.
	pub fn issuer_page(after: Option<IssuerId>, count: u32) -> Page<views::Issuer, IssuerId> {
		Page::of(behind(after)..Self::issuer_count(), count, |id| *id, Self::issuer_view)
	}

	/// How many persons ever enrolled.
	pub fn person_count() -> u32 {
		NextPersonId::<T>::get()
	}

	/// A person.
	pub fn person_view(id: PersonId) -> Option<views::Person> {
		let person = Persons::<T>::get(id)?;
		let epoch = CurrentEpoch::<T>::get().epoch;
		let stands = matches!(person.place, Place::Leaf { since, .. } if since <= epoch);
		Some(views::Person {
			person: id,
			status: match person.status {
				Status::Active if stands => views::PersonStatus::Active,
				Status::Pending | Status::Active => views::PersonStatus::Pending,
				Status::Ended(reason) => views::PersonStatus::Ended(match reason {
					EndReason::Expired => views::EndReason::Expired,
					EndReason::Withdrawn => views::EndReason::Withdrawn,
					EndReason::Vetoed => views::EndReason::Vetoed,
					EndReason::Merged => views::EndReason::Merged,
					EndReason::PolicyEnded => views::EndReason::PolicyEnded,
				}),
			},
			commitment: person.commitment,
			leaf: person.place.leaf(),
			stands_from: match person.place {
				Place::Leaf { since, .. } => Some(since),
				Place::Queue(_) => None,
			},
			rotations: person.rotations,
			recoveries: person.recoveries,
			enrolled_at: person.enrolled_at.saturated_into(),
			admitted_at: person.admitted_at.saturated_into(),
			expires_at: person.expires_at.saturated_into(),
			may_rotate_at: person.may_rotate_at.saturated_into(),
			policy: person.policy,
			attestations: person
				.attestations
				.into_iter()
				.map(|attestation| views::Attestation {
					issuer: attestation.issuer,
					tag: Hash(attestation.tag),
					standing: attestation.standing,
				})
				.collect(),
			recovery: person.recovery.map(|recovery| views::Recovery {
				commitment: recovery.commitment,
				effective_at: recovery.effective_at.saturated_into(),
			}),
			waiting: match person.place {
				Place::Queue(position) if person.status.is_live() => {
					Some(Self::places_before(position))
				}
				_ => None,
			},
		})
	}

	/// The persons behind number `after`.
	pub fn person_page(after: Option<PersonId>, count: u32) -> Page<views::Person, PersonId> {
		Page::of(behind(after)..Self::person_count(), count, |id| *id, Self::person_view)
	}

	/// Whose a commitment is or was.
	pub fn person_of_commitment(commitment: Word) -> Option<PersonId> {
		Commitments::<T>::get(FieldElement::try_from(commitment).ok()?)
	}

	/// Whose a tag at an issuer is, and the serial that tickets about it name now.
	pub fn tag_view(issuer: IssuerId, tag: [u8; 32]) -> views::Tag {
		let (person, serial) = Self::tag(issuer, &tag);
		views::Tag { person, serial }
	}

	/// The epoch whose tree has a root: the present one where none is named. `None` where no tree
	/// with it is kept.
	pub fn epoch_under(root: Option<Word>) -> Option<Epoch> {
		match root {
			None => Some(CurrentEpoch::<T>::get().epoch),
			Some(root) => Self::epoch_of_root(FieldElement::try_from(root).ok()?),
		}
	}

	/// The leaves behind index `after` of the tree with a root, or of the present one; 0 stands where
	/// nobody does. `None` where no tree with the root is kept.
	pub fn leaf_page(
		root: Option<Word>,
		after: Option<u32>,
		count: u32,
	) -> Option<Page<FieldElement, u32>> {
		let epoch = Self::epoch_under(root)?;
		let size = Self::epoch_tree(epoch)?.size;
		let start = behind(after);
		let count = count.max(1);
		let end = start.saturating_add(count).min(size);
		let items = Self::leaves(epoch, start, count)?;
		Some(Page { items, next: end.checked_sub(1).filter(|_| end < size) })
	}

	/// The Merkle proof of a commitment under a root that is accepted somewhere; under the present
	/// one where none is named. `None` where the commitment does not stand in that tree.
	pub fn merkle_proof_of(commitment: Word, root: Option<Word>) -> Option<MerkleProof> {
		let commitment = FieldElement::try_from(commitment).ok()?;
		let leaf = Persons::<T>::get(Commitments::<T>::get(commitment)?)?.place.leaf()?;
		let proof = Self::merkle_proof(Self::epoch_under(root)?, leaf)?;
		(proof.leaf == commitment).then_some(proof)
	}

	/// How many application scopes were ever opened.
	pub fn scope_count() -> u32 {
		NextScopeId::<T>::get()
	}

	/// An application scope that has not been closed, as of block `now`.
	pub fn scope_view(id: ScopeId, now: BlockNumberFor<T>) -> Option<views::Scope> {
		let scope = Scopes::<T>::get(id)?;
		Some(views::Scope {
			scope: id,
			owner: scope.owner.as_ref().map(AccountId::of),
			epoch: scope.epoch,
			root: Self::epoch_tree(scope.epoch).map(|tree| tree.root),
			electorate: scope.electorate,
			until: scope.until.saturated_into(),
			open: now <= scope.until,
			slots: scope.slots,
			used: scope.used,
		})
	}

	/// The application scopes behind number `after` that have not been closed, as of block `now`.
	pub fn scope_page(
		after: Option<ScopeId>,
		count: u32,
		now: BlockNumberFor<T>,
	) -> Page<views::Scope, ScopeId> {
		let numbers = behind(after)..Self::scope_count();
		Page::of(numbers, count, |id| *id, |id| Self::scope_view(id, now))
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
				.is_ok_and(|nullifier| Self::used(group, nullifier) == Some(Use::Spent))
		};
		nullifiers.into_iter().map(is_spent).collect()
	}

	/// What a proof of knowledge of a commitment's secret must be about; `None` where the commitment
	/// is not below the field's modulus. The scope is another one in the genesis block's own state.
	pub fn knowledge_of(commitment: Word) -> Option<views::Knowledge> {
		let commitment = FieldElement::try_from(commitment).ok()?;
		Some(views::Knowledge {
			salt: knowledge::salt(&commitment),
			root: knowledge::root(&commitment),
			scope: words::knowledge_scope::<T>(),
		})
	}

	/// Whether a proof is one of a person of the scope's electorate, for this scope, in the present block;
	/// if not, why. Consumes nothing, and does not ask whether the person has acted. As for
	/// [`Pallet::check`], the genesis block's own state cannot tell.
	pub fn check_proof(scope: &PersonScope, proof: &SemaphoreProof) -> Result<(), PersonRefusal> {
		if !words::has_genesis::<T>() {
			return Err(PersonRefusal::EpochAhead);
		}
		if let PersonScope::Quota { counter, .. } = scope {
			ensure!(*counter < T::QuotaPerEpoch::get(), PersonRefusal::QuotaCounter);
		}
		// The message is whoever's who asks.
		let ProofOutputs { root, .. } = Self::check_words(scope, proof.message, proof)?;
		let open = Self::check_scope(scope)?;
		ensure!(root == open.root && !root.is_zero(), PersonRefusal::EpochRoot);
		T::Proofs::verify(proof)?;
		Ok(())
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

fn quorum_view(policy: &Policy, persons: u32) -> views::Quorum {
	views::Quorum {
		policy: policy.number,
		threshold: policy.threshold,
		issuers: policy
			.members
			.iter()
			.map(|member| views::QuorumIssuer {
				issuer: member.issuer,
				weight: member.weight,
				class: member.class,
			})
			.collect(),
		persons,
	}
}

fn kind_view(kind: &IssuerKind) -> views::IssuerKind {
	match kind {
		IssuerKind::Sr25519(key) => views::IssuerKind::Sr25519(Hash(key.0)),
		IssuerKind::Ed25519(key) => views::IssuerKind::Ed25519(Hash(key.0)),
		IssuerKind::Ecdsa(key) => views::IssuerKind::Ecdsa(Bytes(key.0.to_vec())),
		IssuerKind::Circuit(circuit) => views::IssuerKind::Circuit(Hash(*circuit)),
	}
}

fn pause_views<BlockNumber: Copy + PartialOrd + UniqueSaturatedInto<u32>>(
	pauses: &Pauses<BlockNumber>,
	now: BlockNumber,
) -> Vec<views::Pause> {
	let Pauses { governance, committee_until, controller, key_reported, disputed } = *pauses;
	let committee = (committee_until > now)
		.then(|| views::Pause::Committee { until: committee_until.saturated_into() });
	[
		governance.then_some(views::Pause::Governance),
		committee,
		controller.map(|from| views::Pause::Controller { resumable_from: from.saturated_into() }),
		key_reported.then_some(views::Pause::KeyReported),
		disputed.then_some(views::Pause::Disputed),
	]
	.into_iter()
	.flatten()
	.collect()
}
