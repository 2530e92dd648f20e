//! Sessions: which set each has, and who makes no blocks in it.

use crate::{
	set, Alias, Candidates, Config, Duty, Event, Fallback, KeysOf, LastChange, LastShort, Missed,
	NextTermId, Pallet, PresentAuthor, TermId, Work,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::pallet_prelude::Get;
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_session::{NextKeys, Pallet as Session};
use sp_io::hashing::blake2_256;
use sp_runtime::SaturatedConversion;
use sp_staking::SessionIndex;

/// Of so many times as many blocks as there are validators, an honest one makes one, unless something happens whose
/// probability is below 2^-40: of each block it is the author with a probability of one in the number of
/// validators, and e^-28 < 2^-40.
pub(crate) const SILENCE: u32 = 28;

impl<T: Config> Pallet<T> {
	/// The validators of genesis: all accounts with session keys. They come in an order of their own, from a map.
	fn at_genesis() -> Vec<T::AccountId> {
		let mut validators: Vec<_> = NextKeys::<T>::iter_keys().collect();
		validators.sort();
		validators
	}

	/// The set of a session that is planned, if it or one of its keys is another than that of the session before,
	/// which begins now.
	///
	/// A set that is returned anew forgets who is disabled, and makes validators hand over to each other.
	pub(crate) fn plan(session: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::advance_terms(session);
		let rules = Self::rules();
		let present = Session::<T>::validators();
		// Who leaves first of those whose seats are over is nobody's to choose, by coming last.
		let mut mixed = present.clone();
		let last_term = NextTermId::<T>::get();
		mixed.sort_by_cached_key(|account| blake2_256(&(account, last_term).encode()));
		let standing = Self::standing_seats(session);
		let seats: Vec<_> = standing.iter().map(|(account, _)| account.clone()).collect();
		let fallback: Vec<_> =
			Fallback::<T>::get().into_iter().filter(Self::can_validate).collect();
		if (seats.len() as u32) < rules.minimum {
			LastShort::<T>::put(session);
		}
		let next_change = LastChange::<T>::get().saturating_add(rules.change_sessions);
		let plan = set::Plan {
			present: &mixed,
			seats: &seats,
			fallback: &fallback,
			minimum: rules.minimum as usize,
			is_time: session >= next_change,
		};
		let planned = set::next(&plan, Self::is_offender);
		let without = |all: &[T::AccountId], some: &[T::AccountId]| -> Vec<_> {
			all.iter().filter(|one| !some.contains(one)).cloned().collect()
		};
		let joined = without(&planned, &present);
		let left = without(&present, &planned);
		Self::note_stood(session, &planned, &joined, &fallback, &standing);
		if joined.is_empty() && left.is_empty() {
			return Self::have_keys_changed().then_some(present);
		}
		for account in &joined {
			Candidates::<T>::mutate_extant(account, |candidate| {
				candidate.sits = true;
				candidate.left = None;
			});
		}
		for account in &left {
			Candidates::<T>::mutate_extant(account, |candidate| {
				candidate.sits = false;
				candidate.left = Some(session);
			});
			Missed::<T>::remove(account);
		}
		LastChange::<T>::put(session);
		Self::deposit_event(Event::SetPlanned { session, joined, left });
		Some(planned)
	}

	/// Notes for whom validators stand from a session on: the person whose seat of the present term it has; nobody, if
	/// it is of the fallback set; or else whom it stood for before. An account that stays, with another person's seat,
	/// stands for the one before as long as anybody is in the set whose seat is over: else the other could be in it
	/// twice.
	fn note_stood(
		session: SessionIndex,
		planned: &[T::AccountId],
		joined: &[T::AccountId],
		fallback: &[T::AccountId],
		standing: &[(T::AccountId, (TermId, Alias))],
	) {
		let seat_of =
			|account| standing.iter().find(|(one, _)| one == account).map(|(_, seat)| *seat);
		let is_settled = planned.iter().all(|one| fallback.contains(one) || seat_of(one).is_some());
		for account in planned {
			let seat = seat_of(account);
			let joins = joined.contains(account);
			if seat.is_none() && !joins && !fallback.contains(account) {
				continue;
			}
			if seat.is_some() && !joins && !is_settled {
				continue;
			}
			let Some(mut candidate) = Candidates::<T>::get(account) else { continue };
			if candidate.note_stood(session, seat) {
				Candidates::<T>::insert(account, candidate);
			}
		}
	}

	/// Whether a validator of the session that begins now has other keys for the next one.
	fn have_keys_changed() -> bool {
		Session::<T>::queued_keys().iter().any(|(validator, keys): &(T::AccountId, KeysOf<T>)| {
			Session::<T>::load_keys(validator).as_ref() != Some(keys)
		})
	}

	/// Counts who has made blocks in the session that ends, shares its fees among them, and sets aside who has made none for so long that it is
	/// no chance. In a session in which a third of the slots were empty nothing counts: it may be the network.
	fn count_blocks() {
		let validators = Session::<T>::validators();
		let work: Vec<_> =
			validators.iter().map(|one| (one.clone(), Work::<T>::take(one))).collect();
		Self::share_fees(&work);
		let blocks = work.iter().fold(0u32, |blocks, (_, made)| blocks.saturating_add(made.blocks));
		if u64::from(blocks).saturating_mul(3)
			< T::SessionLength::get().saturated_into::<u64>().saturating_mul(2)
		{
			return;
		}
		let limit = SILENCE.saturating_mul(validators.len() as u32);
		let is_aside = |account: &T::AccountId| {
			Candidates::<T>::get(account).is_some_and(|one| one.duty == Duty::SetAside)
		};
		let most = validators.len().saturating_sub(1) / 3;
		let mut aside = validators.iter().filter(|account| is_aside(account)).count();
		for (account, made) in work {
			if made.blocks > 0 {
				Missed::<T>::remove(&account);
				continue;
			}
			let missed = Missed::<T>::get(&account).saturating_add(blocks);
			Missed::<T>::insert(&account, missed);
			if missed < limit || aside >= most {
				continue;
			}
			let was_ready = Candidates::<T>::mutate_extant(&account, |candidate| {
				let was_ready = candidate.is_ready();
				if was_ready {
					candidate.duty = Duty::SetAside;
				}
				was_ready
			});
			if was_ready {
				aside = aside.saturating_add(1);
				Self::deposit_event(Event::SetAside { account });
			}
		}
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Some(Self::at_genesis())
	}

	fn new_session(session: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan(session)
	}

	fn start_session(_: SessionIndex) {
		Self::disable_offenders();
	}

	fn end_session(_: SessionIndex) {
		Self::count_blocks();
	}
}

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		Work::<T>::mutate(&author, |made| made.blocks = made.blocks.saturating_add(1));
		PresentAuthor::<T>::put(author);
	}
}
