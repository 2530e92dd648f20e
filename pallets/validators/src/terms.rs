//! Terms: when they are announced, drawn, begun and forgotten.

use crate::{
	candidates::MAX_KEYS_A_BLOCK, Alias, BarredPersons, Candidates, Claimants, Claims, ComingTerm,
	Config, Duty, Event, Links, NextTermId, OldestTerm, Order, Pallet, PresentTerm, Term, TermId,
	WeightInfo, DRAW_SESSIONS,
};
use alloc::vec::Vec;
use census_primitives::PersonScopes;
use codec::Encode;
use frame_support::{
	pallet_prelude::{Get, Weight},
	storage::with_storage_layer,
	traits::{Defensive, Randomness},
	BoundedVec,
};
use pallet_session::Pallet as Session;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Saturating;
use sp_staking::SessionIndex;

/// Of how many terms something is kept: of the one that is announced, the present one, and the one before, whose
/// offenders can still be reported.
pub(crate) const KEPT_TERMS: TermId = 3;
/// The most entries that are swept in one block.
const MAX_SWEPT: u32 = 4;
/// The most that are swept besides, where a block has room.
const MAX_SWEPT_IDLE: u32 = 200;
/// What the randomness is drawn for.
const DRAW: &[u8] = b"validators/seats";

impl<T: Config> Pallet<T> {
	/// Goes on to the term of `session`, which is planned now, and announces the next one when it is time.
	pub(crate) fn advance_terms(session: SessionIndex) {
		let present = PresentTerm::<T>::get();
		match ComingTerm::<T>::get() {
			Some(coming) if coming.first <= session => {
				if let Some(present) = present {
					Self::close(&present);
				}
				Self::draw(&coming);
				ComingTerm::<T>::kill();
				PresentTerm::<T>::put(coming);
			}
			_ => {
				if let Some(present) = present.filter(|present| present.end <= session) {
					Self::close(&present);
					PresentTerm::<T>::kill();
					Order::<T>::kill();
					Self::deposit_event(Event::TermEnded { term: present.id });
				}
			}
		}
		Self::announce();
	}

	/// Announces the next term, if it is time and there are persons enough for a scope.
	fn announce() {
		if ComingTerm::<T>::exists() {
			return;
		}
		let rules = Self::rules();
		let now = Session::<T>::current_index();
		let present = PresentTerm::<T>::get();
		// Where there is no term to be known from, nobody can be.
		let asks_former = rules.bar && present.is_some();
		let mut claims_until = now.saturating_add(rules.claim_sessions).saturating_sub(1);
		let mut first = claims_until.saturating_add(DRAW_SESSIONS);
		if let Some(present) = present {
			if first < present.end {
				return;
			}
			if asks_former {
				// Whoever is to be known acts in the present term's scope, which is closed one session before its end.
				claims_until = claims_until.min(present.end.saturating_sub(2));
				first = claims_until.saturating_add(DRAW_SESSIONS).max(present.end);
			}
		}
		let id = NextTermId::<T>::get();
		let Some(next) = id.checked_add(1) else { return };
		let end = first.saturating_add(rules.term_sessions);
		// No session has more blocks than slots; the scope outlasts the term.
		let sessions = end.saturating_sub(now).saturating_add(1);
		let until = frame_system::Pallet::<T>::block_number()
			.saturating_add(T::SessionLength::get().saturating_mul(sessions.into()));
		let Ok(scope) = with_storage_layer(|| T::PersonScopes::open_civic(true, 1, until)) else {
			return;
		};
		let term = Term { id, scope, asks_former, claims_until, first, end, claims: 0 };
		NextTermId::<T>::put(next);
		ComingTerm::<T>::put(term);
		Self::deposit_event(Event::TermAnnounced { term });
	}

	/// Puts the claims of a term into their order.
	fn draw(term: &Term) {
		let (randomness, _) = T::Randomness::random(DRAW);
		let mut drawn: Vec<([u8; 32], Alias)> = Claims::<T>::iter_prefix(term.id)
			.filter(|(alias, claim)| {
				// Of two claims that one alias of the term before has named in turn, the last named stands.
				Self::is_known(term, alias, claim.former)
			})
			.map(|(alias, _)| (blake2_256(&(alias, randomness).encode()), alias))
			.collect();
		drawn.sort();
		let order: Vec<_> = drawn.into_iter().map(|(_, alias)| alias).collect();
		let claims = order.len() as u32;
		if let Ok(order) = BoundedVec::try_from(order).defensive_proof("claims are bounded") {
			Order::<T>::put(order);
		}
		Self::deposit_event(Event::SeatsDrawn { term: term.id, claims });
	}

	/// Closes a term's scope.
	fn close(term: &Term) {
		let closed = with_storage_layer(|| T::PersonScopes::close(term.scope.scope));
		closed.defensive_proof("it was opened and nobody else closes it").ok();
	}

	/// The accounts for which seats of the present term stand in `session`, in their order, each with the person whose
	/// seat it is: so many as there are seats, of those that can be validators.
	pub(crate) fn standing_seats(session: SessionIndex) -> Vec<(T::AccountId, (TermId, Alias))> {
		let Some(term) = PresentTerm::<T>::get().filter(|term| session < term.end) else {
			return Vec::new();
		};
		let seats = Self::rules().seats as usize;
		let order = Order::<T>::get();
		let standing = order.iter().filter_map(|alias| {
			let claim = Claims::<T>::get(term.id, alias)?;
			let account = claim.account?;
			let stands =
				Self::can_validate(&account) && !Self::is_barred(term.id, alias, claim.former);
			stands.then_some((account, (term.id, *alias)))
		});
		standing.take(seats).collect()
	}

	/// The first term of which something is kept, when all that can be is swept.
	pub(crate) fn first_kept_term() -> TermId {
		NextTermId::<T>::get().saturating_sub(KEPT_TERMS)
	}

	/// The most that a block does by itself.
	pub(crate) fn most_of_block() -> Weight {
		let keys = <T as Config>::WeightInfo::apply_key().saturating_mul(MAX_KEYS_A_BLOCK.into());
		let swept = <T as Config>::WeightInfo::sweep_entry().saturating_mul(MAX_SWEPT.into());
		<T as Config>::WeightInfo::keys_base()
			.saturating_add(<T as Config>::WeightInfo::sweep_base())
			.saturating_add(<T as Config>::WeightInfo::note_work())
			.saturating_add(keys)
			.saturating_add(swept)
	}

	/// Forgets some of what terms have left that are long over.
	pub(crate) fn sweep() -> Weight {
		Self::sweep_entries(MAX_SWEPT)
	}

	/// Forgets more, with what is left of a block.
	pub(crate) fn sweep_idle(left: Weight) -> Weight {
		let base = <T as Config>::WeightInfo::sweep_base();
		let each = <T as Config>::WeightInfo::sweep_entry();
		let entries = left.saturating_sub(base).checked_div_per_component(&each).unwrap_or(0);
		match (entries.min(MAX_SWEPT_IDLE.into()) as u32, base.all_lte(left)) {
			(0, _) | (_, false) => Weight::zero(),
			(entries, true) => Self::sweep_entries(entries),
		}
	}

	/// Forgets so many entries at most.
	fn sweep_entries(most: u32) -> Weight {
		let weight = <T as Config>::WeightInfo::sweep_base();
		let term = OldestTerm::<T>::get();
		if term >= Self::first_kept_term() {
			return weight;
		}
		let mut left = most;
		macro_rules! clear {
			($($map:ident),*) => {$(
				if left > 0 {
					left -= $map::<T>::clear_prefix(term, left, None).unique.min(left);
				}
			)*};
		}
		clear!(Claims, Claimants, Links, BarredPersons);
		if left > 0 {
			OldestTerm::<T>::put(term.saturating_add(1));
		}
		let swept = most.saturating_sub(left);
		weight.saturating_add(<T as Config>::WeightInfo::sweep_entry().saturating_mul(swept.into()))
	}

	/// Whether an account is barred: it has offended.
	pub(crate) fn is_offender(account: &T::AccountId) -> bool {
		Candidates::<T>::get(account).is_some_and(|candidate| candidate.duty == Duty::Barred)
	}
}
