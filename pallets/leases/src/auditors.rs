//! Who vouches for what providers say of themselves.

use crate::{
	matching::are_canonical, Attributes, Audit, Auditor, Auditors, Audits, Config, Error, Event,
	Hash32, HoldReason, Pallet,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_auditor(who: T::AccountId, info: Hash32) -> DispatchResult {
		ensure!(!Auditors::<T>::contains_key(&who), Error::<T>::AlreadyAuditor);
		let deposit = T::Amounts::get().audit_deposit;
		Self::hold(HoldReason::Audit, &who, deposit)?;
		Auditors::<T>::insert(&who, Auditor { info, deposit, audits: 0 });
		Self::deposit_event(Event::AuditorRegistered { auditor: who });
		Ok(())
	}

	pub(crate) fn do_deregister_auditor(who: T::AccountId) -> DispatchResult {
		let auditor = Auditors::<T>::get(&who).ok_or(Error::<T>::AuditorNotFound)?;
		ensure!(auditor.audits == 0, Error::<T>::AuditsStand);
		Self::release(HoldReason::Audit, &who, auditor.deposit)?;
		Auditors::<T>::remove(&who);
		Self::deposit_event(Event::AuditorLeft { auditor: who });
		Ok(())
	}

	pub(crate) fn do_audit(
		who: T::AccountId,
		provider: T::AccountId,
		attributes: Attributes,
	) -> DispatchResult {
		let mut auditor = Auditors::<T>::get(&who).ok_or(Error::<T>::AuditorNotFound)?;
		let registration = Self::provider(&provider)?.since;
		ensure!(are_canonical(&attributes), Error::<T>::AttributesMalformed);
		ensure!(!attributes.is_empty(), Error::<T>::NothingToAudit);
		let deposit = match Audits::<T>::get(&provider, &who) {
			Some(before) => before.deposit,
			None => {
				let deposit = T::Amounts::get().audit_deposit;
				Self::hold(HoldReason::Audit, &who, deposit)?;
				auditor.audits = auditor.audits.checked_add(1).ok_or(ArithmeticError::Overflow)?;
				Auditors::<T>::insert(&who, auditor);
				deposit
			}
		};
		Audits::<T>::insert(&provider, &who, Audit { registration, attributes, deposit });
		Self::deposit_event(Event::Audited { provider, auditor: who });
		Ok(())
	}

	pub(crate) fn do_withdraw_audit(who: T::AccountId, provider: T::AccountId) -> DispatchResult {
		let audit = Audits::<T>::take(&provider, &who).ok_or(Error::<T>::AuditNotFound)?;
		Self::release(HoldReason::Audit, &who, audit.deposit)?;
		Auditors::<T>::mutate_extant(&who, |auditor| {
			auditor.audits = auditor.audits.saturating_sub(1);
		});
		Self::deposit_event(Event::AuditWithdrawn { provider, auditor: who });
		Ok(())
	}
}
