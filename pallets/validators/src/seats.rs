//! Seats: who claims one, for which account, and that nobody barred does.

use crate::{
	Alias, BarredPersons, Claim, Claimants, Claims, ComingTerm, Config, Error, Event, Links,
	Pallet, PresentTerm, Term, TermId,
};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult, ensure, pallet_prelude::Get, traits::EnsureOriginWithArg,
};
use frame_system::pallet_prelude::OriginFor;
use pallet_session::Pallet as Session;
use sp_io::hashing::blake2_256;
use sp_runtime::DispatchError;

/// What an account agrees to, of an alias.
pub fn hash_of(alias: &Alias) -> [u8; 32] {
	alias.using_encoded(blake2_256)
}

impl<T: Config> Pallet<T> {
	/// The announced term and the present one.
	pub(crate) fn terms() -> impl Iterator<Item = Term> {
		ComingTerm::<T>::get().into_iter().chain(PresentTerm::<T>::get())
	}

	/// The announced or present term of this number.
	pub(crate) fn term(id: TermId) -> Option<Term> {
		Self::terms().find(|term| term.id == id)
	}

	fn act(origin: OriginFor<T>, id: TermId) -> Result<(Term, Alias), DispatchError> {
		let term = Self::term(id).ok_or(Error::<T>::NoSuchTerm)?;
		let alias = T::EnsurePerson::ensure_origin(origin, &term.person_scope())?;
		Ok((term, alias))
	}

	/// Whether a person is barred from seats of a term: it has offended in it, or in the one before.
	pub(crate) fn is_barred(term: TermId, alias: &Alias, former: Option<Alias>) -> bool {
		let before = former.zip(term.checked_sub(1));
		BarredPersons::<T>::contains_key(term, alias)
			|| before.is_some_and(|(former, term)| BarredPersons::<T>::contains_key(term, former))
	}

	/// Whether a person is known from the term before, if the term asks for that: its alias there has named this one.
	pub(crate) fn is_known(term: &Term, alias: &Alias, former: Option<Alias>) -> bool {
		match former.zip(term.id.checked_sub(1)) {
			Some((former, before)) => Links::<T>::get(before, former).as_ref() == Some(alias),
			None => !term.asks_former,
		}
	}

	/// Everything about a claim but who makes it.
	pub(crate) fn check_claim(
		term: &Term,
		alias: &Alias,
		account: &T::AccountId,
		former: Option<Alias>,
	) -> Result<(), Error<T>> {
		let rules = Self::rules();
		match Claims::<T>::get(term.id, alias) {
			_ if Session::<T>::current_index() <= term.claims_until => {
				ensure!(Self::is_known(term, alias, former), Error::<T>::NotKnown);
			}
			Some(claim) => ensure!(claim.former == former, Error::<T>::NotKnown),
			None => return Err(Error::<T>::ClaimsOver),
		}
		ensure!(!Self::is_barred(term.id, alias, former), Error::<T>::PersonBarred);

		let candidate = Self::candidate(account).map_err(|_| Error::<T>::NotReady)?;
		ensure!(candidate.is_ready() && candidate.bond >= rules.bond, Error::<T>::NotReady);
		ensure!(candidate.agreed == Some(hash_of(alias)), Error::<T>::NotAgreed);
		ensure!(!Self::in_fallback(account), Error::<T>::InFallback);
		let claimant = Claimants::<T>::get(term.id, account);
		ensure!(claimant.is_none_or(|claimant| claimant == *alias), Error::<T>::AccountClaimed);
		ensure!(
			term.claims < T::MaxClaims::get() || Claims::<T>::contains_key(term.id, alias),
			Error::<T>::ClaimsFull
		);
		Ok(())
	}

	pub(crate) fn do_claim_seat(
		origin: OriginFor<T>,
		id: TermId,
		account: T::AccountId,
		former: Option<Alias>,
	) -> DispatchResult {
		let (term, alias) = Self::act(origin, id)?;
		Self::check_claim(&term, &alias, &account, former)?;
		if !Claims::<T>::contains_key(id, alias) {
			// It is the coming term: the claims of the present one are over.
			ComingTerm::<T>::mutate_extant(|term| term.claims = term.claims.saturating_add(1));
		}
		Claims::<T>::insert(id, alias, Claim { account: Some(account.clone()), former });
		Claimants::<T>::insert(id, &account, alias);
		Self::deposit_event(Event::SeatClaimed { term: id, alias, account });
		Ok(())
	}

	/// Whether a person has a seat that it can leave.
	pub(crate) fn check_leave(term: &Term, alias: &Alias) -> Result<Claim<T::AccountId>, Error<T>> {
		Claims::<T>::get(term.id, alias)
			.filter(|claim| claim.account.is_some())
			.ok_or(Error::<T>::NoSeat)
	}

	pub(crate) fn do_leave_seat(origin: OriginFor<T>, id: TermId) -> DispatchResult {
		let (term, alias) = Self::act(origin, id)?;
		let claim = Self::check_leave(&term, &alias)?;
		Claims::<T>::insert(id, alias, Claim { account: None, ..claim });
		Self::deposit_event(Event::SeatLeft { term: id, alias });
		Ok(())
	}

	/// Everything about a link but who makes it.
	pub(crate) fn check_continue(term: &Term, alias: &Alias) -> Result<(), Error<T>> {
		let coming = ComingTerm::<T>::get().ok_or(Error::<T>::NothingToContinue)?;
		ensure!(
			coming.asks_former
				&& coming.id.checked_sub(1) == Some(term.id)
				&& Session::<T>::current_index() <= coming.claims_until,
			Error::<T>::NothingToContinue
		);
		let former = Claims::<T>::get(term.id, alias).and_then(|claim| claim.former);
		ensure!(!Self::is_barred(term.id, alias, former), Error::<T>::PersonBarred);
		Ok(())
	}

	pub(crate) fn do_continue_as(origin: OriginFor<T>, id: TermId, next: Alias) -> DispatchResult {
		let (term, alias) = Self::act(origin, id)?;
		Self::check_continue(&term, &alias)?;
		Links::<T>::insert(id, alias, next);
		Self::deposit_event(Event::Continued { term: id, alias, next });
		Ok(())
	}

	pub(crate) fn do_evict(id: TermId, alias: Alias) -> DispatchResult {
		ensure!(Self::term(id).is_some(), Error::<T>::NoSuchTerm);
		BarredPersons::<T>::insert(id, alias, ());
		Self::deposit_event(Event::Evicted { term: id, alias });
		Ok(())
	}
}
