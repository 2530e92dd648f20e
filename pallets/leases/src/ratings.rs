//! What persons think of providers.
//!
//! A rating period is a scope in which persons act, with each provider as a topic: so one person
//! rates one provider once in a period. A closed lease that cost enough admits one rating.

use crate::{
	Closed, ClosedLeaseOf, Config, CurrentRatingPeriod, Error, Event, LeaseId, Pallet,
	RatingPeriod, Ratings, BEST_SCORE,
};
use census_primitives::{Alias, PersonScope, PersonScopes, ScopeId, Slots, Topic};
use codec::Encode;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{EnsureOriginWithArg, Get},
};
use sp_runtime::{DispatchResult, Saturating};

/// What the topic's hash begins with.
const TOPIC_DOMAIN: &[u8; 21] = b"census/leases/rating:";

/// The topic on which persons rate a provider: the Blake2b-256 hash of the domain
/// (`census/leases/rating:`) and the provider's account.
pub fn rating_topic(provider: &impl Encode) -> Topic {
	sp_io::hashing::blake2_256(&(TOPIC_DOMAIN, provider).encode())
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_rating_period(who: T::AccountId, slots: u32) -> DispatchResult {
		// One that only few could use would be in the way of all.
		ensure!(slots >= T::MinElectorate::get(), Error::<T>::TooFewSlots);
		if CurrentRatingPeriod::<T>::exists() {
			Self::do_close_rating_period()?;
		}
		let now = frame_system::Pallet::<T>::block_number();
		let until = now.saturating_add(T::Periods::get().rating);
		let opened = T::Scopes::open(&who, Slots::Acts(slots), T::MinElectorate::get(), until)?;
		let scope = opened.scope;
		CurrentRatingPeriod::<T>::put(RatingPeriod { scope, until });
		Self::deposit_event(Event::RatingPeriodOpened { scope, until });
		Ok(())
	}

	pub(crate) fn do_close_rating_period() -> DispatchResult {
		let period = CurrentRatingPeriod::<T>::get().ok_or(Error::<T>::NoPeriod)?;
		let now = frame_system::Pallet::<T>::block_number();
		// One that is used up serves nobody.
		let over = period.until < now || T::Scopes::slots_left(period.scope) == 0;
		ensure!(over, Error::<T>::PeriodOpen);
		// It can only fail where the scope is gone already, and then nothing is left to account for.
		let _ = with_storage_layer(|| T::Scopes::close(period.scope));
		CurrentRatingPeriod::<T>::kill();
		Self::deposit_event(Event::RatingPeriodClosed { scope: period.scope });
		Ok(())
	}

	pub(crate) fn do_name_rater(who: T::AccountId, id: LeaseId, alias: Alias) -> DispatchResult {
		let mut closed = Self::rateable(id)?;
		ensure!(closed.tenant == who, Error::<T>::NotTenant);
		closed.rater = Some(alias);
		Closed::<T>::insert(id, closed);
		Self::deposit_event(Event::RaterNamed { lease: id, alias });
		Ok(())
	}

	pub(crate) fn do_rate(origin: T::RuntimeOrigin, id: LeaseId, score: u8) -> DispatchResult {
		let period = CurrentRatingPeriod::<T>::get().ok_or(Error::<T>::NoPeriod)?;
		let mut closed = Self::rateable(id)?;
		let topic = rating_topic(&closed.provider);
		let scope = PersonScope::Application { scope: period.scope, topic };
		let alias = T::EnsurePerson::ensure_origin(origin, &scope)?;
		ensure!(T::Scopes::is_open(period.scope), Error::<T>::NoPeriod);
		ensure!((1..=BEST_SCORE).contains(&score), Error::<T>::ScoreOutOfRange);
		ensure!(closed.rater == Some(alias), Error::<T>::NotRater);
		closed.rating = Some(score);
		let provider = closed.provider.clone();
		Closed::<T>::insert(id, closed);
		Ratings::<T>::mutate(&provider, |rating| {
			rating.sum.saturating_accrue(score.into());
			rating.count.saturating_inc();
		});
		Self::deposit_event(Event::Rated { lease: id, provider, score });
		Ok(())
	}

	/// Whether a rating for this lease would be accepted, whatever its score.
	pub(crate) fn admits_rating(scope: ScopeId, topic: &Topic, alias: &Alias, id: LeaseId) -> bool {
		CurrentRatingPeriod::<T>::get().is_some_and(|period| period.scope == scope)
			&& Self::rateable(id).is_ok_and(|closed| {
				closed.rater.as_ref() == Some(alias) && rating_topic(&closed.provider) == *topic
			}) && T::Scopes::is_open(scope)
	}

	/// A closed lease that admits a rating.
	fn rateable(id: LeaseId) -> Result<ClosedLeaseOf<T>, Error<T>> {
		let closed = Closed::<T>::get(id).ok_or(Error::LeaseNotFound)?;
		ensure!(closed.rating.is_none(), Error::AlreadyRated);
		ensure!(closed.ledger.spent() >= T::Amounts::get().rating_spend, Error::SpentTooLittle);
		Ok(closed)
	}
}
