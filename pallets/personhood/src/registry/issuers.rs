//! Who attests: how issuers are registered, paused and removed, and how their keys and controllers change.
//! Nothing else writes what is stored of them.
//!
//! What an issuer counts is for the policy to say. An issuer has one key at a time: another one, for the same
//! secret of tags, takes its place when a delay has passed in which the old key, or governance, may object.
//! An objection pauses the issuer until governance has decided, for one of the two is a thief. So it is with a
//! controller, which is a key that is kept cold.

use crate::{
	tickets::CIRCUIT_INPUTS, words, BlockNumberFor, ChainSettings, Change, Config, Error, Event,
	GenesisConfig, Issuer, IssuerChanges, IssuerKind, IssuerOf, Issuers, Name, NextIssuerId,
	NextPersonId, Pallet, Pause, Pauses, PendingChange, PendingChangeOf, PinnableEpoch, Pins,
	PoliciesInForce, PresentIssuers, SettingsOf, MAX_ISSUERS,
};
use alloc::{format, string::String, vec};
use census_primitives::{Circuits, Epoch, IssuerId, Population};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	pallet_prelude::{DispatchError, Get, Weight},
	BoundedVec,
};
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::{
	traits::{Saturating, Zero},
	MultiSignature, Perbill,
};

/// For how many times as long as its committee may pause an issuer the committee may not do so again.
const REST_OF_COMMITTEE: u32 = 4;

/// Who acts about an issuer.
pub(crate) enum Actor<AccountId> {
	/// Governance.
	Governance,
	/// The committee.
	Committee,
	/// An account; it has to be the issuer's controller.
	Account(AccountId),
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_issuer(
		name: Name,
		kind: IssuerKind,
		controller: T::AccountId,
		class: u32,
		limit: u32,
	) -> Result<IssuerId, DispatchError> {
		ensure!(!name.is_empty() && core::str::from_utf8(&name).is_ok(), Error::<T>::BadName);
		Self::ensure_new(&kind)?;
		let id = NextIssuerId::<T>::get();
		NextIssuerId::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyIssuers)?);
		PresentIssuers::<T>::try_append(id).map_err(|()| Error::<T>::TooManyIssuers)?;
		Self::hold(&kind)?;
		let issuer = Issuer {
			name,
			kind,
			controller,
			class,
			limit,
			removed: false,
			pauses: Pauses::default(),
			admitted: (0, 0),
			enrolled: 0,
		};
		Issuers::<T>::insert(id, issuer);
		Self::deposit_event(Event::IssuerRegistered { issuer: id });
		Ok(id)
	}

	pub(crate) fn do_set_issuer_limit(id: IssuerId, limit: u32) -> DispatchResult {
		let mut issuer = Self::present_issuer(id)?;
		issuer.limit = limit;
		Issuers::<T>::insert(id, issuer);
		Self::deposit_event(Event::IssuerLimitSet { issuer: id, limit });
		Ok(())
	}

	/// Each pause is for itself, and the issuer's tickets count when there is none. The committee's ends by itself
	/// and is not begun again at once; the controller may end its own after a while.
	pub(crate) fn do_pause_issuer(by: Actor<T::AccountId>, id: IssuerId) -> DispatchResult {
		let mut issuer = Self::present_issuer(id)?;
		let now = frame_system::Pallet::<T>::block_number();
		let pauses = &mut issuer.pauses;
		let pause = match by {
			Actor::Governance => {
				ensure!(!pauses.governance, Error::<T>::IssuerUnchanged);
				pauses.governance = true;
				Pause::Governance
			}
			Actor::Committee => {
				let span = T::MaxPause::get();
				let rest = span.saturating_mul(REST_OF_COMMITTEE.into());
				let last = pauses.committee_until;
				ensure!(
					last.is_zero() || last.saturating_add(rest) <= now,
					Error::<T>::PausedLately
				);
				let until = now.saturating_add(span);
				pauses.committee_until = until;
				Pause::Committee { until }
			}
			Actor::Account(account) => {
				ensure!(issuer.controller == account, Error::<T>::NotController);
				ensure!(pauses.controller.is_none(), Error::<T>::IssuerUnchanged);
				let resumable_from = now.saturating_add(Self::settings()?.change_delay);
				pauses.controller = Some(resumable_from);
				Pause::Controller { resumable_from }
			}
		};
		Self::paused(id, issuer, pause);
		Ok(())
	}

	/// Governance ends all pauses but that for a key that was reported, which ends with another key; what was
	/// objected to is dropped. The controller ends its own.
	pub(crate) fn do_resume_issuer(by: Actor<T::AccountId>, id: IssuerId) -> DispatchResult {
		let mut issuer = Self::present_issuer(id)?;
		let now = frame_system::Pallet::<T>::block_number();
		match by {
			Actor::Governance => {
				let Pauses { key_reported, disputed, committee_until, .. } = issuer.pauses;
				let reported = Pauses { key_reported, ..Pauses::default() };
				// That the committee has paused it lately stays known.
				let after = Pauses { committee_until: committee_until.min(now), ..reported };
				let error = match key_reported {
					true => Error::<T>::KeyReported,
					false => Error::<T>::IssuerUnchanged,
				};
				ensure!(issuer.pauses != after, error);
				issuer.pauses = after;
				if disputed {
					Self::drop_change(id);
				}
			}
			Actor::Committee => return Err(Error::<T>::NotController.into()),
			Actor::Account(account) => {
				ensure!(issuer.controller == account, Error::<T>::NotController);
				let from = issuer.pauses.controller.take().ok_or(Error::<T>::IssuerUnchanged)?;
				ensure!(from <= now, Error::<T>::PausedLately);
			}
		}
		Self::deposit_event(Event::IssuerResumed { issuer: id, counts: issuer.counts(now) });
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	pub(crate) fn do_remove_issuer(id: IssuerId) -> DispatchResult {
		let issuer = Self::present_issuer(id)?;
		ensure!(!PoliciesInForce::<T>::get().count(id), Error::<T>::IssuerInPolicy);
		Self::drop_change(id);
		// No proof of its circuit is asked for any more.
		Self::release_kind(&issuer.kind);
		PresentIssuers::<T>::mutate(|present| present.retain(|other| *other != id));
		Issuers::<T>::insert(id, Issuer { removed: true, pauses: Pauses::default(), ..issuer });
		Self::deposit_event(Event::IssuerRemoved { issuer: id });
		Ok(())
	}

	/// Somebody else has the key: its tickets count for nothing until it has another one.
	pub(crate) fn do_report_key(by: Actor<T::AccountId>, id: IssuerId) -> DispatchResult {
		let mut issuer = Self::issuer_for(&by, id)?;
		ensure!(!issuer.pauses.key_reported, Error::<T>::IssuerUnchanged);
		issuer.pauses.key_reported = true;
		// Whoever has the key may have named the next one too. What governance has named, it alone takes back.
		if let Some(pending) = IssuerChanges::<T>::get(id) {
			if matches!(by, Actor::Governance) || !pending.by_governance {
				Self::drop_change(id);
				issuer.pauses.disputed = false;
			}
		}
		Self::paused(id, issuer, Pause::KeyReported);
		Ok(())
	}

	pub(crate) fn do_propose_change(
		by: Actor<T::AccountId>,
		id: IssuerId,
		change: Change<T::AccountId>,
	) -> DispatchResult {
		let issuer = Self::issuer_for(&by, id)?;
		let now = frame_system::Pallet::<T>::block_number();
		let delay = Self::settings()?.change_delay;
		if let Some(pending) = IssuerChanges::<T>::get(id) {
			// What was disputed waits for governance, however long.
			let has_lapsed = pending.lapses_at(delay) <= now && !issuer.pauses.disputed;
			ensure!(has_lapsed, Error::<T>::ChangePending);
			Self::drop_change(id);
		}
		if let Some(kind) = change.key() {
			// Whether it is another issuer's does not matter: each signs for its own number.
			ensure!(is_usable::<T>(kind), Error::<T>::BadKind);
			ensure!(*kind != issuer.kind, Error::<T>::IssuerUnchanged);
			// A circuit's tags are numbers of the field, and most others are none.
			let is_circuit = |kind: &IssuerKind| matches!(kind, IssuerKind::Circuit(_));
			ensure!(is_circuit(kind) == is_circuit(&issuer.kind), Error::<T>::BadKind);
			Self::hold(kind)?;
		}
		if let Some(controller) = change.controller() {
			ensure!(issuer.controller != *controller, Error::<T>::IssuerUnchanged);
		}
		let confirmable_from = now.saturating_add(delay);
		let by_governance = matches!(by, Actor::Governance);
		Self::deposit_event(Event::ChangeProposed {
			issuer: id,
			change: change.clone(),
			confirmable_from,
		});
		let pending = PendingChange { change, confirmable_from, by_governance };
		IssuerChanges::<T>::insert(id, pending);
		Ok(())
	}

	/// A controller confirms a new key, a new controller itself, and governance anything; what was objected to,
	/// governance alone.
	pub(crate) fn do_confirm_change(by: Actor<T::AccountId>, id: IssuerId) -> DispatchResult {
		let mut issuer = Self::present_issuer(id)?;
		let pending = Self::pending_change(id)?;
		let PendingChange { change, confirmable_from, .. } = pending.clone();
		let now = frame_system::Pallet::<T>::block_number();
		match by {
			Actor::Governance => (),
			Actor::Committee => return Err(Error::<T>::NotController.into()),
			Actor::Account(account) => {
				let whose = change.controller().unwrap_or(&issuer.controller);
				ensure!(*whose == account, Error::<T>::NotController);
				ensure!(!issuer.pauses.disputed, Error::<T>::ChangeDisputed);
			}
		}
		ensure!(confirmable_from <= now, Error::<T>::ChangeTooSoon);
		let has_lapsed = pending.lapses_at(Self::settings()?.change_delay) <= now;
		ensure!(!has_lapsed || issuer.pauses.disputed, Error::<T>::ChangeLapsed);
		IssuerChanges::<T>::remove(id);
		issuer.pauses.disputed = false;
		if let Some(kind) = change.key() {
			let old = core::mem::replace(&mut issuer.kind, kind.clone());
			Self::release_kind(&old);
			issuer.pauses.key_reported = false;
		}
		if let Some(controller) = change.controller() {
			issuer.controller = controller.clone();
		}
		Self::deposit_event(Event::ChangeConfirmed { issuer: id, change });
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	/// Takes back a change: governance any, the controller none of governance's, for it may be another's by now.
	/// What was objected to governance drops when it resumes the issuer.
	pub(crate) fn do_cancel_change(by: Actor<T::AccountId>, id: IssuerId) -> DispatchResult {
		let issuer = Self::issuer_for(&by, id)?;
		let pending = Self::pending_change(id)?;
		let is_governance = matches!(by, Actor::Governance);
		ensure!(is_governance || !pending.by_governance, Error::<T>::NotController);
		ensure!(!issuer.pauses.disputed, Error::<T>::ChangeDisputed);
		Self::drop_change(id);
		Self::deposit_event(Event::ChangeCancelled { issuer: id });
		Ok(())
	}

	/// The old key says that the change is none of its owner's. Whoever sends it, it is the key's word.
	pub(crate) fn do_object_to_change(id: IssuerId, signature: &MultiSignature) -> DispatchResult {
		let mut issuer = Self::present_issuer(id)?;
		let pending = Self::pending_change(id)?;
		ensure!(!issuer.pauses.disputed, Error::<T>::ChangeDisputed);
		let said = words::objection::<T>(id, &pending);
		ensure!(issuer.kind.has_signed(signature, &said), Error::<T>::BadSignature);
		issuer.pauses.disputed = true;
		Self::paused(id, issuer, Pause::Disputed);
		Ok(())
	}

	/// Writes the first state.
	///
	/// # Errors
	/// In a sentence, if the configuration contradicts itself: a chain with such a genesis must not begin.
	pub(crate) fn build_genesis(genesis: &GenesisConfig<T>) -> Result<(), String> {
		let settings = &genesis.settings;
		ensure!(!settings.epoch_length.is_zero(), "an epoch needs at least one block");
		ensure!(settings.epochs_per_pin > 0, "some epochs must be pinnable");
		ensure!(
			settings.grace <= settings.epoch_length,
			"an epoch's grace must be over when the next epoch is"
		);
		ensure!(!settings.recovery_delay.is_zero(), "a recovery needs time for a veto");
		ensure!(
			!settings.change_delay.is_zero() && settings.change_delay <= T::MaxValidity::get(),
			"changes need time for objections, and no longer than admissions last"
		);
		ChainSettings::<T>::put(settings);
		Pins::<T>::put(BoundedVec::truncate_from(vec![PinnableEpoch::<T>::get()]));
		for issuer in &genesis.issuers {
			let name = Name::try_from(issuer.name.as_bytes().to_vec());
			let name = name.map_err(|_| Error::<T>::BadName.into());
			name.and_then(|name| {
				Self::do_register_issuer(
					name,
					issuer.kind.clone(),
					issuer.controller.clone(),
					issuer.class,
					issuer.limit,
				)
			})
			.map_err(|error| format!("{} cannot be an issuer: {error:?}", issuer.name))?;
		}
		Self::build_policy(genesis)
	}

	/// What something about an issuer weighs by which a key of this kind comes or goes. A circuit is read, held or
	/// released; its verification, which reads as much of it and a pairing takes longer than a write, bounds that.
	pub(crate) fn weight_of_kind(kind: &IssuerKind) -> Weight {
		match kind {
			IssuerKind::Circuit(_) => Self::weight_of_circuit(),
			IssuerKind::Sr25519(_) | IssuerKind::Ed25519(_) | IssuerKind::Ecdsa(_) => {
				Weight::zero()
			}
		}
	}

	/// The same where it may be a circuit.
	pub(crate) fn weight_of_circuit() -> Weight {
		T::Circuits::verify_weight(CIRCUIT_INPUTS)
	}

	/// The chain's own choices.
	pub(crate) fn settings() -> Result<SettingsOf<T>, Error<T>> {
		ChainSettings::<T>::get().ok_or(Error::<T>::StateCorrupt)
	}

	/// An issuer that this account controls.
	pub(crate) fn issuer_of(
		controller: &T::AccountId,
		id: IssuerId,
	) -> Result<IssuerOf<T>, Error<T>> {
		let issuer = Issuers::<T>::get(id).ok_or(Error::<T>::IssuerNotFound)?;
		ensure!(issuer.controller == *controller, Error::<T>::NotController);
		Ok(issuer)
	}

	/// An issuer that has not been removed.
	pub(crate) fn present_issuer(id: IssuerId) -> Result<IssuerOf<T>, Error<T>> {
		let issuer = Issuers::<T>::get(id).ok_or(Error::<T>::IssuerNotFound)?;
		ensure!(!issuer.removed, Error::<T>::IssuerRemoved);
		Ok(issuer)
	}

	/// Counts an enrolment in which an issuer's ticket has taken part.
	pub(crate) fn count_enrolment(id: IssuerId, mut issuer: IssuerOf<T>, epoch: Epoch) {
		issuer.admitted = (epoch, issuer.admitted_in(epoch).saturating_add(1));
		issuer.enrolled.saturating_inc();
		Issuers::<T>::insert(id, issuer);
	}

	/// An issuer for governance or for its controller.
	fn issuer_for(by: &Actor<T::AccountId>, id: IssuerId) -> Result<IssuerOf<T>, Error<T>> {
		let issuer = Self::present_issuer(id)?;
		match by {
			Actor::Governance => Ok(issuer),
			Actor::Account(account) if *account == issuer.controller => Ok(issuer),
			Actor::Committee | Actor::Account(_) => Err(Error::<T>::NotController),
		}
	}

	fn pending_change(id: IssuerId) -> Result<PendingChangeOf<T>, Error<T>> {
		IssuerChanges::<T>::get(id).ok_or(Error::<T>::NoChange)
	}

	/// Forgets a change that will not be.
	fn drop_change(id: IssuerId) {
		let dropped = IssuerChanges::<T>::take(id);
		if let Some(kind) = dropped.as_ref().and_then(|pending| pending.change.key()) {
			Self::release_kind(kind);
		}
	}

	/// Whether a key can be told from others, and is no issuer's.
	fn ensure_new(kind: &IssuerKind) -> DispatchResult {
		ensure!(is_usable::<T>(kind), Error::<T>::BadKind);
		for id in PresentIssuers::<T>::get() {
			let known = Issuers::<T>::get(id).ok_or(Error::<T>::StateCorrupt)?;
			ensure!(known.kind != *kind, Error::<T>::BadKind);
		}
		Ok(())
	}

	fn hold(kind: &IssuerKind) -> DispatchResult {
		if let IssuerKind::Circuit(circuit) = kind {
			T::Circuits::hold(circuit).map_err(|_| Error::<T>::BadKind)?;
		}
		Ok(())
	}

	fn release_kind(kind: &IssuerKind) {
		if let IssuerKind::Circuit(circuit) = kind {
			T::Circuits::release(circuit);
		}
	}

	fn paused(id: IssuerId, issuer: IssuerOf<T>, pause: Pause<BlockNumberFor<T>>) {
		Issuers::<T>::insert(id, issuer);
		Self::deposit_event(Event::IssuerPaused { issuer: id, pause });
	}
}

impl<AccountId> Change<AccountId> {
	/// How tickets are to be known, if that changes.
	pub fn key(&self) -> Option<&IssuerKind> {
		match self {
			Self::Key(kind) | Self::Both(kind, _) => Some(kind),
			Self::Controller(_) => None,
		}
	}

	/// Who is to act for the issuer, if that changes.
	pub fn controller(&self) -> Option<&AccountId> {
		match self {
			Self::Controller(controller) | Self::Both(_, controller) => Some(controller),
			Self::Key(_) => None,
		}
	}
}

impl<AccountId, BlockNumber: Copy + Saturating> PendingChange<AccountId, BlockNumber> {
	/// The first block in which it can be confirmed no more: it is good for as long as it had to wait.
	pub(crate) fn lapses_at(&self, delay: BlockNumber) -> BlockNumber {
		self.confirmable_from.saturating_add(delay)
	}
}

impl<AccountId, BlockNumber: PartialOrd> Issuer<AccountId, BlockNumber> {
	/// Whether its tickets count in a block, if a policy has it.
	pub fn counts(&self, now: BlockNumber) -> bool {
		let Pauses { governance, committee_until, controller, key_reported, disputed } =
			&self.pauses;
		let is_paused = *governance
			|| *committee_until > now
			|| controller.is_some()
			|| *key_reported
			|| *disputed;
		!self.removed && !is_paused
	}

	/// How many enrolments its tickets took part in, in this epoch.
	pub fn admitted_in(&self, epoch: Epoch) -> u32 {
		match self.admitted {
			(when, admissions) if when == epoch => admissions,
			_ => 0,
		}
	}
}

impl<T: Config> Population for Pallet<T> {
	fn pinned() -> (Epoch, u32) {
		let epoch = PinnableEpoch::<T>::get();
		(epoch, Self::epoch_tree(epoch).map_or(0, |tree| tree.members))
	}

	fn greatest_part() -> Perbill {
		let all = u64::from(NextPersonId::<T>::get());
		let of_issuers = PresentIssuers::<T>::get().into_iter().filter_map(Issuers::<T>::get);
		let greatest = of_issuers.map(|issuer| issuer.enrolled).max().unwrap_or(0);
		match all {
			0 => Perbill::zero(),
			all => Perbill::from_rational(greatest, all),
		}
	}

	fn greatest_part_reads() -> u64 {
		u64::from(MAX_ISSUERS).saturating_add(2)
	}
}

impl IssuerKind {
	/// Whether a signature is of this kind.
	pub(crate) fn is_of(&self, signature: &MultiSignature) -> bool {
		matches!(
			(self, signature),
			(Self::Sr25519(_), MultiSignature::Sr25519(_))
				| (Self::Ed25519(_), MultiSignature::Ed25519(_))
				| (Self::Ecdsa(_), MultiSignature::Ecdsa(_))
		)
	}

	/// Whether a signature over these 32 bytes is this key's. A circuit signs nothing.
	pub(crate) fn has_signed(&self, signature: &MultiSignature, said: &[u8; 32]) -> bool {
		use sp_io::crypto::{ecdsa_verify, ed25519_verify, sr25519_verify};
		match (self, signature) {
			(Self::Sr25519(key), MultiSignature::Sr25519(by)) => sr25519_verify(by, said, key),
			(Self::Ed25519(key), MultiSignature::Ed25519(by)) => ed25519_verify(by, said, key),
			(Self::Ecdsa(key), MultiSignature::Ecdsa(by)) => ecdsa_verify(by, said, key),
			(Self::Sr25519(_) | Self::Ed25519(_) | Self::Ecdsa(_) | Self::Circuit(_), _) => false,
		}
	}
}

/// Whether tickets of this kind can be told from others: the key is not one under which anybody
/// signs anything, and the circuit is active and reads what issuers' circuits read.
fn is_usable<T: Config>(kind: &IssuerKind) -> bool {
	match kind {
		// The signature with R = 0 and s = 0 holds for any message under the keys of small order,
		// which hide nothing. (Schnorrkel marks its signatures by the highest bit.)
		IssuerKind::Sr25519(key) => {
			let mut empty = [0; 64];
			empty[63] = 0x80;
			!sp_io::crypto::sr25519_verify(&sr25519::Signature::from_raw(empty), b"", key)
		}
		IssuerKind::Ed25519(key) => {
			let mut empty = [0; 64];
			empty[0] = 1;
			!sp_io::crypto::ed25519_verify(&ed25519::Signature::from_raw(empty), b"", key)
		}
		IssuerKind::Ecdsa(key) => is_compressed(key),
		IssuerKind::Circuit(circuit) => T::Circuits::inputs(circuit) == Some(CIRCUIT_INPUTS),
	}
}

/// Whether the first byte is that of a compressed point (SEC 1, 2.3.3). A key that is no point at all
/// signs nothing.
fn is_compressed(key: &ecdsa::Public) -> bool {
	matches!(key.0.first(), Some(2 | 3))
}
